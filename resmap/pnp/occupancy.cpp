// SPDX-License-Identifier: MIT
#include "resmap/pnp/occupancy.h"

#include <algorithm>
#include <new>
#include <set>
#include <utility>

#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_walker.h"
#include "resmap/pnp/list_facts.h"

namespace resmap::pnp {

namespace {

using lists::CmDescriptorView;
using lists::LogConfType;
using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Role;
using snapshot::Stage;

ResourceType without_size(ResourceType type) {
  return type == ResourceType::memory_large ? ResourceType::memory : type;
}

bool is_pci(const Device& device) {
  return device.kind == DeviceKind::pci_function || device.kind == DeviceKind::pci_bridge;
}

bool is_bridge_window_bar(std::optional<std::uint32_t> bar) { return bar && *bar >= 7 && *bar <= 9; }

struct Assignment {
  const snapshot::Configuration* list;
  Stage stage;
};

// The list that says best what the device was given.
std::optional<Assignment> assignment_of(const Device& device) {
  const std::pair<LogConfType, Stage> order[] = {{LogConfType::alloc, Stage::current},
                                                 {LogConfType::forced, Stage::firmware},
                                                 {LogConfType::boot, Stage::firmware}};
  for (const auto& [kind, stage] : order) {
    for (const auto& configuration : device.configurations) {
      if (configuration.kind == kind && configuration.registry_type == 8) return Assignment{&configuration, stage};
    }
  }
  return std::nullopt;
}

// What firmware alone places: windows of a host bridge, and the ranges that motherboard devices keep away from others.
bool placed_by_firmware(const Device& device, const Occupancy& held) {
  return device.kind == DeviceKind::motherboard ||
         (device.kind == DeviceKind::host_bridge && held.role == Role::window);
}

class Collector {
 public:
  Collector(const snapshot::Snapshot& snapshot, Occupancies& into) : snapshot_(snapshot), into_(into) {
    for (const snapshot::InterruptLine& line : snapshot.interrupts) lines_in_use_.insert(line.number);
  }

  void device(DeviceIndex index) {
    const Device& device = snapshot_.devices[index];
    for (const snapshot::Resource& resource : device.resources) stated(index, resource);
    const RequirementFacts requirements(device);
    if (const auto assignment = assignment_of(device)) {
      from_list(index, *assignment, requirements);
    } else if (requirements.wants_anything() && device.resources.empty()) {
      into_.without_firmware_resources.push_back(index);
    }
  }

  void region(std::uint32_t index) {
    const snapshot::Region& region = snapshot_.regions[index];
    Occupancy held;
    held.owner = {Owner::Kind::region, index};
    held.type = region.type;
    held.range = region.range;
    held.fixed = Known::yes;
    held.label = region.name;
    into_.held.push_back(std::move(held));
  }

  void claim(std::uint32_t index) {
    const snapshot::ClaimValue& claim = snapshot_.claims[index];
    // The translated list speaks of the one system-wide space; raw twins would count every range twice.
    if (!claim.name.ends_with(".Translated")) return;
    each_descriptor(claim.bytes, [&](const std::vector<CmDescriptorView>& descriptors) {
      for (const CmDescriptorView& view : descriptors) {
        const auto range = view.range();
        if (!range || view.type() == ResourceType::device_specific) continue;
        Occupancy held = from_descriptor(view, *range, {Owner::Kind::claim, index});
        held.stage = Stage::current;
        into_.held.push_back(std::move(held));
      }
    });
  }

 private:
  // A resource that the source itself names: it has a place, or it wants one, or it is messages.
  void stated(DeviceIndex index, const snapshot::Resource& resource) {
    if (resource.messages != 0) {
      into_.messages.push_back({index, resource.messages});
      return;
    }
    const ResourceType type = without_size(resource.type);
    if (!resource.place) {
      into_.unplaced.push_back({false, index, type, resource.length, resource.alignment, resource.flags, resource.role,
                                resource.bar, resource.label});
      return;
    }
    Occupancy held;
    held.owner = {Owner::Kind::device, index};
    held.type = type;
    held.range = *resource.place;
    held.share = resource.share;
    held.flags = resource.flags;
    held.role = resource.role;
    held.stage = resource.stage;
    held.fixed = resource.fixed;
    held.bar = resource.bar;
    held.label = resource.label;
    if (held.fixed == Known::unknown && placed_by_firmware(snapshot_.devices[index], held)) held.fixed = Known::yes;
    held.routing_unknown = type == ResourceType::interrupt && !is_switched_on(snapshot_.devices[index], held.range);
    into_.held.push_back(std::move(held));
  }

