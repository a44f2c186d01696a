// SPDX-License-Identifier: MIT
#include "resmap/base/array.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "tests/support/failing_memory.h"

namespace resmap {
namespace {

using testing_support::FailingMemory;

std::vector<int> contents(const Array<int>& array) { return {array.begin(), array.end()}; }

TEST(Array, HoldsWhatAVectorWouldHoldAfterTheSameSteps) {
  Array<int> array;
  std::vector<int> expected;
  std::uint64_t random = 42;
  for (int step = 0; step < 2000; ++step) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    const std::size_t at = expected.empty() ? 0 : (random >> 33) % expected.size();
    if ((random >> 60) < 10) {
      ASSERT_TRUE(array.insert(at, step));
      expected.insert(expected.begin() + static_cast<std::ptrdiff_t>(at), step);
    } else if (!expected.empty()) {
      array.erase(at);
      expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(at));
    }
    ASSERT_EQ(contents(array), expected);
  }
}

TEST(Array, AnElementOfItsOwnCanBeAppendedThoughTheMemoryMoves) {
  Array<int> array;
  ASSERT_TRUE(array.append(7));
  while (array.size() < array.capacity()) ASSERT_TRUE(array.append(1));
  ASSERT_TRUE(array.append(array[0]));
  EXPECT_EQ(array.back(), 7);
}

TEST(Array, AFailedAllocationChangesNothingAndEverythingIsGivenBack) {
  for (std::size_t n = 0;; ++n) {
    FailingMemory memory(n);
    {
      Array<int> array(memory.source());
      for (int i = 0; i < 100; ++i) {
        const std::vector<int> before = contents(array);
        if (!array.append(i)) {
          EXPECT_EQ(contents(array), before);
          break;
        }
      }
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
    if (!memory.failed()) break;
  }
}

TEST(Array, AMoveHandsTheMemoryOverAndLeavesNothingBehind) {
  FailingMemory memory;
  {
    Array<int> first(memory.source());
    ASSERT_TRUE(first.append_filled(3, 5));
    Array<int> second(std::move(first));
    EXPECT_EQ(contents(second), (std::vector<int>{5, 5, 5}));
    Array<int> third;
    third = std::move(second);
    EXPECT_EQ(contents(third), (std::vector<int>{5, 5, 5}));
  }
  EXPECT_EQ(memory.bytes_out(), 0U);
}

TEST(Array, ASizeThatNoMemoryHoldsIsAnErrorNotAWrap) {
  Array<std::uint64_t> array;
  EXPECT_EQ(array.reserve(SIZE_MAX / 4).error().code, ErrorCode::out_of_memory);
  EXPECT_TRUE(array.empty());
}

TEST(Array, NorIsOneThatGrowsPastWhatASizeCounts) {
  Array<std::uint64_t> array;
  ASSERT_TRUE(array.append(7));
  EXPECT_EQ(array.append_filled(SIZE_MAX / sizeof(std::uint64_t), 0).error().code, ErrorCode::out_of_memory);
  EXPECT_EQ(array.reserve(SIZE_MAX).error().code, ErrorCode::out_of_memory);
  ASSERT_EQ(array.size(), 1U);
  EXPECT_EQ(array[0], 7U);
}

TEST(Array, WhatChangesNothingChangesNothing) {
  Array<int> array;
  ASSERT_TRUE(array.append_filled(3, 5));
  ASSERT_TRUE(array.reserve(1));
  array.erase(1, 0);
  Array<int>& itself = array;
  array = std::move(itself);
  EXPECT_EQ(contents(array), (std::vector<int>{5, 5, 5}));
}

}  // namespace
}  // namespace resmap
