// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_bridge.h"

#include <gtest/gtest.h>

#include "resmap/buses/pci_space_test_support.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using Kind = PciPoolRange::Kind;
using Ranges = std::vector<PciPoolRange>;

PciPool pool_of(const std::string& line) { return *pool_behind(described(line).function()); }
Ranges ranges_of(const std::string& line) {
  const PciPool pool = pool_of(line);
  return {pool.ranges.begin(), pool.ranges.end()};
}

TEST(PciPool, OpenWindowsAndBusNumbersAreWhatChildrenMayHave) {
  EXPECT_EQ(ranges_of("00:01.0 1234:1 io mem memory=c0000000-c01fffff prefetch64=800000000-9ffffffff ports=2000-3fff "
                      "buses=050200"),
            (Ranges{{Kind::memory, false, {0xC000'0000, 0xC01F'FFFF}},
                    {Kind::prefetchable, false, {0x8'0000'0000, 0x9'FFFF'FFFF}},
                    {Kind::io, false, {0x2000, 0x3FFF}},
                    {Kind::bus, false, {2, 5}}}));
}

TEST(PciPool, ClosedWindowsAndSpacesThatAreNotDecodedAreNone) {
  EXPECT_TRUE(ranges_of("00:01.0 1234:1 io mem memory=closed prefetch=closed ports=closed").empty());
  EXPECT_EQ(ranges_of("00:01.0 1234:1 mem memory=c0000000-c00fffff ports=2000-2fff"),
            (Ranges{{Kind::memory, false, {0xC000'0000, 0xC00F'FFFF}}}));
}

TEST(PciPool, IsaEnableLeavesAQuarterOfEachKibibyte) {
  EXPECT_EQ(ranges_of("00:01.0 1234:1 io memory=closed ports=2000-2fff control=4"),
            (Ranges{{Kind::io, false, {0x2000, 0x20FF}},
                    {Kind::io, false, {0x2400, 0x24FF}},
                    {Kind::io, false, {0x2800, 0x28FF}},
                    {Kind::io, false, {0x2C00, 0x2CFF}}}));
  const Ranges wide = ranges_of("00:01.0 1234:1 io memory=closed ports32=f000-1ffff control=4");
  ASSERT_EQ(wide.size(), 5U);
  EXPECT_EQ(wide[4].range, (AddressRange{0x1'0000, 0x1'FFFF})) << "above 64 KiB nothing is left out";
  EXPECT_EQ(ranges_of("00:01.0 1234:1 io memory=closed ports=1000-ffff control=4").size(), 60U);
}

TEST(PciPool, VgaEnableAddsTheFrameBufferAndItsPorts) {
  EXPECT_EQ(ranges_of("00:01.0 1234:1 io mem memory=closed control=8"),
            (Ranges{{Kind::memory, true, {0xA'0000, 0xB'FFFF}},
                    {Kind::io, true, {0x3B0, 0x3BB}},
                    {Kind::io, true, {0x3C0, 0x3DF}}}));
}

TEST(PciPool, VgaPortsHaveCopiesUnlessAll16BitsAreDecoded) {
  const PciBridgeControl all{0x08}, wide{0x18}, off{0};
  EXPECT_TRUE(passes_vga_port(all, 0x3C0) && passes_vga_port(all, 0x7C0) && passes_vga_port(all, 0xFFDF));
  EXPECT_FALSE(passes_vga_port(all, 0x3BC) || passes_vga_port(all, 0x3E0) || passes_vga_port(all, 0x1'03C0));
  EXPECT_TRUE(passes_vga_port(wide, 0x3B0));
  EXPECT_FALSE(passes_vga_port(wide, 0x7B0) || passes_vga_port(off, 0x3C0));
}

TEST(PciPool, ASubtractiveBridgePassesOnWhatNobodyClaims) {
  EXPECT_TRUE(pool_of("00:1e.0 1234:1 io memory=closed class=060401").subtractive);
  EXPECT_FALSE(pool_of("00:1e.0 1234:1 io memory=closed").subtractive);
}

TEST(PciPool, AFunctionHasNone) {
  EXPECT_EQ(pool_behind(described("00:02.0 1234:1").function()).error().code, ErrorCode::not_found);
}

TEST(PciPool, ACardBusBridgeOffersAllItsWindows) {
  DescribedFunction card = described("00:0a.0 1234:1 io mem header=2 control=0104");
  card.space.set_32(0x1C, 0xC000'0000).set_32(0x20, 0xC3FF'F000).set_32(0x24, 0xFFFF'F000).set_32(0x28, 0);
  card.space.set_32(0x2C, 0).set_32(0x30, 0xFFFC).set_32(0x34, 0).set_32(0x38, 0xFFFC);
  EXPECT_EQ(pool_behind(card.function())->ranges.size(), 1U + 2 * 64) << "the worst case has room";
}

TEST(PciPool, ABarLiesWhereItsKindAndItsRegisterAllow) {
  const PciSizedBar ports{.kind = PciBarKind::io, .size = 0x20}, memory{.size = 0x1000},
      prefetchable{.prefetchable = true, .size = 0x1000}, wide{.kind = PciBarKind::memory_64, .size = 0x1000},
      both{.kind = PciBarKind::memory_64, .prefetchable = true, .size = 0x1000};
  const PciPoolRange io{Kind::io, false, {0x2000, 0x2FFF}}, low{Kind::memory, false, {0xC000'0000, 0xC00F'FFFF}},
      low_prefetchable{Kind::prefetchable, false, {0xD000'0000, 0xD00F'FFFF}},
      high{Kind::prefetchable, false, {0x8'0000'0000, 0x8'FFFF'FFFF}}, vga{Kind::memory, true, {0xA'0000, 0xB'FFFF}};
  EXPECT_TRUE(may_use(ports, io) && !may_use(ports, low) && !may_use(memory, io));
  for (const PciSizedBar& bar : {memory, prefetchable, wide, both})
    EXPECT_TRUE(may_use(bar, low) && !may_use(bar, vga));
  EXPECT_TRUE(may_use(prefetchable, low_prefetchable) && may_use(both, low_prefetchable));
  EXPECT_FALSE(may_use(memory, low_prefetchable) || may_use(wide, low_prefetchable))
      << "64 bits are no leave to prefetch";
  EXPECT_TRUE(may_use(both, high));
  EXPECT_FALSE(may_use(prefetchable, high)) << "32 bits do not reach";
}

TEST(PciBusNumbers, ABridgeNeedsOneAndItsReserve) {
  const auto one = bus_requirement({0, 0, 255}, 3);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->view().type(), lists::ResourceType::bus_number);
  EXPECT_EQ(one->view().bus_length(), 4U);
  EXPECT_EQ(one->view().minimum_bus(), 1U);
  EXPECT_EQ(one->view().maximum_bus(), 255U);
  EXPECT_FALSE(bus_requirement({0, 5, 5})) << "no number is left";
  EXPECT_FALSE(bus_requirement({0, 0, 255}, 256));
}

}  // namespace
}  // namespace resmap::buses
