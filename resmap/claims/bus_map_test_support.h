// SPDX-License-Identifier: MIT
// Not installed: buses for tests and cases.
#pragma once

#include <list>
#include <optional>
#include <vector>

#include "resmap/arbiters/bus_map.h"

namespace resmap::claims {

// Buses right below the processor. What no window or line of a bus names does not reach through, and a bus that was never
// named is unknown.
class TestBuses {
 public:
  struct Bus {
    arbiters::BusName name;
    arbiters::BusMap::Place place = 0;
    std::vector<arbiters::TranslationWindow> ports = {}, memory = {};
    std::vector<arbiters::InterruptTarget> lines = {};
    std::optional<arbiters::WindowTranslator> port_windows = {}, memory_windows = {};
    std::optional<arbiters::InterruptTranslator> interrupts = {};
  };

  // Null until something is said: then every bus is the system itself.
  [[nodiscard]] const arbiters::BusMap* map() const { return buses_.empty() ? nullptr : &map_; }

  void add_ports(arbiters::BusName name, arbiters::TranslationWindow window) {
    Bus& bus = named(name);
    bus.ports.push_back(window);
    connect(bus);
  }
  void add_memory(arbiters::BusName name, arbiters::TranslationWindow window) {
    Bus& bus = named(name);
    bus.memory.push_back(window);
    connect(bus);
  }
  void add_line(arbiters::BusName name, arbiters::InterruptTarget target) {
    Bus& bus = named(name);
    bus.lines.push_back(target);
    connect(bus);
  }

 private:
  Bus& named(arbiters::BusName name) {
    for (Bus& bus : buses_)
      if (bus.name == name) return bus;
    if (buses_.empty()) static_cast<void>(map_.add());  // the root
    const auto place = map_.add();
    Bus& bus = buses_.emplace_back();
    bus.name = name;
    bus.place = place.value_or(0);
    static_cast<void>(map_.name(bus.place, name));
    return bus;
  }
  // The translators borrow rows that may have moved.
  void connect(Bus& bus) {
    using lists::ResourceType;
    static_cast<void>(
        map_.set_translator(bus.place, ResourceType::port, &bus.port_windows.emplace(ResourceType::port, bus.ports)));
    static_cast<void>(map_.set_translator(bus.place, ResourceType::memory,
                                          &bus.memory_windows.emplace(ResourceType::memory, bus.memory)));
    static_cast<void>(map_.set_translator(bus.place, ResourceType::interrupt, &bus.interrupts.emplace(bus.lines)));
  }
  arbiters::BusMap map_;
  std::list<Bus> buses_;
};

}  // namespace resmap::claims
