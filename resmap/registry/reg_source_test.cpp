// SPDX-License-Identifier: MIT
#include "resmap/registry/reg_source.h"

#include <gtest/gtest.h>

#include <vector>

#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

std::vector<std::uint8_t> utf16(std::string_view text, bool big_endian, bool mark) {
  std::vector<std::uint8_t> bytes;
  if (mark) bytes = {0xFF, 0xFE};
  append_utf16le(bytes, text);
  if (big_endian)
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) std::swap(bytes[i], bytes[i + 1]);
  return bytes;
}

TEST(RegSource, TheEncodingIsRecognisedWithAndWithoutAMark) {
  const std::string_view text = "Windows Registry Editor Version 5.00\né€🖧";
  for (const bool mark : {false, true}) {
    const auto little = utf16(text, false, mark), big = utf16(text, true, mark);
    EXPECT_EQ(RegSource(little).encoding(), RegEncoding::utf16le);
    EXPECT_EQ(RegSource(little).text(), text);
    EXPECT_EQ(RegSource(big).encoding(), RegEncoding::utf16be);
    EXPECT_EQ(RegSource(big).text(), text);
  }
  EXPECT_EQ(RegSource(bytes_of(text)).encoding(), RegEncoding::utf8);
  EXPECT_EQ(RegSource(bytes_of("\xEF\xBB\xBFREGEDIT4")).text(), "REGEDIT4");
  const RegSource ansi(bytes_of("REGEDIT4 \xE9\x80"));
  EXPECT_EQ(ansi.encoding(), RegEncoding::windows_1252);
  EXPECT_EQ(ansi.text(), "REGEDIT4 é€");
  EXPECT_EQ(ansi.not_utf8_at(), RegSource::npos);
  EXPECT_EQ(RegSource(bytes_of("\n REGEDIT4 é")).text(), "\n REGEDIT4 Ã©") << "without a mark it is ANSI";
  EXPECT_EQ(RegSource(bytes_of("\xEF\xBB\xBF"
                               "ab\xE9"))
                .not_utf8_at(),
            5U);
  EXPECT_EQ(RegSource({}).text(), "");
}

TEST(RegSource, APositionLeadsBackToItsByteOfTheFile) {
  const std::string_view text = "aé€🖧z";
  const std::size_t z = text.size() - 1;
  const auto little = utf16(text, false, true);
  EXPECT_EQ(RegSource(little).file_offset(z), 2U + 2 + 2 + 2 + 4);
  EXPECT_EQ(RegSource(bytes_of(text)).file_offset(z), z);
  EXPECT_EQ(RegSource(bytes_of("\xEF\xBB\xBF"
                               "az"))
                .file_offset(1),
            4U);
  RegSource ansi(bytes_of("a\xE9\x80z"));
  EXPECT_EQ(ansi.file_offset(6), 3U);
  EXPECT_EQ(ansi.file_offset(1), 1U) << "backwards as well";
}

TEST(RegSource, LinesEndInCrLfLfOrCr) {
  const RegSource source(bytes_of("a\r\nb\nc\rd\r\r\n"));
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < source.text().size(); at = source.line_after(at)) lines.push_back(source.line_at(at));
  EXPECT_EQ(lines, (std::vector<std::string_view>{"a", "b", "c", "d", ""}));
}

TEST(RegSource, AnOddLastByteOfUtf16IsLeftOutAndReported) {
  auto bytes = utf16("REGEDIT4", true, true);
  bytes.push_back(0);
  EXPECT_TRUE(RegSource(bytes).odd_byte());
  EXPECT_EQ(RegSource(bytes).text(), "REGEDIT4");
}

}  // namespace
}  // namespace resmap::registry
