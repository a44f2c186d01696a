// SPDX-License-Identifier: MIT
#include "resmap/base/address_range.h"

#include <gtest/gtest.h>

namespace resmap {
namespace {

TEST(AddressRange, EndsAreInclusiveSoTheLastByteOfTheSpaceCanBeOwned) {
  const auto top = AddressRange::starting_at(0xFFFF'FFFF'FFFF'F000, 0x1000);
  ASSERT_TRUE(top);
  EXPECT_EQ(top->last, 0xFFFF'FFFF'FFFF'FFFF);
}

TEST(AddressRange, LengthZeroAndWrapAroundAreNoRange) {
  EXPECT_FALSE(AddressRange::starting_at(0x3F8, 0));
  EXPECT_FALSE(AddressRange::starting_at(0xFFFF'FFFF'FFFF'F000, 0x1001));
}

TEST(AddressRange, TheIntersectionIsWhatBothOwnAndNothingWhenTheyOnlyTouch) {
  const AddressRange uart{0x3F8, 0x3FF}, floppy{0x3F0, 0x3F7}, board{0x3F4, 0x3FB};
  EXPECT_EQ(board.intersection(uart), (AddressRange{0x3F8, 0x3FB}));
  EXPECT_EQ(board.intersection(floppy), (AddressRange{0x3F4, 0x3F7}));
  EXPECT_FALSE(uart.intersection(floppy));
}

TEST(AddressRange, ATranslationMovesWithinTheSpaceAndNeverWraps) {
  const AddressRange bus{0x1000, 0x1FFF};
  EXPECT_EQ(bus.translated(0, 0xF000'0000), (AddressRange{0xF000'1000, 0xF000'1FFF}));
  EXPECT_EQ(bus.translated(0x1000, 0), (AddressRange{0, 0xFFF}));
  EXPECT_FALSE(bus.translated(0x1001, 0)) << "the first number would come to stand below 0";
  EXPECT_EQ(bus.translated(0x1FFF, ~0ULL), (AddressRange{~0ULL - 0xFFF, ~0ULL}));
  EXPECT_FALSE(bus.translated(0x1FFE, ~0ULL)) << "the last one behind the end of the space";
}

}  // namespace
}  // namespace resmap
