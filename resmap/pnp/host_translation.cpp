// SPDX-License-Identifier: MIT
#include "resmap/pnp/host_translation.h"

#include <algorithm>

namespace resmap::pnp {

using lists::ResourceType;
using snapshot::Device;
using snapshot::Resource;

Result<void> HostTranslation::read(const snapshot::Snapshot& snapshot) {
  const auto stands_elsewhere = [](const Resource& window) { return window.translated.has_value(); };
  for (DeviceIndex i = 0; i < snapshot.devices.size(); ++i) {
    const Device& facts = snapshot.devices[i];
    if (facts.kind != snapshot::DeviceKind::host_bridge) continue;
    if (std::none_of(facts.resources.begin(), facts.resources.end(), stands_elsewhere)) continue;
    auto host = std::make_unique<Host>();
    host->device = i;
    for (const Resource& window : facts.resources) {
      if (window.role != snapshot::Role::window || !window.place || !lists::is_address(window.type)) continue;
      const bool port = window.type == ResourceType::port;
      arbiters::TranslationWindow made{};
      made.child = *window.place;
      made.parent_first = window.translated ? window.translated->first : window.place->first;
      if (port && window.translated && window.translated->type == ResourceType::memory)
        made.ports = arbiters::TranslationWindow::Ports::dense_memory;
      (port ? host->ports : host->memory).push_back(made);
    }
    host->port_translator = std::make_unique<arbiters::WindowTranslator>(ResourceType::port, host->ports);
    host->memory_translator = std::make_unique<arbiters::WindowTranslator>(ResourceType::memory, host->memory);
    if (hosts_.empty()) RESMAP_TRY(map_.add());  // the root
    RESMAP_TRY_ASSIGN(host->place, map_.add(arbiters::BusMap::kRoot));
    RESMAP_TRY(map_.set_translator(host->place, ResourceType::port, host->port_translator.get()));
    RESMAP_TRY(map_.set_translator(host->place, ResourceType::memory, host->memory_translator.get()));
    hosts_.push_back(std::move(host));
  }
  return {};
}

arbiters::BusMap::Place HostTranslation::place_of(const DeviceTree& tree, DeviceIndex device) const {
  for (auto at = tree.node(device).parent; at; at = tree.node(*at).parent)
    for (const auto& host : hosts_)
      if (host->device == *at) return host->place;
  return arbiters::BusMap::kRoot;
}

}  // namespace resmap::pnp
