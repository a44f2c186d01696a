// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "resmap/ranges/range_list.h"

// What other libraries do with sets of ranges, said with the public face of RangeList alone.
namespace resmap::cases {

// Memory that ends: what `ranges memory SIZE` gives a list, which it has to outlive.
struct Budget {
  std::size_t left;
  [[nodiscard]] MemorySource source();
};

[[nodiscard]] std::vector<ranges::RangeEntry> contents(const ranges::RangeList& list);
[[nodiscard]] std::vector<AddressRange> ranges_of(const ranges::RangeList& list);

// What is occupied, ranges that touch or overlap put together: the gaps between the gaps. Throws bad_alloc.
[[nodiscard]] std::vector<AddressRange> stretches_of(const ranges::RangeList& list);

// The stretches without `range`, as entries of nobody: it is claimed among the gaps, and what is no gap then remains.
// With OnOverlap::refuse a conflict unless every number of it is occupied.
[[nodiscard]] Result<ranges::RangeList> without(const ranges::RangeList& list, AddressRange range,
                                                ranges::OnOverlap on_overlap);

// The list with what stands where `entry` wants to be cut back to what lies outside, and `entry` in it. For entries that do not
// overlap each other.
[[nodiscard]] Result<ranges::RangeList> replaced(const ranges::RangeList& list, const ranges::RangeEntry& entry);

// The one range that holds both; nullopt when they have no number in common.
[[nodiscard]] std::optional<AddressRange> united(AddressRange a, AddressRange b);

}  // namespace resmap::cases
