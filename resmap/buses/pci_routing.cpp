// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_routing.h"

namespace resmap::buses {

Result<PciRoute> route_line(std::uint8_t device, std::uint8_t pin, std::span<const PciRoutingStep> way) {
  const auto refused = [](std::uint64_t value) { return fail({.code = ErrorCode::invalid_argument, .value = value}); };
  if (way.empty()) return refused(0);
  for (std::size_t step = 0;; ++step) {
    if (pin < 1 || pin > 4) return refused(pin);
    if (device > 31) return refused(device);
    const PciRoutingStep& bus = way[step];
    PciRoute route{.step = step, .device = device, .pin = pin, .line = std::nullopt};
    for (const PciRoutingEntry& entry : bus.table)
      if (!route.line && entry.device == device && entry.pin == pin) route.line = entry.line;
    if (!bus.table.empty() || step + 1 == way.size()) return route;
    pin = bus.bridge_header == PciHeader::cardbus ? bus.bridge_pin : swizzle(pin, device);
    device = bus.bridge_device;
  }
}

}  // namespace resmap::buses
