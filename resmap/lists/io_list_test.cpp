// SPDX-License-Identifier: MIT
#include "resmap/lists/io_list.h"

#include <gtest/gtest.h>

#include <vector>

#include "golden_lists_constants.h"

namespace resmap::lists {
namespace {

// Decoded by the compiler, as in cm_list_test.cpp.
constexpr bool pci_function_decodes() {
  const auto list = IoRequirementsListView::over(golden::io_pci_function);
  if (!list || list->size() != 1 || list->header().slot_number != 3 || !list->slack().empty()) return false;
  const IoConfigurationView configuration = *list->begin();
  if (configuration.size() != 7) return false;
  const IoDescriptorView current = configuration[0], elsewhere = configuration[1], tag = configuration[2];
  return current.is_preferred() && !current.is_alternative() && elsewhere.is_alternative() &&
         current.minimum() == 0xFEA0'0000 && current.maximum() == 0xFEA0'0FFF && elsewhere.alignment() == 0x1000 &&
         tag.type() == ResourceType::device_private && tag.data(0) == 1 && tag.data(1) == 0 &&
         configuration[6].maximum_vector() == 0xFFFF'FFFF;
}
static_assert(pci_function_decodes());

constexpr bool messages_decode() {
  const auto list = IoRequirementsListView::over(golden::io_msix);
  if (!list || list->size() != 2) return false;
  const IoConfigurationView msix = *list->begin(), msi = *std::next(list->begin());
  return msix[0].message_count() == 1 && msix[0].affinity_policy() == 4 && msix[0].priority_policy() == 2 &&
         msix[0].targeted_processors() == 3 && msi[0].message_count() == 8 && msi[1].message_count() == 1 &&
         !msi[2].is_message();
}
static_assert(messages_decode());

static_assert(IoRequirementsListView::over(golden::io_no_configuration)->size() == 0);

TEST(IoRequirementsListView, KeepsGarbageSlackAndWhatStandsBehindListSize) {
  const auto list = IoRequirementsListView::over(golden::io_slack_and_garbage);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->header().reserved[0], 0x00530059U);
  EXPECT_EQ(list->slack().size(), 32U);
  EXPECT_EQ(list->beyond().size(), 2U);
  const IoDescriptorView port = (*list->begin())[0];
  EXPECT_EQ(port.spare1(), 0x80);
  EXPECT_EQ(port.spare2(), 0x1234);
  EXPECT_EQ(port.alignment(), 0U);
  EXPECT_EQ((*list->begin()).header().revision, 0x3000);
}

TEST(IoRequirementsListView, ReadsEachArmByItsOwnFields) {
  const auto list = IoRequirementsListView::over(golden::io_every_arm);
  ASSERT_TRUE(list);
  const IoConfigurationView all = *list->begin();
  ASSERT_EQ(all.size(), 14U);
  EXPECT_EQ(all[0].priority(), 1U);
  EXPECT_EQ(all[3].length(), 0x10'0000'0000U);
  EXPECT_EQ(all[3].alignment(), 0x10'0000'0000U);
  EXPECT_EQ(all[4].length(), 0x100'0000'0000U);
  EXPECT_EQ(all[5].length(), 0x1'0000'0000'0000U);
  EXPECT_EQ(all[7].request_line(), 17U);
  EXPECT_EQ(all[7].v3_channel(), 5U);
  EXPECT_EQ(all[8].bus_length(), 16U);
  EXPECT_EQ(all[8].maximum_bus(), 255U);
  EXPECT_EQ(all[12].connection_id(), 0x99U);
}

TEST(IoWalker, AListSizeInsideTheValueEndsTheListAndAnImpossibleOneIsReported) {
  std::vector<std::uint8_t> bytes(golden::io_com_port.begin(), golden::io_com_port.end());
  bytes[0] = 72;  // one configuration header and one descriptor
  bytes[1] = 0;
  const auto cut = IoRequirementsListView::over(bytes);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error(),
            (Error{.code = ErrorCode::truncated, .rule = rule::io_descriptor_truncated, .index = 1, .offset = 72}));
  store_le<std::uint32_t>(bytes.data(), 0xFFFF);
  const auto beyond = IoRequirementsListView::over(bytes);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error(), (Error{.code = ErrorCode::malformed, .rule = rule::io_list_size_wrong, .value = 0xFFFF}));
}

}  // namespace
}  // namespace resmap::lists
