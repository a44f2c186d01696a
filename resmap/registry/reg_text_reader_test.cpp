// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "resmap/registry/reg_text.h"
#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

constexpr std::string_view kHeader = "Windows Registry Editor Version 5.00\n";

RegText read(std::string_view body, std::string_view header = kHeader) {
  auto text = read_reg_text(bytes_of(std::string(header) + std::string(body)));
  EXPECT_TRUE(text);
  return text ? std::move(*text) : RegText();
}

void expect_finding(std::string_view body, std::uint16_t rule, std::uint32_t line, std::size_t offset) {
  const RegText text = read(body);
  ASSERT_EQ(text.findings.size(), 1U) << body;
  EXPECT_EQ(text.findings[0], (RegFinding{rule, line, kHeader.size() + offset})) << body;
  EXPECT_EQ(text.errors + text.warnings, 1U);
  EXPECT_EQ(text.errors, text.findings[0].severity() == RegSeverity::error ? 1U : 0U);
}

TEST(RegTextReader, KeysKeepTheirPathAndValuesKnowTheirLine) {
  const RegText text = read(
      "\n[HKEY_LOCAL_MACHINE\\SYSTEM\\Select]\n\"Current\"=dword:00000001\n@=\"x\"\n  \"Big\" = hex(b):1,2,\\\n  3\n");
  EXPECT_TRUE(text.findings.empty());
  EXPECT_EQ(text.registry.key_count(), 3U);
  const auto current = text.registry.find_value(R"(hkey_local_machine\system\select)", "current");
  ASSERT_TRUE(current);
  EXPECT_EQ(current->line, 4U);
  EXPECT_EQ(current->type, value_type::dword);
  EXPECT_EQ(text.registry.find_value(R"(HKEY_LOCAL_MACHINE\SYSTEM\Select)", "")->line, 5U);
  EXPECT_EQ(text.registry.find_value(R"(HKEY_LOCAL_MACHINE\SYSTEM\Select)", "Big")->data.size(), 3U);
}

TEST(RegTextReader, TheHeaderDecidesAndOtherFilesAreRefused) {
  EXPECT_EQ(read("", "REGEDIT4").dialect, RegDialect::regedit4);
  EXPECT_EQ(read("", " \tREGEDIT4 \r\n").dialect, RegDialect::regedit4);
  EXPECT_EQ(read("", "\n\nWindows Registry Editor Version 5.00").dialect, RegDialect::version5);
  for (const std::string_view header :
       {"", "\n", "regedit4\n", "REGEDIT\n", "REGEDIT5\n", "Windows Registry Editor Version 4.00\n",
        "windows registry editor version 5.00\n", "regf\0\0\0", "00:00.0 Host bridge"}) {
    EXPECT_FALSE(is_reg_text(bytes_of(header)));
    const auto text = read_reg_text(bytes_of(header));
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::unsupported);
    EXPECT_EQ(text.error().rule, rule::reg_unknown_header);
  }
  EXPECT_EQ(read_reg_text(bytes_of("\n\nHello\n")).error().offset, 2U);
  std::vector<std::uint8_t> wide{0xFF, 0xFE};
  append_utf16le(wide, "REGEDIT4\n");
  EXPECT_TRUE(is_reg_text(wide));
}

TEST(RegTextReader, TheSameTextInEveryEncodingGivesTheSameTree) {
  const std::string body = "[HKEY_LOCAL_MACHINE\\Gerät\\€]\r\n\"naïve\"=\"café €\"\r\n\"b\"=hex(8):01,02\r\n";
  const RegText utf8 = read(body);
  EXPECT_EQ(utf8.encoding, RegEncoding::utf8);
  std::vector<std::uint8_t> wide{0xFF, 0xFE};
  append_utf16le(wide, std::string(kHeader) + body);
  const auto little = read_reg_text(wide);
  for (std::size_t i = 0; i < wide.size(); i += 2) std::swap(wide[i], wide[i + 1]);
  const auto big = read_reg_text(wide);
  const RegText marked = read(body, "\xEF\xBB\xBFWindows Registry Editor Version 5.00\n");
  std::string narrow;
  for (std::size_t at = 0; at < body.size();) {
    const CodePoint point = decode_utf8(body, at);
    narrow += static_cast<char>(to_windows_1252(point.value));
    at += point.length;
  }
  const RegText ansi = read(narrow);
  EXPECT_EQ(ansi.encoding, RegEncoding::windows_1252);
  ASSERT_TRUE(little && big);
  for (const Registry* tree : {&little->registry, &big->registry, &marked.registry, &ansi.registry})
    EXPECT_TRUE(same_content(*tree, utf8.registry));
  EXPECT_EQ(little->findings.size() + big->findings.size() + marked.findings.size() + ansi.findings.size(), 0U);
}

