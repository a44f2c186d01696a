// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/lists/cm_descriptor.h"
#include "resmap/lists/io_descriptor.h"
#include "resmap/pnp/occupancy.h"

// What the lists of one Windows device say about a range of it. Not installed: occupancy.cpp uses it.
namespace resmap::pnp {

// The device's requirements, ready for questions; empty when it has none that can be read. Of a list that breaks off the
// descriptors before the break.
class RequirementFacts {
 public:
  explicit RequirementFacts(const snapshot::Device& device);

  [[nodiscard]] bool known() const { return !configurations_.empty(); }
  // Whether a device that has these requirements needs anything that an arbiter hands out.
  [[nodiscard]] bool wants_anything() const;

  // yes: every configuration has a requirement that this place alone meets. no: some configuration does without it.
  // Without requirements the boot configuration is the assignment (rule 45), so: yes.
  [[nodiscard]] snapshot::Known fixed(lists::ResourceType type, AddressRange range) const;
  // The share of the first requirement that admits the place.
  [[nodiscard]] std::optional<lists::ShareDisposition> share(lists::ResourceType type, AddressRange range) const;
  // The BAR number of the tag behind the requirement that prefers this place: 0 to 5, 7 to 9.
  [[nodiscard]] std::optional<std::uint32_t> bar(lists::ResourceType type, AddressRange range) const;

 private:
  struct Alternative {
    lists::ResourceType type;
    lists::ShareDisposition share;
    AddressRange window;   // where it may lie
    std::uint64_t length;  // 0: asks for nothing
    [[nodiscard]] bool admits(lists::ResourceType wanted, AddressRange range) const;
    [[nodiscard]] bool only(lists::ResourceType wanted, AddressRange range) const;
  };
  struct Group {
    std::vector<Alternative> alternatives;
    std::optional<std::uint32_t> bar;
  };
  using LogicalConfiguration = std::vector<Group>;

  void read(Bytes list);
  static void add(const lists::IoDescriptorView& descriptor, LogicalConfiguration& groups);

  std::vector<LogicalConfiguration> configurations_;
};

// The port and memory descriptors of a host bridge's list that are windows: by position in the list's first full descriptor.
[[nodiscard]] std::vector<bool> host_windows(std::span<const lists::CmDescriptorView> descriptors);

}  // namespace resmap::pnp
