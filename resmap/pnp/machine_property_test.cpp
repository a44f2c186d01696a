// SPDX-License-Identifier: MIT
// Holes against a bitmap: random machines in a space of 128 addresses.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bitset>
#include <set>

#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using lists::ResourceType;
using snapshot::Known;
using snapshot::Role;
using testing_support::DeviceKind;
using testing_support::Draft;

constexpr std::uint32_t kSpace = 128;
using Bits = std::bitset<kSpace>;

// The whole range from the first case on: small machines have nothing that meets.
std::uint32_t number(std::uint32_t below) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::uint32_t>(0, below));
}

AddressRange random_range() {
  const std::uint32_t first = number(kSpace);
  return {first, first + number(std::min<std::uint32_t>(kSpace - first, 40))};
}

ResourceType random_type() { return number(4) == 0 ? ResourceType::port : ResourceType::memory; }

Draft random_machine() {
  Draft draft;
  const std::uint32_t devices = 1 + number(6);
  for (DeviceIndex i = 0; i < devices; ++i) {
    const std::uint32_t parent = number(i + 1);
    draft.add(std::to_string(i), parent == i ? std::nullopt : std::optional<DeviceIndex>(parent),
              DeviceKind{static_cast<std::uint8_t>(number(6))});
    draft[i].present = Known{static_cast<std::uint8_t>(number(3))};
    for (std::uint32_t ranges = number(4); ranges != 0; --ranges) {
      snapshot::Resource& resource = draft[i].resources.emplace_back();
      resource.type = random_type();
      resource.place = random_range();
      resource.role = number(2) == 0 ? Role::window : Role::use;
    }
  }
  for (std::uint32_t regions = number(3); regions != 0; --regions) {
    const char* name = number(2) == 0 ? "PCI Bus 0000:00" : "Reserved";
    draft.snapshot().regions.push_back({random_type(), random_range(), name, 0, 0});
  }
  return draft;
}

Bits bits_of(AddressRange range) {
  Bits bits;
  for (std::uint64_t at = range.first; at <= range.last; ++at) bits.set(at);
  return bits;
}

// What is free in a window, address by address.
Bits free_in(const Machine& machine, const Occupancy& window) {
  Bits bits = bits_of(window.range);
  for (const Occupancy& other : machine.held()) {
    if (other.type != window.type) continue;
    if (other.owner.kind == Owner::Kind::region) {
      if (other.label != "PCI Bus 0000:00") bits &= ~bits_of(other.range);
      continue;
    }
    const bool there = machine.snapshot().devices[other.owner.index].present != Known::no;
    const bool passes_on = other.role == Role::window;
    if (there && (!passes_on || machine.tree().is_below(other.owner.index, window.owner.index)))
      bits &= ~bits_of(other.range);
  }
  return bits;
}

RC_GTEST_PROP(MachineProperty, HolesAreTheAddressesOfAWindowThatNobodyHolds, ()) {
  const Machine machine = random_machine().machine();
  std::set<std::uint32_t> seen;
  for (const Window& window : machine.windows()) {
    const Occupancy& held = machine.held()[window.held];
    RC_ASSERT((held.role == Role::window && seen.insert(window.held).second));
    Bits holes;
    std::uint64_t largest = 0;
    std::optional<std::uint64_t> before;
    for (const AddressRange& hole : window.holes) {
      RC_ASSERT(held.range.contains(hole));
      RC_ASSERT((!before || hole.first > *before + 1));  // two that touch would be one
      before = hole.last;
      largest = std::max(largest, hole.last_offset());
      holes |= bits_of(hole);
    }
    RC_ASSERT(holes == free_in(machine, held));
    RC_ASSERT(window.largest_hole == largest);
  }
  for (std::uint32_t i = 0; i < machine.held().size(); ++i)
    RC_ASSERT(seen.contains(i) == (machine.held()[i].role == Role::window));
}

}  // namespace
}  // namespace resmap::pnp
