// SPDX-License-Identifier: MIT
#include "tests/calibration/engine.h"

#include <algorithm>

#include "resmap/lists/resource_flags.h"
#include "resmap/pnp/pnp_manager.h"
#include "resmap/report/rule_words.h"

namespace resmap::calibration {

namespace {

template <typename Value>
Value or_throw(Result<Value> result) {
  if (!result) throw std::runtime_error(report::error_sentence(result.error()));
  return std::move(*result);
}

std::optional<Place> place_of(const pnp::AssignedResource& resource) {
  const lists::CmDescriptorView given = resource.raw.view();
  const auto range = given.range();
  if (!range) return std::nullopt;
  const bool memory = lists::is_memory(given.type());
  const bool prefetchable = memory && (given.flags() & lists::memory_flag::prefetchable) != 0;
  return Place{memory ? lists::ResourceType::memory : given.type(), *range, prefetchable};
}

}  // namespace

Given assign(const snapshot::Snapshot& machine, const std::vector<std::string>& start) {
  const pnp::Machine together = or_throw(pnp::Machine::from(machine));
  pnp::AssignSetup setup;
  const auto starts_late = [&](const snapshot::Device& device) {
    return std::find(start.begin(), start.end(), device.id) != start.end();
  };
  for (const snapshot::DeviceIndex device : together.tree().in_order())
    if (!starts_late(machine.devices[device])) setup.order.push_back(device);
  for (const std::string& id : start)
    for (snapshot::DeviceIndex i = 0; i < machine.devices.size(); ++i)
      if (machine.devices[i].id == id) setup.order.push_back(i);
  const auto manager = or_throw(pnp::PnpManager::make(together, setup));
  if (const auto done = manager->assign_all(); !done)
    throw std::runtime_error(report::error_sentence(done.error()));
  Given given;
  for (snapshot::DeviceIndex i = 0; i < machine.devices.size(); ++i) {
    const pnp::Assignment* assigned = manager->assignment(i);
    if (assigned == nullptr) continue;
    for (const pnp::AssignedResource& resource : assigned->resources) {
      const auto place = place_of(resource);
      if (place) (resource.is_window ? given.windows : given.devices)[machine.devices[i].id].push_back(*place);
    }
  }
  return given;
}

}  // namespace resmap::calibration
