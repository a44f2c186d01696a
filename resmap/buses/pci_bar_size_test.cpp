// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_bar_size.h"

#include <gtest/gtest.h>

namespace resmap::buses {
namespace {

PciSizedBar sized(std::uint64_t present, std::uint64_t ones) {
  const auto bar = size_bar({.present = present, .ones = ones}, 0, 0x10);
  EXPECT_TRUE(bar);
  return bar ? *bar : PciSizedBar{};
}

std::uint16_t broken(std::uint64_t present, std::uint64_t ones) {
  const auto bar = size_bar({.present = present, .ones = ones}, 2, 0x18);
  EXPECT_FALSE(bar);
  if (bar) return 0;
  EXPECT_EQ(bar.error().code, ErrorCode::malformed);
  EXPECT_EQ(bar.error().index, 2U);
  EXPECT_EQ(bar.error().offset, 0x18U);
  return bar.error().rule;
}

TEST(PciBarSize, TheLowestBitThatTookAOneIsTheSize) {
  EXPECT_EQ(sized(0xFEA0'0000, 0xFFFF'F000),
            (PciSizedBar{.kind = PciBarKind::memory_32, .size = 0x1000, .address = 0xFEA0'0000}));
  EXPECT_EQ(sized(0x8, 0xF800'0008), (PciSizedBar{.prefetchable = true, .size = 0x800'0000}));
  EXPECT_EQ(sized(0x8000'0000, 0x8000'0000).size, 0x8000'0000U) << "2 GiB, one bit";
  EXPECT_EQ(sized(0, 0xFFFF'FFF0).size, 16U) << "the smallest";
}

TEST(PciBarSize, PortsOf16BitsEndAtFFFF) {
  const PciSizedBar wide = sized(0xC001, 0xFFFF'FFE1), narrow = sized(0x2001, 0xFFE1);
  EXPECT_EQ(wide, (PciSizedBar{.kind = PciBarKind::io, .size = 0x20, .address = 0xC000}));
  EXPECT_EQ(wide.maximum(), 0xFFFF'FFFFU);
  EXPECT_TRUE(narrow.ports_16_bit);
  EXPECT_EQ(narrow.maximum(), 0xFFFFU);
  EXPECT_EQ(sized(0x0001, 0xFFFF'FFFD).size, 4U) << "the fewest ports";
}

TEST(PciBarSize, A64BitBarTakesBothRegisters) {
  const PciSizedBar bar = sized(0x30'0000'000C, 0xFFFF'FFF0'0000'000C);
  EXPECT_EQ(bar.registers, 2);
  EXPECT_EQ(bar.size, 0x10'0000'0000U);
  EXPECT_EQ(bar.maximum(), ~std::uint64_t{0});
  EXPECT_EQ(bar.address, 0x30'0000'0000U);
  EXPECT_EQ(sized(0xC, 0x8000'0000'0000'000C).size, std::uint64_t{1} << 63) << "half the space";
  EXPECT_EQ(sized(0x4, 0xFFFF'C004).size, 0x4000U) << "an upper half that nobody can write";
}

TEST(PciBarSize, TheUpperHalfOfA32BitBarIsNotItsOwn) {
  EXPECT_EQ(sized(0x1234'5678'F000'0000, 0xFFFF'FFFF'F000'0000).address, 0xF000'0000U);
}

TEST(PciBarSize, BelowOneMegabyteIsSaidByAnOldKind) { EXPECT_EQ(sized(0xA'0002, 0xFFFF'0002).maximum(), 0xF'FFFFU); }

TEST(PciBarSize, WhatTakesNoOnesIsNoBar) {
  for (const std::uint64_t ones : {0x0U, 0x1U, 0x4U, 0xCU, 0x3U})
    EXPECT_EQ(size_bar({.ones = ones}, 0, 0x10).error().code, ErrorCode::not_found) << ones;
}

TEST(PciBarSize, AMaskWithHolesHasNoSize) {
  EXPECT_EQ(broken(0, 0xFF0F'0000), rule::sizing_has_holes);
  EXPECT_EQ(broken(0, 0xFFFF'0000'FFF0'000C), rule::sizing_has_holes);
  EXPECT_EQ(sized(0, 0xFF'FFFF'F000'000C).size, 0x1000'0000U) << "40 address bits are a row too";
}

TEST(PciBarSize, AnAddressThatCouldNotHaveBeenWrittenIsAContradiction) {
  EXPECT_EQ(broken(0xFEA0'0100, 0xFFFF'F000), rule::sizing_contradicts);
  EXPECT_EQ(broken(0xC001, 0xFFFF'F000), rule::sizing_contradicts) << "ports now, memory then";
  EXPECT_EQ(broken(0x1'0001, 0xFFE1), rule::sizing_contradicts) << "17 bits in a register of 16";
  EXPECT_EQ(broken(0xFEA0'0002, 0xFFFF'0002), rule::sizing_contradicts) << "below 1 MiB, it says";
}

}  // namespace
}  // namespace resmap::buses
