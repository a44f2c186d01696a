// SPDX-License-Identifier: MIT
#include "resmap/ranges/range_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "tests/support/failing_memory.h"

namespace resmap::ranges {
namespace {

using testing_support::FailingMemory;

std::vector<RangeEntry> contents(const RangeList& list) {
  std::vector<RangeEntry> all;
  RangeList::Iterator entries = list.entries();
  while (const RangeEntry* entry = entries.next()) all.push_back(*entry);
  return all;
}

TEST(RangeList, AnOverlapIsRefusedAndNeighboursAreNot) {
  RangeList list;
  ASSERT_TRUE(list.claim({{0x3F8, 0x3FF}, 1}, OnOverlap::refuse));
  const auto refused = list.claim({{0x3FF, 0x400}, 2}, OnOverlap::refuse);
  EXPECT_EQ(refused.error(), (Error{.code = ErrorCode::conflict, .value = 0x3F8}));
  EXPECT_TRUE(list.claim({{0x400, 0x407}, 2}, OnOverlap::refuse));
  EXPECT_TRUE(list.claim({{0x3F0, 0x3F7}, 2}, OnOverlap::refuse));
  EXPECT_EQ(list.size(), 3U);
  EXPECT_EQ(list.claim({{5, 4}, 2}, OnOverlap::refuse).error().code, ErrorCode::invalid_argument);
}

TEST(RangeList, SharedEntriesLieOverSharedOnesAndAllowedOnesAreMarked) {
  RangeList list;
  ASSERT_TRUE(list.claim({{10, 10}, 1}, OnOverlap::share));
  ASSERT_TRUE(list.claim({{10, 10}, 2}, OnOverlap::share));
  EXPECT_EQ(list.claim({{10, 10}, 3}, OnOverlap::refuse).error().code, ErrorCode::conflict);
  ASSERT_TRUE(list.claim({{10, 11}, 4}, OnOverlap::allow));
  EXPECT_EQ(list.claim({{11, 11}, 5}, OnOverlap::share).error().code, ErrorCode::conflict) << "4 does not share";
  EXPECT_EQ(list.first_blocker({10, 11}, OnOverlap::share)->owner, 4U) << "those before it do";
  EXPECT_EQ(list.first_blocker({10, 11}, OnOverlap::refuse)->owner, 1U);
  EXPECT_EQ(list.first_blocker({10, 11}, OnOverlap::allow), std::nullopt);
  EXPECT_EQ(list.first_blocker({12, 19}, OnOverlap::refuse), std::nullopt);
  const auto all = contents(list);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].flags, range_flag::shared);
  EXPECT_EQ(all[2].flags, range_flag::conflict);
  ASSERT_TRUE(list.claim({{20, 20}, 6}, OnOverlap::allow));
  EXPECT_EQ(contents(list).back().flags, 0) << "nothing there to conflict with";
}

TEST(RangeList, ReleaseTakesTheExactRangeOfTheOwnerAndNothingElse) {
  RangeList list;
  ASSERT_TRUE(list.claim({{10, 20}, 1, 100}, OnOverlap::share));
  ASSERT_TRUE(list.claim({{10, 20}, 1, 200}, OnOverlap::share));
  ASSERT_TRUE(list.claim({{10, 30}, 1}, OnOverlap::share));
  EXPECT_EQ(list.release({10, 20}, 2).error().code, ErrorCode::not_found);
  EXPECT_EQ(list.release({10, 21}, 1).error().code, ErrorCode::not_found);
  ASSERT_TRUE(list.release({10, 20}, 1));
  EXPECT_EQ(contents(list)[0].user_data, 200U) << "the one that was claimed first goes first";
  EXPECT_EQ(list.release_owner(1).value(), 2U);
  EXPECT_TRUE(list.empty());
  EXPECT_EQ(list.release_owner(1).value(), 0U);
}

TEST(RangeList, VersionCountsEveryEntryThatComesOrGoes) {
  RangeList list;
  EXPECT_EQ(list.version(), 0U);
  ASSERT_TRUE(list.claim({{1, 1}, 1}, OnOverlap::refuse));
  ASSERT_TRUE(list.claim({{2, 2}, 1}, OnOverlap::refuse));
  EXPECT_FALSE(list.claim({{2, 2}, 1}, OnOverlap::refuse));
  EXPECT_EQ(list.version(), 2U);
  ASSERT_EQ(list.release_owner(1).value(), 2U);
  EXPECT_EQ(list.version(), 4U);
}

