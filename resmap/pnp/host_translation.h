// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "resmap/arbiters/bus_map.h"
#include "resmap/pnp/device_tree.h"

namespace resmap::pnp {

// Where the system sees what stands behind host bridges, out of a machine's facts: a bus for each host bridge of which some window
// stands elsewhere. Everything else is as its bus sees it.
// Neither copied nor moved: the map borrows the translators. Source: pnp-and-arbiters.md 2.12.
class HostTranslation {
 public:
  HostTranslation() = default;
  HostTranslation(const HostTranslation&) = delete;
  HostTranslation& operator=(const HostTranslation&) = delete;

  // Once. out_of_memory. May throw bad_alloc.
  [[nodiscard]] Result<void> read(const snapshot::Snapshot& snapshot);
  [[nodiscard]] bool empty() const { return hosts_.empty(); }
  [[nodiscard]] const arbiters::BusMap& map() const { return map_; }
  // The bus that a device stands on: that of the nearest host bridge above it, or the root.
  [[nodiscard]] arbiters::BusMap::Place place_of(const DeviceTree& tree, DeviceIndex device) const;

 private:
  struct Host {
    DeviceIndex device = 0;
    arbiters::BusMap::Place place = arbiters::BusMap::kRoot;
    std::vector<arbiters::TranslationWindow> ports, memory;
    std::unique_ptr<arbiters::WindowTranslator> port_translator, memory_translator;
  };
  std::vector<std::unique_ptr<Host>> hosts_;
  arbiters::BusMap map_;
};

}  // namespace resmap::pnp
