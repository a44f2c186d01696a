// SPDX-License-Identifier: MIT
#include "resmap/import/device_merge.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "resmap/import/registry_text.h"

namespace resmap::import {

namespace {

using snapshot::Device;
using snapshot::DeviceIndex;
using snapshot::Known;

template <typename T>
void fill(T& field, T& from, const T& unknown = {}) {
  if (field == unknown) field = std::move(from);
}

// What `from` knows and `device` does not; the parent is the caller's business.
void complete(Device& device, Device& from) {
  for (std::string Device::* text :
       {&Device::name, &Device::driver, &Device::device_class, &Device::location, &Device::firmware_path})
    fill(device.*text, from.*text);
  fill(device.hardware_ids, from.hardware_ids);
  fill(device.compatible_ids, from.compatible_ids);
  fill(device.kind, from.kind);
  fill(device.pci, from.pci);
  fill(device.pci_class, from.pci_class);
  fill(device.subtractive, from.subtractive);
  fill(device.child_buses, from.child_buses);
  fill(device.memory_decode, from.memory_decode);
  fill(device.io_decode, from.io_decode);
  fill(device.present, from.present);
  fill(device.problem, from.problem);
  fill(device.resources, from.resources);
  for (snapshot::Configuration& list : from.configurations) {
    const bool there = std::any_of(device.configurations.begin(), device.configurations.end(),
                                   [&](const snapshot::Configuration& known) { return known.kind == list.kind; });
    if (!there) device.configurations.push_back(std::move(list));
  }
}

}  // namespace

void add_devices(std::vector<Device> devices, snapshot::Snapshot& into) {
  std::unordered_map<std::string, DeviceIndex> known;
  // A file that names an id twice says so about two nodes: only those of earlier files are looked up.
  for (DeviceIndex i = 0; i < into.devices.size(); ++i) known.emplace(folded(into.devices[i].id), i);
  std::vector<DeviceIndex> place;
  auto next = static_cast<DeviceIndex>(into.devices.size());
  for (const Device& device : devices) {
    const auto found = known.find(folded(device.id));
    place.push_back(found != known.end() ? found->second : next++);
  }
  for (DeviceIndex i = 0; i < devices.size(); ++i) {
    Device& device = devices[i];
    const bool inside = device.parent && *device.parent < devices.size();
    device.parent = inside ? std::optional(place[*device.parent]) : std::nullopt;
    if (place[i] == into.devices.size()) {
      into.devices.push_back(std::move(device));
      continue;
    }
    Device& there = into.devices[place[i]];
    if (!there.parent && device.parent != place[i]) {
      there.parent = device.parent;
      there.parent_certainty = device.parent_certainty;
    }
    complete(there, device);
  }
}

}  // namespace resmap::import
