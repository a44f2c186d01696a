// SPDX-License-Identifier: MIT
// Tested in linux_facts_test.cpp.
#include <algorithm>
#include <cstdio>

#include "resmap/import/linux_facts.h"
#include "resmap/import/pci_names.h"
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

class LogIntoDevices {
 public:
  LogIntoDevices(const LogFacts& log, SourceIndex source, DeviceTable& devices)
      : log_(log), source_(source), devices_(devices) {}

  void enter() {
    for (const LogRootBus& root : log_.roots) root_bus(root);
    for (const LogFunction& function : log_.functions) this->function(function);
    for (const LogResource& resource : log_.resources) this->resource(resource);
    for (const LogQuirk& quirk : log_.quirks) this->quirk(quirk);
    // Only now is it known where every bus hangs.
    for (const LogFunction& function : log_.functions) {
      const auto index = devices_.find(name_of(function.place));
      if (index) devices_.hang(*index, {function.place.segment, function.place.bus});
    }
    for (const LogRootBus& root : log_.roots) behind_function(root);
  }

 private:
  [[nodiscard]] bool is_of_sysfs(DeviceIndex index) {
    return devices_.snapshot().sources[devices_.at(index).source].kind == SourceKind::sysfs;
  }

  void root_bus(const LogRootBus& root) {
    const DeviceIndex index = devices_.host_bridge(root.bus, source_);
    if (root.buses) devices_.at(index).child_buses = root.buses;
    for (const PrintedResource& printed : root.windows) {
      const std::uint32_t bar = printed.type == ResourceType::port ? 9 : printed.prefetchable ? 8 : 7;
      Resource window = bar_resource(printed.type, bar, printed.prefetchable, source_);
      window.bar.reset();
      window.place = printed.range;
      window.fixed = Known::unknown;
      window.label = "root bus resource";
      devices_.add(index, std::move(window));
    }
  }

  void behind_function(const LogRootBus& root) {
    const auto index = devices_.find(host_bridge_name(root.bus));
    const auto parent = root.behind ? devices_.find(name_of(*root.behind)) : std::nullopt;
    if (index && parent && !devices_.at(*index).parent) devices_.set_parent(*index, *parent, Certainty::derived);
  }

  void function(const LogFunction& seen) {
    const auto child = seen.child_buses && seen.child_buses->first != 0
                           ? std::optional(static_cast<std::uint8_t>(seen.child_buses->first))
                           : std::nullopt;
    // A log may know nothing of a function but a passing remark; sysfs knows all that are there.
    const bool is_known = devices_.find(name_of(seen.place)).has_value();
    if (!is_known && !seen.class_code && !child && !has_resource(seen.place)) return;
    const DeviceIndex index = devices_.function(seen.place, child, source_);
    if (is_of_sysfs(index)) return;
    Device& device = devices_.at(index);
    if (child) device.child_buses = seen.child_buses;
    const bool is_bridge = child || seen.header == 1 || seen.header == 2;
    if (is_bridge) {
      device.kind = DeviceKind::pci_bridge;
      device.subtractive = seen.subtractive ? Known::yes : Known::no;
    }
    if (seen.class_code) {
      device.pci_class = seen.class_code;
      device.name = pci_function_name(*seen.class_code);
    } else if (device.name.empty()) {
      device.name = is_bridge ? "PCI bridge" : "PCI device";
    }
    if (seen.vendor && seen.device) {
      char id[48];
      std::snprintf(id, sizeof id, "PCI\\VEN_%04X&DEV_%04X", *seen.vendor, *seen.device);
      device.hardware_ids = {id};
    }
    device.present = seen.gone ? Known::no : Known::yes;
  }

  [[nodiscard]] bool has_resource(const snapshot::PciPlace& place) const {
    const auto at = std::lower_bound(log_.resources.begin(), log_.resources.end(), place,
                                     [](const LogResource& a, const snapshot::PciPlace& b) { return a.function < b; });
    return at != log_.resources.end() && at->function == place;
  }

