// SPDX-License-Identifier: MIT
#include "resmap/import/linux_devices.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace resmap::import {

using lists::ResourceType;
using snapshot::Certainty;
using snapshot::Device;
using snapshot::DeviceIndex;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::PciPlace;
using snapshot::Resource;
using snapshot::Role;
using snapshot::SourceIndex;

std::string bridge_name(PciBusName secondary) { return "PCI Bus " + name_of(secondary); }

DeviceTable::DeviceTable(snapshot::Snapshot& snapshot) : snapshot_(snapshot) {
  for (DeviceIndex i = 0; i < snapshot.devices.size(); ++i) {
    const Device& device = snapshot.devices[i];
    by_id_.emplace(device.id, i);
    for (const Resource& resource : device.resources) {
      if (resource.place) held_.emplace(i, resource.type, resource.place->first, resource.place->last, resource.role);
    }
    if (const auto root = root_bus_from(device.id)) {
      bridges_.insert_or_assign(*root, i);
      hosts_.insert_or_assign(*root, i);
    } else if (const auto only = pci_bus_line(device.id)) {
      bridges_.insert_or_assign(*only, i);
    } else if (device.pci && device.kind == DeviceKind::pci_bridge && device.child_buses) {
      leads_to(i, {device.pci->segment, static_cast<std::uint8_t>(device.child_buses->first)});
    }
  }
}

std::optional<DeviceIndex> DeviceTable::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

DeviceIndex DeviceTable::find_or_add(std::string_view id, DeviceKind kind, SourceIndex source) {
  if (const auto found = find(id)) return *found;
  const auto index = static_cast<DeviceIndex>(snapshot_.devices.size());
  Device device;
  device.id = id;
  device.kind = kind;
  device.present = Known::yes;
  device.source = source;
  snapshot_.devices.push_back(std::move(device));
  by_id_.emplace(id, index);
  return index;
}

DeviceIndex DeviceTable::host_bridge(PciBusName root, SourceIndex source) {
  const DeviceIndex index = find_or_add(host_bridge_name(root), DeviceKind::host_bridge, source);
  Device& device = at(index);
  if (device.name.empty()) device.name = "PCI host bridge";
  bridges_.insert_or_assign(root, index);
  hosts_.insert_or_assign(root, index);
  return index;
}

DeviceIndex DeviceTable::function(const PciPlace& place, std::optional<std::uint8_t> child_bus, SourceIndex source) {
  const std::string id = name_of(place);
  const auto nameless = child_bus ? find(bridge_name({place.segment, *child_bus})) : std::nullopt;
  if (nameless && !find(id)) {
    by_id_.erase(at(*nameless).id);
    by_id_.emplace(id, *nameless);
    at(*nameless).id = id;
  }
  const DeviceIndex index = find_or_add(id, child_bus ? DeviceKind::pci_bridge : DeviceKind::pci_function, source);
  if (nameless && *nameless != index) merge(*nameless, index);
  at(index).pci = place;
  if (child_bus) leads_to(index, {place.segment, *child_bus});
  return index;
}

void DeviceTable::merge(DeviceIndex nameless, DeviceIndex device) {
  by_id_.erase(at(nameless).id);
  const std::vector<Resource> windows = at(nameless).resources;
  const auto above = at(nameless).parent;
  drop_resources(nameless);
  for (const Resource& window : windows) add(device, window);
  // Until finish() its children reach the device through it.
  at(nameless).parent.reset();
  if (!set_parent(nameless, device, Certainty::derived)) {
    at(device).parent.reset();  // the device hung from what it is itself
    at(nameless).parent = device;
  }
  merged_.emplace(nameless, device);
  if (!at(device).parent && above) set_parent(device, *above, Certainty::derived);
}

void DeviceTable::finish() && {
  if (merged_.empty()) return;
  std::vector<DeviceIndex> moved(snapshot_.devices.size());
  DeviceIndex next = 0;
  for (DeviceIndex i = 0; i < moved.size(); ++i) {
    if (!merged_.contains(i)) moved[i] = next++;
  }
  for (DeviceIndex i = 0; i < moved.size(); ++i) {
    if (merged_.contains(i)) continue;
    Device& device = at(i);
    while (device.parent && merged_.contains(*device.parent)) device.parent = merged_.at(*device.parent);
    if (device.parent == i) device.parent.reset();
    if (device.parent) device.parent = moved[*device.parent];
    if (moved[i] != i) snapshot_.devices[moved[i]] = std::move(device);
  }
  snapshot_.devices.resize(next);
}

std::optional<DeviceIndex> DeviceTable::bridge_to(PciBusName bus) const {
  const auto found = bridges_.find(bus);
  return found == bridges_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<DeviceIndex> DeviceTable::host_above(PciBusName bus) const {
  const auto after = hosts_.upper_bound(bus);
  if (after == hosts_.begin()) return std::nullopt;
  const auto& [root, host] = *std::prev(after);
  return root.segment == bus.segment ? std::optional(host) : std::nullopt;
}

bool DeviceTable::add(DeviceIndex device, Resource resource) {
  if (resource.place &&
      !held_.emplace(device, resource.type, resource.place->first, resource.place->last, resource.role).second) {
    return false;
  }
  at(device).resources.push_back(std::move(resource));
  return true;
}

void DeviceTable::drop_resources(DeviceIndex device) {
  held_.erase(held_.lower_bound({device, ResourceType::null, 0, 0, Role::use}),
              held_.lower_bound({device + 1, ResourceType::null, 0, 0, Role::use}));
  at(device).resources.clear();
}

bool DeviceTable::holds(DeviceIndex device, ResourceType type, AddressRange range) const {
  // A function has a handful of ranges; where a text gives it thousands, the nearest ones below are looked at.
  constexpr int looked_at = 64;
  auto it = held_.upper_bound({device, type, range.first, UINT64_MAX, Role::window});
  for (int i = 0; i < looked_at && it != held_.begin(); ++i) {
    const auto& [owner, kind, first, last, role] = *--it;
    if (owner != device || kind != type) return false;
    if (AddressRange{first, last}.contains(range)) return true;
  }
  return false;
}

bool DeviceTable::set_parent(DeviceIndex device, DeviceIndex parent, Certainty certainty) {
  constexpr int deepest = 1024;
  int depth = 0;
  for (std::optional<DeviceIndex> above = parent; above; above = at(*above).parent) {
    ++depth;
    if (*above == device || depth > deepest) return false;
  }
  at(device).parent = parent;
  at(device).parent_certainty = certainty;
  return true;
}

void DeviceTable::hang(DeviceIndex device, PciBusName bus) {
  if (at(device).parent) return;
  const auto bridge = bridge_to(bus);
  if (bridge && set_parent(device, *bridge, Certainty::derived)) return;
  if (const auto host = host_above(bus)) set_parent(device, *host, Certainty::derived);
}

}  // namespace resmap::import
