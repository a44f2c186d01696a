// SPDX-License-Identifier: MIT
#include "resmap/claims/translated_list.h"

#include <gtest/gtest.h>

#include "resmap/claims/bus_map_test_support.h"
#include "resmap/claims/claims_test_support.h"

namespace resmap::claims {
namespace {

Result<TranslatedList> translate(const ByteRow& list, const arbiters::BusMap* through, const ClaimPolicy& policy = {}) {
  return translate_list(list, std::nullopt, Era::nt4, through, policy);
}

TEST(TranslatedList, KeepsEveryByteThatIsNoPlace) {
  TestBuses buses;
  buses.add_ports({lists::InterfaceType::isa, 0}, {{0, 0xFFFF}, 0x20000});
  ByteRow list = list_of({"port:0x300+8", "dma:2", "private:1/2/3"});
  list[12] = 0x77;  // version
  const auto made = translate(list, buses.map());
  ASSERT_TRUE(made);
  EXPECT_EQ(ByteRow(made->raw.bytes().begin(), made->raw.bytes().end()), list);
  ByteRow expected = list;
  expected[26] = 2;  // 0x20300
  EXPECT_EQ(ByteRow(made->translated.bytes().begin(), made->translated.bytes().end()), expected);
  EXPECT_FALSE(made->erases);
  EXPECT_FALSE(made->remark);
}

TEST(TranslatedList, UsesTheBusOfEachFullDescriptor) {
  TestBuses buses;
  buses.add_ports({lists::InterfaceType::isa, 0}, {{0, 0xFFFF}, 0x10000});
  buses.add_ports({lists::InterfaceType::pci_bus, 3}, {{0, 0xFFFF}, 0x30000});
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, lists::CmLayout::x86);
  for (const auto bus : {lists::InterfaceType::isa, lists::InterfaceType::pci_bus}) {
    ASSERT_TRUE(build.begin_full({bus, bus == lists::InterfaceType::isa ? 0U : 3U, 1, 1, 0}));
    ASSERT_TRUE(build.add(*lists::parse_claim("port:0x300+8", lists::CmLayout::x86)));
    ASSERT_TRUE(build.add(*lists::parse_claim("port:0x310+8", lists::CmLayout::x86)));
  }
  const auto made = translate_list(*build.finish(), std::nullopt, Era::nt4, buses.map(), {});
  ASSERT_TRUE(made);
  std::vector<std::uint64_t> starts;
  for_each_leaf(made->translated.bytes(), made->layout, {}, {}, [&](const LeafRange& leaf) {
    starts.push_back(leaf.range.first);
    return true;
  });
  EXPECT_EQ(starts, (std::vector<std::uint64_t>{0x10300, 0x10310, 0x30300, 0x30310}));
}

TEST(TranslatedList, KeepsPortsThatAreMemoryAsPortsWithoutTheFlagForIo) {
  TestBuses buses;
  buses.add_ports({lists::InterfaceType::isa, 0},
                  {{0, 0xFFFF}, 0xF0000000, arbiters::TranslationWindow::Ports::dense_memory});
  const auto made = translate(list_of({"port:0x300+8,16-bit"}), buses.map());
  ASSERT_TRUE(made);
  lists::CmWalker walk(made->translated.bytes(), lists::CmForm::resource_list, made->layout);
  auto step = walk.next();
  while (step && step->kind != lists::CmStep::Kind::descriptor) step = walk.next();
  ASSERT_TRUE(step);
  EXPECT_EQ(step->view().type(), lists::ResourceType::port);
  EXPECT_EQ(step->view().start(), 0xF0000300U);
  EXPECT_EQ(step->view().length(), 8U);
  EXPECT_EQ(step->view().flags(), lists::port_flag::decode_16_bit);
}

TEST(TranslatedList, NamesTheDescriptorThatDoesNotTranslate) {
  TestBuses buses;
  buses.add_ports({lists::InterfaceType::isa, 0}, {{0, 0x3FF}, 0});
  const auto outside = translate(list_of({"port:0x300+8", "port:0x3fc+8"}), buses.map());
  ASSERT_FALSE(outside);
  EXPECT_EQ(outside.error().code, ErrorCode::not_found);
  EXPECT_EQ(outside.error().index, 1U);
  EXPECT_EQ(outside.error().offset, 36U);
  EXPECT_EQ(translate(list_of({"irq:5"}), buses.map()).error().code, ErrorCode::not_found);
  // A length of 0 takes no place, and is not translated.
  EXPECT_TRUE(translate(list_of({"raw:01010100000f00000000000000000000"}), buses.map()));
}

TEST(TranslatedList, RefusesWhatWrapsOnEitherSide) {
  const ByteRow wraps = list_of({"raw:0301000000f0ffffffffffff00200000"});
  const auto malformed = translate(wraps, nullptr);
  ASSERT_FALSE(malformed);
  EXPECT_EQ(malformed.error().code, ErrorCode::malformed);
  EXPECT_EQ(malformed.error().rule, lists::rule::range_wraps);
  EXPECT_EQ(malformed.error().offset, 20U);
  ClaimPolicy clipped;
  clipped.wrapping_range = ClaimPolicy::WrappingRange::clipped;
  EXPECT_TRUE(translate(wraps, nullptr, clipped));
  TestBuses high;
  high.add_memory({lists::InterfaceType::isa, 0}, {{0, 0xFFFFFF}, ~std::uint64_t{0} - 0xFFF});
  EXPECT_EQ(translate(list_of({"mem:0x800+4K"}), high.map()).error().code, ErrorCode::overflow);
}

TEST(TranslatedList, IsShortWhenItErases) {
  const auto made = translate(kNoList, nullptr);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->erases);
  EXPECT_TRUE(made->raw.bytes().empty());
  const ByteRow three = {0, 0, 0};
  EXPECT_EQ(translate(three, nullptr).error().rule, lists::rule::cm_too_short);
}

TEST(TranslatedList, IsReadIn16ByteDescriptorsWhereNt4LeavesItOpen) {
  ByteRow list = list_of({"irq:5"});
  list.resize(list.size() + 6);  // reads as well in both layouts: one descriptor and something behind it
  EXPECT_EQ(translate_list(list, std::nullopt, Era::nt4, nullptr, {})->layout, lists::CmLayout::x86);
  EXPECT_EQ(translate_list(list, std::nullopt, Era::w2k, nullptr, {})->layout, lists::CmLayout::x64);
  EXPECT_EQ(translate_list(list, lists::CmLayout::x86, Era::w2k, nullptr, {})->layout, lists::CmLayout::x86);
}

TEST(TranslatedList, TakesAPairOnlyWhenBothMatch) {
  const ByteRow raw = list_of({"port:0x300+8", "irq:5"}), translated = list_of({"port:0x10300+8", "irq:0x35"});
  const auto pair = checked_pair(raw, translated, std::nullopt, {});
  ASSERT_TRUE(pair);
  EXPECT_EQ(ByteRow(pair->raw.bytes().begin(), pair->raw.bytes().end()), raw);
  EXPECT_EQ(checked_pair(raw, list_of({"irq:5"}), std::nullopt, {}).error().code, ErrorCode::invalid_argument);
  EXPECT_TRUE(checked_pair(kNoList, kNoList, std::nullopt, {})->erases);
  EXPECT_EQ(checked_pair(raw, ByteRow{1}, std::nullopt, {}).error().code, ErrorCode::truncated);
}

}  // namespace
}  // namespace resmap::claims