TEST(RangeList, WhatCountsAsFreeIsTheCallersChoice) {
  RangeList list;
  ASSERT_TRUE(list.claim({.range = {10, 19}, .owner = 1, .attributes = 0x41}, OnOverlap::share));
  ASSERT_TRUE(list.claim({.range = {30, 39}}, OnOverlap::refuse));
  EXPECT_TRUE(list.is_free({20, 29}));
  EXPECT_FALSE(list.is_free({19, 20}));
  EXPECT_TRUE(list.is_free({10, 19}, {.attribute_mask = 0x40}));
  EXPECT_FALSE(list.is_free({10, 19}, {.attribute_mask = 0x02}));
  EXPECT_TRUE(list.is_free({10, 19}, {.shared_is_free = true}));
  EXPECT_TRUE(list.is_free({30, 39}, {.nobodys_is_free = true}));
  const auto is_own = [](const RangeEntry& entry) { return entry.owner == 1; };
  const FunctionRef<bool(const RangeEntry&)> own = is_own;
  EXPECT_TRUE(list.is_free({10, 29}, {.passes = &own}));
  EXPECT_FALSE(list.is_free({10, 30}, {.passes = &own}));
}

TEST(RangeList, TheLastNumberOfTheSpaceCanBeOwnedAndFound) {
  RangeList list;
  ASSERT_TRUE(list.claim({{~0ULL, ~0ULL}, 1}, OnOverlap::refuse));
  EXPECT_EQ(list.find_room({.last_offset = 0xFFF, .alignment = 0x1000}).value(), ~0ULL - 0x1FFF);
  EXPECT_EQ(list.find_room({.last_offset = ~0ULL}).error().code, ErrorCode::not_found);
  EXPECT_EQ(RangeList().find_room({.last_offset = ~0ULL}).value(), 0U) << "the whole space";
  EXPECT_EQ(list.find_room({.alignment = 0}).error().code, ErrorCode::invalid_argument);
}

TEST(RangeList, ARequestWithoutAWindowIsTheCallersMistake) {
  const RangeList list;
  EXPECT_EQ(list.find_room({.window = {5, 4}}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(list.find_room({.last_offset = 5, .window = {0, 4}}).error(),
            (Error{.code = ErrorCode::not_found, .value = 5}));
}

TEST(RangeList, AVisitEndsWhenTheVisitorHasSeenEnough) {
  RangeList list;
  for (std::uint64_t i = 0; i < 40; ++i) ASSERT_TRUE(list.claim({{i, i + 1}, 1, i}, OnOverlap::share));
  std::vector<std::uint64_t> seen;
  list.for_each_overlap({10, 30}, [&](const RangeEntry& entry) {
    seen.push_back(entry.user_data);
    return seen.size() < 3;
  });
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{9, 10, 11}));
  EXPECT_EQ(list.first_overlap({10, 30})->user_data, 9U);
  EXPECT_FALSE(list.first_overlap({41, 50}));
}

TEST(RangeList, RoomIsFoundAtAnyAlignmentRightUpToTheEndsOfTheSpace) {
  RangeList list;
  ASSERT_TRUE(list.claim({{100, ~0ULL - 100}, 1}, OnOverlap::refuse));
  for (const std::uint64_t alignment : {1ULL, 3ULL, 64ULL, 1ULL << 63, ~0ULL - 1}) {
    for (const Direction direction : {Direction::bottom_up, Direction::top_down}) {
      const std::uint64_t highest = ~0ULL - 9 - (~0ULL - 9) % alignment;
      const auto found = list.find_room({.last_offset = 9, .alignment = alignment, .direction = direction});
      EXPECT_EQ(found, direction == Direction::bottom_up || highest <= ~0ULL - 100 ? 0 : highest) << alignment;
    }
    const auto above = list.find_room(
        {.last_offset = 9, .alignment = alignment, .window = {200, ~0ULL}, .direction = Direction::bottom_up});
    EXPECT_EQ(above.has_value(), alignment <= 64) << alignment;
  }
}

