// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_cells.h"

#include <gtest/gtest.h>

#include "resmap/hive/hive_header.h"
#include "resmap/hive/hive_page_test_support.h"

namespace resmap::hive {
namespace {

TEST(HiveCells, AnEmptyHiveIsOnePageOfOneFreeCell) {
  const auto file = HiveCells(0x1122334455667788).finish();
  ASSERT_EQ(file.size(), 0x2000U);
  EXPECT_EQ(load_le<std::uint64_t>(file, 0x1014), 0x1122334455667788U);
  const auto cells = testing_support::cells_of(file);
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_FALSE(cells[0].used);
  EXPECT_EQ(cells[0].size, 4096U - 32);
}

TEST(HiveCells, CellsFillPagesWithoutAGapWhateverTheirSizes) {
  for (std::uint64_t step = 1; step < 9000; step += step / 3 + 1) {
    HiveCells cells(0);
    std::vector<std::uint32_t> made;
    for (std::uint64_t i = 0; i < 40; ++i) {
      const auto cell = cells.add(i * step % 9001);
      ASSERT_TRUE(cell);
      EXPECT_EQ(*cell % 8, 0U);
      made.push_back(*cell);
    }
    const auto file = std::move(cells).finish();
    std::size_t at = 0;
    for (const auto& cell : testing_support::cells_of(file)) {
      if (!cell.used) continue;
      ASSERT_LT(at, made.size());
      EXPECT_EQ(cell.offset, made[at]);
      EXPECT_EQ(cell.size, (at * step % 9001 + 4 + 7) / 8 * 8);
      ++at;
    }
    EXPECT_EQ(at, made.size());
  }
}

TEST(HiveCells, ACellThatFillsItsPageLeavesNoFreeOne) {
  HiveCells cells(0);
  EXPECT_EQ(cells.add(4096 - 32 - 4), 32U);
  EXPECT_EQ(cells.add(2 * 4096 - 32 - 4), 4096U + 32);
  const auto file = std::move(cells).finish();
  EXPECT_EQ(file.size(), header_size + 3 * 4096U);
  EXPECT_EQ(testing_support::cells_of(file).size(), 2U);
}

TEST(HiveCells, WhatIsPutStandsBehindTheSize) {
  HiveCells cells(0);
  const std::uint32_t cell = *cells.add_record("nk", 12);
  cells.put(cell, 4, std::uint32_t{0x04030201});
  const std::uint8_t bytes[] = {5, 6, 7};
  cells.put_bytes(cell, 8, bytes);
  cells.put_bytes(cell, 12, {});
  const auto file = std::move(cells).finish();
  const std::uint8_t expected[] = {0xF0, 0xFF, 0xFF, 0xFF, 'n', 'k', 0, 0, 1, 2, 3, 4, 5, 6, 7, 0};
  EXPECT_TRUE(std::equal(std::begin(expected), std::end(expected), file.begin() + 0x1020));
}

TEST(HiveCells, NoCellPassesTheHalfThatIsVolatile) {
  HiveCells cells(0);
  EXPECT_FALSE(cells.add(HiveCells::max_size));
  EXPECT_FALSE(cells.add_record("db", ~std::uint64_t{0}));
  EXPECT_EQ(cells.add(8), 32U);
}

}  // namespace
}  // namespace resmap::hive
