// SPDX-License-Identifier: MIT
#include "resmap/claims/leaf_ranges.h"

#include <gtest/gtest.h>

#include "resmap/claims/claims_test_support.h"

namespace resmap::claims {
namespace {

std::vector<LeafRange> leaves_of(const ByteRow& list, LeafOptions options = {},
                                 std::vector<std::uint32_t> windows = {}) {
  std::vector<LeafRange> leaves;
  for_each_leaf(list, lists::CmLayout::x86, windows, options, [&](const LeafRange& leaf) {
    leaves.push_back(leaf);
    return true;
  });
  return leaves;
}

TEST(LeafRanges, HaveOnePlaceADescriptorOfATypeThatTakesOne) {
  const auto leaves = leaves_of(list_of({"port:0x300+8,shared", "port:0x300+8,memory", "mem:0xa0000+64K", "irq:5",
                                         "msg:4", "dma:2", "bus:1-3", "private:1/2/3"}));
  ASSERT_EQ(leaves.size(), 6U);
  constexpr Space spaces[] = {Space::port, Space::memory, Space::memory, Space::interrupt, Space::dma, Space::bus};
  for (std::size_t i = 0; i < leaves.size(); ++i) EXPECT_EQ(leaves[i].space, spaces[i]) << i;
  EXPECT_EQ(leaves[0].range, (AddressRange{0x300, 0x307}));
  EXPECT_EQ(leaves[0].share, lists::ShareDisposition::shared);
  EXPECT_EQ(leaves[0].offset, 20U);
  EXPECT_EQ(leaves[3].range, (AddressRange{5, 5}));
  EXPECT_EQ(leaves[5].range, (AddressRange{1, 3}));
}

TEST(LeafRanges, HaveAnAliasEvery400Or1000UpToFfff) {
  EXPECT_EQ(leaves_of(list_of({"port:0x300+16,10-bit"})).size(), 1U);
  const auto of_10 = leaves_of(list_of({"port:0x300+16,10-bit"}), {.aliases = true});
  ASSERT_EQ(of_10.size(), 64U);  // itself and 63 more: 700, b00, ... ff00
  EXPECT_EQ(of_10[1].range, (AddressRange{0x700, 0x70F}));
  EXPECT_TRUE(of_10[1].alias && !of_10[0].alias);
  EXPECT_EQ(of_10[63].range, (AddressRange{0xFF00, 0xFF0F}));
  const auto of_12 = leaves_of(list_of({"port:0xff8+16,12-bit"}), {.aliases = true});
  ASSERT_EQ(of_12.size(), 16U);
  EXPECT_EQ(of_12[15].range, (AddressRange{0xFFF8, 0xFFFF}));  // cut at the end of the ports
  EXPECT_EQ(leaves_of(list_of({"port:0x300+16,10-bit,positive"}), {.aliases = true}).size(), 1U);
  EXPECT_EQ(leaves_of(list_of({"port:0x300+16,10-bit,16-bit"}), {.aliases = true}).size(), 1U);
  EXPECT_EQ(leaves_of(list_of({"port:0x10300+16,10-bit"}), {.aliases = true}).size(), 1U);
}

TEST(LeafRanges, LeaveOutWindowsAndWhatIsEmpty) {
  const ByteRow list = list_of({"port:0+0xd00", "raw:01010100000300000000000000000000", "irq:5"});
  EXPECT_EQ(leaves_of(list).size(), 2U);
  const auto with_empty = leaves_of(list, {.empty = true}, {20});
  ASSERT_EQ(with_empty.size(), 2U);
  EXPECT_TRUE(with_empty[0].empty);
  EXPECT_EQ(with_empty[0].range, (AddressRange{0x300, 0x300}));
}

TEST(LeafRanges, EndWithTheirSpaceAndStopWhenTold) {
  const auto clipped = leaves_of(list_of({"raw:0301000000f0ffffffffffff00200000"}));
  ASSERT_EQ(clipped.size(), 1U);
  EXPECT_EQ(clipped[0].range.last, ~std::uint64_t{0});
  int seen = 0;
  EXPECT_FALSE(for_each_leaf(list_of({"irq:1", "irq:2"}), lists::CmLayout::x86, {}, {},
                             [&](const LeafRange&) { return ++seen, false; }));
  EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace resmap::claims