  // Linux routes a function's pin when a driver switches the function on; until then sysfs shows what firmware wrote down. A line
  // that no handler stands on (where /proc/interrupts was read) was not routed either.
  [[nodiscard]] bool is_switched_on(const Device& device, AddressRange line) const {
    if (snapshot_.platform != snapshot::Platform::linux || !is_pci(device)) return true;
    return !device.driver.empty() && (lines_in_use_.empty() || lines_in_use_.contains(line.first));
  }

  template <typename Visit>
  static void each_descriptor(Bytes list, const Visit& visit) {
    const auto layout = lists::choose_layout(list, lists::CmForm::resource_list).layout;
    std::vector<CmDescriptorView> full;
    lists::CmWalker walk(list, lists::CmForm::resource_list, layout);
    // Of a list that breaks off the descriptors before the break count; list_faults_of says where it broke.
    for (auto step = walk.next(); step && step->kind != lists::CmStep::Kind::end; step = walk.next()) {
      if (step->kind == lists::CmStep::Kind::descriptor) {
        full.push_back(step->view());
        continue;
      }
      visit(full);
      full.clear();
    }
    visit(full);
  }

  static Occupancy from_descriptor(const CmDescriptorView& view, AddressRange range, Owner owner) {
    Occupancy held;
    held.owner = owner;
    held.type = without_size(view.type());
    held.range = range;
    held.share = view.share();
    held.flags = view.flags();
    return held;
  }

  void from_list(DeviceIndex index, Assignment assignment, const RequirementFacts& requirements) {
    const Device& device = snapshot_.devices[index];
    each_descriptor(assignment.list->bytes, [&](const std::vector<CmDescriptorView>& descriptors) {
      const std::vector<bool> windows = host_windows(descriptors);
      for (std::size_t i = 0; i < descriptors.size(); ++i) {
        const CmDescriptorView& view = descriptors[i];
        if (view.is_message()) {
          into_.messages.push_back({index, std::max<std::uint32_t>(view.raw_message_count(), 1)});
          continue;
        }
        const auto range = view.range();
        if (!range || !lists::is_arbitrated(view.type())) continue;
        Occupancy held = from_descriptor(view, *range, {Owner::Kind::device, index});
        held.stage = assignment.stage;
        held.fixed = requirements.fixed(held.type, *range);
        held.bar = requirements.bar(held.type, *range);
        // Lists of older systems leave the share of a boot configuration undetermined; the requirement says it.
        if (held.share == ShareDisposition::undetermined) held.share = requirements.share(held.type, *range);
        const bool carries_buses = device.kind == DeviceKind::host_bridge && held.type == ResourceType::bus_number;
        if (windows[i] || carries_buses || is_bridge_window_bar(held.bar)) held.role = Role::window;
        if (placed_by_firmware(device, held)) held.fixed = Known::yes;
        held.routing_unknown =
            held.type == ResourceType::interrupt && is_pci(device) && assignment.stage == Stage::firmware;
        into_.held.push_back(std::move(held));
      }
    });
  }

  const snapshot::Snapshot& snapshot_;
  Occupancies& into_;
  std::set<std::uint64_t> lines_in_use_;  // empty: no source shows them
};

// A window without place matters when something below its bridge has no place in that space either.
void find_spare_windows(const DeviceTree& tree, std::vector<Unplaced>& unplaced) {
  for (Unplaced& window : unplaced) {
    if (window.role != Role::window) continue;
    window.spare = std::none_of(unplaced.begin(), unplaced.end(), [&](const Unplaced& other) {
      return other.role == Role::use && other.type == window.type && tree.is_below(other.device, window.device);
    });
  }
}

}  // namespace

Result<Occupancies> occupancies_of(const snapshot::Snapshot& snapshot, const DeviceTree& tree) {
  try {
    Occupancies all;
    Collector collector(snapshot, all);
    for (const DeviceIndex device : tree.in_order()) collector.device(device);
    find_spare_windows(tree, all.unplaced);
    for (std::uint32_t i = 0; i < snapshot.regions.size(); ++i) collector.region(i);
    for (std::uint32_t i = 0; i < snapshot.claims.size(); ++i) collector.claim(i);
    return all;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::pnp
