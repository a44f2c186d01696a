// SPDX-License-Identifier: MIT
// Every allocation of every operation fails once, in turn: nothing that can be seen changes, and all memory is given back.
#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "resmap/ranges/range_list.h"
#include "resmap/ranges/sorted_ranges_test_support.h"
#include "tests/support/failing_memory.h"

namespace resmap::ranges {
namespace {

using resmap::testing_support::FailingMemory;
using testing_support::contents;

// So many entries that the tree has three levels, and neighbours that share, stand alone, and have nobody.
void fill(RangeList& list, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t first = i * 7919 % count * 64;  // each place once, in no order
    ASSERT_TRUE(list.claim({{first, first + 20}, i % 9, i, static_cast<std::uint8_t>(i % 3)}, OnOverlap::share));
  }
}

struct Failures {
  std::size_t failed = 0;    // operations that failed for want of memory
  std::size_t survived = 0;  // those that did without what they were refused
};

// Runs `operation` on a list of `count` entries with the n-th allocation refused, for n = 0, 1, ... until none is. The list is alone or
// shares its memory with a copy, columns stand or not.
template <typename Operation>
Failures refuse_each_allocation(std::uint64_t count, Operation&& operation) {
  Failures failures;
  for (const bool is_shared : {false, true}) {
    for (const bool has_columns : {false, true}) {
      for (std::size_t n = 0;; ++n) {
        FailingMemory memory;
        bool is_over = false;
        {
          RangeList list(memory.source());
          fill(list, count);
          if (has_columns) {
            EXPECT_TRUE(list.find_room({.last_offset = 7, .alignment = 8}));
            EXPECT_FALSE(list.find_room({.last_offset = 63, .alignment = 64, .window = {0, count * 64 + 62}}));
          }
          const std::optional<RangeList> copy = is_shared ? std::optional<RangeList>(list) : std::nullopt;
          const auto before = contents(list);
          const std::uint64_t version = list.version();
          memory.fail_after(n);
          const auto result = operation(list);
          is_over = !memory.failed();
          memory.fail_after(FailingMemory::never);
          if (result.has_value()) {
            failures.survived += !is_over;
          } else {
            ++failures.failed;
            EXPECT_EQ(result.error(), Error{.code = ErrorCode::out_of_memory}) << n;
            EXPECT_EQ(contents(list), before) << n;
            EXPECT_EQ(list.version(), version) << n;
            EXPECT_TRUE(operation(list)) << "and with memory it goes on";
          }
          if (copy) {
            EXPECT_EQ(contents(*copy), before) << n;
          }
          EXPECT_EQ(list.memory_used() <= memory.bytes_out(), true);
        }
        EXPECT_EQ(memory.bytes_out(), 0U) << n;
        if (is_over || testing::Test::HasFailure()) break;
      }
    }
  }
  return failures;
}

constexpr std::uint64_t kSizes[] = {0, 1, 16, 17, 300};

TEST(RangeListMemory, AClaim) {
  std::size_t failed = 0;
  for (const std::uint64_t size : kSizes) {
    for (const std::uint64_t first : {std::uint64_t{30}, std::uint64_t{64 * 5 + 30}, ~std::uint64_t{0}})
      failed += refuse_each_allocation(size, [&](RangeList& list) {
                  return list.claim({{first, first}, 77}, OnOverlap::refuse);
                }).failed;
  }
  EXPECT_GT(failed, 40U);
}

TEST(RangeListMemory, AReleaseNeedsSomeOnlyToPartFromACopy) {
  for (const std::uint64_t size : kSizes) {
    if (size == 0) continue;
    const Failures failures = refuse_each_allocation(size, [](RangeList& list) { return list.release({0, 20}, 0); });
    const std::size_t nodes = size <= 16 ? 1 : size == 17 ? 2 : 3;
    // Nodes of the path, with and without columns; those are only missed, not needed.
    EXPECT_EQ(failures.failed, 2 * nodes) << size;
    EXPECT_EQ(failures.survived, nodes - 1) << size;
  }
}

TEST(RangeListMemory, AllOfAnOwner) {
  for (const std::uint64_t size : kSizes) {
    const Failures failures = refuse_each_allocation(size, [](RangeList& list) { return list.release_owner(3); });
    EXPECT_EQ(failures.failed != 0, size > 3) << size;
  }
}

TEST(RangeListMemory, ASearchGoesOnWithoutAny) {
  for (const std::uint64_t size : kSizes) {
    const Failures failures = refuse_each_allocation(size, [&](RangeList& list) -> Result<void> {
      for (const Direction direction : {Direction::bottom_up, Direction::top_down}) {
        const AddressRange window{0, 64 * (size + 1) - 1};
        EXPECT_EQ(
            list.find_room({.last_offset = 63, .alignment = 64, .window = window, .direction = direction}).value(),
            64 * size);
        EXPECT_FALSE(
            list.find_room({.last_offset = 44, .alignment = 1, .window = {0, 64 * size}, .direction = direction}));
      }
      return {};
    });
    EXPECT_EQ(failures.failed, 0U);
    EXPECT_EQ(failures.survived != 0, size > 16) << size;
  }
}

TEST(RangeListMemory, ACloneAnInverseAndAMerge) {
  for (const std::uint64_t size : kSizes) {
    const auto one_more = [](auto&& made) -> Result<void> {
      if (!made) return std::unexpected(made.error());
      return {};
    };
    EXPECT_EQ(refuse_each_allocation(size, [&](RangeList& list) { return one_more(list.clone()); }).failed != 0,
              size != 0);
    EXPECT_GT(refuse_each_allocation(size, [&](RangeList& list) { return one_more(list.inverted()); }).failed, 0U);
    RangeList other;
    fill(other, 40);
    EXPECT_GT(refuse_each_allocation(size, [&](RangeList& list) { return list.merge(other, OnOverlap::share); }).failed,
              0U);
  }
}

TEST(RangeListMemory, WhatOnlyReadsTakesNone) {
  FailingMemory memory;
  RangeList list(memory.source());
  fill(list, 300);
  const std::size_t calls = memory.calls();
  const RangeList copy = list;
  RangeList moved = std::move(list);
  EXPECT_EQ(contents(copy).size(), 300U);
  EXPECT_TRUE(copy.is_free({21, 63}));
  EXPECT_TRUE(copy.is_free({0, 100}, {.shared_is_free = true}));
  EXPECT_TRUE(copy.first_overlap({0, 100}));
  copy.for_each_overlap({0, 1000}, [](const RangeEntry&) { return true; });
  EXPECT_FALSE(moved.claim({{5, 5}, 1}, OnOverlap::refuse));
  EXPECT_FALSE(moved.claim({{5, 4}, 1}, OnOverlap::allow));
  EXPECT_FALSE(moved.release({1, 2}, 1));
  EXPECT_EQ(moved.release_owner(1000).value(), 0U);
  EXPECT_EQ(memory.calls(), calls);
}

}  // namespace
}  // namespace resmap::ranges
