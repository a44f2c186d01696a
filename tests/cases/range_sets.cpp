// SPDX-License-Identifier: MIT
// Tested in range_words_test.cpp.
#include "tests/cases/range_sets.h"

#include <new>

namespace resmap::cases {

using ranges::OnOverlap;
using ranges::RangeEntry;
using ranges::RangeList;

MemorySource Budget::source() {
  return {[](void* context, std::size_t size, std::size_t alignment) -> void* {
            auto& budget = *static_cast<Budget*>(context);
            if (size > budget.left) return nullptr;
            budget.left -= size;
            return default_memory().allocate(nullptr, size, alignment);
          },
          [](void* context, void* block, std::size_t size, std::size_t alignment) {
            static_cast<Budget*>(context)->left += size;
            default_memory().release(nullptr, block, size, alignment);
          },
          this};
}

std::vector<RangeEntry> contents(const RangeList& list) {
  std::vector<RangeEntry> all;
  RangeList::Iterator entries = list.entries();
  while (const RangeEntry* entry = entries.next()) all.push_back(*entry);
  return all;
}

std::vector<AddressRange> ranges_of(const RangeList& list) {
  std::vector<AddressRange> all;
  for (const RangeEntry& entry : contents(list)) all.push_back(entry.range);
  return all;
}

std::vector<AddressRange> stretches_of(const RangeList& list) {
  const auto gaps = list.inverted();
  if (!gaps) throw std::bad_alloc();
  const auto occupied = gaps->inverted();
  if (!occupied) throw std::bad_alloc();
  return ranges_of(*occupied);
}

Result<RangeList> without(const RangeList& list, AddressRange range, OnOverlap on_overlap) {
  RESMAP_TRY_ASSIGN(RangeList gaps, list.inverted());
  RESMAP_TRY(gaps.claim({.range = range}, on_overlap));
  return gaps.inverted();
}

Result<RangeList> replaced(const RangeList& list, const RangeEntry& entry) {
  std::vector<RangeEntry> cut;
  list.for_each_overlap(entry.range, [&](const RangeEntry& other) {
    cut.push_back(other);
    return true;
  });
  RangeList attempt = list;
  for (const RangeEntry& other : cut) {
    RESMAP_TRY(attempt.release(other.range, other.owner));
    RangeEntry rest = other;
    rest.range = {other.range.first, entry.range.first - 1};
    if (other.range.first < entry.range.first) RESMAP_TRY(attempt.claim(rest, OnOverlap::refuse));
    rest.range = {entry.range.last + 1, other.range.last};
    if (other.range.last > entry.range.last) RESMAP_TRY(attempt.claim(rest, OnOverlap::refuse));
  }
  RESMAP_TRY(attempt.claim(entry, OnOverlap::refuse));
  return attempt;
}

std::optional<AddressRange> united(AddressRange a, AddressRange b) {
  RangeList both;
  if (!both.claim({.range = a}, OnOverlap::refuse) || !both.claim({.range = b}, OnOverlap::allow)) return std::nullopt;
  if (!a.overlaps(b)) return std::nullopt;
  const auto stretches = stretches_of(both);
  return stretches.size() == 1 ? std::optional(stretches.front()) : std::nullopt;
}

}  // namespace resmap::cases
