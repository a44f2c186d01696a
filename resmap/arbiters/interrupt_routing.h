// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include "resmap/arbiters/arbiter_entry.h"
#include "resmap/base/array.h"
#include "resmap/lists/interrupt_policy.h"

namespace resmap::arbiters {

// A pin seen from the other side of a bridge: it comes out rotated by the device it hangs on. 0 is INTA.
[[nodiscard]] constexpr std::uint8_t swizzled_pin(std::uint8_t device, std::uint8_t pin) {
  return static_cast<std::uint8_t>((device + pin) % 4);
}

// How a line signals.
struct LineMode {
  lists::InterruptMode mode = lists::InterruptMode::level_sensitive;
  lists::InterruptPolarity polarity = lists::InterruptPolarity::active_low;
  friend constexpr bool operator==(LineMode, LineMode) = default;
};

// Where a PCI pin is wired: to a global system interrupt, or to a link device that can be set to one of several.
struct PinRoute {
  PciPin pin;
  std::uint32_t gsi = 0;
  std::optional<std::uint16_t> link;  // instead of `gsi`: which of the link devices
};

// An ACPI interrupt link device (PNP0C0F): the lines of its _PRS, how they signal, and the line that firmware set (_CRS).
struct LinkDevice {
  std::span<const std::uint32_t> possible;  // borrowed
  LineMode mode = {};
  std::optional<std::uint32_t> current;
};

// A _PRT and its link devices, as plain facts: who wires what. Borrows; the caller keeps the arrays.
// Everything that hangs on one link has one line: the first that is assigned decides, firmware's setting before that.
// Source: pnp-and-arbiters.md 2.10, rules 33a and 68a; windows-traces.md 1 (10).
struct InterruptRouting {
  std::span<const PinRoute> pins;
  std::span<const LinkDevice> links;

  [[nodiscard]] const PinRoute* route_of(PciPin pin) const {
    for (const PinRoute& route : pins)
      if (route.pin == pin) return &route;
    return nullptr;
  }
  // Null where the route names a link that is not there.
  [[nodiscard]] const LinkDevice* link_of(const PinRoute& route) const {
    return route.link && *route.link < links.size() ? &links[*route.link] : nullptr;
  }
  // How the line of a pin signals: as its link says, else as PCI has it.
  [[nodiscard]] LineMode mode_of(const PinRoute& route) const {
    const LinkDevice* link = link_of(route);
    return link != nullptr ? link->mode : LineMode{};
  }
};

}  // namespace resmap::arbiters
