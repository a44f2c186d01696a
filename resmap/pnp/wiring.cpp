// SPDX-License-Identifier: MIT
#include "resmap/pnp/wiring.h"

#include <algorithm>

#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::pnp {

namespace {

using lists::LogConfType;
using lists::ResourceType;
using snapshot::Device;
using snapshot::DeviceKind;

constexpr std::uint32_t kMostLines = 256;  // a list that says "any" names no line

void read_possible(const snapshot::Configuration& list, std::vector<std::uint32_t>& lines, arbiters::LinkDevice& link) {
  const auto view = lists::IoRequirementsListView::over(list.bytes);
  if (!view) return;
  for (const lists::IoConfigurationView configuration : *view) {
    for (const lists::IoDescriptorView wanted : configuration) {
      if (wanted.type() != ResourceType::interrupt || wanted.is_message()) continue;
      if (wanted.data(1) < wanted.data(0) || wanted.data(1) - wanted.data(0) >= kMostLines) continue;
      if ((wanted.flags() & lists::interrupt_flag::latched) != 0)
        link.mode = {lists::InterruptMode::latched, lists::InterruptPolarity::active_high};
      for (std::uint32_t line = wanted.data(0);; ++line) {
        if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
        if (line == wanted.data(1)) break;
      }
    }
  }
}

void read_current(const snapshot::Configuration& list, arbiters::LinkDevice& link) {
  const auto layout = lists::choose_layout(list.bytes, lists::CmForm::resource_list).layout;
  const auto view = lists::CmResourceListView::over(list.bytes, lists::CmForm::resource_list, layout);
  if (!view) return;
  for (const lists::CmFullDescriptorView full : *view) {
    for (const lists::CmDescriptorView held : full) {
      const auto range = held.range();
      if (held.type() == ResourceType::interrupt && range) link.current = static_cast<std::uint32_t>(range->first);
    }
  }
}

}  // namespace

std::optional<std::uint16_t> Wiring::link_of(const snapshot::Snapshot& snapshot, const std::string& id) {
  for (std::size_t i = 0; i < link_ids_.size(); ++i)
    if (link_ids_[i] == id) return static_cast<std::uint16_t>(i);
  const auto at = std::find_if(snapshot.devices.begin(), snapshot.devices.end(),
                               [&](const Device& device) { return device.id == id; });
  if (at == snapshot.devices.end() || links_.size() >= 0xFFFF) return std::nullopt;
  arbiters::LinkDevice link{.possible = {}, .mode = {}, .current = {}};
  std::vector<std::uint32_t> lines;
  for (const snapshot::Configuration& list : at->configurations) {
    if (list.kind == LogConfType::basic) read_possible(list, lines, link);
    if (list.kind == LogConfType::boot) read_current(list, link);
  }
  if (lines.empty()) return std::nullopt;
  possible_.push_back(std::move(lines));
  links_.push_back(link);
  link_ids_.push_back(id);
  return static_cast<std::uint16_t>(links_.size() - 1);
}

void Wiring::read(const snapshot::Snapshot& snapshot) {
  for (DeviceIndex i = 0; i < snapshot.devices.size() && !host_; ++i)
    if (snapshot.devices[i].kind == DeviceKind::host_bridge && !snapshot.devices[i].routes.empty()) host_ = i;
  if (!host_) return;
  for (const snapshot::InterruptRoute& route : snapshot.devices[*host_].routes) {
    arbiters::PinRoute made{.pin = {route.device, route.pin}, .gsi = route.gsi.value_or(0), .link = std::nullopt};
    if (!route.gsi) made.link = link_of(snapshot, route.link);
    if (route.gsi || made.link) routes_.push_back(made);
  }
  for (std::size_t i = 0; i < links_.size(); ++i) links_[i].possible = possible_[i];
}

std::optional<arbiters::PciPin> Wiring::pin_of(const snapshot::Snapshot& snapshot, const DeviceTree& tree,
                                               DeviceIndex device) const {
  const Device& facts = snapshot.devices[device];
  if (!facts.pci || !facts.interrupt_pin || routes_.empty()) return std::nullopt;
  arbiters::PciPin pin{facts.pci->device, *facts.interrupt_pin};
  for (auto at = tree.node(device).parent; at; at = tree.node(*at).parent) {
    if (at == host_) return pin;
    const Device& above = snapshot.devices[*at];
    if (above.kind == DeviceKind::host_bridge) break;
    if (above.kind != DeviceKind::pci_bridge || !above.pci) continue;
    pin = {above.pci->device, arbiters::swizzled_pin(pin.device, pin.pin)};
  }
  return std::nullopt;
}

}  // namespace resmap::pnp
