// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_routing.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace resmap::buses {
namespace {

// Device 2 of the root bus has 16 to 19 on its pins, device 28 the same turned by one.
constexpr std::array<PciRoutingEntry, 8> kRoot{
    {{2, 1, 16}, {2, 2, 17}, {2, 3, 18}, {2, 4, 19}, {28, 1, 17}, {28, 2, 18}, {28, 3, 19}, {28, 4, 16}}};
constexpr std::array<PciRoutingEntry, 1> kOwn{{{0, 1, 40}}};

TEST(PciRouting, PinsTurnWithTheDevice) {
  EXPECT_EQ(swizzle(1, 0), 1);
  EXPECT_EQ(swizzle(1, 1), 2);
  EXPECT_EQ(swizzle(4, 1), 1);
  EXPECT_EQ(swizzle(2, 31), 1);
}

TEST(PciRouting, ADeviceOfTheRootBusStandsInItsTable) {
  const std::array<PciRoutingStep, 1> way{{{.table = kRoot}}};
  EXPECT_EQ(*route_line(2, 3, way), (PciRoute{0, 2, 3, 18}));
  EXPECT_EQ(*route_line(3, 1, way), (PciRoute{0, 3, 1, std::nullopt})) << "unknown, and not made up";
}

TEST(PciRouting, BehindBridgesThePinTurnsAtEach) {
  // Device 5 behind a bridge that is device 1 behind device 28.
  const std::array<PciRoutingStep, 3> way{
      {{.table = {}, .bridge_device = 1}, {.table = {}, .bridge_device = 28}, {.table = kRoot}}};
  EXPECT_EQ(*route_line(5, 1, way), (PciRoute{2, 28, 3, 19})) << "pin 1 -> 2 -> 3";
}

TEST(PciRouting, TheNearestTableCounts) {
  const std::array<PciRoutingStep, 2> way{{{.table = kOwn, .bridge_device = 28}, {.table = kRoot}}};
  EXPECT_EQ(*route_line(0, 1, way), (PciRoute{0, 0, 1, 40}));
  EXPECT_EQ(*route_line(0, 2, way), (PciRoute{0, 0, 2, std::nullopt})) << "firmware spoke here, and left it out";
}

TEST(PciRouting, CardsUseThePinOfTheirBridge) {
  const std::array<PciRoutingStep, 2> way{
      {{.table = {}, .bridge_device = 2, .bridge_pin = 4, .bridge_header = PciHeader::cardbus}, {.table = kRoot}}};
  EXPECT_EQ(*route_line(0, 1, way), (PciRoute{1, 2, 4, 19}));
}

TEST(PciRouting, WhatIsNoPinAndNoDeviceIsRefused) {
  const std::array<PciRoutingStep, 1> way{{{.table = kRoot}}};
  for (const std::uint8_t pin : std::array<std::uint8_t, 2>{0, 5})
    EXPECT_EQ(route_line(2, pin, way).error().code, ErrorCode::invalid_argument);
  EXPECT_FALSE(route_line(32, 1, way));
  EXPECT_FALSE(route_line(2, 1, {}));
  const std::array<PciRoutingStep, 2> no_pin{
      {{.table = {}, .bridge_device = 2, .bridge_header = PciHeader::cardbus}, {.table = kRoot}}};
  EXPECT_FALSE(route_line(0, 1, no_pin));
}

}  // namespace
}  // namespace resmap::buses
