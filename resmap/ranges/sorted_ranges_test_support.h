// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "resmap/base/checked.h"
#include "resmap/ranges/range_list.h"

// A RangeList for tests to compare with: the same face over a sorted vector that is looked through from the beginning. It was the
// inside of RangeList once; simple on purpose, and shares nothing with the tree but the types.
namespace resmap::ranges::testing_support {

class SortedRanges {
 public:
  using Entries = std::vector<RangeEntry>;

  [[nodiscard]] Result<void> claim(const RangeEntry& entry, OnOverlap on_overlap) {
    if (entry.range.last < entry.range.first) return fail({.code = ErrorCode::invalid_argument});
    RangeEntry claimed = entry;
    claimed.flags = on_overlap == OnOverlap::share ? range_flag::shared : 0;
    for (const RangeEntry& other : entries_) {
      if (!other.range.overlaps(entry.range)) continue;
      if (on_overlap == OnOverlap::share && (other.flags & range_flag::shared) != 0) continue;
      if (on_overlap != OnOverlap::allow) return fail({.code = ErrorCode::conflict, .value = other.range.first});
      claimed.flags = range_flag::conflict;
    }
    const auto behind = std::upper_bound(entries_.begin(), entries_.end(), claimed,
                                         [](const auto& a, const auto& b) { return a.range.first < b.range.first; });
    entries_.insert(behind, claimed);
    ++version_;
    return {};
  }

  [[nodiscard]] Result<void> release(AddressRange range, RangeOwner owner) {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const RangeEntry& e) { return e.range == range && e.owner == owner; });
    if (found == entries_.end()) return fail({.code = ErrorCode::not_found, .value = range.first});
    entries_.erase(found);
    ++version_;
    return {};
  }

  [[nodiscard]] Result<std::size_t> release_owner(RangeOwner owner) {
    const std::size_t count = std::erase_if(entries_, [&](const RangeEntry& e) { return e.owner == owner; });
    version_ += count;
    return count;
  }

  [[nodiscard]] bool is_free(AddressRange range, const Availability& availability = {}) const {
    return std::none_of(entries_.begin(), entries_.end(),
                        [&](const RangeEntry& e) { return e.range.overlaps(range) && !passes(e, availability); });
  }

  [[nodiscard]] Result<std::uint64_t> find_room(const RoomRequest& request) const {
    const AddressRange window = request.window;
    if (request.alignment == 0 || window.last < window.first) return fail({.code = ErrorCode::invalid_argument});
    const std::unexpected<Error> none = fail({.code = ErrorCode::not_found, .value = request.last_offset});
    if (request.last_offset > window.last_offset()) return none;
    const bool down = request.direction == Direction::top_down;
    const std::uint64_t highest = window.last - request.last_offset;
    std::optional<std::uint64_t> next =
        down ? highest - highest % request.alignment : checked_align_up(window.first, request.alignment);
    // No place between a candidate that is blocked and the next one is free: each overlaps what blocked it.
    while (next && *next >= window.first && *next <= highest) {
      const RangeEntry* blocker = first_blocker({*next, *next + request.last_offset}, request.availability);
      if (blocker == nullptr) return *next;
      if (down) {
        if (blocker->range.first <= request.last_offset) return none;
        const std::uint64_t below = blocker->range.first - request.last_offset - 1;
        next = below - below % request.alignment;
      } else {
        const auto behind = checked_add(blocker->range.last, std::uint64_t{1});
        next = behind ? checked_align_up(*behind, request.alignment) : std::nullopt;
      }
    }
    return none;
  }

  [[nodiscard]] std::optional<RangeEntry> first_overlap(AddressRange range) const {
    const Entries found = overlaps(range);
    return found.empty() ? std::nullopt : std::optional<RangeEntry>(found.front());
  }
  [[nodiscard]] Entries overlaps(AddressRange range) const {
    Entries found;
    for (const RangeEntry& entry : entries_)
      if (entry.range.overlaps(range)) found.push_back(entry);
    return found;
  }

  [[nodiscard]] SortedRanges inverted() const {
    SortedRanges gaps;
    std::optional<std::uint64_t> next = 0;  // the first number that nobody had so far
    for (const RangeEntry& entry : entries_) {
      if (!next) return gaps;
      if (entry.range.first > *next) gaps.entries_.push_back({.range = {*next, entry.range.first - 1}});
      if (entry.range.last >= *next) next = checked_add(entry.range.last, std::uint64_t{1});
    }
    if (next) gaps.entries_.push_back({.range = {*next, ~std::uint64_t{0}}});
    gaps.version_ = gaps.entries_.size();
    return gaps;
  }
  [[nodiscard]] Result<void> merge(const SortedRanges& other, OnOverlap on_overlap) {
    SortedRanges attempt = *this;
    for (const RangeEntry& entry : Entries(other.entries_)) RESMAP_TRY(attempt.claim(entry, on_overlap));
    *this = attempt;
    return {};
  }

  [[nodiscard]] const Entries& entries() const { return entries_; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::uint64_t version() const { return version_; }

 private:
  static bool passes(const RangeEntry& entry, const Availability& availability) {
    return (entry.attributes & availability.attribute_mask) != 0 ||
           (availability.shared_is_free && (entry.flags & range_flag::shared) != 0) ||
           (availability.nobodys_is_free && entry.owner == kNobody) ||
           (availability.passes != nullptr && (*availability.passes)(entry));
  }
  const RangeEntry* first_blocker(AddressRange place, const Availability& availability) const {
    for (const RangeEntry& entry : entries_)
      if (entry.range.overlaps(place) && !passes(entry, availability)) return &entry;
    return nullptr;
  }

  Entries entries_;  // by (range.first, order of claiming)
  std::uint64_t version_ = 0;
};

// What a RangeList holds, in its order.
[[nodiscard]] inline SortedRanges::Entries contents(const RangeList& list) {
  SortedRanges::Entries all;
  RangeList::Iterator entries = list.entries();
  while (const RangeEntry* entry = entries.next()) all.push_back(*entry);
  return all;
}

}  // namespace resmap::ranges::testing_support
