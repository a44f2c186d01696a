// SPDX-License-Identifier: MIT
#include "resmap/arbiters/number_arbiters.h"

#include "resmap/arbiters/arbiter_test_support.h"

namespace resmap::arbiters {
namespace {

using test::place;

TEST(DmaArbiter, GivesOneChannelFromTheTop) {
  DmaArbiter channels;
  EXPECT_EQ(place(channels, 1, {"dma:0-3", "dma:0-3"}), "3 2");
  EXPECT_EQ(place(channels, 2, {"dma:3"}), "conflict 2111 at 0");
}

TEST(DmaArbiter, AVersion3RequirementNamesItsOneChannel) {
  DmaArbiter channels;
  EXPECT_EQ(place(channels, 1, {"dma:5,v3,line=17"}), "5");
  EXPECT_EQ(place(channels, 2, {"dma:6,v3,line=17"}), "6") << "the request line is no place";
  EXPECT_EQ(place(channels, 3, {"dma:5"}), "conflict 2111 at 0");
}

TEST(BusNumberArbiter, GivesConsecutiveNumbersBelow256) {
  BusNumberArbiter buses;
  EXPECT_EQ(place(buses, 1, {"bus:256/0-255,shared"}), "0");
  EXPECT_EQ(place(buses, 2, {"bus:16/0-255,shared"}), "f0") << "shared on shared";
  EXPECT_EQ(place(buses, 3, {"bus:16/0-255"}), "conflict 2111 at 0");
  EXPECT_EQ(place(buses, 3, {"bus:16/250-300"}), "malformed 2102 at 0");
}

TEST(BusNumberArbiter, FromWhichEndIsASwitch) {
  using Direction = ArbiterPolicy::BusNumberDirection;
  BusNumberArbiter up(
      {.type = lists::ResourceType::bus_number, .policy = {.bus_number_direction = Direction::bottom_up}});
  BusNumberArbiter down;
  for (BusNumberArbiter* buses : {&up, &down}) {
    Pool pool;
    ASSERT_TRUE(pool.add({.range = {1, 8}}));
    ASSERT_TRUE(buses->set_pool(std::move(pool)));
  }
  EXPECT_EQ(place(down, 1, {"bus:2"}), "7");
  EXPECT_EQ(place(up, 1, {"bus:2"}), "1");
  EXPECT_EQ(place(up, 2, {"bus:2", "bus:2/3-4"}), "5 3");
  EXPECT_EQ(place(up, 3, {"bus:1", "bus:1", "bus:1"}), "conflict 2112 at 2") << "two are left";
}

}  // namespace
}  // namespace resmap::arbiters
