// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resmap/claims/claim_index.h"
#include "resmap/claims/policy.h"
#include "resmap/registry/name_index.h"
#include "resmap/registry/registry.h"

namespace resmap::claims {

// These name nothing in any registry.
inline constexpr registry::ValueId kNoValue{0xFFFFFFFF, 0xFFFFFFFF};
inline constexpr registry::KeyId kNoKey{0xFFFFFFFF, 0xFFFFFFFF};

// What stands in a slot beside the two values. Moved, never copied: exchanging two of them cannot fail.
struct SlotState {
  bool live = false;  // a list stands here
  bool overrides = false;
  bool recorded = false;
  bool boot_only = false;
  Era era = Era::nt4;
  lists::CmLayout layout = lists::CmLayout::x64;
  LeafOptions options;
  std::uint32_t edition = 0;
  registry::KeyId key;
  registry::ValueId raw = kNoValue;
  registry::ValueId translated = kNoValue;
  std::vector<std::uint32_t> windows;  // offsets of descriptors that are no leaves
};

// Where lists stand: one slot for each driver and device, and one for each driver itself. The class key is not part of it,
// unless the policy says so: a driver that comes under another class moves (1.8). Names are compared without case.
// Functions that make something throw bad_alloc and then have changed nothing.
class SlotTable {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  struct Slot {
    SlotState state;
    std::string name;
    std::uint32_t driver = 0;
    std::uint32_t editions = 0;  // handed out so far
    std::uint32_t next_free = none;
    bool used = false;
  };

  // The number of a driver by its key name; it stays the same for good.
  [[nodiscard]] std::uint32_t driver(std::string_view name);
  [[nodiscard]] std::uint32_t find_driver(std::string_view name) const;  // or none

  // The slot of that driver; `name` is the device's, with what else tells slots apart.
  [[nodiscard]] std::uint32_t find(std::uint32_t driver, std::string_view name) const;  // or none
  [[nodiscard]] std::uint32_t make(std::uint32_t driver, std::string_view name);        // precondition: it is not there
  void free(std::uint32_t slot) noexcept;

  [[nodiscard]] Slot& at(std::uint32_t slot) { return slots_[slot]; }
  [[nodiscard]] const Slot& at(std::uint32_t slot) const { return slots_[slot]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(slots_.size()); }

 private:
  std::vector<std::string> drivers_;
  registry::NameIndex driver_index_;
  std::vector<Slot> slots_;
  registry::NameIndex slot_index_;
  std::uint32_t free_ = none;
};

}  // namespace resmap::claims