TEST(RangeList, ACopyIsATransaction) {
  RangeList list;
  ASSERT_TRUE(list.claim({{10, 19}, 1}, OnOverlap::refuse));
  RangeList attempt = list;
  ASSERT_TRUE(attempt.claim({{20, 29}, 2}, OnOverlap::refuse));
  ASSERT_TRUE(attempt.release({10, 19}, 1));
  EXPECT_EQ(contents(list), (std::vector<RangeEntry>{{{10, 19}, 1}})) << "rolled back by dropping the copy";
  list = std::move(attempt);
  EXPECT_EQ(contents(list), (std::vector<RangeEntry>{{{20, 29}, 2}}));
}

TEST(RangeList, AnIteratorShowsTheVersionItWasTakenFrom) {
  RangeList list;
  ASSERT_TRUE(list.claim({{10, 19}, 1}, OnOverlap::refuse));
  ASSERT_TRUE(list.claim({{20, 29}, 2}, OnOverlap::refuse));
  RangeList::Iterator entries = list.entries();
  ASSERT_TRUE(list.release_owner(2));
  EXPECT_EQ(entries.next()->owner, 1U);
  EXPECT_EQ(entries.next()->owner, 2U);
  EXPECT_EQ(entries.next(), nullptr);
}

TEST(RangeList, TheInverseHoldsExactlyTheGaps) {
  RangeList list;
  EXPECT_EQ(contents(*list.inverted()), (std::vector<RangeEntry>{{{0, ~0ULL}}}));
  ASSERT_TRUE(list.claim({{0, 9}, 1}, OnOverlap::share));
  ASSERT_TRUE(list.claim({{5, 29}, 2}, OnOverlap::share));
  ASSERT_TRUE(list.claim({{6, 7}, 2}, OnOverlap::share));
  ASSERT_TRUE(list.claim({{40, 49}, 1}, OnOverlap::share));
  EXPECT_EQ(contents(*list.inverted()), (std::vector<RangeEntry>{{{30, 39}}, {{50, ~0ULL}}}));
  ASSERT_TRUE(list.claim({{50, ~0ULL}, 1}, OnOverlap::share));
  EXPECT_EQ(contents(*list.inverted()), (std::vector<RangeEntry>{{{30, 39}}}));
}

TEST(RangeList, AMergeThatMeetsAConflictChangesNothing) {
  RangeList list, other;
  ASSERT_TRUE(list.claim({{10, 19}, 1}, OnOverlap::refuse));
  ASSERT_TRUE(other.claim({{0, 5}, 2}, OnOverlap::refuse));
  ASSERT_TRUE(other.claim({{15, 25}, 2}, OnOverlap::refuse));
  EXPECT_EQ(list.merge(other, OnOverlap::refuse).error().code, ErrorCode::conflict);
  EXPECT_EQ(list.size(), 1U);
  ASSERT_TRUE(list.merge(other, OnOverlap::allow));
  EXPECT_EQ(list.size(), 3U);
}

// Against a byte map: which of 256 numbers are taken, by whom, in what order.
class AgainstAByteMap {
 public:
  void run(std::uint64_t seed, int steps) {
    random_ = seed;
    for (int step = 0; step < steps; ++step) {
      const AddressRange range = any_range();
      const std::uint64_t owner = next(5);
      switch (next(6)) {
        case 0:
        case 1: claim(range, owner, OnOverlap{static_cast<std::uint8_t>(next(3))}); break;
        case 2: release(owner); break;
        case 3: queries(range); break;
        default: find(range);
      }
      ASSERT_EQ(contents(list_), entries_);
    }
  }

