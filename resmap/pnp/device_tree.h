// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "resmap/base/result.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::pnp {

using snapshot::DeviceIndex;

// One device in its place. The facts about it stand in the snapshot under the same index.
struct DeviceNode {
  std::optional<DeviceIndex> parent;
  std::vector<DeviceIndex> children;  // PCI functions by their place first, then the others by id
  std::uint32_t depth = 0;            // 0: without a parent
};

// Who hangs from whom. Made once from a snapshot and then only read; any number of threads may read it.
class DeviceTree {
 public:
  // No device stands deeper: as deep as a registry goes, and twice as deep as PCI has buses.
  static constexpr std::uint32_t kDeepest = 512;

  // A parent link that would close a circle, that leads outside the snapshot or deeper than kDeepest is left out: bytes from
  // outside may hold any. out_of_memory. Cost: n log n.
  [[nodiscard]] static Result<DeviceTree> from(const snapshot::Snapshot& snapshot);

  [[nodiscard]] const DeviceNode& node(DeviceIndex device) const { return nodes_[device]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  // Those without a parent, in the order of children.
  [[nodiscard]] std::span<const DeviceIndex> roots() const { return roots_; }
  // Every device once, parents before their children, as a person reads a tree from the top.
  [[nodiscard]] std::span<const DeviceIndex> in_order() const { return order_; }

  // Whether `device` hangs from `ancestor`, directly or not; no device is its own ancestor. Cost: the depth.
  [[nodiscard]] bool is_below(DeviceIndex device, DeviceIndex ancestor) const;

 private:
  // Fills in every depth, and makes roots of those that would stand too deep.
  void measure_depth();

  std::vector<DeviceNode> nodes_;
  std::vector<DeviceIndex> roots_;
  std::vector<DeviceIndex> order_;
};

}  // namespace resmap::pnp
