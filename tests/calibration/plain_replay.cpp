// SPDX-License-Identifier: MIT
#include "tests/calibration/plain_replay.h"

#include <algorithm>
#include <set>

#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::calibration {

namespace {

using lists::IoDescriptorView;
using lists::LogConfType;
using lists::ResourceType;
using snapshot::Device;
using snapshot::DeviceIndex;

struct Holder {
  Place place;
  DeviceIndex device = 0;
  bool shared = false;
  bool window = false;
};

// One requirement: what would do.
struct Choice {
  ResourceType type = ResourceType::memory;
  std::uint64_t length = 1, alignment = 1;
  AddressRange bounds{};
  bool shared = false, prefetchable = false;
};
using Group = std::vector<Choice>;  // alternatives
using Configuration = std::vector<Group>;

constexpr std::uint64_t kLineOrder[] = {9, 8, 7, 11, 10, 2, 3, 5, 4, 15, 13, 14, 6, 12, 1};  // the Root list

ResourceType plain_type(ResourceType type) { return type == ResourceType::memory_large ? ResourceType::memory : type; }

std::vector<Configuration> basic_configurations(const Device& device) {
  std::vector<Configuration> all;
  for (const snapshot::Configuration& one : device.configurations) {
    if (one.kind != LogConfType::basic) continue;
    const auto read = lists::IoRequirementsListView::over(one.bytes);
    if (!read) continue;
    for (const lists::IoConfigurationView list : *read) {
      Configuration& groups = all.emplace_back();
      for (const IoDescriptorView wanted : list) {
        Choice choice{.type = plain_type(wanted.type())};
        if (lists::is_address(choice.type)) {
          choice.length = wanted.length();
          choice.alignment = std::max<std::uint64_t>(wanted.alignment(), 1);
          choice.bounds = {wanted.minimum(), wanted.maximum()};
        } else {
          choice.bounds = {wanted.data(0), wanted.data(1)};
        }
        choice.shared = wanted.share() == lists::ShareDisposition::shared;
        choice.prefetchable = lists::is_memory(choice.type) && (wanted.flags() & lists::memory_flag::prefetchable) != 0;
        if (!wanted.is_alternative()) groups.emplace_back();
        groups.back().push_back(choice);
      }
    }
  }
  return all;
}

// What firmware had set, as a configuration of requirements with one place each. Number 7: only of spaces that were decoded.
Configuration boot_configuration(const Device& device) {
  Configuration boot;
  for (const snapshot::Configuration& one : device.configurations) {
    if (one.kind != LogConfType::boot) continue;
    const auto read = lists::CmResourceListView::over(one.bytes, lists::CmForm::resource_list, lists::CmLayout::x64);
    if (!read) continue;
    for (const lists::CmFullDescriptorView full : *read) {
      for (const lists::CmDescriptorView claim : full) {
        const ResourceType type = plain_type(claim.type());
        const auto decode = type == ResourceType::port     ? device.io_decode
                            : type == ResourceType::memory ? device.memory_decode
                                                           : std::nullopt;
        if (!decode.value_or(true)) continue;
        const AddressRange range = *claim.range();
        boot.push_back({{.type = type,
                         .length = range.last_offset() + 1,
                         .bounds = range,
                         .shared = claim.share() == lists::ShareDisposition::shared}});
      }
    }
  }
  return boot;
}

class Replay {
 public:
  explicit Replay(const snapshot::Snapshot& machine) : machine_(machine), windows_(machine.devices.size()) {}