TEST(RegTextReader, DeletionsTakeAwayWhatStoodAboveThem) {
  const RegText text =
      read("[A\\B]\n\"x\"=\"1\"\n\"y\"=\"2\"\n@=\"3\"\n\"X\"=-\n@= -\n\"absent\"=-\n[A\\C]\n[-a\\c]\n[-Z]\n");
  EXPECT_TRUE(text.findings.empty());
  EXPECT_EQ(text.registry.key_count(), 2U);
  EXPECT_EQ(text.registry.value_count(), 1U);
  EXPECT_TRUE(text.registry.find_value(R"(A\B)", "y"));
}

TEST(RegTextReader, EachWrongLineIsFoundWithItsPlaceAndTheNextOneIsRead) {
  expect_finding("[A]\nHKEY_X]\n", rule::reg_unknown_line, 3, 4);
  expect_finding("  [A\n", rule::reg_key_unclosed, 2, 2);
  expect_finding("[\\]\n", rule::reg_key_name, 2, 1);
  expect_finding("[-]", rule::reg_key_name, 2, 2);
  expect_finding("[--A]\n", rule::reg_key_name, 2, 2);
  expect_finding("\"x\"=\"1\"\n[A]\n", rule::reg_value_outside, 2, 0);
  expect_finding("[A]\n[-A]\n\"x\"=\"1\"\n[B]", rule::reg_value_outside, 4, 9);
  expect_finding("[A]\n\"x=1\n", rule::reg_value_name, 3, 4);
  expect_finding("[A]\n\"x\"", rule::reg_no_equals, 3, 7);
  expect_finding("[A]\n@ 1\n", rule::reg_no_equals, 3, 6);
  expect_finding("[A]\n@=1\n", rule::reg_unknown_data, 3, 6);
  expect_finding("[A]\n@=dword:g\n", rule::reg_bad_dword, 3, 12);
  expect_finding("[A]\n@=hex:00,\\\n  0,\\\n  q,\\\n  1\n\"ok\"=\"\"", rule::reg_bad_hex, 5, 23);
  expect_finding("[A]\n@=\"1\n", rule::reg_string_unclosed, 3, 6);
  expect_finding("[A]\n@=\"1\"2\n", rule::reg_text_after_value, 3, 9);
  expect_finding("[" + std::string(Registry::max_name + 1, 'k') + "]\n", rule::reg_limit, 2, 1);
  expect_finding("[A]\n@=\"\\q\"\n", rule::reg_unknown_escape, 3, 4);
  expect_finding("[A]\n@=\"1\"\n@=\"2\"\n", rule::reg_value_again, 4, 10);
  expect_finding("[A] x\n", rule::reg_text_after_key, 2, 3);
}

TEST(RegTextReader, ALostValueDoesNotTakeItsNeighbours) {
  const RegText text =
      read("[A]\n\"a\"=hex:00,\\\n\"b\"=\"2\"\n\"c\"=hex:zz\n\"d\"=\"4\"\n[bad\n\"e\"=\"5\"\n[B]\n\"f\"=\"6\"");
  EXPECT_EQ(text.errors, 4U);
  EXPECT_EQ(text.registry.value_count(), 3U);
  EXPECT_TRUE(text.registry.find_value("A", "b") && text.registry.find_value("A", "d") &&
              text.registry.find_value("B", "f"));
}

TEST(RegTextReader, NamesMayHoldBracketsQuotesAndTrailingBlanksAndComeWithEveryLineEnd) {
  for (const std::string_view end : {"\n", "\r\n", "\r"}) {
    std::string body;
    for (const std::string_view line :
         {"; comment", "# comment", "[A]b] ] ; c]", "\"q\\\"u\\\\o\"=\"v\"", "", "[A\\C ]"})
      body += std::string(line) + std::string(end);
    const RegText text = read(body);
    EXPECT_TRUE(text.registry.find("A]b] ] ; c")) << "the last bracket of the line closes";
    EXPECT_TRUE(text.registry.find("A\\C "));
    EXPECT_TRUE(text.registry.find_value("A]b] ] ; c", "q\"u\\o"));
  }
}

