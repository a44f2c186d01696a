// SPDX-License-Identifier: MIT
// Tested in range_list_test.cpp.
#include "resmap/ranges/range_store.h"

#include <algorithm>

namespace resmap::ranges::detail {

std::size_t RangeStore::position_after(std::uint64_t first) const {
  const auto* found =
      std::upper_bound(entries.begin(), entries.end(), first,
                       [](std::uint64_t value, const RangeEntry& entry) { return value < entry.range.first; });
  return static_cast<std::size_t>(found - entries.begin());
}

std::size_t RangeStore::position_at(std::uint64_t first) const {
  const auto* found =
      std::lower_bound(entries.begin(), entries.end(), first,
                       [](const RangeEntry& entry, std::uint64_t value) { return entry.range.first < value; });
  return static_cast<std::size_t>(found - entries.begin());
}

Result<void> RangeStore::insert(std::size_t at, const RangeEntry& entry) {
  RESMAP_TRY(reach.reserve(entries.size() + 1));
  RESMAP_TRY(entries.insert(at, entry));
  static_cast<void>(reach.append(0));  // the room is there
  refresh_reach(at);
  return {};
}

void RangeStore::erase(std::size_t at) {
  entries.erase(at);
  reach.truncate(entries.size());
  refresh_reach(at);
}

void RangeStore::erase_owner(RangeOwner owner) {
  const auto* kept =
      std::remove_if(entries.begin(), entries.end(), [&](const RangeEntry& e) { return e.owner == owner; });
  entries.truncate(static_cast<std::size_t>(kept - entries.begin()));
  reach.truncate(entries.size());
  refresh_reach(0);
}

void RangeStore::refresh_reach(std::size_t from) {
  std::uint64_t furthest = from == 0 ? 0 : reach[from - 1];
  for (std::size_t i = from; i < entries.size(); ++i) {
    furthest = std::max(furthest, entries[i].range.last);
    reach[i] = furthest;
  }
}

}  // namespace resmap::ranges::detail
