// SPDX-License-Identifier: MIT
#include "resmap/hive/raw_cells.h"

#include <gtest/gtest.h>

#include "resmap/hive/hive_fixture_test_support.h"

namespace resmap::hive {
namespace {

using testing_support::HiveFixture;

TEST(RawCells, NamesAreReadInBothWidthsWithTheirNuls) {
  HiveFixture fixture;
  const std::size_t plain = fixture.add_key({"Enum", {}, {}});
  const std::size_t wide = fixture.add_key({"Ger\xC3\xA4t", {}, {}});
  const std::size_t hidden = fixture.add_key({std::string("Run\0x", 5), {}, {}});
  const std::size_t value = fixture.add_value({"\xE2\x82\xAC", 1, {}});
  const std::size_t half = fixture.add_value({"\xED\xA0\x80z", 1, {}});
  const auto image = fixture.finish(plain);
  const RawCells cells(image);
  EXPECT_EQ(cells.key_name(plain)->text(), "Enum");
  EXPECT_FALSE(cells.key_name(plain)->holds_nul());
  EXPECT_EQ(cells.key_name(wide)->text(), "Ger\xC3\xA4t");
  EXPECT_FALSE(cells.key_name(wide)->holds_nul()) << "a zero byte of UTF-16 is no NUL";
  EXPECT_TRUE(cells.key_name(hidden)->holds_nul());
  EXPECT_EQ(cells.key_name(hidden)->text(), std::string("Run\0x", 5));
  EXPECT_EQ(cells.value_name(value)->text(), "\xE2\x82\xAC");
  EXPECT_EQ(cells.value_name(half)->text(), "\xEF\xBF\xBDz");
  EXPECT_FALSE(cells.value_name(plain)) << "a key is no value";
  EXPECT_FALSE(cells.key_name(value));
}

TEST(RawCells, NothingIsReadOutsideACellOrTheFile) {
  HiveFixture fixture;
  const std::size_t key = fixture.add_key({"Enum", {}, {}});
  auto image = fixture.finish(key);
  const RawCells cells(image);
  for (const std::uint64_t place : {std::uint64_t{0}, image.size() - 4, image.size(), std::uint64_t{UINT64_MAX}}) {
    EXPECT_FALSE(cells.key_name(place));
    EXPECT_FALSE(cells.data(place, 1));
    EXPECT_FALSE(cells.hides_children(place));
  }
  EXPECT_TRUE(cells.data(key, 76));
  EXPECT_FALSE(cells.data(key, 1000));
  store_le<std::uint16_t>(&image[key + 76], 0xFFFF);
  EXPECT_FALSE(cells.key_name(key)) << "a name longer than its cell";
  store_le<std::uint32_t>(&image[key], 0x80000000U);
  EXPECT_FALSE(cells.data(key, 1));
  for (std::size_t size = 0; size < image.size(); size += 7) (void)RawCells(Bytes(image).first(size)).hides_values(key);
}

TEST(RawCells, AListBehindACountOfZeroIsSeen) {
  HiveFixture fixture;
  const std::size_t key = fixture.add_key({"K", {{"v", 3, {}}}, {{"C", {}, {}}}});
  const std::size_t bare = fixture.add_key({"B", {}, {}});
  auto image = fixture.finish(key);
  const RawCells cells(image);
  EXPECT_FALSE(cells.hides_children(key));
  EXPECT_FALSE(cells.hides_values(key));
  store_le<std::uint32_t>(&image[key + 24], 0);
  store_le<std::uint32_t>(&image[key + 40], 0);
  EXPECT_TRUE(cells.hides_children(key));
  EXPECT_TRUE(cells.hides_values(key));
  EXPECT_FALSE(cells.hides_children(bare));
  EXPECT_FALSE(cells.hides_values(bare));
}

}  // namespace
}  // namespace resmap::hive
