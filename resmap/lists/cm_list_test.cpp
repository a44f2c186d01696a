// SPDX-License-Identifier: MIT
#include "resmap/lists/cm_list.h"

#include <gtest/gtest.h>

#include <vector>

#include "golden_lists_constants.h"

namespace resmap::lists {
namespace {

constexpr CmForm kList = CmForm::resource_list;

// The golden lists, decoded by the compiler: constant evaluation refuses every read outside and every undefined step.
constexpr bool published_list_decodes() {
  const auto list = CmResourceListView::over(golden::cm_x64_published, kList, CmLayout::x64);
  if (!list || list->size() != 1 || !list->slack().empty()) return false;
  const CmFullDescriptorView full = *list->begin();
  if (full.header().interface_type != InterfaceType::pnp_bus || full.size() != 4) return false;
  auto at = full.begin();
  const CmDescriptorView port = *at++, line = *at++, memory = *at++, specific = *at++;
  return at == full.end() && port.type() == ResourceType::port && port.range() == AddressRange{0x60, 0x60} &&
         line.level() == 9 && line.group() == 0 && line.vector() == 0x91 && line.affinity() == 0xFF &&
         line.share() == ShareDisposition::shared && memory.length() == 0x3'0000'0000 &&
         memory.range() == AddressRange{0x4'0000'0000, 0x6'FFFF'FFFF} && specific.data_size() == 8 &&
         specific.device_data().size() == 8 && load_le<std::uint32_t>(specific.device_data(), 4) == 1843200;
}
static_assert(published_list_decodes());

constexpr bool second_bus_stands_behind_the_data_of_the_first() {
  const auto list = CmResourceListView::over(golden::cm_x64_two_buses, kList, CmLayout::x64);
  if (!list || list->size() != 2) return false;
  const CmFullDescriptorView second = *std::next(list->begin());
  return second.header().interface_type == InterfaceType::pci_bus && second.header().bus_number == 2 &&
         (*second.begin()).range() == AddressRange{0xFD00'0000, 0xFD00'0FFF};
}
static_assert(second_bus_stands_behind_the_data_of_the_first());

constexpr bool every_arm_reads_alike_in_both_layouts() {
  const auto a = CmResourceListView::over(golden::cm_x64_every_arm, kList, CmLayout::x64);
  const auto b = CmResourceListView::over(golden::cm_x86_every_arm, kList, CmLayout::x86);
  if (!a || !b) return false;
  const CmFullDescriptorView full_a = *a->begin(), full_b = *b->begin();
  auto x = full_a.begin();
  for (const CmDescriptorView y : full_b) {
    const CmDescriptorView wide = *x++;
    if (wide.type() != y.type() || wide.flags() != y.flags() || wide.range() != y.range()) return false;
    if (y.type() == ResourceType::interrupt && (wide.affinity() != ~0ULL || y.affinity() != 0xFFFF'FFFF)) return false;
  }
  return x == full_a.end();
}
static_assert(every_arm_reads_alike_in_both_layouts());

static_assert(CmResourceListView::over(golden::cm_empty, kList, CmLayout::x86)->size() == 0);
static_assert(CmResourceListView::over(golden::cm_x64_slack, kList, CmLayout::x64)->slack().size() == 3);
static_assert((*CmResourceListView::over(golden::cm_full_cpu, CmForm::full_descriptor, CmLayout::x64)->begin())
                  .header()
                  .interface_type == InterfaceType::undefined);

TEST(CmResourceListView, ReadsMessagesDmaAndConnectionsByTheirOwnArms) {
  const auto list = CmResourceListView::over(golden::cm_x64_every_arm, kList, CmLayout::x64);
  ASSERT_TRUE(list);
  const CmFullDescriptorView full = *list->begin();
  std::vector<CmDescriptorView> all(full.begin(), full.end());
  ASSERT_EQ(all.size(), 18U);
  EXPECT_EQ(all[3].length(), 0x100'0000'0000U / 0x100) << "LARGE_48 counts units of 64 KiB";
  EXPECT_EQ(all[4].length(), 0x2'0000'0000U) << "LARGE_64 counts units of 4 GiB";
  EXPECT_TRUE(all[7].is_message());
  EXPECT_EQ(all[7].raw_message_count(), 8);
  EXPECT_EQ(all[7].vector(), kMessageToken);
  EXPECT_FALSE(all[7].range()) << "a token names no place";
  EXPECT_TRUE(all[9].is_dma_v3());
  EXPECT_EQ(all[9].request_line(), 17U);
  EXPECT_EQ(all[9].transfer_width(), 2);
  EXPECT_EQ(all[14].connection_class(), connection_class::serial);
  EXPECT_EQ(all[14].connection_type(), connection_type::serial_i2c);
  EXPECT_EQ(all[14].connection_id(), 0x1122334455667788U);
  EXPECT_EQ(all[17].device_data().size(), 8U);
}

TEST(CmWalker, SaysWhichDescriptorHasNoRoomAndWhereItBegins) {
  // Seven descriptors promised; three whole, four bytes of the fourth: the message of `resmap decode broken.reg`.
  std::vector<std::uint8_t> bytes(84);
  store_le<std::uint32_t>(bytes.data(), 1);
  store_le<std::uint32_t>(bytes.data() + 16, 7);
  CmWalker walk(bytes, kList, CmLayout::x64);
  unsigned whole = 0;
  auto step = walk.next();
  for (; step; step = walk.next()) whole += step->kind == CmStep::Kind::descriptor;
  EXPECT_EQ(whole, 3U);
  const Error expected{
      .code = ErrorCode::truncated, .rule = rule::cm_descriptor_truncated, .index = 3, .offset = 80, .value = 4};
  EXPECT_EQ(step.error(), expected);
  EXPECT_EQ(walk.next().error(), expected) << "and keeps saying so";
}

TEST(CmWalker, AnEndStaysTheEnd) {
  CmWalker walk(golden::cm_empty, kList, CmLayout::x64);
  for (int i = 0; i < 3; ++i) {
    const auto step = walk.next();
    ASSERT_TRUE(step);
    EXPECT_EQ(step->kind, CmStep::Kind::end);
    EXPECT_EQ(step->offset, 4U);
  }
}

}  // namespace
}  // namespace resmap::lists
