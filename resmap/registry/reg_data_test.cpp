// SPDX-License-Identifier: MIT
#include "resmap/registry/reg_data.h"

#include <gtest/gtest.h>

namespace resmap::registry {
namespace {

RegData read(std::string_view text, RegDialect dialect = RegDialect::version5) {
  const RegSource source(bytes_of(text));
  return read_reg_data(source, 0, dialect);
}

void expect_bytes(std::string_view text, std::uint32_t type, std::vector<std::uint8_t> bytes) {
  const RegData data = read(text);
  EXPECT_EQ(data.kind, RegData::Kind::value) << text << " rule " << data.rule;
  EXPECT_EQ(data.type, type) << text;
  EXPECT_EQ(data.bytes, bytes) << text;
}

void expect_refused(std::string_view text, std::uint16_t rule, std::size_t at) {
  const RegData data = read(text);
  EXPECT_EQ(data.kind, RegData::Kind::refused) << text;
  EXPECT_EQ(data.rule, rule) << text;
  EXPECT_EQ(data.wrong_at, at) << text;
}

TEST(RegData, HexOfEveryTypeInEitherCaseWithBlanksAndComments) {
  expect_bytes("hex:00,ff", 3, {0, 0xFF});
  expect_bytes("  HEX(8):0,A ,\t1b", 8, {0, 0x0A, 0x1B});
  expect_bytes("hex(9):01 ; one", 9, {1});
  expect_bytes("hex(a):01", 10, {1});
  expect_bytes("hex(A):01,", 10, {1});
  expect_bytes("hex(b):", 11, {});
  expect_bytes("hex(ffff0012):01", 0xFFFF0012, {1});
}

TEST(RegData, HexGoesOnBehindABackslashOverBlankLinesAndComments) {
  expect_bytes("hex(8):01,\\\r\n  02,\\\r\n  03\r\n04", 8, {1, 2, 3});
  expect_bytes("hex:\\\n01", 3, {1});
  expect_bytes("hex:01, \\ ;comment\n\n \t\n;more\n02", 3, {1, 2});
  expect_bytes("hex:01,\\", 3, {1});
  expect_bytes("hex:01,\\\n\n", 3, {1});
  expect_bytes("hex:01,\n02", 3, {1});  // no backslash: the value ends here, as on Windows
}

TEST(RegData, HexThatWindowsRefusesIsRefusedWithItsPlace) {
  expect_refused("hex(0):,", rule::reg_bad_hex, 7);
  expect_refused("hex:01 02", rule::reg_bad_hex, 7);
  expect_refused("hex:01,,02", rule::reg_bad_hex, 7);
  expect_refused("hex:100", rule::reg_bad_hex, 4);
  expect_refused("hex:01,0x", rule::reg_bad_hex, 8);
  expect_refused("hex:01\\\n02", rule::reg_bad_hex, 6);
  expect_refused("hex:01,\\02", rule::reg_bad_hex, 7);
  expect_refused("hex:01#c", rule::reg_bad_hex, 6);
  expect_refused("hex(100000000):01", rule::reg_unknown_data, 4);
  expect_refused("hex(0x2):01", rule::reg_unknown_data, 4);
  expect_refused("hex():01", rule::reg_unknown_data, 4);
  expect_refused("hex(8)01", rule::reg_unknown_data, 4);
}

TEST(RegData, AWrongDigitSpoilsTheWholeValueAndNotTheLineAfterIt) {
  const std::string_view text = "hex:01,zz,\\\n  02,\\\n  03\n\"next\"=hex:00";
  expect_refused(text, rule::reg_bad_hex, 7);
  EXPECT_EQ(read(text).next_line, text.find("\"next\""));
  const std::string_view cut = "hex:01,\\\n\"next\"=hex:00";
  expect_refused(cut, rule::reg_bad_hex, 9);
  EXPECT_EQ(read(cut).next_line, 9U);
}

TEST(RegData, ADwordHasOneToEightDigitsAndNothingElse) {
  expect_bytes("dword:1", 4, {1, 0, 0, 0});
  expect_bytes("DWORD:89abCDEF ;c", 4, {0xEF, 0xCD, 0xAB, 0x89});
  expect_refused("dword:", rule::reg_bad_dword, 6);
  expect_refused("dword:000000001", rule::reg_bad_dword, 6);
  expect_refused("dword:0x1", rule::reg_text_after_value, 7);
  expect_refused("dword:12 34", rule::reg_text_after_value, 9);
}

TEST(RegData, AStringIsUtf16WithItsNul) {
  expect_bytes("\"\"", 1, {0, 0});
  expect_bytes(R"("a\\\"b" ; c)", 1, {'a', 0, '\\', 0, '"', 0, 'b', 0, 0, 0});
  expect_bytes("\"\u20AC\"", 1, {0xAC, 0x20, 0, 0});
  expect_refused("\"a\"b\"", rule::reg_text_after_value, 3);
  expect_refused("\"open", rule::reg_string_unclosed, 0);
  const RegData odd = read(R"("C:\dir")");
  EXPECT_TRUE(odd.unknown_escape);
  EXPECT_EQ(odd.bytes.size(), 2 * 6U + 2);
}

TEST(RegData, AStringMayHoldLineBreaksButNotSwallowTheNextValue) {
  expect_bytes("\"a\r\nb\"\r\n", 1, {'a', 0, '\r', 0, '\n', 0, 'b', 0, 0, 0});
  const std::string_view text = "\"open\n\"next\"=\"x\"\n";
  expect_refused(text, rule::reg_string_unclosed, 0);
  EXPECT_EQ(read(text).next_line, 6U);
  expect_refused("\"a\\\nb\"", rule::reg_string_unclosed, 0);
}

TEST(RegData, InRegedit4TheStringTypesHoldAnsiBytes) {
  for (const std::string_view text : {"hex(1):80", "hex(2):80", "hex(7):80"})
    EXPECT_EQ(read(text, RegDialect::regedit4).bytes, (std::vector<std::uint8_t>{0xAC, 0x20})) << text;
  EXPECT_EQ(read("hex(8):80", RegDialect::regedit4).bytes, (std::vector<std::uint8_t>{0x80}));
}

TEST(RegData, AMinusDeletesUnlessMoreFollows) {
  EXPECT_EQ(read(" - ;c").kind, RegData::Kind::deletion);
  expect_refused("-\"x\"", rule::reg_text_after_value, 1);
  expect_refused("", rule::reg_unknown_data, 0);
  expect_refused("word", rule::reg_unknown_data, 0);
}

}  // namespace
}  // namespace resmap::registry
