// SPDX-License-Identifier: MIT
#include "resmap/report/device_lines.h"

#include <algorithm>

namespace resmap::report {

namespace {

using pnp::DeviceIndex;
using pnp::Machine;

class Drawer {
 public:
  Drawer(const Machine& machine, const std::vector<bool>& shown) : machine_(machine), shown_(shown) {}

  std::vector<DeviceLine> draw() {
    for (const DeviceIndex root : visible(machine_.tree().roots())) {
      lines_.push_back({root, "", ""});
      draw_below(root, "", lines_.size() - 1);
    }
    return std::move(lines_);
  }

 private:
  template <typename Devices>
  std::vector<DeviceIndex> visible(const Devices& devices) const {
    std::vector<DeviceIndex> found;
    std::copy_if(devices.begin(), devices.end(), std::back_inserter(found), [&](DeviceIndex i) { return shown_[i]; });
    return found;
  }

  // DeviceTree has no circles and is DeviceTree::kDeepest deep at most.
  void draw_below(DeviceIndex device, const std::string& indent, std::size_t own_line) {
    const std::vector<DeviceIndex> children = visible(machine_.tree().node(device).children);
    if (!children.empty()) lines_[own_line].beside += "│ ";
    for (std::size_t i = 0; i < children.size(); ++i) {
      const bool last = i + 1 == children.size();
      const std::string deeper = indent + (last ? "  " : "│ ");
      lines_.push_back({children[i], indent + (last ? "└ " : "├ "), deeper});
      draw_below(children[i], deeper, lines_.size() - 1);
    }
  }

  const Machine& machine_;
  const std::vector<bool>& shown_;
  std::vector<DeviceLine> lines_;
};

}  // namespace

std::vector<DeviceLine> device_lines(const Machine& machine, std::vector<bool> shown) {
  for (DeviceIndex i = 0; i < shown.size(); ++i) {
    if (!shown[i]) continue;
    for (auto above = machine.tree().node(i).parent; above && !shown[*above];
         above = machine.tree().node(*above).parent) {
      shown[*above] = true;
    }
  }
  return Drawer(machine, shown).draw();
}

std::vector<bool> devices_with_resources(const Machine& machine) {
  std::vector<bool> shown(machine.snapshot().devices.size());
  for (const pnp::Occupancy& held : machine.held()) {
    if (held.owner.kind == pnp::Owner::Kind::device) shown[held.owner.index] = true;
  }
  for (const pnp::Unplaced& unplaced : machine.unplaced()) shown[unplaced.device] = true;
  for (const pnp::Messages& messages : machine.messages()) shown[messages.device] = true;
  for (const DeviceIndex device : machine.without_firmware_resources()) shown[device] = true;
  return shown;
}

std::vector<HeldLine> held_lines(const Machine& machine, DeviceIndex device) {
  std::vector<HeldLine> lines;
  for (const pnp::Occupancy& held : machine.held_by(device)) {
    const auto index = static_cast<std::uint32_t>(&held - machine.held().data());
    HeldLine* before = lines.empty() ? nullptr : &lines.back();
    const bool follows = before != nullptr && held.type == lists::ResourceType::interrupt &&
                         before->type == held.type && before->first->share == held.share &&
                         before->first->flags == held.flags && before->range.last + 1 == held.range.first;
    if (follows) {
      before->range.last = held.range.last;
    } else {
      lines.push_back({held.type, held.range, &held, index});
    }
  }
  return lines;
}

}  // namespace resmap::report