  void resource(const LogResource& said) {
    const auto index = devices_.find(name_of(said.function));
    if (!index) return;
    const bool from_sysfs = is_of_sysfs(*index);
    if (from_sysfs && !said.lost) return;
    if (Resource* const known = same_slot(*index, said)) {
      if (!known->place && said.lost) say_why(*known, said);
      return;
    }
    if (!said.place && !said.lost) return;
    Resource resource = shape(said);
    if (said.place) {
      resource.place = said.place;
      resource.certainty = Certainty::derived;
      // A text of addresses may have shown the same range already, without knowing what it is.
      if (!devices_.add(*index, resource)) name_range(*index, resource);
      return;
    }
    say_why(resource, said);
    devices_.add(*index, std::move(resource));
  }

  [[nodiscard]] Resource shape(const LogResource& said) const {
    const bool is_virtual = said.slot >= log_slot::virtual_bar;
    Resource resource =
        is_virtual ? virtual_bar_resource(said.type, said.slot - log_slot::virtual_bar, said.prefetchable, source_)
                   : bar_resource(said.type, said.slot, said.prefetchable, source_);
    if (said.fixed) {
      resource.fixed = Known::yes;
      if (said.slot == log_slot::rom) resource.label = "ROM shadow";
    }
    return resource;
  }

  [[nodiscard]] Resource* same_slot(DeviceIndex index, const LogResource& said) {
    const Resource wanted = shape(said);
    for (Resource& resource : devices_.at(index).resources) {
      if (wanted.bar ? resource.bar == wanted.bar : resource.label.starts_with(wanted.label)) return &resource;
    }
    return nullptr;
  }

  void name_range(DeviceIndex index, const Resource& named) {
    for (Resource& resource : devices_.at(index).resources) {
      if (resource.type != named.type || resource.place != named.place || resource.role != named.role) continue;
      resource.bar = named.bar;
      resource.flags = named.flags;
      resource.fixed = named.fixed;
      resource.label = named.label;
    }
  }

  static void say_why(Resource& resource, const LogResource& said) {
    if (said.length) {
      resource.length = said.length;
      resource.alignment = said.length;
    }
    // Older kernels count virtual functions' BARs on from the ROM: "BAR 8". The name stays in front, for whoever looks for it.
    const bool keeps_name = said.slot >= log_slot::virtual_bar && !said.words.starts_with("VF BAR ");
    resource.label = keeps_name ? shape_label(said) + ", " + said.words : said.words;
  }

  static std::string shape_label(const LogResource& said) {
    return "VF BAR " + std::to_string(said.slot - log_slot::virtual_bar);
  }

  void quirk(const LogQuirk& said) {
    const auto index = devices_.find(name_of(said.function));
    if (!index) return;
    for (Resource& resource : devices_.at(*index).resources) {
      if (resource.type == said.type && resource.place == said.range && !resource.bar) {
        resource.label = said.words;
        return;
      }
    }
    if (devices_.holds(*index, said.type, said.range)) return;
    Resource resource = bar_resource(said.type, 0, false, source_);
    resource.bar.reset();
    resource.flags.reset();
    resource.place = said.range;
    resource.fixed = Known::yes;
    resource.label = said.words;
    devices_.add(*index, std::move(resource));
  }

  const LogFacts& log_;
  SourceIndex source_;
  DeviceTable& devices_;
};

}  // namespace

void enter_log(const LogFacts& log, SourceIndex source, DeviceTable& devices) {
  LogIntoDevices(log, source, devices).enter();
  snapshot::Snapshot& into = devices.snapshot();
  if (into.system.empty()) into.system = log.system;
  if (into.title.empty()) into.title = log.title;
  if (into.firmware.empty()) into.firmware = log.firmware;
}

}  // namespace resmap::import
