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

[[nodiscard]] std::string_view word_for(OverlapClass overlap);

struct Overlap {
  OverlapClass kind = OverlapClass::conflict;
  std::uint32_t first = 0;              // into Machine::held(): the one that begins lower; where equal, the earlier
  std::optional<std::uint32_t> second;  // none for `outside`
  AddressRange common{};                // for `outside`: the range itself

  friend constexpr bool operator==(const Overlap&, const Overlap&) = default;
};

// Every two held ranges of one type that have numbers in common, and every range outside the windows of its bus: by type, then in
// rising order of their first numbers. Ranges of one and the same owner are never held against each other; a region that names
// what a device already owns is the same party. out_of_memory; limit_exceeded: more than kMostPairs pairs meet, which no machine
// has and a hostile file may.
// Cost: n log n and the pairs that meet.
inline constexpr std::size_t kMostPairs = 4'000'000;
[[nodiscard]] Result<std::vector<Overlap>> overlaps_of(const snapshot::Snapshot& snapshot, const DeviceTree& tree,
                                                       std::span<const Occupancy> held);

}  // namespace resmap::pnp
