// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "resmap/arbiters/interrupt_routing.h"
#include "resmap/pnp/device_tree.h"

namespace resmap::pnp {

// How the interrupt pins of a machine's PCI functions are wired, out of its facts: the _PRT of a host bridge and its link devices.
//
//   function pin C -> bridge 1c.0: pin (0 + C) -> bus 0: 1c.C -> route: GSI 18, or link device LNKC
//
// Where several host bridges have routes, only the first one's are known; functions below the others stay without.
// Values only; the views it gives live as long as it does and stays where it is.
// Source: pnp-and-arbiters.md 2.10, rule 68a; windows-traces.md 1 (10).
class Wiring {
 public:
  Wiring() = default;
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;

  // A route to a link device that is not there leads nowhere and is left out, as is a link device without lines. May throw bad_alloc.
  void read(const snapshot::Snapshot& snapshot);
  [[nodiscard]] bool empty() const { return routes_.empty(); }
  [[nodiscard]] arbiters::InterruptRouting view() const { return {routes_, links_}; }
  // Where a function's pin comes out on the bus that has the routes; nullopt: it has none, or hangs elsewhere.
  [[nodiscard]] std::optional<arbiters::PciPin> pin_of(const snapshot::Snapshot& snapshot, const DeviceTree& tree,
                                                       DeviceIndex device) const;

 private:
  [[nodiscard]] std::optional<std::uint16_t> link_of(const snapshot::Snapshot& snapshot, const std::string& id);

  std::optional<DeviceIndex> host_;
  std::vector<arbiters::PinRoute> routes_;
  std::vector<arbiters::LinkDevice> links_;
  std::vector<std::string> link_ids_;                 // beside links_
  std::vector<std::vector<std::uint32_t>> possible_;  // beside links_, which borrow them
};

}  // namespace resmap::pnp
