// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_extended.h"

#include <gtest/gtest.h>

#include "resmap/buses/pci_space_test_support.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

constexpr std::uint64_t kAll = ~std::uint64_t{0};

TEST(PciSrIov, TheCapabilitySaysHowManyAndTheOnesHowLarge) {
  PciSpace space(4096);
  const std::size_t at = space.extended(0x10, 0x40);
  space.set_16(at + 0x08, 0x9).set_16(at + 0x0E, 64).set_16(at + 0x10, 8).set_16(at + 0x14, 0x80).set_16(at + 0x16, 2);
  space.bar(at + 0x24, 12, 0x10'0000'0000, 0x4000, kAll).bar(at + 0x30, 0, 0, 0x1000, 0xFFFF'FFFF);
  const auto found = sr_iov_of(space.view(), space.ones());
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->enabled() && found->memory_decode() && found->bars_known);
  EXPECT_EQ(found->total, 64);
  EXPECT_EQ(found->present, 8);
  ASSERT_EQ(found->bars.size(), 2U);
  EXPECT_EQ(found->bars[0].index, 10);
  EXPECT_EQ(found->bars[0].address, 0x10'0000'0000U);
  EXPECT_EQ(found->bars[1].index, 13) << "the fourth register";
  EXPECT_EQ(buses_for_virtual_functions(*found, 0x08), 1U) << "8 + 0x80 + 2 * 63 = 0x106";
  EXPECT_EQ(buses_for_virtual_functions(*found, 0x00), 0U);
}

