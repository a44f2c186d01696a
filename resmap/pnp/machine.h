// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "resmap/pnp/device_tree.h"
#include "resmap/pnp/list_faults.h"
#include "resmap/pnp/occupancy.h"
#include "resmap/pnp/overlap.h"
#include "resmap/ranges/range_list.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::pnp {

// A window of a bridge, and what is left of it.
struct Window {
  std::uint32_t held = 0;           // into Machine::held(): whose it is and where
  std::vector<AddressRange> holes;  // what nobody holds, rising
  std::uint64_t largest_hole =
      0;  // bytes, ports or buses less one, as AddressRange::last_offset(); 0 and no holes: full
};

// One machine, put together from facts: its tree, who holds what, which windows there are and what is free in them, and what every
// overlap means. Made once, then only read; any number of threads may read it. Owns everything it shows.
//
//   snapshot -> DeviceTree -> occupancies (lists, BARs, regions) -> overlaps, each with its class
//                                                               \-> windows with their holes
class Machine {
 public:
  // out_of_memory; limit_exceeded: more devices or ranges than 32 bits count.
  [[nodiscard]] static Result<Machine> from(snapshot::Snapshot snapshot);

  [[nodiscard]] const snapshot::Snapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] const DeviceTree& tree() const { return tree_; }
  // Every range that somebody holds: devices in the order of the tree, then regions, then claims of the ResourceMap.
  [[nodiscard]] std::span<const Occupancy> held() const { return occupancies_.held; }
  [[nodiscard]] std::span<const Unplaced> unplaced() const { return occupancies_.unplaced; }
  [[nodiscard]] std::span<const Messages> messages() const { return occupancies_.messages; }
  // The part of held() that is one device's.
  [[nodiscard]] std::span<const Occupancy> held_by(DeviceIndex device) const {
    const auto [begin, count] = held_by_[device];
    return held().subspan(begin, count);
  }
  // Devices that have requirements and of which no list says what they were given.
  [[nodiscard]] std::span<const DeviceIndex> without_firmware_resources() const {
    return occupancies_.without_firmware_resources;
  }
  // Lists that could not be read whole or not be believed: what they should say more is missing here.
  [[nodiscard]] std::span<const ListFault> list_faults() const { return list_faults_; }
  [[nodiscard]] std::span<const Overlap> overlaps() const { return overlaps_.found; }
  // What of crowded places is not in overlaps(), and from where on nothing was compared.
  [[nodiscard]] std::size_t pairs_left_out() const { return overlaps_.pairs_left_out; }
  [[nodiscard]] std::uint32_t sharers_left_out(std::uint32_t held) const {
    return overlaps_.sharers_left_out.empty() ? 0 : overlaps_.sharers_left_out[held];
  }
  [[nodiscard]] std::optional<Overlaps::Limit> not_compared() const { return overlaps_.not_compared; }
  [[nodiscard]] std::span<const Window> windows() const { return windows_; }

 private:
  Machine() = default;
  [[nodiscard]] Result<void> find_holes();

  snapshot::Snapshot snapshot_;
  DeviceTree tree_;
  Occupancies occupancies_;
  std::vector<ListFault> list_faults_;
  std::vector<std::pair<std::size_t, std::size_t>> held_by_;  // by device: first in held(), and how many
  Overlaps overlaps_;
  std::vector<Window> windows_;
};

}  // namespace resmap::pnp
