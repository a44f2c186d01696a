// SPDX-License-Identifier: MIT
// Tested in overlap_test.cpp.
#include "resmap/pnp/overlap_classifier.h"

#include <algorithm>
#include <iterator>

#include "resmap/arbiters/sharing.h"

namespace resmap::pnp {

namespace {

using lists::ResourceType;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Role;
using Judgement = OverlapJudgement;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Ids and names of services, as NT compares them: without case.
bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}
bool begins_with(std::string_view id, std::string_view prefix) {
  return same_name(id.substr(0, prefix.size()), prefix);
}

// Nobody found the device on a bus: the registry says that it is there.
bool is_root_enumerated(const Device& device) { return begins_with(device.id, "ROOT\\"); }

// "PNP0501" of ACPI\PNP0501\1 and of Root\*PNP0501\1_0_17_0_0_0; empty for an id of another form.
std::string_view pnp_id_of(const Device& device) {
  std::string_view id = device.id;
  const std::size_t first = id.find('\\');
  if (first == std::string_view::npos) return {};
  id.remove_prefix(first + 1);
  const std::size_t second = id.find('\\');
  if (second == std::string_view::npos) return {};
  id = id.substr(0, second);
  if (id.starts_with('*')) id.remove_prefix(1);
  return id;
}

}  // namespace

OverlapClassifier::OverlapClassifier(const snapshot::Snapshot& snapshot, const DeviceTree& tree,
                                     std::span<const Occupancy> held)
    : snapshot_(snapshot),
      tree_(tree),
      held_(held),
      windows_of_(snapshot.devices.size()),
      starts_of_(snapshot.devices.size()) {
  for (std::uint32_t i = 0; i < held.size(); ++i) {
    if (held[i].owner.kind != Owner::Kind::device) continue;
    if (held[i].role == Role::window) {
      windows_of_[held[i].owner.index].push_back(i);
    } else if (lists::is_address(held[i].type)) {
      starts_of_[held[i].owner.index].emplace_back(held[i].type, held[i].range.first);
    }
  }
  for (std::vector<Start>& starts : starts_of_) std::sort(starts.begin(), starts.end());
}

std::optional<Judgement> OverlapClassifier::classify(const Occupancy& a, const Occupancy& b) const {
  if (a.owner == b.owner) return std::nullopt;
  using enum Owner::Kind;
  if (a.owner.kind == device && b.owner.kind == device) return devices(a, b);
  if (a.owner.kind == region && b.owner.kind == region) return std::nullopt;  // the source nests them as it likes
  if (a.owner.kind == claim && b.owner.kind == claim) return claims(a, b);
  if (a.owner.kind == claim || b.owner.kind == claim)
    return std::nullopt;  // a claim and the assignment that it records
  return a.owner.kind == region ? region_and_device(a, b) : region_and_device(b, a);
}

bool OverlapClassifier::is_outside(const Occupancy& held) const {
  if (held.owner.kind != Owner::Kind::device || !lists::is_address(held.type)) return false;
  if (device_of(held).present == Known::no) return false;
  for (auto above = tree_.node(held.owner.index).parent; above; above = tree_.node(*above).parent) {
    const Device& bridge = snapshot_.devices[*above];
    if (bridge.kind != DeviceKind::host_bridge && bridge.kind != DeviceKind::pci_bridge) continue;
    if (bridge.subtractive == Known::yes) continue;  // it passes on what nobody claims; the bus above it decides
    return !some_window_reaches(*above, held);
  }
  return false;
}

bool OverlapClassifier::some_window_reaches(DeviceIndex bridge, const Occupancy& held) const {
  const std::vector<std::uint32_t>& windows = windows_of_[bridge];
  const auto reaches = [&](std::uint32_t window) {
    return held_[window].type == held.type && held_[window].range.contains(held.range);
  };
  // Of a bridge without any known window nothing can be said.
  return windows.empty() || std::any_of(windows.begin(), windows.end(), reaches);
}

bool OverlapClassifier::same_place(const Device& a, const Device& b) const {
  return a.pci && b.pci && *a.pci == *b.pci && a.parent == b.parent;
}

bool OverlapClassifier::are_one_device(DeviceIndex a, DeviceIndex b) const {
  const Device &one = snapshot_.devices[a], &other = snapshot_.devices[b];
  const std::string_view id = pnp_id_of(one);
  if (is_root_enumerated(one) == is_root_enumerated(other) || id.empty() || !same_name(id, pnp_id_of(other)))
    return false;
  const auto [known, is_new] = begin_alike_.try_emplace({a, b}, false);
  if (is_new) {
    const std::vector<Start>&x = starts_of_[a], &y = starts_of_[b];
    std::vector<Start> both;
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
    known->second = !both.empty();
  }
  return known->second;
}

