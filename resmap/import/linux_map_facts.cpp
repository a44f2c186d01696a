// SPDX-License-Identifier: MIT
// Tested in linux_facts_test.cpp.
#include <algorithm>

#include "resmap/import/linux_facts.h"
#include "resmap/import/sysfs_resource.h"

namespace resmap::import {

namespace {

using lists::ResourceType;
using snapshot::Certainty;
using snapshot::Device;
using snapshot::DeviceIndex;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Resource;
using snapshot::SourceIndex;
using snapshot::SourceKind;

class MapFacts {
 public:
  MapFacts(const AddressMap& map, ResourceType type, SourceIndex source, DeviceTable& devices)
      : map_(map), type_(type), source_(source), devices_(devices) {
    // Kernels that know their host bridges' windows show them around everything; then a bus at the margin is a root bus. Older ones
    // show no root bus at all, and a bus at the margin may be any.
    has_root_windows_ = std::any_of(map.lines.begin(), map.lines.end(), [](const MapLine& line) {
      const auto bus = pci_bus_line(line.name);
      return line.depth == 0 && bus && bus->bus == 0;
    });
  }

  void enter() {
    for (const MapLine& line : map_.lines) {
      devices_.snapshot().regions.push_back(
          {.type = type_, .range = line.range, .name = line.name, .depth = line.depth, .source = source_});
      open_.resize(std::min<std::size_t>(open_.size(), line.depth));
      device_line(line);
    }
  }

 private:
  // What a line that is still open is to the lines inside it.
  struct Open {
    std::optional<DeviceIndex> bridge;
    std::optional<DeviceIndex> owner;
    AddressRange range{};
  };

  void device_line(const MapLine& line) {
    Open open{.bridge = std::nullopt, .owner = std::nullopt, .range = line.range};
    if (const auto bus = pci_bus_line(line.name)) {
      open.bridge = bus_window(*bus, line);
    } else if (const auto place = pci_function_from(line.name)) {
      open.owner = function_range(*place, line);
    } else if (line.name.starts_with("pnp ")) {
      open.owner = mainboard_range(line);
    } else {
      driver_name(line);
    }
    open_.push_back(open);
  }

  [[nodiscard]] std::optional<DeviceIndex> enclosing_bridge() const {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
      if (open->bridge) return open->bridge;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool is_of_sysfs(const Device& device) const {
    return devices_.snapshot().sources[device.source].kind == SourceKind::sysfs;
  }

  void hang(DeviceIndex index) {
    const auto parent = enclosing_bridge();
    if (parent && !devices_.at(index).parent) devices_.set_parent(index, *parent, Certainty::derived);
  }

  DeviceIndex bus_window(PciBusName bus, const MapLine& line) {
    auto index = devices_.bridge_to(bus);
    if (!index) {
      const bool is_root = line.depth == 0 && (has_root_windows_ || bus.bus == 0);
      if (is_root) {
        index = devices_.host_bridge(bus, source_);
      } else {
        index = devices_.find_or_add(bridge_name(bus), DeviceKind::pci_bridge, source_);
        devices_.leads_to(*index, bus);
        devices_.at(*index).name = "PCI bridge";
      }
    }
    hang(*index);
    const Device& device = devices_.at(*index);
    if (device.pci && is_of_sysfs(device)) return *index;  // its resource file has them all
    Resource window = bar_resource(type_, type_ == ResourceType::port ? 9 : 7, false, source_);
    window.bar.reset();  // the text does not say which of the two memory windows it is
    window.place = line.range;
    window.label = line.name;
    if (device.kind == DeviceKind::host_bridge) {
      window.fixed = Known::unknown;
    } else {
      window.certainty = Certainty::derived;
    }
    devices_.add(*index, std::move(window));
    return *index;
  }

  DeviceIndex function_range(const snapshot::PciPlace& place, const MapLine& line) {
    const bool is_new = !devices_.find(name_of(place));
    const DeviceIndex index = devices_.function(place, std::nullopt, source_);
    if (is_new) devices_.at(index).name = "PCI device";
    if (is_of_sysfs(devices_.at(index))) {
      quirk_range(index, line);
      return index;
    }
    hang(index);
    Resource resource = bar_resource(type_, 0, false, source_);
    resource.bar.reset();
    resource.flags.reset();  // whether it is prefetchable, or a BAR at all, the text does not say
    resource.fixed = Known::unknown;
    resource.label = line.name;
    range_of_text(index, std::move(resource), line);
    return index;
  }

  // A range that sysfs has no line for: a register outside the header decides where it is, and only firmware sets that.
  void quirk_range(DeviceIndex index, const MapLine& line) {
    if (devices_.holds(index, type_, line.range)) return;
    Resource resource = bar_resource(type_, 0, false, source_);
    resource.bar.reset();
    resource.flags.reset();
    resource.fixed = Known::yes;
    resource.label = "without a BAR";
    range_of_text(index, std::move(resource), line);
  }

  DeviceIndex mainboard_range(const MapLine& line) {
    const bool is_new = !devices_.find(line.name);
    const DeviceIndex index = devices_.find_or_add(line.name, DeviceKind::motherboard, source_);
    if (is_of_sysfs(devices_.at(index))) return index;
    if (is_new) devices_.at(index).name = "motherboard resources";
    hang(index);
    Resource resource;
    resource.type = type_;
    resource.fixed = Known::yes;
    resource.source = source_;
    range_of_text(index, std::move(resource), line);
    return index;
  }

  void range_of_text(DeviceIndex index, Resource resource, const MapLine& line) {
    resource.place = line.range;
    resource.certainty = Certainty::derived;
    devices_.add(index, std::move(resource));
  }

  // A driver claims a whole range under a name of its choice, most often its own.
  void driver_name(const MapLine& line) {
    if (open_.empty() || !open_.back().owner || open_.back().range != line.range) return;
    Device& device = devices_.at(*open_.back().owner);
    if (device.driver.empty() && device.pci && !is_of_sysfs(device)) device.driver = line.name;
  }

  const AddressMap& map_;
  ResourceType type_;
  SourceIndex source_;
  DeviceTable& devices_;
  bool has_root_windows_ = false;
  std::vector<Open> open_;
};

}  // namespace

void enter_address_map(const AddressMap& map, ResourceType type, SourceIndex source, DeviceTable& devices) {
  MapFacts(map, type, source, devices).enter();
}

void enter_interrupts(const InterruptTable& table, SourceIndex source, snapshot::Snapshot& into) {
  for (const InterruptRow& row : table.rows) {
    into.interrupts.push_back({.number = row.number,
                               .message = row.message,
                               .trigger = row.trigger,
                               .controller = row.controller,
                               .users = row.users,
                               .source = source});
  }
}

}  // namespace resmap::import