  Given run(const std::vector<std::string>& start) {
    for (DeviceIndex i = 0; i < machine_.devices.size(); ++i) {
      for (const snapshot::Resource& resource : machine_.devices[i].resources) {
        if (resource.role != snapshot::Role::window) continue;
        const bool prefetchable = resource.type == ResourceType::memory &&
                                  (resource.flags.value_or(0) & lists::memory_flag::prefetchable) != 0;
        windows_[i].push_back({resource.type, *resource.place, prefetchable});
        held_.push_back({windows_[i].back(), i, true, true});
      }
      for (const Group& group : boot_configuration(machine_.devices[i])) hold(i, group.front(), group.front().bounds);
    }
    std::vector<DeviceIndex> order;
    for (DeviceIndex i = 0; i < machine_.devices.size(); ++i)
      if (std::find(start.begin(), start.end(), machine_.devices[i].id) == start.end()) order.push_back(i);
    for (const std::string& id : start)
      order.push_back(static_cast<DeviceIndex>(find_device(machine_, id) - machine_.devices.data()));
    for (const DeviceIndex device : order) start_device(device);
    return result();
  }

 private:
  void hold(DeviceIndex device, const Choice& choice, AddressRange range) {
    held_.push_back({{choice.type, range}, device, choice.shared, false});
  }

  // A device without lists of its own that could say more keeps what firmware set; a PCI function asks for each BAR, and what
  // firmware set in a decoded space is the answer for the BAR of that length; any other device takes its boot configuration first,
  // whole, then its lists (number 1).
  void start_device(DeviceIndex device) {
    const std::vector<Configuration> lists = basic_configurations(machine_.devices[device]);
    Configuration boot = boot_configuration(machine_.devices[device]);
    if (lists.empty() || (!machine_.devices[device].pci && !boot.empty())) return;
    for (Configuration configuration : lists) {
      for (const Group& kept : boot) {
        const auto same = [&](const Group& group) {
          return group.front().type == kept.front().type && group.front().length == kept.front().length;
        };
        const auto met = std::find_if(configuration.begin(), configuration.end(), same);
        if (met != configuration.end()) configuration.erase(met);
      }
      const auto before = held_;
      const auto windows_before = windows_;
      if (place_all(device, configuration)) return;
      held_ = before;
      windows_ = windows_before;
    }
  }

  // Number 4: inside a device the larger first.
  bool place_all(DeviceIndex device, const Configuration& configuration) {
    std::vector<std::pair<std::uint64_t, std::size_t>> order;  // length, turned round; position
    for (std::size_t i = 0; i < configuration.size(); ++i) {
      const Choice& leads = configuration[i].front();
      order.emplace_back(lists::is_address(leads.type) ? ~leads.length : ~0ULL, i);
    }
    std::sort(order.begin(), order.end());
    return std::all_of(order.begin(), order.end(),
                       [&](const auto& next) { return place(device, configuration[next.second]); });
  }

  bool place(DeviceIndex device, const Group& group) {
    if (!lists::is_address(group.front().type)) return place_number(device, group);
    return std::any_of(group.begin(), group.end(), [&](const Choice& choice) {
      auto range = highest(device, choice);
      if (!range && open_window(device, choice)) range = highest(device, choice);
      if (range) hold(device, choice, *range);
      return range.has_value();
    });
  }

