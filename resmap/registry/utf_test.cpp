// SPDX-License-Identifier: MIT
#include "resmap/registry/utf.h"

#include <gtest/gtest.h>

namespace resmap::registry {
namespace {

std::vector<std::uint8_t> utf16(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  append_utf16le(bytes, text);
  return bytes;
}

std::string general(const std::vector<std::uint8_t>& units) {
  std::string text;
  append_utf8_from_utf16le(text, units);
  return text;
}

TEST(Utf, EveryCodePointIsTheSameAfterUtf8AndUtf16AndBack) {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
    std::string text;
    append_utf8(text, c);
    const CodePoint point = decode_utf8(text, 0);
    ASSERT_EQ(point.value, c);
    ASSERT_EQ(point.length, text.size());
    ASSERT_EQ(general(utf16(text)), text) << std::hex << static_cast<std::uint32_t>(c);
    ASSERT_EQ(is_utf8(text), !is_surrogate(c));
  }
}

TEST(Utf, EveryUnitOfUtf16SurvivesAloneAndHalvesOfPairsStayHalves) {
  for (unsigned unit = 0; unit <= 0xFFFF; ++unit) {
    const std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(unit), static_cast<std::uint8_t>(unit >> 8), 'x',
                                          0};
    ASSERT_EQ(utf16(general(bytes)), bytes);
  }
  const std::vector<std::uint8_t> reversed{0x00, 0xDC, 0x00, 0xD8};  // low before high: no pair
  EXPECT_EQ(utf16(general(reversed)), reversed);
}

TEST(Utf, OverlongAndCutSequencesAndBytesBeyondUnicodeAreInvalidOneByteLong) {
  for (const std::string_view bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE2\x82", "\xF0\x80\x80\x80",
                                     "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3("}) {
    const CodePoint point = decode_utf8(bad, 0);
    EXPECT_EQ(point.value, CodePoint::invalid);
    EXPECT_EQ(point.length, 1U);
    EXPECT_EQ(utf8_prefix(bad), 0U);
  }
  EXPECT_EQ(utf8_prefix("abcdefghijklmnop\xC3\xA9\xFFz"), 18U);
}

TEST(Utf, TextOfAStringValueEndsAtItsNulAndShowsHalfAPairAsTheReplacementCharacter) {
  EXPECT_EQ(text_of(utf16(std::string_view("PCI\0junk", 8))), "PCI");
  EXPECT_EQ(text_of(std::vector<std::uint8_t>{'a', 0, 0x00, 0xD8, 'b', 0, 'c'}),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(text_of({}), "");
}

TEST(Utf, Windows1252GivesEveryByteACharacterOfItsOwn) {
  for (unsigned byte = 0; byte <= 0xFF; ++byte)
    EXPECT_EQ(to_windows_1252(from_windows_1252(static_cast<std::uint8_t>(byte))), static_cast<int>(byte));
  EXPECT_EQ(from_windows_1252(0x80), U'\u20AC');
  EXPECT_EQ(to_windows_1252(0x0416), -1);
  EXPECT_EQ(to_windows_1252(CodePoint::invalid), -1);
}

}  // namespace
}  // namespace resmap::registry
