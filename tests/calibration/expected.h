// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/address_range.h"
#include "resmap/lists/resource_type.h"

// What Windows decided on a real machine, as spec/calibration/*.expected say it; the format's page is spec/calibration/README.md.
namespace resmap::calibration {

struct Place {
  lists::ResourceType type = lists::ResourceType::memory;  // never memory_large
  AddressRange range{};
  bool prefetchable = false;  // said of bridge windows alone

  friend bool operator==(const Place&, const Place&) = default;
};

enum class Verb : std::uint8_t {
  placed,  // has these places; without places: has all that it asks for
  kept,    // stands where its boot configuration says
  moved,   // has everything, and none of it where its boot configuration says
  window,  // of a bridge: these windows are open
  closed,  // of a bridge: there is no such window
};

struct Statement {
  Verb verb = Verb::placed;
  std::string device;
  std::vector<Place> places;
  std::vector<std::string> kinds;  // kept: only memory, or only io; closed: io, memory, prefetch
};

// One row of the facts: line `number` of placements.jsonl or choices.jsonl.
struct Row {
  std::string file;  // "placements" or "choices"
  std::uint32_t number = 0;
  std::string title;
  std::vector<Statement> statements;
};

struct Expected {
  std::vector<std::string> start;   // the order in which these devices start, behind those that are not named
  std::vector<std::string> policy;  // "lpt_interrupt=required": switches that this machine is assigned with
  std::vector<Row> rows;
};

// Throws std::runtime_error, which names the line, for a text that is none.
[[nodiscard]] Expected read_expected(std::string_view text);

// "port:0x3f8-0x3ff", "irq:4": as in the files.
[[nodiscard]] std::string to_text(const Place& place);

}  // namespace resmap::calibration
