// SPDX-License-Identifier: MIT
#include "resmap/base/memory_source.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <limits>

#include "tests/support/failing_memory.h"

namespace resmap {
namespace {

TEST(MemorySource, EveryBlockOfTheHeapStandsAtItsAlignmentAndIsWritable) {
  const MemorySource heap = default_memory();
  for (std::size_t alignment = 1; alignment <= 4096; alignment *= 2) {
    for (const std::size_t size : {1UZ, 7UZ, 64UZ, 5000UZ}) {
      void* const block = heap.allocate(heap.context, size, alignment);
      ASSERT_NE(block, nullptr);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % alignment, 0U) << size << " at " << alignment;
      std::memset(block, 0xA5, size);
      heap.release(heap.context, block, size, alignment);
    }
  }
}

TEST(MemorySource, BlocksThatAreOutTogetherDoNotOverlap) {
  const MemorySource heap = default_memory();
  auto* const a = static_cast<std::uint8_t*>(heap.allocate(heap.context, 32, 8));
  auto* const b = static_cast<std::uint8_t*>(heap.allocate(heap.context, 32, 8));
  ASSERT_TRUE(a != nullptr && b != nullptr);
  std::memset(a, 1, 32);
  std::memset(b, 2, 32);
  EXPECT_EQ(a[31], 1);
  EXPECT_EQ(b[0], 2);
  heap.release(heap.context, a, 32, 8);
  heap.release(heap.context, b, 32, 8);
}

// AddressSanitizer ends the program where the heap would answer null.
#if !defined(__SANITIZE_ADDRESS__)
TEST(MemorySource, MoreThanThereIsAnswersNullAndThrowsNothing) {
  const MemorySource heap = default_memory();
  volatile std::size_t far_too_much = std::numeric_limits<std::size_t>::max() / 4;
  EXPECT_EQ(heap.allocate(heap.context, far_too_much, 16), nullptr);
}
#endif

TEST(FailingMemory, FailsAtTheCallThatWasChosenAndCountsWhatIsOut) {
  testing_support::FailingMemory memory(1);
  const MemorySource source = memory.source();
  void* const first = source.allocate(source.context, 24, 8);
  ASSERT_NE(first, nullptr);
  EXPECT_FALSE(memory.failed());
  EXPECT_EQ(source.allocate(source.context, 24, 8), nullptr);
  EXPECT_TRUE(memory.failed());
  EXPECT_EQ(memory.bytes_out(), 24U);
  source.release(source.context, first, 24, 8);
  EXPECT_EQ(memory.bytes_out(), 0U);
  EXPECT_EQ(memory.calls(), 2U);
}

}  // namespace
}  // namespace resmap
