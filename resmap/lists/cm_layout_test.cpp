// SPDX-License-Identifier: MIT
#include "resmap/lists/cm_layout.h"

#include <gtest/gtest.h>

#include <vector>

#include "golden_lists_constants.h"
#include "resmap/lists/cm_list_builder.h"

namespace resmap::lists {
namespace {

TEST(CmLayout, EveryGoldenListIsReadInTheLayoutItWasWrittenIn) {
  const auto x64 = [](Bytes bytes) { return choose_layout(bytes, CmForm::resource_list); };
  for (const Bytes bytes : {Bytes(golden::cm_x64_published), Bytes(golden::cm_x64_every_arm),
                            Bytes(golden::cm_x64_two_buses), Bytes(golden::cm_x64_spare_bytes)}) {
    EXPECT_EQ(x64(bytes).layout, CmLayout::x64);
    EXPECT_EQ(x64(bytes).fit, CmFit::exact);
    EXPECT_FALSE(x64(bytes).ambiguous);
  }
  for (const Bytes bytes :
       {Bytes(golden::cm_x86_keyboard), Bytes(golden::cm_x86_every_arm), Bytes(golden::cm_x86_pic)}) {
    EXPECT_EQ(x64(bytes).layout, CmLayout::x86);
    EXPECT_EQ(x64(bytes).fit, CmFit::exact);
  }
}

TEST(CmLayout, AnEmptyListFitsBothAndTakesThePreferredOne) {
  const CmLayoutChoice choice = choose_layout(golden::cm_empty, CmForm::resource_list, CmLayout::x86);
  EXPECT_EQ(choice.layout, CmLayout::x86);
  EXPECT_TRUE(choice.ambiguous);
  EXPECT_EQ(choose_layout(golden::cm_full_cpu, CmForm::full_descriptor).layout, CmLayout::x64);
}

TEST(CmLayout, SlackMakesTheFitLooseAndABrokenListTakesTheReadingThatGoesFurther) {
  EXPECT_EQ(choose_layout(golden::cm_x64_slack, CmForm::resource_list).fit, CmFit::loose);
  std::vector<std::uint8_t> cut(golden::cm_x86_keyboard.begin(), golden::cm_x86_keyboard.end() - 1);
  const CmLayoutChoice choice = choose_layout(cut, CmForm::resource_list);
  EXPECT_EQ(choice.fit, CmFit::broken);
  EXPECT_EQ(choice.layout, CmLayout::x86);
}

// structures-and-wdf.md 5: of random lists both readings fit exactly only in rare coincidences with trailing data.
TEST(CmLayout, RandomListsWithoutDataAreNeverMistaken) {
  std::uint64_t random = 42;
  const auto next = [&] {
    random = random * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint16_t>(random >> 48);
  };
  for (int i = 0; i < 20'000; ++i) {
    const CmLayout layout = next() % 2 == 0 ? CmLayout::x64 : CmLayout::x86;
    CmResourceListBuilder build(CmForm::resource_list, layout);
    ASSERT_TRUE(build.begin_full({InterfaceType::pci_bus, 0, 1, 1, 0}));
    for (int n = next() % 8 + 1; n != 0; --n) {
      const auto memory = CmDescriptor::address(layout, next() % 2 == 0 ? ResourceType::memory : ResourceType::port,
                                                next(), next() % 4096 + 1, ShareDisposition::device_exclusive, 0);
      ASSERT_TRUE(build.add(next() % 3 == 0 ? CmDescriptor::line(layout, static_cast<std::uint16_t>(next() % 24), 9,
                                                                 ~0ULL, ShareDisposition::shared, 0)
                                            : *memory));
    }
    const CmLayoutChoice choice = choose_layout(*build.finish(), CmForm::resource_list);
    ASSERT_EQ(choice.layout, layout);
    ASSERT_EQ(choice.fit, CmFit::exact);
  }
}

}  // namespace
}  // namespace resmap::lists
