// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/import/linux_text.h"

namespace resmap::import {
namespace {

std::vector<std::uint32_t> depths(const AddressMap& map) {
  std::vector<std::uint32_t> all;
  all.reserve(map.lines.size());
  for (const MapLine& line : map.lines) all.push_back(line.depth);
  return all;
}

TEST(AddressMap, LinesBecomeATreeByTheirIndentation) {
  const auto map = parse_address_map(
      "c0000000-febfffff : PCI Bus 0000:00\n"
      "  c0400000-c05fffff : PCI Bus 0000:02\n"
      "    c0400000-c0403fff : 0000:02:00.0\n"
      "      c0400000-c0403fff : nvme\n"
      "  c0800000-c081ffff : 0000:00:04.0\n"
      "fec00000-fec003ff : IOAPIC 0\n");
  ASSERT_TRUE(map);
  EXPECT_EQ(depths(*map), (std::vector<std::uint32_t>{0, 1, 2, 3, 1, 0}));
  EXPECT_EQ(map->lines[3].range, (AddressRange{0xc0400000, 0xc0403fff}));
  EXPECT_EQ(map->lines[3].name, "nvme");
  EXPECT_EQ(map->lines[5].line, 6U);
  EXPECT_TRUE(map->gaps.empty());
  EXPECT_FALSE(map->hidden);
}

TEST(AddressMap, TabsCrlfAndOtherIndentationGiveTheSameTree) {
  const auto map = parse_address_map(
      "\r\n 0000-0cf7 : PCI Bus 0000:00\r\n\t0000-001f : dma1\r\n\t\t0000-0007 : inner\r\n 0cf8-0cff : PCI conf1\r\n");
  ASSERT_TRUE(map);
  EXPECT_EQ(depths(*map), (std::vector<std::uint32_t>{0, 1, 2, 0}));
  EXPECT_EQ(map->lines[1].name, "dma1");
}

TEST(AddressMap, APlainUsersZerosAreUnknownAndNotAddressZero) {
  const auto map = parse_address_map("00000000-00000000 : Reserved\n  00000000-00000000 : System ROM\n");
  ASSERT_TRUE(map);
  EXPECT_TRUE(map->hidden);
  EXPECT_TRUE(map->lines.empty());
  ASSERT_EQ(map->gaps.size(), 1U);
  EXPECT_NE(map->gaps[0].find("plain users"), std::string::npos);
  EXPECT_FALSE(parse_address_map("0000-001f : dma1\n0000-0000 : odd\n")->hidden) << "one zero among others is a port";
}

TEST(AddressMap, LinesThatAreNoRangesArePassedOverByNumber) {
  const auto map = parse_address_map(
      "$ cat /proc/iomem\n00001000-0009fbff : System RAM\nfff-ff : backwards\n10000000000000000-2 : too big\n"
      "000a0000-000bf");
  ASSERT_TRUE(map);
  EXPECT_EQ(map->lines.size(), 1U);
  EXPECT_EQ(map->gaps,
            (std::vector<std::string>{"line 1 is no range: passed over", "line 3 ends before it begins: passed over",
                                      "line 4 is no range: passed over", "line 5 is cut off: passed over"}));
}

TEST(AddressMap, ManyBadLinesGiveAFewSentences) {
  std::string text = "0000-001f : dma1\n";
  for (int i = 0; i < 1000; ++i) text += "nonsense\n";
  const auto map = parse_address_map(text);
  ASSERT_EQ(map->gaps.size(), 9U);
  EXPECT_EQ(map->gaps.back(), "992 more lines were passed over");
}

TEST(AddressMap, NamesAreTheSourcesOwnWhateverTheyAre) {
  const auto map = parse_address_map("0320-0323 : \x1A\n0330-0333 :\n0340-0343 : a : b - c \n00-ff:tight\n");
  ASSERT_TRUE(map);
  EXPECT_EQ(map->lines[0].name, "\x1A");
  EXPECT_EQ(map->lines[1].name, "");
  EXPECT_EQ(map->lines[2].name, "a : b - c");
  EXPECT_EQ(map->lines[3].name, "tight");
}

TEST(AddressMap, TheWholeSpaceIsARange) {
  EXPECT_EQ(parse_address_map("00000000-ffffffffffffffff : PCI mem\n")->lines[0].range, (AddressRange{0, UINT64_MAX}));
}

TEST(AddressMap, ATextWithoutAnyRangeIsMalformed) {
  for (const char* const text : {"", "\n\n", "hello\n", "0000:00:1f.3 SMBus\n"})
    EXPECT_EQ(parse_address_map(text).error(),
              (Error{.code = ErrorCode::malformed, .rule = rule::no_address_map, .index = 1}));
}

TEST(AddressMap, AMillionLinesAreReadInOneGo) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "00001000-00001fff : serial\n  00001000-00001fff : inner\n";
  EXPECT_EQ(parse_address_map(text)->lines.size(), 400'000U);
}

}  // namespace
}  // namespace resmap::import
