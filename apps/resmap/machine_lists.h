// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resmap/arbiters/bus_map.h"
#include "resmap/claims/resource_map.h"
#include "resmap/pnp/machine.h"

namespace resmap::app {

// A list that a machine holds already, as ResourceMap::record() takes it.
struct MachineList {
  std::string class_name = {};
  std::string driver = {};
  std::string device = {};
  std::vector<std::uint8_t> raw = {}, translated = {};
  std::vector<std::uint32_t> windows = {};
  bool boot_only = false;
  lists::CmLayout layout = lists::CmLayout::x64;
};

// Everything that a machine holds, list by list:
//
//   its own ResourceMap         as it stands: the HAL, RAM, drivers, what the PnP manager gave
//   each device that is there   PnP Manager\PnpManager, by its id: ranges and windows; boot_only where firmware placed it and no
//                               driver, or a problem, says that it was not started. Not where the ResourceMap has such lists.
//   RAM that a source names     System Resources\Physical Memory, where the ResourceMap has none
//   regions that no device has  System Resources\Reserved, by their names: ports of the system, firmware's memory
//
// Left out: what a device wants and has not got, messages, and a PCI line that nothing routes. Throws bad_alloc.
[[nodiscard]] std::vector<MachineList> machine_lists(const pnp::Machine& machine, const arbiters::BusMap& buses);

// Enters those that do not stand in the map already: the same machine twice changes nothing. What a machine no longer has
// stays, until it is released. The errors of record().
[[nodiscard]] Result<void> enter(claims::ResourceMap& map, const std::vector<MachineList>& lists);

}  // namespace resmap::app
