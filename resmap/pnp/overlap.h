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

// How many pairs of one type are looked at, and, where all that meet in one place share it legally or are unrouted lines, how many of
// them are kept; no machine has more, and a made-up file may.
inline constexpr std::size_t kMostPairs = 4'000'000, kMostPairsOfAPlace = 1000;

struct Overlaps {
  std::vector<Overlap> found;
  // Pairs of neighbours alone stand in `found` for the rest of a crowded place: how many do not, and of each held range with how many
  // more it shares (empty: none is left out).
  std::size_t pairs_left_out = 0;
  std::vector<std::uint32_t> sharers_left_out;
  // More than kMostPairs pairs of a type meet: from this place of the first such type on nothing was compared.
  struct Limit {
    lists::ResourceType type = lists::ResourceType::memory;
    std::uint64_t from = 0;
  };
  std::optional<Limit> not_compared;
};

// Every two held ranges of one type that have numbers in common, and every range outside the windows of its bus: by type, then in
// rising order of their first numbers. A device inside a window above it is `window` whether it is there or not, and so is a device
// that the registry alone names inside the window of a host bridge: what decodes an old port hangs behind it. Ranges of one and the
// same owner are never held against each other; a region that names what a device already owns is the same party.
// Where more than kMostPairsOfAPlace pairs meet in one place and are sharing, firmware or unrouted, each later range is kept with its
// nearest earlier neighbour there only. out_of_memory.
// Cost: n log n and the pairs that meet, kMostPairs a type at most.
[[nodiscard]] Result<Overlaps> overlaps_of(const snapshot::Snapshot& snapshot, const DeviceTree& tree,
                                           std::span<const Occupancy> held);

}  // namespace resmap::pnp
