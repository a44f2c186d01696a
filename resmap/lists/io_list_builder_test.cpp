// SPDX-License-Identifier: MIT
#include "resmap/lists/io_list_builder.h"

#include <gtest/gtest.h>

#include <vector>

#include "resmap/lists/io_list.h"
#include "tests/support/failing_memory.h"
#include "tests/support/hex_literal.h"

namespace resmap::lists {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): the literal operator

std::vector<std::uint8_t> vector_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

constexpr IoRequirementsHeader kHeader{0, InterfaceType::pci_bus, 2, 0x0E, {7, 8, 9}, 0};

// Two configurations: a port with an alternative and a line; then a message alone.
Result<void> build_two(IoRequirementsListBuilder& build) {
  constexpr auto exclusive = ShareDisposition::device_exclusive;
  RESMAP_TRY(build.begin_configuration());
  RESMAP_TRY_ASSIGN(IoDescriptor port, IoDescriptor::address(ResourceType::port, 8, 8, 0x3F8, 0x3FF, exclusive, 0x11));
  RESMAP_TRY(build.add(port.set_option(io_option::preferred)));
  RESMAP_TRY(build.add(port.set_option(io_option::alternative).set_minimum(0x2F8).set_maximum(0x2FF)));
  RESMAP_TRY(build.add(IoDescriptor::line(3, 4, exclusive, interrupt_flag::latched)));
  RESMAP_TRY(build.begin_configuration());
  return build.add(IoDescriptor::messages(8, exclusive));
}

constexpr auto kTwo =
    "b0000000 05000000 02000000 0e000000 07000000 08000000 09000000 02000000"
    "01000100 03000000"
    "01010100 11000000 08000000 08000000 f803000000000000 ff03000000000000"
    "08010100 11000000 08000000 08000000 f802000000000000 ff02000000000000"
    "00020100 01000000 03000000 04000000 0000000000000000 0000000000000000"
    "01000100 01000000"
    "00020100 03000000 f7ffffff feffffff 0000000000000000 0000000000000000"_hex;

TEST(IoRequirementsListBuilder, BuildsTwoConfigurationsToTheByte) {
  IoRequirementsListBuilder build(kHeader);
  ASSERT_TRUE(build_two(build));
  EXPECT_EQ(vector_of(*build.finish()), vector_of(kTwo));
}

TEST(IoRequirementsListBuilder, SlackStaysInsideListSizeAndOtherBytesBehindIt) {
  IoRequirementsListBuilder build(kHeader);
  ASSERT_TRUE(build_two(build));
  ASSERT_TRUE(build.add_slack("0000"_hex, "ff"_hex));
  const auto view = IoRequirementsListView::over(*build.finish());
  ASSERT_TRUE(view);
  EXPECT_EQ(view->size(), 2U);
  EXPECT_EQ(vector_of(view->slack()), (std::vector<std::uint8_t>{0, 0}));
  EXPECT_EQ(vector_of(view->beyond()), (std::vector<std::uint8_t>{0xFF}));
  EXPECT_EQ(build.begin_configuration().error().code, ErrorCode::invalid_argument);
}

TEST(IoRequirementsListBuilder, WithoutAnyConfigurationItIsAHeaderAlone) {
  IoRequirementsListBuilder build(kHeader);
  EXPECT_EQ(build.add(IoDescriptor()).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ((*build.finish()).size(), IoRequirementsHeader::size);
  ASSERT_TRUE(build.begin_configuration()) << "steps may follow";
  EXPECT_EQ((*IoRequirementsListView::over(*build.finish())).size(), 1U);
}

TEST(IoRequirementsListBuilder, EveryFailedAllocationLeavesAWholeListBehind) {
  for (std::size_t n = 0;; ++n) {
    FailingMemory memory(n);
    {
      IoRequirementsListBuilder build(kHeader, memory.source());
      if (build_two(build)) break;
      const auto list = build.finish();
      if (list) {
        EXPECT_TRUE(IoRequirementsListView::over(*list));
      }
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
  }
}

TEST(IoDescriptor, ALargeRequirementScalesLengthAndAlignmentAlike) {
  const auto descriptor = IoDescriptor::address(ResourceType::memory, 0x10'0000'0000, 0x10'0000'0000, 0, ~0ULL,
                                                ShareDisposition::device_exclusive, memory_flag::prefetchable);
  ASSERT_TRUE(descriptor);
  EXPECT_EQ(descriptor->view().type(), ResourceType::memory_large);
  EXPECT_EQ(descriptor->view().flags(), memory_flag::prefetchable | memory_flag::large_40);
  EXPECT_EQ(descriptor->view().stored_length(), 0x1000'0000U);
  EXPECT_EQ(descriptor->view().length(), 0x10'0000'0000U);
  EXPECT_EQ(descriptor->view().alignment(), 0x10'0000'0000U);
}

}  // namespace
}  // namespace resmap::lists
