// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resmap/pnp/machine.h"

namespace resmap::report {

// A device in the tree as it is drawn: what stands before its name, and before the lines below it.
struct DeviceLine {
  pnp::DeviceIndex device = 0;
  std::string branch;  // "├ "
  std::string beside;  // "│ "
};

// The devices of `shown` and everything above them, in the order of the tree. `shown` holds one flag a device.
[[nodiscard]] std::vector<DeviceLine> device_lines(const pnp::Machine& machine, std::vector<bool> shown);

// Which devices have anything to do with hardware resources: they hold, want or miss some, or have lists.
[[nodiscard]] std::vector<bool> devices_with_resources(const pnp::Machine& machine);

// What one device holds, ready for a column: lines that follow each other are one entry ("lines 55-460").
struct HeldLine {
  lists::ResourceType type = lists::ResourceType::memory;
  AddressRange range{};
  const pnp::Occupancy* first = nullptr;  // of the ranges that were put together
  std::uint32_t index = 0;                // of `first` in Machine::held()
};
[[nodiscard]] std::vector<HeldLine> held_lines(const pnp::Machine& machine, pnp::DeviceIndex device);

}  // namespace resmap::report
