// SPDX-License-Identifier: MIT
#include "resmap/arbiters/memory_arbiter.h"

#include "resmap/arbiters/arbiter_test_support.h"

namespace resmap::arbiters {
namespace {

using test::place;

TEST(MemoryArbiter, TheFirstPageBelongsToNobody) {
  MemoryArbiter memory;
  ASSERT_TRUE(memory.block_first_page());
  EXPECT_EQ(place(memory, 1, {"mem:4K@4K/0-0x1fff"}), "1000");
  EXPECT_EQ(place(memory, 2, {"mem:0-0xfff"}), "conflict 2111 at 0");
}

TEST(MemoryArbiter, TwentyFourBitMemoryLiesBelow16MiB) {
  MemoryArbiter memory;
  EXPECT_EQ(place(memory, 1, {"mem:64K/0-0xffffffff,24-bit"}), "ff0000");
  EXPECT_EQ(place(memory, 2, {"mem:0xe00000+4M,24-bit"}), "malformed 2102 at 0");
}

TEST(MemoryArbiter, LengthsBeyond32BitsFindTheirPlace) {
  MemoryArbiter memory;
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {0x80000000, 0xFEBFFFFF}}));
  ASSERT_TRUE(pool.add({.range = {0x1000000000, 0x1FFFFFFFFF}}));
  ASSERT_TRUE(memory.set_pool(std::move(pool)));
  EXPECT_EQ(place(memory, 1, {"mem:4G,64-bit"}), "1f00000000") << "rule 39a";
  EXPECT_EQ(place(memory, 2, {"mem:16G,64-bit"}), "1800000000");
  EXPECT_EQ(place(memory, 3, {"mem:64G,64-bit"}), "conflict 2111 at 0");
}

TEST(MemoryArbiter, NothingIsGivenOfInaccessibleMemoryAndConfigurationSpace) {
  MemoryArbiter memory;
  ASSERT_TRUE(memory.block_inaccessible({0x2000000000, ~0ULL}));
  ASSERT_TRUE(memory.block_ecam({0xE0000000, 0xEFFFFFFF}));
  EXPECT_EQ(place(memory, 1, {"mem:256M,64-bit"}), "1ff0000000") << "rule 28";
  EXPECT_EQ(place(memory, 2, {"mem:256M@256M/0xe0000000-0xefffffff"}), "conflict 2113 at 0");
  EXPECT_EQ(place(memory, 3, {"mem:256M@256M/0xd0000000-0xefffffff"}), "d0000000");
}

TEST(MemoryArbiter, PrefetchableMemoryPrefersItsWindowAndTheRestNeverEntersIt) {
  using PrefetchPlacement = ArbiterPolicy::PrefetchPlacement;
  for (const auto policy : {PrefetchPlacement::prefetch_window_first, PrefetchPlacement::highest_address}) {
    MemoryArbiter memory({.type = lists::ResourceType::memory, .policy = {.prefetch_placement = policy}});
    Pool pool;
    ASSERT_TRUE(pool.add({.range = {0xE0000000, 0xE00FFFFF}, .kinds = window_kind::prefetch}));
    ASSERT_TRUE(pool.add({.range = {0xF0000000, 0xF00FFFFF}, .kinds = window_kind::plain}));
    ASSERT_TRUE(memory.set_pool(std::move(pool)));
    const bool own_window = policy == PrefetchPlacement::prefetch_window_first;
    EXPECT_EQ(place(memory, 1, {"mem:512K,pref"}), own_window ? "e0080000" : "f0080000");
    EXPECT_EQ(place(memory, 2, {"mem:1M,pref"}), own_window ? "f0000000" : "e0000000") << "falls back";
    EXPECT_EQ(place(memory, 3, {"mem:1M"}), own_window ? "conflict 2111 at 0" : "conflict 2111 at 0") << "rule 65";
    ASSERT_TRUE(memory.release(1));
    ASSERT_TRUE(memory.release(2));
    EXPECT_EQ(place(memory, 3, {"mem:2M"}), "conflict 2110 at 0");
    EXPECT_EQ(place(memory, 3, {"mem:1M"}), "f0000000");
  }
}

TEST(MemoryArbiter, SteppingBackReachesTheSecondKindOfWindow) {
  MemoryArbiter memory;
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {0x0, 0xFFF}, .kinds = window_kind::prefetch}));
  ASSERT_TRUE(pool.add({.range = {0x8000, 0x8FFF}, .kinds = window_kind::plain}));
  ASSERT_TRUE(memory.set_pool(std::move(pool)));
  EXPECT_EQ(place(memory, 1, {"mem:4K/0-0xffff,pref", "mem:4K/0-0x1fff,pref"}), "8000 0");
}

}  // namespace
}  // namespace resmap::arbiters
