// SPDX-License-Identifier: MIT
#include "resmap/pnp/device_tree.h"

#include <algorithm>
#include <new>
#include <utility>

namespace resmap::pnp {

namespace {

using snapshot::Device;
using snapshot::Snapshot;

// Whether following parents from `start` comes to an end, with `start` hanging from `parent`.
bool closes_a_circle(const std::vector<DeviceNode>& nodes, DeviceIndex start, DeviceIndex parent) {
  for (std::optional<DeviceIndex> at = parent; at; at = nodes[*at].parent) {
    if (*at == start) return true;
  }
  return false;
}

bool comes_before(const Device& a, const Device& b) {
  if (a.pci.has_value() != b.pci.has_value()) return a.pci.has_value();
  if (a.pci && a.pci != b.pci) return a.pci < b.pci;
  return a.id < b.id;
}

}  // namespace

Result<DeviceTree> DeviceTree::from(const Snapshot& snapshot) {
  try {
    DeviceTree tree;
    const auto count = static_cast<DeviceIndex>(snapshot.devices.size());
    tree.nodes_.resize(count);
    for (DeviceIndex i = 0; i < count; ++i) {
      const auto parent = snapshot.devices[i].parent;
      if (!parent || *parent >= count || closes_a_circle(tree.nodes_, i, *parent)) continue;
      tree.nodes_[i].parent = parent;
    }
    for (DeviceIndex i = 0; i < count; ++i) {
      const auto parent = tree.nodes_[i].parent;
      (parent ? tree.nodes_[*parent].children : tree.roots_).push_back(i);
    }
    const auto in_place = [&](DeviceIndex a, DeviceIndex b) {
      return comes_before(snapshot.devices[a], snapshot.devices[b]);
    };
    for (DeviceNode& node : tree.nodes_) std::stable_sort(node.children.begin(), node.children.end(), in_place);
    std::stable_sort(tree.roots_.begin(), tree.roots_.end(), in_place);

    std::vector<DeviceIndex> open(tree.roots_.rbegin(), tree.roots_.rend());
    while (!open.empty()) {
      const DeviceIndex at = open.back();
      open.pop_back();
      tree.order_.push_back(at);
      const DeviceNode& node = tree.nodes_[at];
      for (const DeviceIndex child : node.children) tree.nodes_[child].depth = node.depth + 1;
      open.insert(open.end(), node.children.rbegin(), node.children.rend());
    }
    return tree;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

bool DeviceTree::is_below(DeviceIndex device, DeviceIndex ancestor) const {
  for (auto at = nodes_[device].parent; at; at = nodes_[*at].parent) {
    if (*at == ancestor) return true;
  }
  return false;
}

}  // namespace resmap::pnp
