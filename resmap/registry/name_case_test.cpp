// SPDX-License-Identifier: MIT
#include "resmap/registry/name_case.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

std::string utf8(char32_t c) {
  std::string text;
  append_utf8(text, c);
  return text;
}

TEST(NameCase, NamesAreFoundInAnyCaseOfTheCoveredScripts) {
  EXPECT_TRUE(same_name("ControlSet001", "CONTROLSET001"));
  EXPECT_TRUE(same_name("gerät", "GERÄT"));
  EXPECT_TRUE(same_name("ÿ", "Ÿ"));
  EXPECT_TRUE(same_name("český", "ČESKÝ"));
  EXPECT_TRUE(same_name("ΈΛΛΗΝΑΣ", "έλληνας"));
  EXPECT_TRUE(same_name("Устройство ёлка", "УСТРОЙСТВО ЁЛКА"));
  EXPECT_TRUE(same_name("ắ", "Ắ"));
  EXPECT_FALSE(same_name("LogConf", "LogConf "));
  EXPECT_FALSE(same_name("a", "b"));
}

TEST(NameCase, CharactersThatTheTableOfWindowsLeavesAloneStayThemselves) {
  for (const char32_t c :
       {U'\u0131', U'\u017F', U'\u00DF', U'\u00B5', U'\u00F7', U'\u00D7', U'\u0130', U'\u0138', U'\u0149', U'['})
    EXPECT_EQ(upcase(c), c);
  EXPECT_FALSE(same_name("ı", "I"));
  EXPECT_FALSE(same_name("@", "`"));
}

TEST(NameCase, UpperCaseIsFinalAndTakesAsManyBytes) {
  for (char32_t c = 0; c <= 0xFFFF; ++c) {
    ASSERT_EQ(upcase(upcase(c)), upcase(c)) << std::hex << static_cast<std::uint32_t>(c);
    ASSERT_EQ(utf8(upcase(c)).size(), utf8(c).size()) << std::hex << static_cast<std::uint32_t>(c);
    ASSERT_TRUE(same_name(utf8(c), utf8(upcase(c))));
    ASSERT_EQ(name_hash(utf8(c)), name_hash(utf8(upcase(c))));
  }
}

TEST(NameCase, SpotChecksOfTheUpCaseTableOfTheExfatSpecification) {
  const std::pair<char32_t, char32_t> table[] = {
      {0x61, 0x41},   {0x7A, 0x5A},     {0xE0, 0xC0},     {0xFE, 0xDE},     {0x101, 0x100},   {0x12F, 0x12E},
      {0x133, 0x132}, {0x137, 0x136},   {0x13A, 0x139},   {0x148, 0x147},   {0x14B, 0x14A},   {0x177, 0x176},
      {0x17A, 0x179}, {0x17E, 0x17D},   {0x3AC, 0x386},   {0x3AD, 0x388},   {0x3AF, 0x38A},   {0x3B1, 0x391},
      {0x3C2, 0x3A3}, {0x3C3, 0x3A3},   {0x3CB, 0x3AB},   {0x3CC, 0x38C},   {0x3CD, 0x38E},   {0x3CE, 0x38F},
      {0x3D9, 0x3D8}, {0x3EF, 0x3EE},   {0x3B0, 0x3B0},   {0x430, 0x410},   {0x44F, 0x42F},   {0x450, 0x400},
      {0x45F, 0x40F}, {0x461, 0x460},   {0x481, 0x480},   {0x48B, 0x48A},   {0x4BF, 0x4BE},   {0x4C2, 0x4C1},
      {0x4CE, 0x4CD}, {0x4CF, 0x4C0},   {0x4D1, 0x4D0},   {0x513, 0x512},   {0x515, 0x515},   {0x561, 0x531},
      {0x586, 0x556}, {0x1E01, 0x1E00}, {0x1E95, 0x1E94}, {0x1E97, 0x1E97}, {0x1EA1, 0x1EA0}, {0x1EF9, 0x1EF8}};
  for (const auto& [lower, upper] : table)
    EXPECT_EQ(upcase(lower), upper) << std::hex << static_cast<std::uint32_t>(lower);
}

TEST(NameCase, BytesThatAreNoUtf8EqualOnlyThemselves) {
  EXPECT_TRUE(same_name("\xE9x", "\xE9X"));
  EXPECT_FALSE(same_name("\xE9", "\xC9"));
  EXPECT_FALSE(same_name("\xC3\xA9", "\xC3("));
}

TEST(NameCase, NamesAreOrderedByTheirUpperCaseUnitByUnit) {
  const std::string rising[] = {"",  "A",        "aa",         "B",           "bz2",        "b_",   "C",
                                "_", utf8(0xC4), utf8(0x20AC), utf8(0x1F4A1), utf8(0xFFED), "\xFE", "\xFF"};
  for (std::size_t i = 0; i < std::size(rising); ++i)
    for (std::size_t k = 0; k < std::size(rising); ++k) {
      EXPECT_EQ(compare_names(rising[i], rising[k]), i < k ? -1 : i > k ? 1 : 0) << i << " " << k;
    }
  EXPECT_EQ(compare_names("gerät", "GERÄT"), 0);
}

}  // namespace
}  // namespace resmap::registry
