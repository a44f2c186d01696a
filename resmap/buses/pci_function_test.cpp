// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_function.h"

#include <gtest/gtest.h>

#include "resmap/buses/pci_space_test_support.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

TEST(PciAddress, TheSlotNumberHasTheDeviceBelowTheFunction) {
  EXPECT_EQ((PciAddress{0, 7, 7}.slot()), 0xE7U);
  EXPECT_EQ((PciAddress{0, 7, 7}.device_and_function()), 0x3F);
}

TEST(PciFunction, AnOrdinaryFunctionIsReadWhole) {
  const PciFunction function =
      described(
          "02:05.1 8086:10d3 class=020000 io mem bar0=mem64:fea00000/20000 bar3=io:c000/20 msi=1 msix=5 express=end "
          "pin=2 line=10")
          .function();
  EXPECT_EQ(function.at, (PciAddress{2, 5, 1}));
  EXPECT_EQ(function.vendor, 0x8086);
  EXPECT_EQ(function.device_id, 0x10D3);
  EXPECT_EQ(function.class_code, 0x020000U);
  ASSERT_EQ(function.bars.size(), 2U);
  EXPECT_EQ(function.bars[0].index, 0);
  EXPECT_EQ(function.bars[1].index, 3) << "behind an upper half and a register without a BAR";
  EXPECT_EQ(function.msi_messages, 1);
  EXPECT_EQ(function.msi_x_messages, 5);
  EXPECT_EQ(function.express, PciePort::endpoint);
  EXPECT_FALSE(function.is_express_port());
  EXPECT_TRUE(function.has_line() && function.io_decode() && function.memory_decode());
  EXPECT_FALSE(function.capabilities_end);
  EXPECT_EQ(function.extended_end->code, ErrorCode::truncated) << "256 bytes of a function that has more";
  EXPECT_TRUE(function.windows.empty());
}

