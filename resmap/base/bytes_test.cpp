// SPDX-License-Identifier: MIT
#include "resmap/base/bytes.h"

#include <gtest/gtest.h>

#include <array>

namespace resmap {
namespace {

constexpr std::array<std::uint8_t, 9> kBytes{0xEF, 0xCD, 0xAB, 0x89, 0x67, 0x45, 0x23, 0x01, 0xFF};

static_assert(load_le<std::uint16_t>(Bytes(kBytes), 0) == 0xCDEF);
static_assert(load_le<std::uint64_t>(Bytes(kBytes), 0) == 0x0123'4567'89AB'CDEF);

TEST(Bytes, ALoadTakesAnyAddressAndAStoreGivesTheSameBytesBack) {
  EXPECT_EQ(load_le<std::uint32_t>(Bytes(kBytes), 1), 0x6789ABCDU);
  std::array<std::uint8_t, 9> copy{};
  copy[8] = 0xFF;
  store_le<std::uint64_t>(copy.data(), 0x0123'4567'89AB'CDEF);
  EXPECT_EQ(copy, kBytes);
}

TEST(Bytes, RoomIsCheckedWithoutASumThatCouldWrap) {
  EXPECT_TRUE(has_room(kBytes, 1, 8));
  EXPECT_TRUE(has_room(kBytes, 9, 0));
  EXPECT_FALSE(has_room(kBytes, 2, 8));
  EXPECT_FALSE(has_room(kBytes, UINT64_MAX, 2));
  EXPECT_FALSE(has_room(kBytes, 2, UINT64_MAX));
}

}  // namespace
}  // namespace resmap
