// SPDX-License-Identifier: MIT
#include "resmap/arbiters/pool.h"

#include <gtest/gtest.h>

#include <vector>

namespace resmap::arbiters {
namespace {

std::vector<AddressRange> parts(const Pool& pool, AddressRange within, std::uint8_t kinds = window_kind::any,
                                bool bottom_up = false) {
  std::vector<AddressRange> all;
  pool.for_each_part(within, within, kinds, bottom_up, [&](AddressRange part) {
    all.push_back(part);
    return false;
  });
  return all;
}

TEST(Pool, ShowsItsPartsFromTheTopOrFromTheBottom) {
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {100, 199}}));
  ASSERT_TRUE(pool.add({.range = {300, 399}}));
  EXPECT_EQ(parts(pool, {0, 1000}), (std::vector<AddressRange>{{300, 399}, {100, 199}}));
  EXPECT_EQ(parts(pool, {150, 349}, window_kind::any, true), (std::vector<AddressRange>{{150, 199}, {300, 349}}));
  EXPECT_EQ(parts(pool, {200, 299}), (std::vector<AddressRange>{}));
  EXPECT_EQ(pool.add({.range = {2, 1}}).error().code, ErrorCode::invalid_argument);
}

TEST(Pool, JoinsWindowsThatTouchOrOverlap) {
  Pool pool;
  for (const AddressRange range : {AddressRange{300, 399}, {100, 199}, {200, 250}, {240, 299}, {500, 600}})
    ASSERT_TRUE(pool.add({.range = range}));
  EXPECT_EQ(parts(pool, {0, 1000}), (std::vector<AddressRange>{{500, 600}, {100, 399}}));
  EXPECT_EQ(parts(pool, {0, 1000}, window_kind::any, true), (std::vector<AddressRange>{{100, 399}, {500, 600}}));
  EXPECT_TRUE(pool.holds({100, 399}, {0, 1000}, window_kind::any));
  EXPECT_FALSE(pool.holds({100, 400}, {0, 1000}, window_kind::any));
}

TEST(Pool, ShowsWindowsOfTheKindThatWasAskedFor) {
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {100, 199}, .kinds = window_kind::plain}));
  ASSERT_TRUE(pool.add({.range = {200, 299}, .kinds = window_kind::prefetch}));
  EXPECT_EQ(parts(pool, {0, 1000}, window_kind::prefetch), (std::vector<AddressRange>{{200, 299}}));
  EXPECT_EQ(parts(pool, {0, 1000}, window_kind::prefetch | window_kind::plain),
            (std::vector<AddressRange>{{100, 299}}));
}

TEST(Pool, ALegacyWindowServesOnlyWhatLiesWithinIt) {
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {0xA0000, 0xBFFFF}, .legacy = true}));
  EXPECT_TRUE(pool.holds({0xA0000, 0xA0FFF}, {0xA0000, 0xBFFFF}, window_kind::plain));
  EXPECT_FALSE(pool.holds({0xA0000, 0xA0FFF}, {0, 0xFFFFFFFF}, window_kind::plain));
}

TEST(Pool, EverythingReachesBothEndsOfTheSpace) {
  Pool pool = Pool::of_everything();
  ASSERT_TRUE(pool.add({.range = {1, 2}}));
  EXPECT_EQ(parts(pool, {0, ~0ULL}), (std::vector<AddressRange>{{0, ~0ULL}}));
  EXPECT_EQ(parts(pool, {0, ~0ULL}, window_kind::any, true), (std::vector<AddressRange>{{0, ~0ULL}}));
  EXPECT_TRUE(pool.clone()->holds({0, ~0ULL}, {0, ~0ULL}, window_kind::messages));
  EXPECT_EQ(parts(Pool(), {0, ~0ULL}), (std::vector<AddressRange>{})) << "a closed bridge";
}

// Against a byte map of 64 numbers, every window of it, both ways.
TEST(Pool, PartsAreExactlyTheRunsThatTheWindowsCover) {
  std::uint64_t random = 1;
  const auto next = [&](std::uint64_t below) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    return (random >> 33) % below;
  };
  for (int round = 0; round < 200; ++round) {
    Pool pool;
    std::vector<bool> covered(65, false);
    for (std::uint64_t i = 0, count = next(6); i < count; ++i) {
      const std::uint64_t first = next(64), last = first + next(64 - first);
      ASSERT_TRUE(pool.add({.range = {first, last}}));
      for (std::uint64_t n = first; n <= last; ++n) covered[n] = true;
    }
    const std::uint64_t from = next(64), to = from + next(64 - from);
    std::vector<AddressRange> up;
    for (std::uint64_t n = from; n <= to; ++n) {
      if (!covered[n]) continue;
      if (up.empty() || up.back().last + 1 != n) up.push_back({n, n});
      up.back().last = n;
    }
    EXPECT_EQ(parts(pool, {from, to}, window_kind::any, true), up);
    EXPECT_EQ(parts(pool, {from, to}), (std::vector<AddressRange>{up.rbegin(), up.rend()}));
  }
}

}  // namespace
}  // namespace resmap::arbiters
