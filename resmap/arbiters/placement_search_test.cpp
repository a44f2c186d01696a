// SPDX-License-Identifier: MIT
#include "resmap/arbiters/placement_search.h"

#include <algorithm>

#include "resmap/arbiters/arbiter_test_support.h"
#include "resmap/arbiters/interrupt_arbiter.h"
#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/number_arbiters.h"
#include "resmap/arbiters/pci_windows.h"
#include "resmap/arbiters/port_arbiter.h"

namespace resmap::arbiters {
namespace {

using test::Asked;
using test::place;

Pool pool_of(AddressRange range) {
  Pool pool;
  EXPECT_TRUE(pool.add({.range = range}));
  return pool;
}

TEST(PlacementSearch, PreferredGoesBeforeTheRestWhereverItLies) {
  PortArbiter ports;
  WindowOrder order;
  ASSERT_TRUE(order.add({0x200, 0x2FF}));
  ASSERT_TRUE(order.add({0x300, 0x3FF}));
  ASSERT_TRUE(order.reserve({0x3F8, 0x3FF}));
  ASSERT_TRUE(ports.set_order(std::move(order)));
  EXPECT_EQ(place(ports, 1, {"port:0x3f8+8,preferred|0x3e8+8|0x2e8+8"}), "3f8");
  EXPECT_EQ(place(ports, 1, {"port:0x2e8+8,preferred|0x3e8+8,preferred"}), "2e8") << "list order among preferred ones";
}

TEST(PlacementSearch, TheOpenLibrarysOrderIsOneSwitchAway) {
  PortArbiter ports(
      {.type = lists::ResourceType::port, .policy = {.alternative_order = ArbiterPolicy::AlternativeOrder::by_window}});
  WindowOrder order;
  ASSERT_TRUE(order.add({0x200, 0x2FF}));
  ASSERT_TRUE(order.add({0x300, 0x3FF}));
  ASSERT_TRUE(order.reserve({0x3F8, 0x3FF}));
  ASSERT_TRUE(ports.set_order(std::move(order)));
  EXPECT_EQ(place(ports, 1, {"port:0x3f8+8,preferred|0x3e8+8|0x2e8+8"}), "2e8") << "preferred, but reserved";
  EXPECT_EQ(place(ports, 1, {"port:0x2e8+8,preferred|0x3e8+8,preferred"}), "3e8") << "the last window wins";
}

TEST(PlacementSearch, AnUnusableAlternativeDoesNotSpoilItsSiblings) {
  PortArbiter ports;
  EXPECT_EQ(place(ports, 1, {"port:16/0-7|8@8/0x100-0x107"}), "100") << "rule 8";
}

TEST(PlacementSearch, WhatItsDeviceHoldsSharedAndExclusivelyIsExclusive) {
  InterruptArbiter lines;
  ASSERT_EQ(place(lines, 1, {"irq:7,shared", "irq:7"}), "7 7") << "rule 38";
  EXPECT_EQ(place(lines, 2, {"irq:7,shared"}), "conflict 2111 at 0") << "rule 11";
  InterruptArbiter stepped;
  EXPECT_EQ(place(stepped, 1, {"irq:7,shared", "irq:7", "irq:7-8,shared|6,shared"}), "7 7 8");
  ASSERT_TRUE(stepped.release(1));
  EXPECT_TRUE(stepped.committed().empty());
}

TEST(PlacementSearch, LengthZeroRanksByTheWindowThatItWouldLieIn) {
  MemoryArbiter memory;
  WindowOrder order;
  ASSERT_TRUE(order.add({0x4000, 0x4FFF}));
  ASSERT_TRUE(order.add({0x1000, 0x1FFF}));
  ASSERT_TRUE(memory.set_order(std::move(order)));
  EXPECT_EQ(place(memory, 1, {"mem:0/0x1000-0x1fff|0x1000@0x1000/0x1000-0x4fff"}), "4000") << "2.6";
  EXPECT_EQ(place(memory, 2, {"mem:0/0x9000-0x9fff"}), "-") << "no window needs to reach it";
}

TEST(PlacementSearch, DriversShareWhereOnePlaceIsPossibleAndNowhereElse) {
  Acquaintances friends{.ask = [](void*, DeviceId one, DeviceId other) {
    return Acquaintance{.same_driver = one <= 2 && other <= 2, .both_root_enumerated = one >= 8 && other >= 8};
  }};
  PortArbiter ports({.type = lists::ResourceType::port, .acquaintances = friends});
  ASSERT_EQ(place(ports, 1, {"port:0x300+8,driver-exclusive"}), "300");
  EXPECT_EQ(place(ports, 2, {"port:0x300+8,driver-exclusive"}), "300");
  EXPECT_EQ(place(ports, 3, {"port:0x300+8,driver-exclusive"}), "conflict 2111 at 0") << "rule 12";
  EXPECT_EQ(place(ports, 2, {"port:8@8/0x300-0x30f,driver-exclusive"}), "308") << "it can go elsewhere";
  ASSERT_EQ(place(ports, 8, {"port:0x400+8,driver-exclusive"}), "400");
  EXPECT_EQ(place(ports, 9, {"port:0x404+8,driver-exclusive"}), "404") << "both root-enumerated";
}

TEST(PlacementSearch, ADeviceMayStandOnItsOwnRangeWhereOnePlaceIsPossible) {
  MemoryArbiter memory;
  EXPECT_EQ(place(memory, 1, {"mem:0xf0000000+64K", "mem:0xf0008000+4K"}), "f0000000 f0008000") << "rule 38";
  EXPECT_EQ(place(memory, 1, {"mem:0xf0000000+64K", "mem:0xf0000000+64K"}), "f0000000 f0000000");
  EXPECT_EQ(memory.committed().size(), 1U) << "the same range of the same device stands there once";
}

TEST(PlacementSearch, TakesLargerFirstInsideADeviceAndDeviceAfterDevice) {
  MemoryArbiter memory(pci_bus_setup({.type = lists::ResourceType::memory}));
  ASSERT_TRUE(memory.set_pool(pool_of({0xF0000000, 0xF00FFFFF})));
  Asked asked(1, {"mem:4K", "mem:64K"});
  asked.add(2, "mem:256K");
  EXPECT_EQ(place(memory, asked), "f00ef000 f00f0000 f0080000") << "rule 33: not one batch sorted by size";
}

TEST(PlacementSearch, StepsAreCountedAndTheirEndIsNoRefusal) {
  MemoryArbiter memory;
  ASSERT_TRUE(memory.set_pool(pool_of({0, 0x4FFF})));
  Asked six(1, {"6xmem:4K@4K/0-0x4fff"});
  Array<lists::IoDescriptor> all;
  ASSERT_TRUE(lists::parse_requirement("6xmem:4K@4K/0-0x4fff", all));
  std::vector<ArbiterEntry> entries;
  for (std::size_t i = 0; i < all.size(); ++i) {
    ArbiterEntry entry;
    entry.alternatives = RequirementGroupView(std::span<const lists::IoDescriptor>(&all[i], 1));
    entry.device = 1;
    entries.push_back(entry);
  }
  StepBudget few{.left = 100};
  const auto undecided = memory.test_allocation(entries, few);
  ASSERT_FALSE(undecided);
  EXPECT_EQ(undecided.error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(few.used, 100U);
  EXPECT_FALSE(memory.in_transaction());
  StepBudget many;
  EXPECT_EQ(memory.test_allocation(entries, many).error().rule, rule::no_room_together);
  EXPECT_GT(many.used, 1000U) << "six equal blocks in room for five: the proof is long, as 2.7 says";
}

TEST(PlacementSearch, AnEntryWithoutRoomEvenAloneEndsTheSearchAtOnce) {
  MemoryArbiter memory;
  ASSERT_TRUE(memory.set_pool(pool_of({0, 0xFFFFF})));
  ASSERT_EQ(place(memory, 9, {"mem:0x80000+4K"}), "80000");
  Asked asked(1, {"mem:4K@4K/0-0xfffff", "mem:4K@4K/0-0xfffff", "mem:1M@4K/0-0xfffff"});
  StepBudget budget;
  const auto refused = memory.test_allocation(asked.entries, budget);
  EXPECT_EQ(refused.error().rule, rule::no_room_alone);
  EXPECT_EQ(refused.error().index, 2U);
  EXPECT_LE(budget.used, 4U);
}

TEST(PlacementSearch, StepsBackPastWhatIsInNobodysWay) {
  MemoryArbiter memory;
  ASSERT_TRUE(memory.set_pool(pool_of({0, 0x1F})));
  EXPECT_EQ(place(memory, 1, {"mem:0@16/0-0x1f", "mem:16@16/0-0x1f", "mem:16@16/0-0x1f", "mem:16@16/0-0x1f"}),
            "conflict 2112 at 3");
  EXPECT_EQ(place(memory, 1, {"mem:0@16/0-0x1f", "mem:16@16/0-0x1f", "mem:16@16/0-0x1f"}), "- 10 0");
}

TEST(PlacementSearch, APlaceThatWasKeptIsGivenUpWhenTheRestNeedsIt) {
  InterruptArbiter lines;
  ASSERT_EQ(place(lines, 9, {"irq:6"}), "6");
  ASSERT_EQ(place(lines, 1, {"irq:5"}), "5");
  EXPECT_EQ(place(lines, 1, {"irq:4-5", "irq:5-6"}), "4 5");
}

TEST(PlacementSearch, BottomUpStepsUpwards) {
  for (const auto retry : {ArbiterPolicy::Retry::lower_start, ArbiterPolicy::Retry::below}) {
    BusNumberArbiter buses(
        {.type = lists::ResourceType::bus_number,
         .policy = {.retry = retry, .bus_number_direction = ArbiterPolicy::BusNumberDirection::bottom_up}});
    ASSERT_TRUE(buses.set_pool(pool_of({1, 4})));
    const bool complete = retry == ArbiterPolicy::Retry::lower_start;
    EXPECT_EQ(place(buses, 1, {"bus:2/1-3", "bus:1/1-2"}), complete ? "2 1" : "conflict 2112 at 1");
  }
}

TEST(PlacementSearch, TheSecondKindOfWindowIsReachedFromTheEdgeOfTheSpace) {
  MemoryArbiter memory;
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {0, 0}, .kinds = window_kind::prefetch}));
  ASSERT_TRUE(pool.add({.range = {4, 4}, .kinds = window_kind::plain}));
  ASSERT_TRUE(memory.set_pool(std::move(pool)));
  EXPECT_EQ(place(memory, 1, {"mem:1@1/0-7,pref", "mem:1@1/0-7,pref"}), "0 4");
  EXPECT_EQ(place(memory, 1, {"mem:1@1/0-7,pref", "mem:1@1/0-3,pref|1@1/0-3,pref"}), "4 0");
}

