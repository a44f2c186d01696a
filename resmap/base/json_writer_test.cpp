// SPDX-License-Identifier: MIT
#include "resmap/base/json_writer.h"

#include <gtest/gtest.h>

#include <string>

namespace resmap {
namespace {

std::string written(auto&& write) {
  TextWriter out;
  JsonWriter json(out);
  write(json);
  return std::string(out.view());
}

TEST(JsonWriter, CommasStandBetweenElementsAtEveryDepth) {
  EXPECT_EQ(written([](JsonWriter& json) {
              json.object().member("a", 1).key("b").array().number(1).array().end_array().null().end_array();
              json.key("c").object().member("d", true).member("e", "x").end_object().end_object();
            }),
            R"({"a":1,"b":[1,[],null],"c":{"d":true,"e":"x"}})");
}

TEST(JsonWriter, AddressesAndBytesAreStringsAndCountsAreNumbers) {
  EXPECT_EQ(written([](JsonWriter& json) {
              const std::uint8_t bytes[] = {0, 255};
              json.object().address_member("start", UINT64_MAX).bytes_member("hex", bytes).key("n").signed_number(-1);
              json.end_object();
            }),
            R"({"start":"0xffffffffffffffff","hex":"00ff","n":-1})");
}

TEST(JsonWriter, TextIsEscapedAndKeepsItsUtf8) {
  EXPECT_EQ(written([](JsonWriter& json) { json.string("a\"\\\n\t\x01\x7f é 🖧"); }),
            "\"a\\\"\\\\\\n\\t\\u0001\\u007f é 🖧\"");
}

TEST(JsonWriter, BytesThatAreNoUtf8BecomeTheReplacementCharacterOneByOne) {
  for (const char* bad : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    const std::string text = written([&](JsonWriter& json) { json.string(bad); });
    std::string expected = "\"";
    for (const char* at = bad; *at != 0; ++at) expected += "\\ufffd";
    EXPECT_EQ(text, expected + "\"");
  }
}

TEST(JsonWriter, EveryCodePointAndNoOtherSequenceIsWellFormed) {
  std::size_t found = 0;
  for (unsigned a = 0; a < 256; ++a)
    for (unsigned b = 0; b < 256; ++b)
      for (unsigned c : {0x00U, 0x7FU, 0x80U, 0xBFU, 0xC0U}) {
        const char text[] = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(0x80)};
        const std::size_t length = utf8_sequence({text, 4});
        if (length == 2) found += c == 0;  // count each two-byte sequence once
      }
  EXPECT_EQ(found, 0x7FFU - 0x7FU);
}

TEST(JsonWriter, TruthHasTwoWordsAndEachLineEndItsOwn) {
  EXPECT_EQ(written([](JsonWriter& json) { json.array().boolean(true).boolean(false).string("\r\n").end_array(); }),
            R"([true,false,"\r\n"])");
}

TEST(JsonWriter, AFourByteSequenceIsWholeOrNone) {
  EXPECT_EQ(utf8_sequence("\xf0\x9f\x96\xa7"), 4U);
  for (const char* bad :
       {"\xf0\x9f\x96", "\xf0\x9f\x96\xc0", "\xf0\x9f\x7f\x80", "\xf0\x8f\x80\x80", "\xf5\x80\x80\x80"})
    EXPECT_EQ(utf8_sequence(bad), 0U) << bad;
}

}  // namespace
}  // namespace resmap
