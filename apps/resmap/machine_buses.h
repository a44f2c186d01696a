// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "resmap/arbiters/bus_map.h"
#include "resmap/pnp/machine.h"

namespace resmap::app {

// The buses of a machine, as far as its facts say what lies between them and the processor; where they say nothing, a bus sees
// what the processor sees.
//
//   host bridge with windows   its PCI buses reach ports or memory through these windows only, at the same addresses
//   pairs .Raw, .Translated    what an interrupt line of a bus became at the processor
//   PCI buses                  those that devices, bridges and windows name; every one where no PCI device is known
//   other buses                number 0 of each type, and what the lists of a ResourceMap name
//
// Bridges between PCI buses are passed over: no source says what VGA and ISA bits of theirs let through. Throws bad_alloc.
class MachineBuses {
 public:
  explicit MachineBuses(const pnp::Machine& machine);
  MachineBuses(const MachineBuses&) = delete;
  MachineBuses& operator=(const MachineBuses&) = delete;
  ~MachineBuses() = default;

  // Good as long as this lives.
  [[nodiscard]] const arbiters::BusMap& map() const { return map_; }

 private:
  struct Bus {
    std::vector<arbiters::TranslationWindow> ports, memory;
    std::vector<arbiters::InterruptTarget> lines;
    std::optional<arbiters::WindowTranslator> port_windows, memory_windows;
    std::optional<arbiters::InterruptTranslator> interrupts;
  };

  void name_pci_buses(const pnp::Machine& machine);
  void name_other_buses();
  void learn_lines(const snapshot::Snapshot& facts);
  void connect();
  arbiters::BusMap::Place add();
  void name(arbiters::BusMap::Place place, lists::InterfaceType type, std::uint32_t number);

  arbiters::BusMap map_;
  std::map<arbiters::BusMap::Place, Bus> buses_;
  arbiters::BusMap::Place plain_ = 0;  // buses about which nothing is known
};

}  // namespace resmap::app
