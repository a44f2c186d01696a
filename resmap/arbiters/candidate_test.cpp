// SPDX-License-Identifier: MIT
#include "resmap/arbiters/candidate.h"

#include "resmap/arbiters/arbiter_test_support.h"

namespace resmap::arbiters {
namespace {

TEST(Candidate, TheMinimumIsRoundedUpAndBothEndsCount) {
  EXPECT_EQ(candidate_for({1, 0xF}, 8, 8).bounds, (AddressRange{8, 0xF}));
  EXPECT_TRUE(candidate_for({0, 0xF}, 0x10, 1).fixed()) << "rule 6";
  EXPECT_TRUE(candidate_for({0x3BC, 0x3BE}, 3, 4).fixed()) << "an alignment above the length is legal (rule 7)";
  EXPECT_EQ(candidate_for({0, 0xF}, 1, 0).alignment, 1U) << "alignment 0 is 1";
  EXPECT_TRUE(candidate_for({0, ~0ULL}, ~0ULL, 1).usable);
}

TEST(Candidate, WhatDoesNotFitItsOwnBoundsIsUnusable) {
  EXPECT_FALSE(candidate_for({1, 0xE}, 8, 8).usable);
  EXPECT_FALSE(candidate_for({5, 4}, 1, 1).usable);
  EXPECT_FALSE(candidate_for({~0ULL, ~0ULL}, 1, 16).usable) << "rounded past the end of the space";
}

TEST(Candidate, ALengthOfZeroAsksForNothing) {
  const Candidate nothing = candidate_for({0, 0xFFFFFFFF}, 0, 0x100000);
  EXPECT_TRUE(nothing.usable && nothing.null_request);
  EXPECT_EQ(nothing.places(), 0U);
}

TEST(Candidate, CountsItsPlacesUpToTwoToThe31) {
  EXPECT_EQ(candidate_for({0, 0x2F}, 0x20, 0x10).places(), 2U);
  EXPECT_EQ(candidate_for({0x3F8, 0x3FF}, 8, 1).places(), 1U);
  EXPECT_EQ(candidate_for({0, ~0ULL}, 1, 1).places(), 0x7FFFFFFFU);
  EXPECT_EQ(candidate_for({5, 4}, 1, 1).places(), 0U);
}

TEST(Candidate, ClippingKeepsTheAlignmentAndMayLeaveNothing) {
  Candidate wide = candidate_for({0, 0xFFFFFFFF}, 0x1000, 0x1000);
  wide.clip({0x800, 0xFFFFFF});
  EXPECT_EQ(wide.bounds, (AddressRange{0x1000, 0xFFFFFF}));
  wide.clip({0x1000, 0x1FFF});
  EXPECT_TRUE(wide.usable && wide.fixed());
  wide.clip({0x1001, 0x1FFF});
  EXPECT_FALSE(wide.usable);
}

TEST(Candidate, ReadsEachTypeFromItsOwnArm) {
  const auto candidate = [](std::string_view word) {
    test::Asked asked(1, {word});
    return unpack(asked[0].alternatives[0], asked[0], 0);
  };
  EXPECT_EQ(candidate("port:8@8/0x100-0x3ff").bounds, (AddressRange{0x100, 0x3FF}));
  EXPECT_EQ(candidate("mem:64G,64-bit").last_offset, 0xFFFFFFFFFU);
  EXPECT_EQ(candidate("irq:3-15").bounds, (AddressRange{3, 15}));
  EXPECT_EQ(candidate("irq:3-15").last_offset, 0U);
  EXPECT_EQ(candidate("dma:0-7").bounds, (AddressRange{0, 7}));
  EXPECT_EQ(candidate("bus:16/0-255").last_offset, 15U);
  EXPECT_TRUE(candidate("irq:5,shared").is_shared());
  EXPECT_EQ(candidate("irq:5,driver-exclusive").attributes, range_attribute::driver_exclusive);
  EXPECT_EQ(candidate("irq:5,undetermined").attributes, 0U) << "arbitrated as exclusive";
}

}  // namespace
}  // namespace resmap::arbiters
