// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/array.h"
#include "resmap/ranges/range_list.h"

namespace resmap::ranges::detail {

// The entries of a RangeList and of its copies: a sorted array, and beside each entry how far it and those before it reach.
// A query looks at the entries that begin at or before its end, and walks back no further than the reach allows.
struct RangeStore {
  explicit RangeStore(MemorySource memory) : entries(memory), reach(memory) {}

  std::size_t references = 1;
  Array<RangeEntry> entries;   // by (range.first, order of claiming)
  Array<std::uint64_t> reach;  // the largest range.last of entries[0..i]

  [[nodiscard]] Result<void> insert(std::size_t at, const RangeEntry& entry);
  void erase(std::size_t at);
  void erase_owner(RangeOwner owner);
  // The first entry that begins at `first` or behind it.
  [[nodiscard]] std::size_t position_at(std::uint64_t first) const;
  // Where an entry that begins at `first` goes: behind all that begin there already.
  [[nodiscard]] std::size_t position_after(std::uint64_t first) const;

 private:
  void refresh_reach(std::size_t from);
};

}  // namespace resmap::ranges::detail