std::optional<Judgement> OverlapClassifier::devices(const Occupancy& a, const Occupancy& b) const {
  const Device &owner_a = device_of(a), &owner_b = device_of(b);
  if (passes_on(a, b) || passes_on(b, a)) return Judgement{OverlapClass::window};
  using enum OverlapReason;
  if (owner_a.present == Known::no || owner_b.present == Known::no) return Judgement{OverlapClass::phantom, absent};
  if (same_place(owner_a, owner_b)) return Judgement{OverlapClass::phantom, one_place};
  if (are_one_device(a.owner.index, b.owner.index)) return Judgement{OverlapClass::phantom, two_nodes};
  if (hides_legacy(a, b) || hides_legacy(b, a)) return Judgement{OverlapClass::window};
  if (meets_as_windows(a, b) || meets_as_windows(b, a)) return std::nullopt;
  // A line that may be another one altogether is neither shared nor fought over.
  if (a.routing_unknown || b.routing_unknown) return Judgement{OverlapClass::unknown, routing};
  if (a.share && b.share && may_share(a, b)) return Judgement{OverlapClass::sharing};
  if (a.fixed == Known::yes && b.fixed == Known::yes) return Judgement{OverlapClass::firmware};
  if (!a.share || !b.share) return Judgement{OverlapClass::unknown, share};
  if (owner_a.present != Known::yes || owner_b.present != Known::yes) return Judgement{OverlapClass::unknown, presence};
  if (!decodes(a) || !decodes(b)) return Judgement{OverlapClass::unknown, decoding};
  return Judgement{OverlapClass::conflict};
}

bool OverlapClassifier::decodes(const Occupancy& held) const {
  const Device& device = device_of(held);
  if (held.type == ResourceType::memory) return device.memory_decode.value_or(true);
  return held.type != ResourceType::port || device.io_decode.value_or(true);
}

bool OverlapClassifier::passes_on(const Occupancy& window, const Occupancy& inside) const {
  return window.role == Role::window && tree_.is_below(inside.owner.index, window.owner.index);
}

bool OverlapClassifier::hides_legacy(const Occupancy& window, const Occupancy& inside) const {
  return window.role == Role::window && device_of(window).kind == DeviceKind::host_bridge && inside.role == Role::use &&
         is_root_enumerated(device_of(inside)) && window.range.contains(inside.range);
}

bool OverlapClassifier::meets_as_windows(const Occupancy& window, const Occupancy& inside) const {
  if (window.role != Role::window) return false;
  for (auto above = tree_.node(inside.owner.index).parent; above; above = tree_.node(*above).parent) {
    if (*above == window.owner.index || tree_.is_below(window.owner.index, *above)) return false;
    for (const std::uint32_t other : windows_of_[*above]) {
      const Occupancy& way = held_[other];
      if (way.type == window.type && way.range.contains(inside.range) && way.range.overlaps(window.range)) return true;
    }
  }
  return false;
}

bool OverlapClassifier::may_share(const Occupancy& a, const Occupancy& b) const {
  const Device &owner_a = device_of(a), &owner_b = device_of(b);
  const arbiters::Acquaintance known{
      .same_driver = !owner_a.driver.empty() && same_name(owner_a.driver, owner_b.driver),
      .both_root_enumerated = is_root_enumerated(owner_a) && is_root_enumerated(owner_b)};
  return arbiters::arbiters_may_share(*a.share, *b.share, known);
}

std::optional<Judgement> OverlapClassifier::claims(const Occupancy& a, const Occupancy& b) const {
  const snapshot::ClaimValue &claim_a = snapshot_.claims[a.owner.index], &claim_b = snapshot_.claims[b.owner.index];
  if (!a.share || !b.share) return Judgement{OverlapClass::unknown, OverlapReason::share};
  const arbiters::Acquaintance known{.same_driver = claim_a.class_key == claim_b.class_key &&
                                                    claim_a.driver_key == claim_b.driver_key};
  const bool may = arbiters::claims_may_share(*a.share, *b.share, known);
  return Judgement{may ? OverlapClass::sharing : OverlapClass::conflict};
}

std::optional<Judgement> OverlapClassifier::region_and_device(const Occupancy& region, const Occupancy& device) const {
  if (device.role == Role::window || device_of(device).present == Known::no) return std::nullopt;
  if (region.label == "System RAM") return ram_and_device(device);
  if (region.range.contains(device.range) || device.range.contains(region.range)) return std::nullopt;
  return Judgement{OverlapClass::firmware};
}

Judgement OverlapClassifier::ram_and_device(const Occupancy& device) const {
  const bool by_firmware = device.fixed == Known::yes || device_of(device).kind == DeviceKind::motherboard;
  if (by_firmware) return {OverlapClass::firmware};
  if (!decodes(device)) return {OverlapClass::unknown, OverlapReason::decoding};
  return {OverlapClass::conflict};
}

}  // namespace resmap::pnp
