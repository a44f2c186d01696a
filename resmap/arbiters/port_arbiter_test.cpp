// SPDX-License-Identifier: MIT
#include "resmap/arbiters/port_arbiter.h"

#include "resmap/arbiters/arbiter_test_support.h"

namespace resmap::arbiters {
namespace {

using test::Asked;
using test::committed;
using test::place;
using AliasConflict = ArbiterPolicy::AliasConflict;

ArbiterSetup with(AliasConflict conflict) {
  return {.type = lists::ResourceType::port, .policy = {.alias_conflict = conflict}};
}

TEST(PortArbiter, ATenBitPortHas63AliasesAndASixteenBitOneNone) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0x300+16,10-bit"}), "300");
  EXPECT_EQ(ports.committed().size(), 64U) << "rule 55";
  EXPECT_TRUE(committed(ports).starts_with("300-30f:1 700-70f:1a b00-b0f:1a f00-f0f:1a"));
  EXPECT_TRUE(committed(ports).ends_with("ff00-ff0f:1a"));
  EXPECT_EQ(place(ports, 2, {"port:0x700+16,16-bit"}), "conflict 2111 at 0") << "rule 56";
  EXPECT_EQ(ports.release(1).value(), 64U);
  EXPECT_EQ(place(ports, 2, {"port:0x700+16,16-bit"}), "700");
  EXPECT_EQ(place(ports, 3, {"port:0x100+16,12-bit"}), "100");
  EXPECT_EQ(ports.committed().size(), 17U);
  EXPECT_EQ(place(ports, 4, {"port:0x208+8,10-bit,positive"}), "208");
  EXPECT_EQ(ports.committed().size(), 18U);
}

TEST(PortArbiter, TheAliasesAreLookedAtBeforeThePortIsGiven) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0x700+16,16-bit"}), "700");
  EXPECT_EQ(place(ports, 2, {"port:16@16/0x300-0x31f,10-bit"}), "310") << "300 would answer at 700";
  EXPECT_EQ(place(ports, 3, {"port:0x300+16,10-bit"}), "conflict 2111 at 0");
}

TEST(PortArbiter, SteppingBackTakesTheAliasesAlong) {
  PortArbiter ports;
  // A takes 310 first, whose alias keeps B from 710, its only place: A moves to 300 (rule 57).
  EXPECT_EQ(place(ports, 1, {"port:16@16/0x300-0x31f,10-bit"}), "310");
  EXPECT_EQ(ports.release(1).value(), 64U);
  Asked both(1, {"port:16@16/0x300-0x31f,10-bit"});
  both.add(2, "port:16@16/0x710-0x72f,16-bit|0x710+16,16-bit");
  EXPECT_EQ(place(ports, both), "310 720");
  PortArbiter again;
  Asked tight(1, {"port:16@16/0x300-0x31f,10-bit"});
  tight.add(2, "port:8@1/0x710-0x718,16-bit");
  EXPECT_EQ(place(again, tight), "300 711");
  EXPECT_EQ(again.committed().size(), 65U) << "no alias of 310 is left";
}

TEST(PortArbiter, WhatAliasesCollideWithIsASwitch) {
  for (const auto policy : {AliasConflict::with_real_ports, AliasConflict::with_everything, AliasConflict::never}) {
    PortArbiter ports(with(policy));
    const bool never = policy == AliasConflict::never, everything = policy == AliasConflict::with_everything;
    const std::string refused = "conflict 2111 at 0";
    ASSERT_EQ(place(ports, 1, {"port:0x300+4,12-bit"}), "300");  // 1300, 2300, ...
    EXPECT_EQ(place(ports, 2, {"port:0x1300+4,16-bit"}), never ? "1300" : refused) << "real ports on an alias";
    ASSERT_TRUE(ports.release(2));
    EXPECT_EQ(place(ports, 3, {"port:0x700+4,10-bit"}), everything ? refused : "700") << "both answer at 1300";
  }
}

TEST(PortArbiter, ADevicesOwnRangesMayStandOnItsAliases) {
  PortArbiter ports;
  EXPECT_EQ(place(ports, 1, {"port:0x378+8,10-bit", "port:0x778+8,10-bit"}), "378 778") << "an ECP printer port";
}

TEST(PortArbiter, WhatIsDecodedButNotUsedKeepsNobodyAway) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0x80+1"}), "80");
  EXPECT_EQ(place(ports, 2, {"port:0x80+1,passive"}), "80");
  EXPECT_EQ(committed(ports), "80-80:1");
  Asked again(2, {"port:0x80+1,passive"});
  StepBudget budget;
  ASSERT_TRUE(ports.test_allocation(again.entries, budget));
  ports.rollback();
  EXPECT_TRUE(ports.retest_allocation(again.entries));
}

TEST(PortArbiter, PlacesThatAliasesForbidCostSteps) {
  PortArbiter ports;
  for (DeviceId i = 0; i < 0x40; ++i) ASSERT_NE(place(ports, i + 1, {"port:4@4/0x700-0x7ff,16-bit"}), "");
  Asked asked(100, {"port:4@4/0x300-0x3ff,10-bit"});
  EXPECT_EQ(place(ports, asked, {.left = 3}), "limit_exceeded 0 at 0");
  EXPECT_EQ(place(ports, asked), "conflict 2111 at 0");
}

}  // namespace
}  // namespace resmap::arbiters
