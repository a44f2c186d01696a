// SPDX-License-Identifier: MIT
#include "resmap/pnp/device_tree.h"

#include <algorithm>
#include <new>
#include <utility>

namespace resmap::pnp {

namespace {

using snapshot::Device;
using snapshot::Snapshot;

// Opens every circle of parent links at its last device. Each device is walked over once.
void open_circles(std::vector<DeviceNode>& nodes) {
  constexpr DeviceIndex nobody = ~DeviceIndex{0};
  std::vector<DeviceIndex> walked_from(nodes.size(), nobody);
  for (DeviceIndex start = 0; start < nodes.size(); ++start) {
    std::optional<DeviceIndex> at = start;
    while (at && walked_from[*at] == nobody) {
      walked_from[*at] = start;
      at = nodes[*at].parent;
    }
    if (!at || walked_from[*at] != start) continue;  // it ended, or came to where another walk had been
    DeviceIndex last = *at;
    for (DeviceIndex in_circle = *nodes[*at].parent; in_circle != *at; in_circle = *nodes[in_circle].parent)
      last = std::max(last, in_circle);
    nodes[last].parent.reset();
  }
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
      if (parent && *parent < count) tree.nodes_[i].parent = parent;
    }
    open_circles(tree.nodes_);
    for (DeviceIndex i = 0; i < count; ++i) {
      const auto parent = tree.nodes_[i].parent;
      (parent ? tree.nodes_[*parent].children : tree.roots_).push_back(i);
    }
    tree.measure_depth();
    const auto in_place = [&](DeviceIndex a, DeviceIndex b) {
      const Device &one = snapshot.devices[a], &other = snapshot.devices[b];
      return comes_before(one, other) || (!comes_before(other, one) && a < b);
    };
    for (DeviceNode& node : tree.nodes_) std::sort(node.children.begin(), node.children.end(), in_place);
    std::sort(tree.roots_.begin(), tree.roots_.end(), in_place);

    std::vector<DeviceIndex> open(tree.roots_.rbegin(), tree.roots_.rend());
    while (!open.empty()) {
      const DeviceIndex at = open.back();
      open.pop_back();
      tree.order_.push_back(at);
      const DeviceNode& node = tree.nodes_[at];
      open.insert(open.end(), node.children.rbegin(), node.children.rend());
    }
    return tree;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

void DeviceTree::measure_depth() {
  std::vector<DeviceIndex> open = roots_;
  while (!open.empty()) {
    DeviceNode& node = nodes_[open.back()];
    open.pop_back();
    const bool too_deep = node.depth == kDeepest;
    for (const DeviceIndex child : node.children) {
      nodes_[child].depth = too_deep ? 0 : node.depth + 1;
      open.push_back(child);
      if (!too_deep) continue;
      nodes_[child].parent.reset();
      roots_.push_back(child);
    }
    if (too_deep) node.children.clear();
  }
}

bool DeviceTree::is_below(DeviceIndex device, DeviceIndex ancestor) const {
  for (auto at = nodes_[device].parent; at; at = nodes_[*at].parent) {
    if (*at == ancestor) return true;
  }
  return false;
}

}  // namespace resmap::pnp
