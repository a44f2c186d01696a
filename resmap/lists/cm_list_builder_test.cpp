// SPDX-License-Identifier: MIT
#include "resmap/lists/cm_list_builder.h"

#include <gtest/gtest.h>

#include <vector>

#include "resmap/lists/cm_list.h"
#include "tests/support/failing_memory.h"
#include "tests/support/hex_literal.h"

namespace resmap::lists {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): the literal operator

std::vector<std::uint8_t> vector_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

// structures-and-wdf.md 5, "Golden bytes".
constexpr auto kGolden =
    "01000000 0f000000 00000000 0100 0100 04000000"
    "01011100 6000000000000000 01000000 00000000"
    "02030000 0900 0000 91000000 ff00000000000000"
    "07010002 0000000004000000 00000003 00000000"
    "05000000 08000000 00000000 00000000 00000000  01000000 00201c00"_hex;

Result<void> build_golden(CmResourceListBuilder& build) {
  constexpr auto layout = CmLayout::x64;
  constexpr auto exclusive = ShareDisposition::device_exclusive;
  RESMAP_TRY(build.begin_full({InterfaceType::pnp_bus, 0, 1, 1, 0}));
  RESMAP_TRY_ASSIGN(const CmDescriptor port,
                    CmDescriptor::address(layout, ResourceType::port, 0x60, 1, exclusive, 0x11));
  RESMAP_TRY(build.add(port));
  RESMAP_TRY(build.add(CmDescriptor::line(layout, 0x91, 9, 0xFF, ShareDisposition::shared, 0)));
  RESMAP_TRY_ASSIGN(const CmDescriptor memory,
                    CmDescriptor::address(layout, ResourceType::memory, 0x4'0000'0000, 0x3'0000'0000, exclusive, 0));
  RESMAP_TRY(build.add(memory));
  constexpr auto serial = "01000000 00201c00"_hex;
  return build.add_device_specific(CmDescriptor(layout), serial);
}

TEST(CmResourceListBuilder, BuildsThePublishedListToTheByte) {
  CmResourceListBuilder build(CmForm::resource_list, CmLayout::x64);
  ASSERT_TRUE(build_golden(build));
  EXPECT_EQ(vector_of(*build.finish()), vector_of(kGolden));
}

TEST(CmResourceListBuilder, EveryFailedAllocationLeavesAWholeListBehind) {
  for (std::size_t n = 0;; ++n) {
    FailingMemory memory(n);
    {
      CmResourceListBuilder build(CmForm::resource_list, CmLayout::x64, memory.source());
      const auto built = build_golden(build);
      if (built) break;
      EXPECT_EQ(built.error().code, ErrorCode::out_of_memory);
      const auto list = build.finish();
      if (list) {
        EXPECT_TRUE(CmResourceListView::over(*list, CmForm::resource_list, CmLayout::x64));
      }
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
  }
}

TEST(CmResourceListBuilder, AListThatErasesAClaimIsFourZeroBytes) {
  CmResourceListBuilder build(CmForm::resource_list, CmLayout::x86);
  EXPECT_EQ(vector_of(*build.finish()), (std::vector<std::uint8_t>{0, 0, 0, 0}));
}

TEST(CmResourceListBuilder, SeveralFullDescriptorsEachKeepTheirOwnCount) {
  CmResourceListBuilder build(CmForm::resource_list, CmLayout::x86);
  ASSERT_TRUE(build.begin_full({InterfaceType::isa, 0, 0, 0, 99}));
  ASSERT_TRUE(build.add(CmDescriptor::dma(CmLayout::x86, 2, ShareDisposition::device_exclusive, 0)));
  ASSERT_TRUE(build.add_device_specific(CmDescriptor(CmLayout::x86), "0102"_hex));
  ASSERT_TRUE(build.begin_full({InterfaceType::pci_bus, 1, 1, 1, 0}));
  ASSERT_TRUE(build.add_slack("ff"_hex));
  const auto view = CmResourceListView::over(*build.finish(), CmForm::resource_list, CmLayout::x86);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->size(), 2U);
  EXPECT_EQ((*view->begin()).size(), 2U);
  EXPECT_EQ((*std::next(view->begin())).header().bus_number, 1U);
  EXPECT_EQ(vector_of(view->slack()), (std::vector<std::uint8_t>{0xFF}));
}

TEST(CmResourceListBuilder, WhatNoListCanHoldIsRefusedAndChangesNothing) {
  CmResourceListBuilder build(CmForm::full_descriptor, CmLayout::x64);
  const CmDescriptor channel = CmDescriptor::dma(CmLayout::x64, 1, ShareDisposition::shared, 0);
  const auto refused = [](const Result<void>& result) { return result.error().code == ErrorCode::invalid_argument; };
  EXPECT_TRUE(refused(build.add(channel))) << "no full descriptor";
  ASSERT_TRUE(build.begin_full({}));
  EXPECT_TRUE(refused(build.begin_full({}))) << "a type 9 value has one";
  EXPECT_TRUE(refused(build.add(CmDescriptor::dma(CmLayout::x86, 1, ShareDisposition::shared, 0)))) << "another layout";
  CmDescriptor specific = channel;
  EXPECT_TRUE(refused(build.add(specific.set_type(ResourceType::device_specific)))) << "its data are missing";
  ASSERT_TRUE(build.add_device_specific(channel, {}));
  EXPECT_TRUE(refused(build.add(channel))) << "nothing follows DeviceSpecific";
  EXPECT_EQ((*build.finish()).size(), CmFullHeader::size + 20U);
  ASSERT_TRUE(build.add_slack("00"_hex));
  EXPECT_TRUE(refused(build.add_verbatim(channel.bytes(), {}))) << "slack ends the list";
}

TEST(CmDescriptor, ALengthBeyond32BitsBecomesMemoryLargeAndKeepsTheOtherFlags) {
  const auto descriptor = CmDescriptor::address(CmLayout::x64, ResourceType::memory, 0x4'0000'0000, 0x3'0000'0000,
                                                ShareDisposition::device_exclusive, memory_flag::prefetchable);
  ASSERT_TRUE(descriptor);
  EXPECT_EQ(descriptor->view().type(), ResourceType::memory_large);
  EXPECT_EQ(descriptor->view().flags(), memory_flag::prefetchable | memory_flag::large_40);
  EXPECT_EQ(descriptor->view().length(), 0x3'0000'0000U);
  EXPECT_EQ(descriptor->view().range(), (AddressRange{0x4'0000'0000, 0x6'FFFF'FFFF}));
}

TEST(CmDescriptor, ACopyKeepsSpareBytesAndASetterChangesOnlyItsField) {
  constexpr auto bytes = "06030000 00000000 00010000 deadbeef cafecafe"_hex;
  CmDescriptor descriptor{CmDescriptorView(bytes)};
  descriptor.set_bus_length(8);
  EXPECT_EQ(vector_of(descriptor.bytes()), vector_of("06030000 00000000 08000000 deadbeef cafecafe"_hex));
}

}  // namespace
}  // namespace resmap::lists
