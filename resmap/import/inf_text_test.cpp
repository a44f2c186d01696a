// SPDX-License-Identifier: MIT
#include "resmap/import/inf_text.h"

#include <gtest/gtest.h>

namespace resmap::import {
namespace {

InfText read(std::string_view text) {
  auto made = read_inf({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_TRUE(made);
  return made ? *made : InfText{};
}

TEST(InfText, HasSectionsWithEntries) {
  const InfText inf = read("; remark\r\n[One]\r\n key = value ; remark\r\nalone\r\n[two]\r\n[ONE]\r\nmore=1\r\n");
  ASSERT_EQ(inf.sections.size(), 2U);
  const InfSection* one = inf.find("oNe");
  ASSERT_NE(one, nullptr);
  ASSERT_EQ(one->entries.size(), 3U);
  EXPECT_EQ(one->entries[0].key, "key");
  EXPECT_EQ(one->entries[0].value, "value");
  EXPECT_EQ(one->entries[1].key, "");
  EXPECT_EQ(one->entries[1].value, "alone");
  EXPECT_EQ(one->entries[2].value, "1");
  EXPECT_EQ(inf.find("three"), nullptr);
}

TEST(InfText, JoinsContinuedLinesAndKnowsWhereEachByteStood) {
  const InfText inf = read("[a]\nk = x, \\\n  y\n");
  const InfEntry& entry = inf.find("a")->entries.at(0);
  EXPECT_EQ(entry.value.front(), 'x');
  EXPECT_EQ(entry.value.back(), 'y');
  EXPECT_EQ(inf.text[entry.at[entry.value.size() - 1]], 'y');
  const Error error = inf.wrong(5710, entry.at[entry.value.size() - 1]).error();
  EXPECT_EQ(error.index, 3U);
  EXPECT_EQ(error.value, 3U);
}

TEST(InfText, QuotesKeepWhatTheyHold) {
  const InfText inf = read("[a]\nk = \"x;=y \" ; remark\n");
  EXPECT_EQ(inf.find("a")->entries.at(0).value, "x;=y ");
}

}  // namespace
}  // namespace resmap::import
