// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "resmap/buses/pci_config.h"

// From a function's interrupt pin to a line. Pins are numbered as in configuration space: 1 to 4 are INTA to INTD.
namespace resmap::buses {

// The pin on a bridge's own bus that a pin of device `device` behind it is wired to. Source: windows-traces.md 1, rule 10.
// Precondition: pin is 1 to 4.
[[nodiscard]] constexpr std::uint8_t swizzle(std::uint8_t pin, std::uint8_t device) {
  return static_cast<std::uint8_t>((pin - 1U + device) % 4 + 1);
}

// One entry of a routing table (_PRT): the interrupt number of all functions of a device that use a pin.
struct PciRoutingEntry {
  std::uint8_t device = 0;
  std::uint8_t pin = 1;
  std::uint32_t line = 0;  // under the APIC a global system interrupt

  friend constexpr bool operator==(const PciRoutingEntry&, const PciRoutingEntry&) = default;
};

// A bus on the way up: the routing table that firmware gives for it, if any, and the bridge that leads to the next one.
struct PciRoutingStep {
  std::span<const PciRoutingEntry> table;       // empty: firmware says nothing here
  std::uint8_t bridge_device = 0;               // of the bridge above, on the next bus
  std::uint8_t bridge_pin = 0;                  // its own pin
  PciHeader bridge_header = PciHeader::bridge;  // a CardBus bridge wires all cards to its own pin
};

// Where a pin arrives: in the first table on the way, going up from the function's own bus.
struct PciRoute {
  std::size_t step = 0;     // on which bus the search ended
  std::uint8_t device = 0;  // there
  std::uint8_t pin = 0;
  std::optional<std::uint32_t>
      line;  // nullopt: no table names that device and pin; it stays unknown, and is never made up

  friend constexpr bool operator==(const PciRoute&, const PciRoute&) = default;
};

// `way`: the function's own bus first, the root bus last (whose bridge is not looked at). Cost: linear in the tables.
//   invalid_argument   the pin is not 1 to 4, a device above 31, a CardBus bridge without a pin on the way, or the way is empty
[[nodiscard]] Result<PciRoute> route_line(std::uint8_t device, std::uint8_t pin, std::span<const PciRoutingStep> way);

}  // namespace resmap::buses
