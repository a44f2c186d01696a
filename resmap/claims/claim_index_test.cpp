// SPDX-License-Identifier: MIT
#include "resmap/claims/claim_index.h"

#include <gtest/gtest.h>

#include "resmap/claims/claims_test_support.h"
#include "tests/support/failing_memory.h"

namespace resmap::claims {
namespace {

constexpr auto kX86 = lists::CmLayout::x86;

TEST(ClaimIndex, TakesOutExactlyWhatItEntered) {
  ClaimIndex index;
  const ByteRow one = list_of({"port:0x300+8,10-bit", "irq:5,shared", "irq:5,shared"}),
                other = list_of({"port:0x300+8", "irq:5"});
  ASSERT_TRUE(index.enter({0, 1}, one, kX86, {}, {.aliases = true}, false));
  ASSERT_TRUE(index.enter({0, 2}, other, kX86, {}, {}, true));
  EXPECT_EQ(index.size(), 64U + 2 + 2);
  index.take_out({0, 1}, one, kX86, {}, {.aliases = true});
  EXPECT_EQ(index.size(), 2U);
  auto entries = index.of(Space::interrupt).entries();
  const ranges::RangeEntry* const left = entries.next();  // stands in `entries`
  ASSERT_NE(left, nullptr);
  EXPECT_EQ(ListId::of(left->owner), (ListId{0, 2}));
  EXPECT_EQ(left->user_data, 36U);
  EXPECT_EQ(left->attributes, leaf_attribute::boot_only | 1);
  index.take_out({0, 2}, other, kX86, {}, {});
  EXPECT_EQ(index.size(), 0U);
}

TEST(ClaimIndex, EntersAllOrNothing) {
  const ByteRow list = list_of({"port:0x300+8,10-bit", "irq:5", "dma:2", "mem:0xa0000+64K", "bus:1"});
  for (std::size_t n = 0;; ++n) {
    testing_support::FailingMemory memory(n);
    ClaimIndex index(memory.source());
    const auto entered = index.enter({7, 1}, list, kX86, {}, {.aliases = true}, false);
    if (entered) {
      EXPECT_EQ(index.size(), 68U);
      break;
    }
    EXPECT_EQ(entered.error().code, ErrorCode::out_of_memory);
    EXPECT_EQ(index.size(), 0U) << n;
  }
}

TEST(ClaimIndex, NamesListsByOwnersThatAreNeverNobody) {
  for (const ListId id : {ListId{0, 0}, ListId{0xFFFFFFFE, 0xFFFFFFFF}, ListId{3, 9}}) {
    EXPECT_NE(id.owner(), ranges::kNobody);
    EXPECT_EQ(ListId::of(id.owner()), id);
  }
}

}  // namespace
}  // namespace resmap::claims