TEST(RegTextReader, FindingsAreCountedBeyondTheListsEnd) {
  std::string body = "[A]\n";
  for (std::size_t i = 0; i < RegText::max_findings + 5; ++i) body += "wrong\n";
  const RegText text = read(body);
  EXPECT_EQ(text.findings.size(), RegText::max_findings);
  EXPECT_EQ(text.errors, RegText::max_findings + 5);
  EXPECT_EQ(text.findings.back().line, RegText::max_findings + 2);
}

TEST(RegTextReader, HalfAPairInANameAndAnOddLastByteAreRemarks) {
  std::vector<std::uint8_t> wide{0xFF, 0xFE};
  append_utf16le(wide, std::string(kHeader) + "[A\xED\xA0\x80]\n@=\"\xED\xA0\x80\"\n");
  wide.push_back('x');
  const auto text = read_reg_text(wide);
  ASSERT_TRUE(text);
  ASSERT_EQ(text->findings.size(), 2U);
  EXPECT_EQ(text->findings[0].rule, rule::reg_name_surrogate);
  EXPECT_EQ(text->findings[1].rule, rule::reg_odd_byte);
  EXPECT_EQ(text->findings[1].offset, wide.size() - 1);
  const auto value = text->registry.find_value("A\xEF\xBF\xBD", "");
  ASSERT_TRUE(value);
  const std::uint8_t half[] = {0x00, 0xD8, 0, 0};
  EXPECT_TRUE(std::equal(value->data.begin(), value->data.end(), std::begin(half), std::end(half))) << "data keep it";
}

// Every prefix and every byte with its high or low bit turned: no crash, no lost position.
TEST(RegTextReader, CutAndDamagedTextsAreReadAsFarAsTheyGo) {
  const std::string good =
      std::string(kHeader) + "[A\\B]\r\n\"n\"=hex(8):01,\\\r\n  02\r\n@=\"é\\\\\"\r\n\"d\"=dword:1\r\n[-A]\r\n";
  for (std::size_t size = 0; size <= good.size(); ++size) (void)read_reg_text(bytes_of(good).first(size));
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char bit : {'\x01', '\x02', '\x20', '\x80'}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ bit);
      const auto text = read_reg_text(bytes_of(bad));
      if (!text) continue;
      for (const RegFinding& finding : text->findings) EXPECT_LE(finding.offset, bad.size());
    }
  }
}

std::filesystem::path corpus() {
  const char* const place = std::getenv("RESMAP_CORPUS");
  return place == nullptr ? std::filesystem::path() : std::filesystem::path(place) / "reg";
}

TEST(RegTextReaderCorpus, EveryRealFileIsReadWithoutAFindingAndSurvivesTheRoundTrip) {
  if (!std::filesystem::is_directory(corpus())) GTEST_SKIP() << "RESMAP_CORPUS names no folder with reg/";
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus())) {
    if (entry.path().extension() != ".reg") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    ASSERT_TRUE(is_reg_text(bytes_of(bytes))) << entry.path();
    const auto text = read_reg_text(bytes_of(bytes));
    ASSERT_TRUE(text) << entry.path();
    EXPECT_TRUE(text->findings.empty()) << entry.path() << " line " << text->findings[0].line;
    EXPECT_GT(text->registry.value_count(), 0U);
    const auto written = write_reg_text(text->registry);
    ASSERT_TRUE(written);
    const auto again = read_reg_text(*written);
    ASSERT_TRUE(again);
    EXPECT_TRUE(same_content(text->registry, again->registry)) << entry.path();
    // As many values as lines that hold "=" outside continuation lines: none is lost.
    const auto values = std::count_if(bytes.begin(), bytes.end(), [](char c) { return c == '='; });
    EXPECT_GE(static_cast<std::size_t>(values), text->registry.value_count());
    ++files;
  }
  EXPECT_GT(files, 0U);
}

}  // namespace
}  // namespace resmap::registry
