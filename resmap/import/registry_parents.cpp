// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <string>

#include "resmap/import/registry_devices.h"
#include "resmap/import/registry_text.h"

namespace resmap::import {

namespace {

using snapshot::Certainty;
using snapshot::Device;
using snapshot::DeviceIndex;
using snapshot::DeviceKind;

// The last component of an instance path.
std::string instance_of(const Device& device) {
  return folded(std::string_view(device.id).substr(device.id.rfind('\\') + 1));
}

// "4&2509f6e&0&00A8" -> A8: the place of the bridge above, by the chain of places that ends an instance's name, the child's
// first (pnp-and-arbiters.md 1.2). nullopt: the chain has one link only, or is none.
std::optional<std::uint8_t> place_of_bridge_above(const std::string& instance) {
  const std::size_t last = instance.rfind('&');
  if (last == std::string::npos) return std::nullopt;
  const std::string chain = instance.substr(last + 1);
  if (chain.size() < 4 || chain.size() % 2 != 0 || chain.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return std::nullopt;
  }
  return static_cast<std::uint8_t>(std::stoul(chain.substr(2, 2), nullptr, 16));
}

class ParentFinder {
 public:
  explicit ParentFinder(std::vector<EnumDevice>& devices) : devices_(devices) {
    for (DeviceIndex i = 0; i < devices.size(); ++i) {
      by_id_.emplace(folded(devices[i].device.id), i);
      if (!devices[i].parent_id_prefix.empty()) by_prefix_.emplace(folded(devices[i].parent_id_prefix), i);
      if (devices[i].device.kind == DeviceKind::host_bridge) {
        host_bridge_ = host_bridges_ == 0 ? std::optional(i) : std::nullopt;
        ++host_bridges_;
      }
    }
  }

  void find(DeviceIndex index) {
    EnumDevice& child = devices_[index];
    if (!child.parent_id.empty()) {
      if (const auto found = by_id_.find(folded(child.parent_id)); found != by_id_.end()) {
        return set(child.device, found->second, Certainty::stated);
      }
    }
    const std::string instance = instance_of(child.device);
    if (const auto found = owner_of_prefix(instance)) return set(child.device, *found, Certainty::derived);
    const bool on_pci = child.device.kind == DeviceKind::pci_function || child.device.kind == DeviceKind::pci_bridge;
    if (on_pci) {
      if (const auto bridge = bridge_by_chain(instance)) return set(child.device, *bridge, Certainty::derived);
      if (child.device.pci && child.device.pci->bus == 0 && host_bridge_)
        return set(child.device, *host_bridge_, Certainty::derived);
      return;
    }
    // What the board carries hangs somewhere below the one host bridge, if nothing says where.
    const std::string id = folded(child.device.id);
    const bool on_board = id.starts_with("acpi\\") || id.starts_with("pnpbios\\") || id.starts_with("isapnp\\");
    if (on_board && host_bridge_ && *host_bridge_ != index && !child.device.configurations.empty()) {
      set(child.device, *host_bridge_, Certainty::assumed);
    }
  }

 private:
  static void set(Device& child, DeviceIndex parent, Certainty certainty) {
    child.parent = parent;
    child.parent_certainty = certainty;
  }

  // A child's instance name is its parent's prefix, or that and "&" and more.
  [[nodiscard]] std::optional<DeviceIndex> owner_of_prefix(std::string instance) const {
    for (;;) {
      if (const auto found = by_prefix_.find(instance); found != by_prefix_.end()) return found->second;
      const std::size_t last = instance.rfind('&');
      if (last == std::string::npos) return std::nullopt;
      instance.resize(last);
    }
  }

  // A bridge at that place, where there is one only.
  [[nodiscard]] std::optional<DeviceIndex> bridge_by_chain(const std::string& instance) const {
    const auto place = place_of_bridge_above(instance);
    if (!place) return std::nullopt;
    std::optional<DeviceIndex> found;
    for (DeviceIndex i = 0; i < devices_.size(); ++i) {
      const Device& device = devices_[i].device;
      if (device.kind != DeviceKind::pci_bridge || !device.pci) continue;
      if ((device.pci->device << 3 | device.pci->function) != *place) continue;
      if (found) return std::nullopt;
      found = i;
    }
    return found;
  }

  std::vector<EnumDevice>& devices_;
  std::map<std::string, DeviceIndex> by_id_;
  std::map<std::string, DeviceIndex> by_prefix_;
  std::optional<DeviceIndex> host_bridge_;  // where there is exactly one
  std::size_t host_bridges_ = 0;
};

}  // namespace

void find_parents(std::vector<EnumDevice>& devices) {
  ParentFinder finder(devices);
  for (DeviceIndex i = 0; i < devices.size(); ++i) finder.find(i);
}

}  // namespace resmap::import
