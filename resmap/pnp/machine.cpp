// SPDX-License-Identifier: MIT
#include "resmap/pnp/machine.h"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

namespace resmap::pnp {

namespace {

using ranges::OnOverlap;
using ranges::RangeEntry;
using ranges::RangeList;
using snapshot::Known;
using snapshot::Role;

// Whether `other` takes room away from what `window` can give to devices below it. Of windows those of bridges below it do; one
// above holds it, and one beside it is another way to the same addresses.
bool takes_room(const snapshot::Snapshot& snapshot, const DeviceTree& tree, const Occupancy& window,
                const Occupancy& other) {
  if (other.type != window.type || !other.range.overlaps(window.range)) return false;
  if (other.owner.kind == Owner::Kind::region) return !other.label.starts_with("PCI Bus ");
  if (other.owner.kind != Owner::Kind::device) return true;
  if (snapshot.devices[other.owner.index].present == Known::no) return false;
  return other.role != Role::window || tree.is_below(other.owner.index, window.owner.index);
}

}  // namespace

Result<Machine> Machine::from(snapshot::Snapshot snapshot) {
  if (snapshot.devices.size() > std::numeric_limits<DeviceIndex>::max())
    return fail({.code = ErrorCode::limit_exceeded});
  try {
    Machine machine;
    machine.snapshot_ = std::move(snapshot);
    RESMAP_TRY_ASSIGN(machine.tree_, DeviceTree::from(machine.snapshot_));
    RESMAP_TRY_ASSIGN(machine.occupancies_, occupancies_of(machine.snapshot_, machine.tree_));
    if (machine.held().size() > std::numeric_limits<std::uint32_t>::max())
      return fail({.code = ErrorCode::limit_exceeded});
    machine.held_by_.resize(machine.snapshot_.devices.size());
    for (std::size_t i = 0; i < machine.held().size(); ++i) {
      if (machine.held()[i].owner.kind != Owner::Kind::device) break;
      auto& [begin, count] = machine.held_by_[machine.held()[i].owner.index];
      if (count++ == 0) begin = i;
    }
    machine.list_faults_ = list_faults_of(machine.snapshot_);
    RESMAP_TRY_ASSIGN(machine.overlaps_, overlaps_of(machine.snapshot_, machine.tree_, machine.held()));
    RESMAP_TRY(machine.find_holes());
    return machine;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<void> Machine::find_holes() {
  for (std::uint32_t i = 0; i < held().size(); ++i) {
    const Occupancy& window = held()[i];
    if (window.role != Role::window || window.owner.kind != Owner::Kind::device) continue;
    RangeList taken;
    for (std::uint32_t other = 0; other < held().size(); ++other) {
      if (!takes_room(snapshot_, tree_, window, held()[other])) continue;
      RESMAP_TRY(taken.claim({.range = held()[other].range, .owner = other + 1ULL}, OnOverlap::allow));
    }
    RESMAP_TRY_ASSIGN(const RangeList gaps, taken.inverted());
    Window found{.held = i, .holes = {}, .largest_hole = 0};
    gaps.for_each_overlap(window.range, [&](const RangeEntry& gap) {
      const AddressRange hole = *gap.range.intersection(window.range);
      found.holes.push_back(hole);
      found.largest_hole = std::max(found.largest_hole, hole.last_offset());
      return true;
    });
    windows_.push_back(std::move(found));
  }
  return {};
}

}  // namespace resmap::pnp
