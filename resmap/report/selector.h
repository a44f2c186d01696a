// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/pnp/machine.h"

namespace resmap::report {

// Which devices a person means:
//   ACPI\PNP0501\*       instance path or id, with * for anything; without a backslash also its last parts, its name or driver
//   =Ports               every device of a class
//   01:00.0              a PCI place, with or without its segment
//   driver:NAME          every device of a driver
//   problem:12           every device that shows this problem code; problem:* any
//   mem:0xfe000000+64K   whoever holds part of a range; port:, irq:, dma: and bus: likewise
// Letters count without case.
class Selector {
 public:
  // malformed: nothing to select by ("", "=", "driver:"), a range word that is none (rule and offset as resource words have
  // them), or a problem that is no number.
  [[nodiscard]] static Result<Selector> parse(std::string_view text);

  // Whether it names one device, by its place or an id without *: then a machine without it is a mistake, not an answer.
  [[nodiscard]] bool is_name() const;

  [[nodiscard]] bool matches(const pnp::Machine& machine, pnp::DeviceIndex device) const;
  // Every device that matches, in the order of the tree.
  [[nodiscard]] std::vector<pnp::DeviceIndex> devices(const pnp::Machine& machine) const;

 private:
  enum class Kind : std::uint8_t { pattern, device_class, place, driver, problem, range };

  Kind kind_ = Kind::pattern;
  std::string text_;
  std::optional<snapshot::PciPlace> place_;
  std::optional<std::uint32_t> problem_;  // nullopt: any
  lists::ResourceType type_ = lists::ResourceType::memory;
  AddressRange range_{};
};

// Whether `text` has the form of `pattern`, in which * stands for any number of characters; letters without case.
[[nodiscard]] bool matches_pattern(std::string_view pattern, std::string_view text);

}  // namespace resmap::report