 private:
  std::uint64_t next(std::uint64_t below) {
    random_ = random_ * 6364136223846793005U + 1442695040888963407U;
    return (random_ >> 33) % below;
  }
  AddressRange any_range() {
    const std::uint64_t first = next(256);
    return {first, std::min<std::uint64_t>(255, first + next(20))};
  }
  void claim(AddressRange range, std::uint64_t owner, OnOverlap how) {
    bool conflict = false;
    for (const RangeEntry& entry : entries_) {
      const bool shares = how == OnOverlap::share && (entry.flags & range_flag::shared) != 0;
      conflict = conflict || (entry.range.overlaps(range) && !shares);
    }
    const bool claimed = list_.claim({range, owner, ++serial_}, how).has_value();
    ASSERT_EQ(claimed, how == OnOverlap::allow || !conflict);
    if (!claimed) return;
    const std::uint8_t flags = how == OnOverlap::share ? range_flag::shared : conflict ? range_flag::conflict : 0;
    const auto at =
        std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.range.first > range.first; });
    entries_.insert(at, {range, owner, serial_, 0, flags});
  }
  void release(std::uint64_t owner) {
    if (!entries_.empty() && next(3) != 0) {
      const RangeEntry chosen = entries_[next(entries_.size())];
      ASSERT_TRUE(list_.release(chosen.range, chosen.owner));
      entries_.erase(std::find_if(entries_.begin(), entries_.end(), [&](const RangeEntry& e) {
        return e.range == chosen.range && e.owner == chosen.owner;
      }));
      return;
    }
    const auto kept = std::erase_if(entries_, [&](const RangeEntry& e) { return e.owner == owner; });
    ASSERT_EQ(list_.release_owner(owner).value(), kept);
  }
  bool taken(std::uint64_t number, const Availability& availability) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const RangeEntry& e) {
      const bool passes = (availability.shared_is_free && (e.flags & range_flag::shared) != 0) ||
                          (availability.nobodys_is_free && e.owner == kNobody);
      return e.range.contains({number, number}) && !passes;
    });
  }
  void queries(AddressRange range) {
    std::vector<RangeEntry> expected, found;
    for (const RangeEntry& entry : entries_)
      if (entry.range.overlaps(range)) expected.push_back(entry);
    list_.for_each_overlap(range, [&](const RangeEntry& entry) {
      found.push_back(entry);
      return true;
    });
    ASSERT_EQ(found, expected);
  }
  void find(AddressRange window) {
    window.last = std::min<std::uint64_t>(255, window.last + next(120));
    RoomRequest request{.last_offset = next(24), .alignment = next(17) + 1, .window = window};
    request.direction = next(2) == 0 ? Direction::top_down : Direction::bottom_up;
    request.availability = {.shared_is_free = next(3) == 0, .nobodys_is_free = next(3) == 0};
    std::optional<std::uint64_t> expected;
    for (std::uint64_t first = window.first; first + request.last_offset <= window.last; ++first) {
      bool fits = first % request.alignment == 0;
      for (std::uint64_t n = first; fits && n <= first + request.last_offset; ++n)
        fits = !taken(n, request.availability);
      if (!fits) continue;
      if (!expected || request.direction == Direction::top_down) expected = first;
    }
    const auto found = list_.find_room(request);
    ASSERT_EQ(found.has_value(), expected.has_value());
    if (found) {
      ASSERT_EQ(*found, *expected);
    }
  }

  RangeList list_;
  std::vector<RangeEntry> entries_;
  std::uint64_t random_ = 0;
  std::uint64_t serial_ = 0;
};

TEST(RangeList, AnswersAsAByteMapWouldAfterAnySteps) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) AgainstAByteMap().run(seed, 3000);
}

TEST(RangeList, AFailedAllocationChangesNothingAndEverythingIsGivenBack) {
  for (std::size_t n = 0;; ++n) {
    FailingMemory memory(n);
    bool finished = false;
    {
      RangeList list(memory.source());
      const auto all_steps = [&]() -> Result<void> {
        for (std::uint64_t i = 0; i < 12; ++i) {
          const RangeList before = list;
          const auto claimed = list.claim({{i * 10, i * 10 + 5}, i}, OnOverlap::refuse);
          if (!claimed) {
            EXPECT_EQ(contents(list), contents(before));
            return claimed;
          }
        }
        RESMAP_TRY(list.clone());
        RESMAP_TRY(list.inverted());
        RangeList other = list;
        return other.release({0, 5}, 0);
      };
      const auto result = all_steps();
      finished = result.has_value();
      if (!finished) {
        EXPECT_EQ(result.error().code, ErrorCode::out_of_memory);
      }
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
    if (finished) break;
  }
}

}  // namespace
}  // namespace resmap::ranges
