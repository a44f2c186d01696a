// SPDX-License-Identifier: MIT
#include "resmap/report/claims_screen.h"

#include <gtest/gtest.h>

#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/resource_words.h"

namespace resmap::report {
namespace {

using lists::CmLayout;

std::vector<HeldClaim> held_of(std::initializer_list<std::pair<const char*, std::vector<const char*>>> owners) {
  std::vector<HeldClaim> held;
  for (const auto& [device, words] : owners) {
    lists::CmResourceListBuilder build(lists::CmForm::resource_list, CmLayout::x64);
    EXPECT_TRUE(build.begin_full({}));
    for (const char* word : words) {
      const auto descriptor = lists::parse_claim(word, CmLayout::x64);
      EXPECT_TRUE(descriptor && build.add(*descriptor)) << word;
    }
    claims::StoredList list{.class_name = "Other", .driver = "d", .device = device};
    list.translated = *build.finish();
    append_held(held, list);
  }
  return held;
}

std::string screen_of(std::vector<HeldClaim> held, std::optional<lists::ResourceType> only = {}) {
  TextWriter out;
  print_claims_by_type(out, std::move(held), only, Paint(false));
  return std::string(out.view());
}

TEST(ClaimsScreen, SaysByTypeAndRisingWhoHoldsWhatWithSharersTogether) {
  const auto held = held_of({{"B", {"irq:5,shared", "port:0x304+2", "mem:0x2000+4K"}},
                             {"A", {"irq:5,shared", "port:0x300+8"}},
                             {"", {"irq:4", "dma:1"}}});
  EXPECT_EQ(screen_of(held),
            "MEMORY          SIZE  OWNER\n"
            "0x2000-0x2fff  4 KiB  Other\\d  B  Exclusive\n"
            "\n"
            "PORTS          SIZE  OWNER\n"
            "0x300-0x307       8  Other\\d  A  Exclusive\n"
            "  0x304-0x305     2  Other\\d  B  Exclusive\n"
            "\n"
            "INTERRUPTS  SIZE  OWNER\n"
            "line 4            Other\\d     Exclusive\n"
            "line 5            Other\\d  A  Shared\n"
            "                  Other\\d  B  Shared\n"
            "\n"
            "DMA CHANNELS  SIZE  OWNER\n"
            "channel 1           Other\\d  Exclusive\n"
            "\n");
}

TEST(ClaimsScreen, ShowsOneTypeAloneAndWhoOverrides) {
  auto held = held_of({{"A", {"irq:5", "dma:1"}}});
  held[1].overrides = true;
  EXPECT_EQ(screen_of(held, lists::ResourceType::dma),
            "DMA CHANNELS  SIZE  OWNER\n"
            "channel 1           Other\\d  A  Exclusive, overrides\n"
            "\n");
  EXPECT_EQ(screen_of(held, lists::ResourceType::port), "");
}

TEST(ClaimsScreen, TellsWindowsFromWhatIsHeld) {
  EXPECT_EQ(screen_of(held_of({{"A", {"port:0x1000+4K,window"}}})),
            "PORTS          SIZE  OWNER\n"
            "0x1000-0x1fff  4096  Other\\d  A  window\n"
            "\n");
}

TEST(ClaimsScreen, CountsPortsThatAreReachedThroughMemoryAsMemory) {
  const auto descriptor = lists::CmDescriptor::address(CmLayout::x64, lists::ResourceType::port, 0xFF0003F8, 8,
                                                       lists::ShareDisposition::device_exclusive, 0);
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, CmLayout::x64);
  ASSERT_TRUE(build.begin_full({}) && descriptor && build.add(*descriptor));
  std::vector<HeldClaim> held;
  append_held(held, {.driver = "d", .translated = *build.finish()});
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].type, lists::ResourceType::memory);
}

}  // namespace
}  // namespace resmap::report