  // Number 2: among alternatives the ordering list decides.
  bool place_number(DeviceIndex device, const Group& group) {
    for (const std::uint64_t number : kLineOrder) {
      for (const Choice& choice : group) {
        if (!choice.bounds.contains({number, number}) || !is_free(device, choice, {number, number})) continue;
        hold(device, choice, {number, number});
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::optional<DeviceIndex> bridge_above(DeviceIndex device) const {
    auto above = machine_.devices[device].parent;
    while (above && windows_[*above].empty()) {
      if (machine_.devices[*above].kind == snapshot::DeviceKind::pci_bridge) break;
      above = machine_.devices[*above].parent;
    }
    return above;
  }

  [[nodiscard]] bool is_ancestor(DeviceIndex above, DeviceIndex device) const {
    for (auto at = machine_.devices[device].parent; at; at = machine_.devices[*at].parent)
      if (*at == above) return true;
    return false;
  }

  [[nodiscard]] bool blocks(const Holder& holder, DeviceIndex device, const Choice& choice, AddressRange range) const {
    if (holder.place.type != choice.type || !holder.place.range.overlaps(range)) return false;
    if (holder.window) return !is_ancestor(holder.device, device);
    return !(holder.shared && choice.shared);
  }

  [[nodiscard]] bool is_free(DeviceIndex device, const Choice& choice, AddressRange range) const {
    return std::none_of(held_.begin(), held_.end(),
                        [&](const Holder& holder) { return blocks(holder, device, choice, range); });
  }

  // Numbers 5 and 6: the highest free aligned address in the union of the windows of the bus, above 4 GiB before below.
  [[nodiscard]] std::optional<AddressRange> highest(DeviceIndex device, const Choice& choice) const {
    std::optional<AddressRange> best;
    const auto above = bridge_above(device);
    if (!above) return best;
    const bool behind_bridge = machine_.devices[*above].kind == snapshot::DeviceKind::pci_bridge;
    for (const Place& window : windows_[*above]) {
      const bool kind = window.type == choice.type && (!behind_bridge || window.prefetchable == choice.prefetchable);
      if (!kind) continue;
      const auto found = highest_in(device, choice, window.range);
      if (found && (!best || found->first > best->first)) best = found;
    }
    return best;
  }

  [[nodiscard]] std::optional<AddressRange> highest_in(DeviceIndex device, const Choice& choice,
                                                       AddressRange window) const {
    const std::uint64_t floor = std::max(window.first, choice.bounds.first);
    std::uint64_t last = std::min(window.last, choice.bounds.last);
    while (last >= floor && last - floor >= choice.length - 1) {
      const std::uint64_t first = (last - (choice.length - 1)) / choice.alignment * choice.alignment;
      if (first < floor) return std::nullopt;
      const AddressRange range{first, first + (choice.length - 1)};
      std::optional<std::uint64_t> blocked;
      for (const Holder& holder : held_)
        if (blocks(holder, device, choice, range))
          blocked = std::min(blocked.value_or(~0ULL), holder.place.range.first);
      if (!blocked) return range;
      if (*blocked == 0) return std::nullopt;
      last = *blocked - 1;
    }
    return std::nullopt;
  }

  // Number 8: a closed window is opened for a BAR that needs it, by whole granules.
  bool open_window(DeviceIndex device, const Choice& choice) {
    const auto bridge = bridge_above(device);
    if (!bridge || machine_.devices[*bridge].kind != snapshot::DeviceKind::pci_bridge) return false;
    const bool is_port = choice.type == ResourceType::port;
    for (const Place& window : windows_[*bridge])
      if (window.type == choice.type && window.prefetchable == choice.prefetchable)
        return false;  // open ones stay as they are
    const std::uint64_t granule = is_port ? 0x1000 : 0x10'0000;
    const Choice wanted{.type = choice.type,
                        .length = (choice.length + granule - 1) / granule * granule,
                        .alignment = granule,
                        .bounds = {0, is_port               ? 0xFFFF
                                      : choice.prefetchable ? ~0ULL
                                                            : 0xFFFF'FFFF},
                        .prefetchable = choice.prefetchable};
    const auto range = highest(*bridge, wanted);
    if (!range) return false;
    windows_[*bridge].push_back({choice.type, *range, choice.prefetchable});
    held_.push_back({windows_[*bridge].back(), *bridge, true, true});
    return true;
  }

  [[nodiscard]] Given result() const {
    Given given;
    for (const Holder& holder : held_)
      if (!holder.window) given.devices[machine_.devices[holder.device].id].push_back(holder.place);
    for (DeviceIndex i = 0; i < windows_.size(); ++i)
      if (!windows_[i].empty()) given.windows[machine_.devices[i].id] = windows_[i];
    return given;
  }

  const snapshot::Snapshot& machine_;
  std::vector<std::vector<Place>> windows_;  // by device
  std::vector<Holder> held_;
};

}  // namespace

Given plain_replay(const CalibratedMachine& machine) { return Replay(machine.snapshot).run(machine.expected.start); }

}  // namespace resmap::calibration
