// SPDX-License-Identifier: MIT
#include "resmap/hive/shared_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <utility>

namespace resmap::hive {
namespace {

TEST(SharedMemory, ItIsZeroAtFirstAndKeepsItsFrontWhenShrunk) {
  auto memory = SharedMemory::of(std::size_t{1} << 30);
  ASSERT_TRUE(memory) << "address space only: pages cost memory when they are written";
  memory->bytes()[5000] = 7;
  EXPECT_EQ(memory->bytes()[0], 0);
  memory->shrink_to(5001);
  EXPECT_EQ(memory->bytes().size(), 8192U);
  EXPECT_EQ(memory->bytes()[5000], 7);
  memory->shrink_to(100000);
  EXPECT_EQ(memory->bytes().size(), 8192U);
  const SharedMemory moved = std::move(*memory);
  EXPECT_EQ(moved.bytes()[5000], 7);
  EXPECT_TRUE(memory->bytes().empty());
}

TEST(SharedMemory, ASizeThatNoAddressSpaceHoldsIsAnError) {
  EXPECT_EQ(SharedMemory::of(std::size_t{1} << 62).error().code, ErrorCode::out_of_memory);
}

TEST(MemoryFile, WhatIsWrittenIsReadThroughItsDescriptor) {
  const auto file = MemoryFile::of(6);
  ASSERT_TRUE(file);
  file->bytes()[5] = 'x';
  char text[8] = {};
  EXPECT_EQ(pread(file->fd(), text, sizeof text, 0), 6);
  EXPECT_EQ(text[5], 'x');
}

}  // namespace
}  // namespace resmap::hive
