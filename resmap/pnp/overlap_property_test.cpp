// SPDX-License-Identifier: MIT
// The sweep against every pair looked at: random machines of a few devices in a space of a few numbers, where everything meets.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

#include "resmap/arbiters/sharing.h"
#include "resmap/pnp/overlap.h"

namespace resmap::pnp {
namespace {

using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Role;

constexpr ResourceType kTypes[] = {ResourceType::port, ResourceType::memory, ResourceType::interrupt, ResourceType::dma,
                                   ResourceType::bus_number};

// The whole range from the first case on: small machines have nothing that meets.
std::uint32_t number(std::uint32_t below) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::uint32_t>(0, below));
}
bool coin() { return number(2) == 1; }
Known known() { return Known{static_cast<std::uint8_t>(number(3))}; }

Device random_device(DeviceIndex index) {
  Device device;
  constexpr const char* enumerators[] = {"ROOT\\", "Root\\", "rOOT\\", "ACPI\\"};
  constexpr const char* ids[] = {"PNP0501\\", "*PNP0501\\", "PNP0C02\\", ""};
  device.id = std::string(enumerators[number(4)]) + ids[number(4)] + std::to_string(index);
  constexpr const char* drivers[] = {"", "d", "D", "dd"};
  device.driver = drivers[number(4)];
  device.kind = DeviceKind{static_cast<std::uint8_t>(number(6))};
  if (const std::uint32_t parent = number(index + 1); parent != index) device.parent = parent;
  if (coin()) device.pci = snapshot::PciPlace{0, 0, static_cast<std::uint8_t>(number(2)), 0};
  device.present = number(3) == 0 ? known() : Known::yes;
  device.subtractive = known();
  if (coin()) device.memory_decode = coin();
  if (coin()) device.io_decode = coin();
  return device;
}

Occupancy random_range(const snapshot::Snapshot& snapshot) {
  Occupancy held;
  const std::uint32_t kind = number(8);
  held.owner.kind = kind == 0 ? Owner::Kind::claim : kind == 1 ? Owner::Kind::region : Owner::Kind::device;
  const std::size_t owners = held.owner.kind == Owner::Kind::device   ? snapshot.devices.size()
                             : held.owner.kind == Owner::Kind::region ? snapshot.regions.size()
                                                                      : snapshot.claims.size();
  held.owner.index = number(static_cast<std::uint32_t>(owners));
  held.type = number(3) == 0 ? kTypes[number(5)] : ResourceType::memory;
  held.range.first = number(64);
  held.range.last = held.range.first + number(12);
  if (number(4) != 0) held.share = ShareDisposition{static_cast<std::uint8_t>(number(4))};
  held.fixed = known();
  held.role = held.owner.kind == Owner::Kind::device && number(3) == 0 ? Role::window : Role::use;
  held.routing_unknown = number(4) == 0;
  if (held.owner.kind == Owner::Kind::region) held.label = snapshot.regions[held.owner.index].name;
  return held;
}

