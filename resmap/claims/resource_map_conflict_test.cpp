// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/claims/claims_test_support.h"
#include "resmap/claims/rules.h"

namespace resmap::claims {
namespace {

TEST(ResourceMapConflict, ComesInTheOrderOfTheClaimAndThenOfTheHolders) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "late", "d", list_of({"port:0x310+8", "irq:5"}))->granted);
  ASSERT_TRUE(claim(map, "early", "d", list_of({"port:0x300+8"}))->granted);
  const auto refused = claim(map, "x", "d", list_of({"irq:5", "port:0x300+32"}));
  ASSERT_EQ(refused->conflicts.size(), 3U);
  EXPECT_EQ(refused->conflicts[0].space, Space::interrupt);
  EXPECT_EQ(refused->conflicts[1].holder.driver, "early");
  EXPECT_EQ(refused->conflicts[2].holder.driver, "late");
  EXPECT_EQ(refused->conflicts[2].common, (AddressRange{0x310, 0x317}));
  EXPECT_EQ(refused->conflicts[2].claimant.range, (AddressRange{0x300, 0x31F}));
  EXPECT_EQ(refused->conflicts[2].holder.range, (AddressRange{0x310, 0x317}));
  EXPECT_EQ(refused->conflicts[2].claimant.offset, 36U);
}

TEST(ResourceMapConflict, NamesBothSidesWhole) {
  ResourceMap map;
  const ByteRow list = list_of({"irq:3", "dma:2,port=7"});
  ASSERT_TRUE(map.claim({.class_name = "Sound", .driver = "held", .device = R"(\Device\H)", .device_list = Bytes(list)})
                  ->granted);
  const auto refused = claim_driver(map, "x", list_of({"dma:2"}), "Tape");
  ASSERT_EQ(refused->conflicts.size(), 1U);
  const Party &mine = refused->conflicts[0].claimant, &theirs = refused->conflicts[0].holder;
  EXPECT_EQ(mine.class_name + "/" + mine.driver + "/" + mine.value_name(), "Tape/x/.Translated");
  EXPECT_EQ(theirs.class_name + "/" + theirs.driver + "/" + theirs.value_name(), R"(Sound/held/\Device\H.Translated)");
  EXPECT_EQ(theirs.descriptor.view().dma_port(), 7U);
  EXPECT_EQ(theirs.offset, 36U);
}

TEST(ResourceMapConflict, CountsAPairOfDescriptorsOnceHoweverManyAliasesMeet) {
  ResourceMap map({.policy = {.era = Era::w2k}});
  ASSERT_TRUE(claim(map, "a", "d", list_of({"port:0x300+8,10-bit"}))->granted);
  const auto refused = claim(map, "b", "d", list_of({"port:0x700+0x4000,16-bit"}));
  ASSERT_EQ(refused->conflicts.size(), 1U);
  EXPECT_TRUE(refused->conflicts[0].alias);
  EXPECT_EQ(refused->conflicts[0].common, (AddressRange{0x700, 0x707}));
  EXPECT_EQ(refused->conflicts[0].holder.range, (AddressRange{0x300, 0x307}));
  EXPECT_EQ(map.events().last_number(), 2U);
}

TEST(ResourceMapConflict, RemarksOnAnAliasThatIsNotComparedUnlessItIsOnesOwn) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "a", "d", list_of({"port:0x700+8"}))->granted);
  const auto outcome = claim(map, "b", "d", list_of({"port:0x300+8,10-bit"}));
  ASSERT_TRUE(outcome->granted);
  ASSERT_EQ(outcome->remarks.size(), 1U);
  EXPECT_EQ(outcome->remarks[0], (Remark{rule::alias_collides, 20, 0x700}));
  EXPECT_TRUE(claim(map, "a", "d", list_of({"port:0xb00+8,10-bit"}))->remarks.empty());
}

TEST(ResourceMapConflict, IsFoundForListsOfEitherLayout) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "a", "d", list_of({"port:0x300+8", "irq:5"}, lists::CmLayout::x86))->granted);
  const auto refused = claim(map, "b", "d", list_of({"port:0x300+8", "irq:5"}, lists::CmLayout::x64));
  EXPECT_EQ(refused->conflicts.size(), 2U);
  EXPECT_EQ(refused->conflicts[1].claimant.descriptor.layout(), lists::CmLayout::x64);
  EXPECT_EQ(refused->conflicts[1].holder.descriptor.layout(), lists::CmLayout::x86);
}

}  // namespace
}  // namespace resmap::claims