TEST(PlacementSearch, APlainArbiterNeedsNoTypeOfItsOwn) {
  Arbiter channels({.type = lists::ResourceType::dma});
  EXPECT_EQ(place(channels, 1, {"dma:0-3"}), "3");
}

// Complete: against every combination, for lists of up to three entries in 12 numbers.
class AgainstEveryCombination {
 public:
  explicit AgainstEveryCombination(std::uint64_t seed) : random_(seed) {}
  void run() {
    MemoryArbiter memory;
    ASSERT_TRUE(memory.set_pool(pool_of({0, 11})));
    for (std::uint64_t i = 0, taken = next(4); i < taken; ++i) {
      const std::uint64_t at = next(12);
      ASSERT_TRUE(memory.block({at, at}));
      free_[at] = false;
    }
    Asked asked;
    std::vector<std::array<std::uint64_t, 4>> wanted;  // first, last, length, alignment
    for (std::uint64_t i = 0, count = 1 + next(3); i < count; ++i) {
      const std::uint64_t first = next(8), last = first + next(12 - first), length = 1 + next(last - first + 1),
                          alignment = 1 + next(4);
      asked.add(i + 1, "mem:" + std::to_string(length) + "@" + std::to_string(alignment) + "/" + std::to_string(first) +
                           "-" + std::to_string(last));
      wanted.push_back({first, last, length, alignment});
    }
    StepBudget budget{.left = 1'000'000};
    const auto found = memory.test_allocation(asked.entries, budget);
    ASSERT_EQ(found.has_value(), exists(wanted, 0));
    if (!found) return;
    std::array<bool, 12> used = free_;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const AddressRange at = *asked[i].assigned;
      EXPECT_TRUE(at.first % wanted[i][3] == 0 && at.first >= wanted[i][0] && at.last <= wanted[i][1]);
      EXPECT_EQ(at.last_offset() + 1, wanted[i][2]);
      for (std::uint64_t n = at.first; n <= at.last; ++n) {
        EXPECT_TRUE(used[n]);
        used[n] = false;
      }
    }
  }

 private:
  std::uint64_t next(std::uint64_t below) {
    random_ = random_ * 6364136223846793005U + 1442695040888963407U;
    return (random_ >> 33) % below;
  }
  bool exists(const std::vector<std::array<std::uint64_t, 4>>& wanted, std::size_t i) {
    if (i == wanted.size()) return true;
    const auto [first, last, length, alignment] = wanted[i];
    for (std::uint64_t start = first; start + length - 1 <= last; ++start) {
      if (start % alignment != 0) continue;
      const auto before = free_;
      bool fits = true;
      for (std::uint64_t n = start; n < start + length; ++n) fits = std::exchange(free_[n], false) && fits;
      const bool whole = fits && exists(wanted, i + 1);
      free_ = before;
      if (whole) return true;
    }
    return false;
  }
  std::uint64_t random_;
  std::array<bool, 12> free_{true, true, true, true, true, true, true, true, true, true, true, true};
};

TEST(PlacementSearch, FindsAnAnswerExactlyWhereThereIsOne) {
  for (std::uint64_t seed = 1; seed <= 5000; ++seed) {
    AgainstEveryCombination(seed).run();
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace resmap::arbiters
