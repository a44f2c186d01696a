// SPDX-License-Identifier: MIT
#include "resmap/lists/print.h"

#include <gtest/gtest.h>

#include <string>

#include "golden_lists_constants.h"
#include "resmap/lists/cm_descriptor_value.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/lists/io_descriptor_value.h"
#include "tests/support/golden.h"

namespace resmap::lists {
namespace {

using testing_support::golden_lists;
using testing_support::GoldenList;
using testing_support::matches_golden;

CmForm form_of(const GoldenList& list) {
  return list.registry_type == 8 ? CmForm::resource_list : CmForm::full_descriptor;
}

TEST(Print, EveryGoldenListReadsAsTheDebuggerWouldPrintIt) {
  for (const GoldenList& list : golden_lists("lists")) {
    TextWriter out;
    const auto printed =
        list.registry_type == 10
            ? print_io(out, list.bytes)
            : print_cm(out, list.bytes, form_of(list), choose_layout(list.bytes, form_of(list)).layout, CmSide::raw);
    ASSERT_TRUE(printed) << list.name;
    std::string why;
    EXPECT_TRUE(matches_golden("lists/" + list.name + ".txt", std::string(*out.finish()), why)) << why;
  }
}

TEST(Print, ABrokenListIsPrintedAsFarAsItIsWhole) {
  const Bytes cut = Bytes(golden::cm_x64_published).first(60);
  TextWriter out;
  const auto printed = print_cm(out, cut, CmForm::resource_list, CmLayout::x64, CmSide::raw);
  EXPECT_EQ(printed.error().index, 2U);
  EXPECT_NE(out.view().find("Entry 1 - Interrupt"), std::string_view::npos);
  EXPECT_EQ(out.view().find("Entry 2"), std::string_view::npos);
}

template <typename View>
std::string place(const View& view) {
  TextWriter out;
  print_place(out, view);
  return std::string(out.view());
}
std::string place(const CmDescriptorView& view, CmSide side) {
  TextWriter out;
  print_place(out, view, side);
  return std::string(out.view());
}

TEST(Print, ThePlaceOfARequirementSaysWhatWouldDo) {
  const auto address = [](std::uint64_t length, std::uint64_t alignment, std::uint64_t minimum, std::uint64_t maximum) {
    return place(IoDescriptor::address(ResourceType::memory, length, alignment, minimum, maximum,
                                       ShareDisposition::device_exclusive, 0)
                     ->view());
  };
  EXPECT_EQ(address(0x1000, 1, 0xFE000000, 0xFE000FFF), "0xfe000000-0xfe000fff");
  EXPECT_EQ(address(0x1000, 0x1000, 0, 0xFFFFFFFF), "0x1000 at a multiple of 0x1000 in 0x0-0xffffffff");
  EXPECT_EQ(address(0, 0x100000, 0, 0xFFFFFFFF), "nothing (length 0) in 0x0-0xffffffff");
  EXPECT_EQ(place(IoDescriptor::line(4, 4, ShareDisposition::shared, 0).view()), "line 4");
  EXPECT_EQ(place(IoDescriptor::line(0, 0xFFFFFFFF, ShareDisposition::shared, 0).view()), "any line");
  EXPECT_EQ(place(IoDescriptor::messages(8, ShareDisposition::shared).view()), "8 messages");
  EXPECT_EQ(place(IoDescriptor::dma(1, 3, ShareDisposition::shared, 0).view()), "a channel of 1-3");
  EXPECT_EQ(place(IoDescriptor::bus(16, 0, 255, ShareDisposition::shared).view()), "16 of bus 0-255");
}

TEST(Print, ThePlaceOfAMessageDependsOnTheSideOfTheList) {
  const CmDescriptor message =
      CmDescriptor::messages(CmLayout::x64, 8, 0x71, ~0ULL, ShareDisposition::device_exclusive);
  EXPECT_EQ(place(message.view(), CmSide::raw), "8 messages");
  EXPECT_EQ(place(message.view(), CmSide::translated), "vector 0x71 level 0");
}

TEST(Print, UnknownNumbersAreShownAsNumbers) {
  TextWriter out;
  print_type(out, ResourceType{0x40});
  print_share(out.text(" "), ShareDisposition{9});
  print_flags(out.text(" "), ResourceType::interrupt, 0x9);
  EXPECT_EQ(out.view(), "Type 0x40 Share 0x9 latched 0x8");
}

}  // namespace
}  // namespace resmap::lists
