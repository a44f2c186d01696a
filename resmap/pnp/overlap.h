// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "resmap/pnp/occupancy.h"

namespace resmap::pnp {

// What it means that two ranges have numbers in common. Only the last is a conflict. DESIGN.md, "What is a conflict".
enum class OverlapClass : std::uint8_t {
  window,    // a device below a bridge, inside what the bridge passes on
  sharing,   // both say that they share
  firmware,  // each can stand in this one place only, as on healthy machines; Windows starts both
  phantom,   // one of the two is not there
  outside,   // a range that no window of its bus reaches: one side only
  unknown,   // the source does not say enough
  conflict,
};

// What an overlap's class rests on, where the class alone leaves a question.
enum class OverlapReason : std::uint8_t {
  none,
  // unknown: what the source does not say of one of the two
  routing,  // where a PCI function's interrupt line leads: its number is what firmware wrote down, and may mean nothing
  share,    // whether it shares
  presence,  // whether it is there
  decoding,  // whether its registers hold an address at all: its decode is switched off
  // phantom: why one of the two is not there
  absent,     // the source says so
  one_place,  // two nodes for one PCI function
  two_nodes,  // two nodes for one device: one that firmware describes, and one that the registry alone names, of one PnP id and place
};

[[nodiscard]] std::string_view word_for(OverlapClass overlap);
[[nodiscard]] std::string_view word_for(OverlapReason reason);  // empty: none

struct Overlap {
  OverlapClass kind = OverlapClass::conflict;
  std::uint32_t first = 0;              // into Machine::held(): the one that begins lower; where equal, the earlier
  std::optional<std::uint32_t> second;  // none for `outside`
  AddressRange common{};                // for `outside`: the range itself
  OverlapReason reason = OverlapReason::none;

  friend constexpr bool operator==(const Overlap&, const Overlap&) = default;
};

// Every two held ranges of one type that have numbers in common, and every range outside the windows of its bus: by type, then in
// rising order of their first numbers. A device inside a window above it is `window` whether it is there or not, and so is a device
// that the registry alone names inside the window of a host bridge: what decodes an old port hangs behind it. Ranges of one and the same owner are never held against each other; a region that names
// what a device already owns is the same party. out_of_memory; limit_exceeded: more than kMostPairs pairs meet, which no machine
// has and a hostile file may.
// Cost: n log n and the pairs that meet.
inline constexpr std::size_t kMostPairs = 4'000'000;
[[nodiscard]] Result<std::vector<Overlap>> overlaps_of(const snapshot::Snapshot& snapshot, const DeviceTree& tree,
                                                       std::span<const Occupancy> held);

}  // namespace resmap::pnp
