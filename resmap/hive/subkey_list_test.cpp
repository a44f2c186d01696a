// SPDX-License-Identifier: MIT
#include "resmap/hive/subkey_list.h"

#include <gtest/gtest.h>

#include "resmap/hive/hive_page_test_support.h"

namespace resmap::hive {
namespace {

TEST(SubkeyList, AHintIsFourCharactersOrAHashOfTheNameInUpperCase) {
  EXPECT_EQ(subkey_of("Serial", HiveFormat::standard).hint, 0x69726553U);  // "Seri"
  EXPECT_EQ(subkey_of("ab", HiveFormat::standard).hint, 0x6261U);
  EXPECT_EQ(subkey_of("a\xC3\xA4"
                      "b",
                      HiveFormat::standard)
                .hint,
            0x62E461U);
  EXPECT_EQ(subkey_of("a\xE2\x82\xAC", HiveFormat::standard).hint, 0U);
  EXPECT_EQ(subkey_of("abcd\xE2\x82\xAC", HiveFormat::standard).hint, 0x64636261U);
  EXPECT_EQ(subkey_of("ab", HiveFormat::latest).hint, 65U * 37 + 66);
  EXPECT_EQ(subkey_of("\xF0\x9F\x92\xA1", HiveFormat::latest).hint, 0xD83DU * 37 + 0xDCA1);
}

TEST(SubkeyList, IsSortedByUpperCaseUnitByUnit) {
  std::vector<Subkey> keys;
  for (const char* name : {"b", "_", "A", "aa", "\xC3\xA4", "\xEF\xBF\xAD", "\xF0\x9F\x92\xA1", "B_", "c"}) {
    keys.push_back(subkey_of(name, HiveFormat::standard));
    keys.back().number = static_cast<std::uint32_t>(keys.size());
  }
  EXPECT_FALSE(sort_subkeys(keys));
  std::string order;
  for (const Subkey& key : keys) order += std::to_string(key.number) + " ";
  EXPECT_EQ(order, "3 4 1 8 9 2 5 7 6 ");  // an astral character is two surrogates, below U+FFED
}

TEST(SubkeyList, OfTwoKeysWithOneNameTheLaterIsNamed) {
  std::vector<Subkey> keys;
  for (const char* name : {"x", "Key", "kEY"}) {
    keys.push_back(subkey_of(name, HiveFormat::latest));
    keys.back().number = static_cast<std::uint32_t>(10 + keys.size());
  }
  EXPECT_EQ(sort_subkeys(keys), 13U);
}

TEST(SubkeyList, StandsInOneLeafUpTo500KeysAndInSeveralUnderARootBeyond) {
  for (const auto& [count, kinds] : {std::pair<std::size_t, std::string>{1, "lf"},
                                     {500, "lf"},
                                     {501, "rilflf"},
                                     {1000, "rilflf"},
                                     {1001, "rilflflf"}}) {
    HiveCells cells(0);
    std::vector<Subkey> keys(count);
    for (std::size_t i = 0; i < count; ++i) keys[i].cell = static_cast<std::uint32_t>(i);
    ASSERT_TRUE(write_subkey_list(cells, keys, HiveFormat::standard));
    const auto file = std::move(cells).finish();
    std::string found;
    std::vector<std::uint32_t> listed;
    for (const auto& cell : testing_support::cells_of(file)) {
      if (!cell.used) continue;
      found += cell.kind;
      const std::size_t at = 4096 + cell.offset + 4;
      if (cell.kind == "lf")
        for (std::size_t i = 0; i < load_le<std::uint16_t>(file, at + 2); ++i)
          listed.push_back(load_le<std::uint32_t>(file, at + 4 + 8 * i));
    }
    EXPECT_EQ(found, kinds) << count;
    ASSERT_EQ(listed.size(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(listed[i], i);
  }
}

TEST(SubkeyList, TheLatestFormatHasListsOfItsOwnName) {
  HiveCells cells(0);
  ASSERT_TRUE(write_subkey_list(cells, std::vector<Subkey>(1), HiveFormat::latest));
  EXPECT_EQ(testing_support::cells_of(std::move(cells).finish())[0].kind, "lh");
}

}  // namespace
}  // namespace resmap::hive