TEST(PciSrIov, WhatWasNotReadIsNotKnown) {
  PciSpace space(4096);
  const std::size_t at = space.extended(0x10, 0x40);
  space.bar(at + 0x24, 0, 0, 0x1000, 0xFFFF'FFFF);
  const auto ones = space.ones();
  EXPECT_FALSE(sr_iov_of(space.view(), Bytes(ones).first(at + 0x3F))->bars_known);
  const PciConfigView cut = *PciConfigView::over(space.view().bytes().first(at + 0x3F));
  EXPECT_EQ(sr_iov_of(cut, ones).error().code, ErrorCode::truncated);
  EXPECT_EQ(sr_iov_of(PciSpace(4096).view(), ones).error().code, ErrorCode::not_found);
  space.bar(at + 0x38, 0, 0, 0x10, 0xFFFF'FFFF).set_32(at + 0x38, 4);
  EXPECT_EQ(sr_iov_of(space.view(), space.ones()).error().rule, rule::bar_without_upper_half);
}

TEST(PciResizable, EachBarOffersSizesAndHasOne) {
  PciSpace space(4096);
  const std::size_t at = space.extended(0x15, 20);
  space.set_32(at + 4, 0x0000'3F00).set_32(at + 8, 0x8000'0000U | 2U << 5 | 8U << 8);
  space.set_32(at + 12, 0x10).set_32(at + 16, 2);
  const auto bars = resizable_bars_of(space.view());
  ASSERT_TRUE(bars);
  ASSERT_EQ(bars->size(), 2U);
  EXPECT_EQ((*bars)[0].present, 8);
  EXPECT_TRUE((*bars)[0].offers(4) && (*bars)[0].offers(9) && !(*bars)[0].offers(10));
  EXPECT_TRUE((*bars)[0].offers(43)) << "8 EiB, in the control register";
  EXPECT_FALSE((*bars)[0].offers(44));
  EXPECT_EQ(
      (*bars)[1],
      (PciResizableBar{
          .bar = 2, .control_offset = static_cast<std::uint16_t>(at + 16), .control = 2, .sizes = 1, .present = 0}));
}

TEST(PciResizable, WhatCannotBeIsMalformed) {
  const auto rule_of = [](std::uint32_t sizes, std::uint32_t control) {
    PciSpace space(4096);
    const std::size_t at = space.extended(0x15, 20);
    space.set_32(at + 4, sizes).set_32(at + 8, control).set_32(at + 12, sizes).set_32(at + 16, control);
    return resizable_bars_of(space.view()).error().rule;
  };
  EXPECT_EQ(rule_of(0x10, 0), rule::resizable_bar_wrong) << "no BAR at all";
  EXPECT_EQ(rule_of(0x10, 7U << 5), rule::resizable_bar_wrong) << "seven of six";
  EXPECT_EQ(rule_of(0x10, 1U << 5 | 6), rule::resizable_bar_wrong) << "the seventh";
  EXPECT_EQ(rule_of(0x10, 1U << 5 | 1U << 8), rule::resizable_bar_wrong) << "a size that is not offered";
  EXPECT_EQ(rule_of(0x10, 2U << 5), rule::resizable_bar_wrong) << "twice the same";
}

// A capability of entries, each a first word and what follows it.
PciSpace fixed(const std::vector<std::vector<std::uint32_t>>& entries) {
  PciSpace space;
  std::size_t words = 1;
  for (const auto& entry : entries) words += entry.size();
  std::size_t at = space.capability(0x14, 4 * words);
  space.set(at + 2, entries.size(), 1);
  for (const auto& entry : entries)
    for (const std::uint32_t word : entry) space.set_32(at += 4, word);
  return space;
}

TEST(PciFixedRanges, EntriesHaveTwoToFourWordsBehindTheFirst) {
  const PciSpace space = fixed({{0x8000'0002, 0xFE00'0000, 0xFFFC},
                                {0xC0FF'0113, 0x0000'0002, 0x3FFC, 0x40},
                                {0x0002'0224, 0x0000'0002, 0xFFFF'FFFE, 0x1, 0xF}});
  PciFixedRanges list(space.view());
  EXPECT_EQ(*list.next(), (PciFixedRange{.stands_for = 0,
                                         .use = PciFixedUse::memory,
                                         .other_use = PciFixedUse::memory,
                                         .enabled = true,
                                         .range = {0xFE00'0000, 0xFE00'FFFF}}));
  const auto second = list.next();
  EXPECT_EQ(second->use, PciFixedUse::prefetchable);
  EXPECT_EQ(second->stands_for, 1);
  EXPECT_TRUE(second->writable);
  EXPECT_EQ(second->range, (AddressRange{0x40'0000'0000, 0x40'0000'3FFF}));
  const auto third = list.next();
  EXPECT_FALSE(third->enabled);
  EXPECT_EQ(third->range, (AddressRange{0x1'0000'0000, 0x10'FFFF'FFFF}));
  EXPECT_EQ(list.next().error().code, ErrorCode::not_found);
  EXPECT_EQ(list.next().error().code, ErrorCode::not_found);
}

TEST(PciFixedRanges, ABridgeHasItsBusNumbersFirst) {
  PciSpace space = fixed({{0x0002'0101, 0x8000'0562, 0xE000'0000}, {0xFFFC}});
  EXPECT_FALSE(PciFixedRanges(space.view()).next()) << "read as a function's";
  space.set(0x0E, 1, 1).set(0x42, 1, 1);
  const auto window = PciFixedRanges(space.view()).next();
  ASSERT_TRUE(window);
  EXPECT_EQ(window->stands_for, 6);
  EXPECT_EQ(window->use, PciFixedUse::bridge_memory);
}

TEST(PciFixedRanges, AnEntryThatRunsOutIsMalformed) {
  const auto rule_of = [](const std::vector<std::vector<std::uint32_t>>& entries) {
    return PciFixedRanges(fixed(entries).view()).next().error().rule;
  };
  EXPECT_EQ(rule_of({{1, 0, 0}}), rule::fixed_range_wrong) << "one word is no range";
  EXPECT_EQ(rule_of({{2, 2, 0, 0}}), rule::fixed_range_wrong) << "no word for the upper half";
  EXPECT_EQ(rule_of({{4, 0xFFFF'FFF2, 0xFFFC, 0xFFFF'FFFF, 0}}), rule::fixed_range_wrong) << "past the end of all";
  PciSpace space;
  space.capability(0x05, 0xB8);
  space.set(space.capability(0x14, 4) + 2, 1, 1).set_32(0xFC, 4);
  EXPECT_EQ(PciFixedRanges(space.view()).next().error().rule, rule::fixed_range_wrong);
}

}  // namespace
}  // namespace resmap::buses
