// SPDX-License-Identifier: MIT
#include "resmap/base/checked.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace resmap {
namespace {

using Byte = std::uint8_t;

TEST(Checked, SumAndProductOfEveryTwoBytesAreRightOrRefused) {
  for (unsigned a = 0; a < 256; ++a)
    for (unsigned b = 0; b < 256; ++b) {
      const auto sum = checked_add(Byte(a), Byte(b));
      ASSERT_EQ(sum.has_value(), a + b < 256);
      ASSERT_EQ(sum.value_or(0), a + b < 256 ? a + b : 0);
      const auto product = checked_multiply(Byte(a), Byte(b));
      ASSERT_EQ(product.has_value(), a * b < 256);
      ASSERT_EQ(product.value_or(0), a * b < 256 ? a * b : 0);
    }
}

TEST(Checked, AlignUpFindsTheLeastMultipleForEveryByteAndEveryAlignment) {
  for (unsigned value = 0; value < 256; ++value)
    for (unsigned alignment = 0; alignment < 256; ++alignment) {
      unsigned expected = value;
      while (alignment != 0 && expected % alignment != 0) ++expected;
      const auto aligned = checked_align_up(Byte(value), Byte(alignment));
      ASSERT_EQ(aligned.has_value(), alignment != 0 && expected < 256) << value << " " << alignment;
      if (aligned) {
        ASSERT_EQ(*aligned, expected);
      }
    }
}

TEST(Checked, TheLastByteOfTheSpaceIsStillANumber) {
  EXPECT_EQ(checked_add<std::uint64_t>(UINT64_MAX, 0), UINT64_MAX);
  EXPECT_FALSE(checked_add<std::uint64_t>(UINT64_MAX, 1));
  EXPECT_EQ(checked_align_up<std::uint64_t>(UINT64_MAX - 0xFFF, 0x1000), UINT64_MAX - 0xFFF);
  EXPECT_FALSE(checked_align_up<std::uint64_t>(UINT64_MAX, 2));
}

}  // namespace
}  // namespace resmap
