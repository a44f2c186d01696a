// SPDX-License-Identifier: MIT
// What a map hands on to be made anew from, and a map that is made so.
#include <gtest/gtest.h>

#include "resmap/claims/claims_test_support.h"
#include "resmap/claims/journal_test_support.h"

namespace resmap::claims {
namespace {

// Lists of every kind, a key that was left empty, a class that was left, refusals.
void fill(ResourceMap& map) {
  ASSERT_TRUE(record(map, "System Resources", "Physical Memory", "", list_of({"mem:0x1000+1M"})));
  ASSERT_TRUE(claim(map, "a", R"(\Device\A)", list_of({"port:0x300+8,10-bit", "irq:5"}), false, Era::w2k)->granted);
  ASSERT_TRUE(claim(map, "gone", R"(\Device\G)", list_of({"dma:3"}))->granted);
  ASSERT_FALSE(claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8", "irq:5"}))->granted);
  ASSERT_TRUE(claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8"}), true)->granted);
  ASSERT_TRUE(claim_driver(map, "c", list_of({"dma:1"}), "Class")->granted);
  ASSERT_TRUE(claim_driver(map, "c", list_of({"dma:2"}), "Other class")->granted);
  ASSERT_TRUE(claim(map, "gone", R"(\Device\G)", kNoList)->granted);
  ASSERT_TRUE(record(map, "PnP Manager", "PnpManager", R"(\Device\0000000a)", list_of({"irq:7"}), true));
}

std::vector<ByteRow> image_of(const ResourceMap& map) {
  std::vector<ByteRow> rows;
  const auto put = [&](Bytes record) {
    rows.emplace_back(record.begin(), record.end());
    return Result<void>();
  };
  EXPECT_TRUE(map.write_image(put));
  return rows;
}

TEST(MapImage, MakesAnEmptyMapTheSame) {
  for (const auto keys : {ClaimPolicy::EmptyKeys::stay, ClaimPolicy::EmptyKeys::go}) {
    ClaimSetup setup;
    setup.policy.empty_keys = keys;
    ResourceMap map(setup);
    fill(map);
    SharedRows rows;
    rows.rows = image_of(map);
    MemoryJournal journal(rows);
    setup.journal = &journal;
    ResourceMap again(setup);
    ASSERT_TRUE(again.refresh());
    EXPECT_EQ(picture_of(again), picture_of(map));
    EXPECT_TRUE(again.consistent());
    // What cannot be seen counts too: aliases are still compared, boot configurations still give way.
    const auto meets_alias = claim(again, "x", "d", list_of({"port:0x700+1,10-bit"}), false, Era::w2k);
    EXPECT_EQ(meets_alias->conflicts.size(),
              claim(map, "x", "d", list_of({"port:0x700+1,10-bit"}), false, Era::w2k)->conflicts.size());
    EXPECT_TRUE(claim(again, "x", "e", list_of({"irq:7"}), false, Era::w2k)->granted);
  }
}

TEST(MapImage, BringsAMapThatStoodElsewhereToTheSame) {
  ResourceMap map;
  fill(map);
  SharedRows rows;
  MemoryJournal journal(rows);
  ResourceMap other({.journal = &journal});
  fill(other);  // the events of both are the same: they are not told twice
  ASSERT_TRUE(claim(map, "late", "d", list_of({"irq:5"})));
  ASSERT_TRUE(claim(other, "lost", "d", list_of({"irq:15"}))->granted);
  std::uint64_t heard = 0;
  ASSERT_TRUE(other.events().subscribe({}, [&](const Event&) { ++heard; }));
  for (auto& row : image_of(map)) rows.rows.push_back(std::move(row));
  ASSERT_TRUE(other.refresh());
  EXPECT_EQ(picture_of(other), picture_of(map));
  EXPECT_TRUE(other.consistent());
  EXPECT_EQ(heard, 2U);
}

TEST(MapImage, OfNothingIsOneRecord) {
  const ResourceMap map;
  EXPECT_EQ(image_of(map).size(), 1U);
}

TEST(MapImage, EndsWhereItIsToldTo) {
  ResourceMap map;
  fill(map);
  const std::size_t all = image_of(map).size();
  for (std::size_t n = 0; n < all; ++n) {
    std::size_t seen = 0;
    const auto put = [&](Bytes) -> Result<void> {
      if (seen++ == n) return fail({.code = ErrorCode::unreadable});
      return {};
    };
    EXPECT_EQ(map.write_image(put).error().code, ErrorCode::unreadable);
    EXPECT_EQ(seen, n + 1);
  }
}

}  // namespace
}  // namespace resmap::claims
