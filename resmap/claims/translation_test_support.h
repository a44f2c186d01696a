// SPDX-License-Identifier: MIT
// Not installed: buses for tests and cases. To be replaced, with translation.h, by arbiters/bus_map.h.
#pragma once

#include <limits>
#include <vector>

#include "resmap/claims/translation.h"

namespace resmap::claims {

// Buses with windows at an offset, and lines with their vectors. Where nothing is said at all every bus is the system itself;
// once something is said, a bus that has no line here is unknown, and so is an address outside its windows.
class TableTranslation final : public ClaimTranslation {
 public:
  struct Bus {
    lists::InterfaceType type;
    std::uint32_t number;
    friend constexpr bool operator==(Bus, Bus) = default;
  };
  struct Window {
    Bus bus;
    bool ports;  // which of the bus's two spaces
    AddressRange range;
    std::uint64_t system_first;
    bool into_memory;  // the system reaches these ports through memory
  };
  struct Line {
    Bus bus;
    std::uint32_t line;
    std::uint32_t vector;
    std::uint16_t level;
    std::uint64_t affinity;
  };
  std::vector<Window> windows;
  std::vector<Line> lines;

  [[nodiscard]] Result<lists::CmDescriptor> translate(lists::InterfaceType type, std::uint32_t number,
                                                      const lists::CmDescriptorView& raw) const override {
    const Bus bus{type, number};
    lists::CmDescriptor made(raw);
    if (windows.empty() && lines.empty()) return made;
    if (raw.type() == lists::ResourceType::interrupt) {
      for (const Line& line : lines)
        if (line.bus == bus && line.line == raw.vector())
          return made.set_level(line.level).set_vector(line.vector).set_affinity(line.affinity);
      return fail({.code = ErrorCode::not_found, .value = raw.vector()});
    }
    const auto range = raw.range();
    const bool ports = raw.type() == lists::ResourceType::port && (raw.flags() & lists::port_flag::io) != 0;
    for (const Window& window : windows) {
      if (window.bus != bus || window.ports != ports || !range || !window.range.contains(*range)) continue;
      made.set_start(window.system_first + (range->first - window.range.first));
      if (window.into_memory) made.set_flags(static_cast<std::uint16_t>(raw.flags() & ~unsigned{lists::port_flag::io}));
      return made;
    }
    return fail({.code = ErrorCode::not_found, .value = raw.start()});
  }
};

}  // namespace resmap::claims