snapshot::Snapshot random_snapshot() {
  snapshot::Snapshot snapshot;
  const DeviceIndex devices = 1 + number(7);
  for (DeviceIndex i = 0; i < devices; ++i) snapshot.devices.push_back(random_device(i));
  for (const char* name : {"System RAM", "Reserved"})
    snapshot.regions.push_back({ResourceType::memory, {0, 0}, name, 0, 0});
  for (const char* driver : {"one", "two"}) snapshot.claims.push_back({"class", driver, "d.Translated", {}, 0});
  return snapshot;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

// What two ranges that meet are to each other, as DESIGN.md and overlap.h tell it; nothing here is shared with the sweep.
class Plain {
 public:
  Plain(const snapshot::Snapshot& snapshot, const DeviceTree& tree, const std::vector<Occupancy>& held)
      : snapshot_(snapshot), tree_(tree), held_(held) {}

  [[nodiscard]] std::optional<OverlapClass> classify(const Occupancy& a, const Occupancy& b) const {
    using enum Owner::Kind;
    if (a.owner == b.owner) return std::nullopt;
    if (a.owner.kind == claim && b.owner.kind == claim) {
      if (!a.share || !b.share) return OverlapClass::unknown;
      const bool same = a.owner.index == b.owner.index;  // each claim here is of a driver of its own
      const bool share = arbiters::claims_may_share(*a.share, *b.share, {.same_driver = same});
      return share ? OverlapClass::sharing : OverlapClass::conflict;
    }
    if (a.owner.kind == claim || b.owner.kind == claim) return std::nullopt;
    if (a.owner.kind == region && b.owner.kind == region) return std::nullopt;
    if (a.owner.kind == region) return region_under(a, b);
    if (b.owner.kind == region) return region_under(b, a);
    return two_devices(a, b);
  }

  [[nodiscard]] bool outside(const Occupancy& held) const {
    if (held.owner.kind != Owner::Kind::device || !lists::is_address(held.type)) return false;
    if (of(held).present == Known::no) return false;
    for (const DeviceIndex above : ancestors(held.owner.index)) {
      const Device& device = snapshot_.devices[above];
      const bool bridge = device.kind == DeviceKind::host_bridge || device.kind == DeviceKind::pci_bridge;
      if (!bridge || device.subtractive == Known::yes) continue;
      const auto windows = windows_of(above);
      return !windows.empty() && std::none_of(windows.begin(), windows.end(), [&](const Occupancy& window) {
        return window.type == held.type && window.range.contains(held.range);
      });
    }
    return false;
  }

 private:
  [[nodiscard]] const Device& of(const Occupancy& held) const { return snapshot_.devices[held.owner.index]; }
  [[nodiscard]] std::vector<DeviceIndex> ancestors(DeviceIndex device) const {
    std::vector<DeviceIndex> all;
    for (auto at = tree_.node(device).parent; at; at = tree_.node(*at).parent) all.push_back(*at);
    return all;
  }
  [[nodiscard]] bool has_above(DeviceIndex device, DeviceIndex above) const {
    const auto all = ancestors(device);
    return std::find(all.begin(), all.end(), above) != all.end();
  }
  [[nodiscard]] std::vector<Occupancy> windows_of(DeviceIndex bridge) const {
    std::vector<Occupancy> all;
    std::copy_if(held_.begin(), held_.end(), std::back_inserter(all), [&](const Occupancy& held) {
      return held.role == Role::window && held.owner == Owner{Owner::Kind::device, bridge};
    });
    return all;
  }
  [[nodiscard]] bool answers(const Occupancy& held) const {
    if (held.type == ResourceType::memory) return of(held).memory_decode != false;
    return held.type != ResourceType::port || of(held).io_decode != false;
  }

  [[nodiscard]] std::optional<OverlapClass> region_under(const Occupancy& region, const Occupancy& device) const {
    if (device.role == Role::window || of(device).present == Known::no) return std::nullopt;
    if (region.label == "System RAM") {
      if (device.fixed == Known::yes || of(device).kind == DeviceKind::motherboard) return OverlapClass::firmware;
      return answers(device) ? OverlapClass::conflict : OverlapClass::unknown;
    }
    const bool nested = region.range.contains(device.range) || device.range.contains(region.range);
    return nested ? std::nullopt : std::optional(OverlapClass::firmware);
  }

  // `inside` is reached through a window of another bridge, and that one meets `window` already.
  [[nodiscard]] bool said_by_two_windows(const Occupancy& window, const Occupancy& inside) const {
    if (window.role != Role::window) return false;
    const auto above = ancestors(inside.owner.index);
    return std::any_of(above.begin(), above.end(), [&](DeviceIndex bridge) {
      if (bridge == window.owner.index || has_above(window.owner.index, bridge)) return false;
      const auto ways = windows_of(bridge);
      return std::any_of(ways.begin(), ways.end(), [&](const Occupancy& way) {
        return way.type == window.type && way.range.contains(inside.range) && way.range.overlaps(window.range);
      });
    });
  }

  [[nodiscard]] std::optional<OverlapClass> two_devices(const Occupancy& a, const Occupancy& b) const {
    const Device &x = of(a), &y = of(b);
    if (a.role == Role::window && has_above(b.owner.index, a.owner.index)) return OverlapClass::window;
    if (b.role == Role::window && has_above(a.owner.index, b.owner.index)) return OverlapClass::window;
    if (x.present == Known::no || y.present == Known::no) return OverlapClass::phantom;
    if (x.pci && x.pci == y.pci && x.parent == y.parent) return OverlapClass::phantom;
    const bool root_x = upper(x.id).starts_with("ROOT\\"), root_y = upper(y.id).starts_with("ROOT\\");
    if (root_x != root_y && pnp_id(x) != "" && pnp_id(x) == pnp_id(y) && begin_alike(a.owner.index, b.owner.index))
      return OverlapClass::phantom;
    if (root_y && behind_host_bridge(a, b)) return OverlapClass::window;
    if (root_x && behind_host_bridge(b, a)) return OverlapClass::window;
    if (said_by_two_windows(a, b) || said_by_two_windows(b, a)) return std::nullopt;
    if (a.routing_unknown || b.routing_unknown) return OverlapClass::unknown;
    const bool one_driver = !x.driver.empty() && upper(x.driver) == upper(y.driver);
    if (a.share && b.share && arbiters::arbiters_may_share(*a.share, *b.share, {one_driver, root_x && root_y}))
      return OverlapClass::sharing;
    if (a.fixed == Known::yes && b.fixed == Known::yes) return OverlapClass::firmware;
    const bool doubt =
        !a.share || !b.share || x.present != Known::yes || y.present != Known::yes || !answers(a) || !answers(b);
    return doubt ? OverlapClass::unknown : OverlapClass::conflict;
  }

  static std::string pnp_id(const Device& device) {
    for (const char* id : {"PNP0501", "PNP0C02"}) {
      if (device.id.find(id) != std::string::npos) return id;
    }
    return {};
  }
  [[nodiscard]] bool begin_alike(DeviceIndex x, DeviceIndex y) const {
    for (const Occupancy& a : held_) {
      for (const Occupancy& b : held_) {
        if (a.owner == Owner{Owner::Kind::device, x} && b.owner == Owner{Owner::Kind::device, y} &&
            a.role == Role::use && b.role == Role::use && a.type == b.type && lists::is_address(a.type) &&
            a.range.first == b.range.first)
          return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool behind_host_bridge(const Occupancy& window, const Occupancy& inside) const {
    return window.role == Role::window && of(window).kind == DeviceKind::host_bridge && inside.role == Role::use &&
           window.range.contains(inside.range);
  }

  const snapshot::Snapshot& snapshot_;
  const DeviceTree& tree_;
  const std::vector<Occupancy>& held_;
};

using Row = std::tuple<OverlapClass, std::uint32_t, std::uint32_t, std::uint64_t, std::uint64_t>;
constexpr std::uint32_t kNobody = ~0U;

std::set<Row> every_pair(const Plain& plain, const std::vector<Occupancy>& held) {
  std::set<Row> rows;
  for (std::uint32_t i = 0; i < held.size(); ++i) {
    if (plain.outside(held[i]))
      rows.insert({OverlapClass::outside, i, kNobody, held[i].range.first, held[i].range.last});
    for (std::uint32_t j = 0; j < held.size(); ++j) {
      const bool before = std::pair(held[i].range.first, i) < std::pair(held[j].range.first, j);
      const std::uint64_t first = std::max(held[i].range.first, held[j].range.first);
      const std::uint64_t last = std::min(held[i].range.last, held[j].range.last);
      if (!before || held[i].type != held[j].type || first > last) continue;
      if (const auto kind = plain.classify(held[i], held[j])) rows.insert({*kind, i, j, first, last});
    }
  }
  return rows;
}

RC_GTEST_PROP(OverlapProperty, TheSweepFindsExactlyThePairsThatMeetEachOnceAndInOrder, ()) {
  const snapshot::Snapshot snapshot = random_snapshot();
  const auto tree = DeviceTree::from(snapshot);
  RC_ASSERT(tree.has_value());
  std::vector<Occupancy> held;
  const std::uint32_t count = number(40);
  for (std::uint32_t i = 0; i < count; ++i) held.push_back(random_range(snapshot));

  const auto found = overlaps_of(snapshot, *tree, held);
  RC_ASSERT(found.has_value());
  std::set<Row> rows;
  for (const Overlap& overlap : found->found) {
    const Row row{overlap.kind, overlap.first, overlap.second.value_or(kNobody), overlap.common.first,
                  overlap.common.last};
    RC_ASSERT(rows.insert(row).second);
  }
  RC_ASSERT(rows == every_pair(Plain(snapshot, *tree, held), held));
  const auto place = [&](const Overlap& overlap) {
    return std::pair(std::find(std::begin(kTypes), std::end(kTypes), held[overlap.first].type), overlap.common.first);
  };
  RC_ASSERT(std::is_sorted(found->found.begin(), found->found.end(),
                           [&](const Overlap& a, const Overlap& b) { return place(a) < place(b); }));
}

}  // namespace
}  // namespace resmap::pnp