TEST(PciFunction, ARomHasItsSizeWhetherItHasAnAddressOrNot) {
  DescribedFunction made = described("00:02.0 1234:1");
  EXPECT_FALSE(made.function().rom);
  made.space.writable(0x30, 0xFFFF'0001, 4);
  EXPECT_EQ(made.function().rom, (PciSizedRom{.now = {}, .size = 0x1'0000}));
  made.space.set_32(0x30, 0xFEB0'0001);
  EXPECT_EQ(made.function().rom->now, (PciRom{0xFEB0'0000, true}));
}

TEST(PciFunction, ABridgeHasTheWindowsThatTakeOnes) {
  const PciFunction all =
      described("00:01.0 1234:1 mem memory=c0000000-c01fffff prefetch64=closed ports=2000-3fff").function();
  ASSERT_EQ(all.windows.size(), 3U);
  EXPECT_EQ(all.windows[0].kind, PciWindowKind::memory);
  EXPECT_EQ(all.windows[0].now.range, (AddressRange{0xC000'0000, 0xC01F'FFFF}));
  EXPECT_EQ(all.windows[0].maximum(), 0xFFFF'FFFFU);
  EXPECT_EQ(all.windows[1].kind, PciWindowKind::prefetchable);
  EXPECT_EQ(all.windows[1].now.state, PciWindow::State::closed);
  EXPECT_EQ(all.windows[1].maximum(), ~std::uint64_t{0});
  EXPECT_EQ(all.windows[2].granule, 0x1000U);
  EXPECT_EQ(all.windows[2].maximum(), 0xFFFFU);
  EXPECT_EQ(described("00:01.0 1234:1 memory=closed").function().windows.size(), 1U);
}

TEST(PciFunction, APortMayHaveASlotForHotPlug) {
  DescribedFunction port = described("00:1c.0 1234:1 memory=closed express=root");
  EXPECT_TRUE(port.function().is_express_port());
  EXPECT_FALSE(port.function().hot_plug);
  port.space.set_32(0x40 + 0x14, 0x40);
  EXPECT_TRUE(port.function().hot_plug);
  EXPECT_FALSE(described("00:1c.0 1234:1 memory=closed express=upstream").function().is_express_port());
}

TEST(PciFunction, ASubtractiveBridgeSaysSoByItsClass) {
  EXPECT_TRUE(described("00:1e.0 1234:1 memory=closed class=060401").function().subtractive);
  EXPECT_FALSE(described("00:1e.0 1234:1 class=060401").function().subtractive) << "but it must be a bridge";
}

TEST(PciFunction, ACardBusBridgeHasTwoWindowsOfEachSpace) {
  DescribedFunction card = described("00:0a.0 1234:1 mem header=2 bar0=mem:fea00000/1000 control=0100");
  card.space.set_32(0x1C, 0xC000'0000).set_32(0x20, 0xC3FF'F000);    // memory 0, prefetchable by the control bit
  card.space.set_32(0x24, 0xFFFF'F000).set_32(0x28, 0);              // memory 1, closed
  card.space.set_32(0x2C, 0x1'2000 | 1).set_32(0x30, 0x1'20FC | 1);  // ports 0, 32 bits
  card.space.set_32(0x34, 0x3000).set_32(0x38, 0x30FC);
  const PciFunction function = card.function();
  ASSERT_EQ(function.windows.size(), 4U);
  EXPECT_EQ(function.bars.size(), 1U);
  EXPECT_EQ(function.windows[0].kind, PciWindowKind::prefetchable);
  EXPECT_EQ(function.windows[0].now.range, (AddressRange{0xC000'0000, 0xC3FF'FFFF}));
  EXPECT_EQ(function.windows[1].now.state, PciWindow::State::closed);
  EXPECT_EQ(function.windows[2].now.range, (AddressRange{0x1'2000, 0x1'20FF}));
  EXPECT_EQ(function.windows[3].now.range, (AddressRange{0x3000, 0x30FF}));
  EXPECT_EQ(function.windows[3].number, 1);
}

TEST(PciFunction, FixedRangesStandInTheirPlaceAmongTheBars) {
  DescribedFunction made = described("00:02.0 1234:1 mem bar0=mem:fea00000/1000 bar2=mem:fea10000/1000");
  const std::size_t at = made.space.capability(0x14, 28);
  made.space.set(at + 2, 2, 1);
  made.space.set_32(at + 4, 0x8000'0112).set_32(at + 8, 0xFD00'0000).set_32(at + 12, 0xFFFC);
  made.space.set_32(at + 16, 0x8000'0022).set_32(at + 20, 0xFC00'0000).set_32(at + 24, 0x1FFC);
  const PciFunction function = made.function();
  ASSERT_EQ(function.bars.size(), 3U);
  EXPECT_EQ(function.fixed_bars, 0b110);
  EXPECT_EQ(function.bars[1].size, 0x1'0000U);
  EXPECT_TRUE(function.bars[1].prefetchable);
  EXPECT_EQ(function.bars[2].address, 0xFC00'0000U) << "instead of what the register says";
}

TEST(PciFunction, WhatIsNotThereIsNotRead) {
  PciSpace absent;
  for (std::size_t at = 0; at < 256; at += 4) absent.set_32(at, 0xFFFF'FFFF);
  EXPECT_EQ(absent.read().error().code, ErrorCode::not_found);
  const PciSpace space;
  EXPECT_EQ(space.read({0, 32, 0}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(space.read({0, 0, 8}).error().code, ErrorCode::invalid_argument);
  const auto ones = space.ones();
  EXPECT_EQ(PciFunction::read({}, space.view(), Bytes(ones).first(63)).error(),
            (Error{.code = ErrorCode::truncated, .rule = rule::ones_too_short, .value = 63}));
}

TEST(PciFunction, ABrokenBarIsAnErrorWithItsPlace) {
  PciSpace space;
  space.writable(0x18, 0xFF0F'0000, 4);
  const auto broken = space.read();
  EXPECT_EQ(broken.error(), (Error{.code = ErrorCode::malformed,
                                   .rule = rule::sizing_has_holes,
                                   .index = 2,
                                   .offset = 0x18,
                                   .value = 0xFF0F'0000}));
  PciSpace last;
  last.set_32(0x24, 4).writable(0x24, 0xFFFF'0000, 4);
  EXPECT_EQ(last.read().error().rule, rule::bar_without_upper_half);
}

TEST(PciFunction, TroubleWithCapabilitiesIsKeptAndHidesNothingElse) {
  DescribedFunction made = described("00:02.0 1234:1 mem bar0=mem:fea00000/1000 msi=4");
  made.space.set(0x41, 0x40, 1);  // the list comes back to its first
  const PciFunction function = made.function();
  EXPECT_EQ(function.msi_messages, 4);
  EXPECT_EQ(function.capabilities_end->rule, rule::capability_loop);
  EXPECT_EQ(function.bars.size(), 1U);
}

}  // namespace
}  // namespace resmap::buses
