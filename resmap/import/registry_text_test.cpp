// SPDX-License-Identifier: MIT
#include "resmap/import/registry_text.h"

#include <gtest/gtest.h>

#include "resmap/import/registry_test_support.h"
#include "tests/support/hex_literal.h"

namespace resmap::import {
namespace {

using namespace resmap::testing_support;  // NOLINT(google-build-using-namespace): the literal operator
using testing_support::RegistryDraft;
using testing_support::utf16;

TEST(RegistryText, Utf16EndsAtItsNulOrWithItsBytes) {
  EXPECT_EQ(text_from_utf16(utf16("abc")), "abc");
  EXPECT_EQ(text_from_utf16("6100 6200"_hex), "ab") << "the NUL may be missing";
  EXPECT_EQ(text_from_utf16("6100 0000 6200"_hex), "a");
  EXPECT_EQ(text_from_utf16("6100 62"_hex), "a") << "half a character is none";
  EXPECT_EQ(text_from_utf16({}), "");
  EXPECT_EQ(text_from_utf16("0000"_hex), "");
}

TEST(RegistryText, LettersOfEveryLengthBecomeUtf8) {
  EXPECT_EQ(text_from_utf16("e400"_hex), "\xC3\xA4");
  EXPECT_EQ(text_from_utf16("ac20"_hex), "\xE2\x82\xAC");
  EXPECT_EQ(text_from_utf16("3dd8 00de"_hex), "\xF0\x9F\x98\x80");
  EXPECT_EQ(text_from_utf16("ff07 0008"_hex), "\xDF\xBF\xE0\xA0\x80");
}

TEST(RegistryText, HalfASurrogatePairBecomesAReplacement) {
  EXPECT_EQ(text_from_utf16("3dd8"_hex), "\xEF\xBF\xBD");
  EXPECT_EQ(text_from_utf16("3dd8 6100"_hex),
            "\xEF\xBF\xBD"
            "a");
  EXPECT_EQ(text_from_utf16("00de 6100"_hex),
            "\xEF\xBF\xBD"
            "a");
}

TEST(RegistryText, AStringIsReadFromTypesThatHoldOne) {
  RegistryDraft draft;
  const auto key = draft.key("K");
  draft.text("K", "sz", "one").value("K", "expand", 2, utf16("two")).texts("K", "multi", {"three", "four"});
  draft.value("K", "property", 0xFFFF0012, utf16("five")).value("K", "binary", 3, utf16("six")).number("K", "dword", 7);
  const auto read = [&](std::string_view name) { return string_value(draft.registry(), key, name); };
  EXPECT_EQ(read("sz"), "one");
  EXPECT_EQ(read("expand"), "two");
  EXPECT_EQ(read("multi"), "three");
  EXPECT_EQ(read("property"), "five");
  EXPECT_EQ(read("binary"), "");
  EXPECT_EQ(read("dword"), "");
  EXPECT_EQ(read("missing"), "");
}

TEST(RegistryText, StringsAreAllThatAreNotEmpty) {
  RegistryDraft draft;
  const auto key = draft.key("K");
  draft.texts("K", "multi", {"one", "", "two"}).text("K", "sz", "alone").texts("K", "none", {});
  const auto read = [&](std::string_view name) { return strings_value(draft.registry(), key, name); };
  EXPECT_EQ(read("multi"), (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(read("sz"), std::vector<std::string>{"alone"});
  EXPECT_TRUE(read("none").empty());
  EXPECT_TRUE(read("missing").empty());
}

TEST(RegistryText, ANumberIsADwordOfFourBytes) {
  RegistryDraft draft;
  const auto key = draft.key("K");
  draft.number("K", "n", 0x12345678).value("K", "short", 4, {1, 2}).value("K", "binary", 3, {1, 2, 3, 4});
  EXPECT_EQ(number_value(draft.registry(), key, "n"), 0x12345678U);
  EXPECT_EQ(number_value(draft.registry(), key, "short"), std::nullopt);
  EXPECT_EQ(number_value(draft.registry(), key, "binary"), std::nullopt);
  EXPECT_EQ(number_value(draft.registry(), key, "missing"), std::nullopt);
}

TEST(RegistryText, OfAnInfReferenceTheTextBehindItIsShown) {
  EXPECT_EQ(shown_text("@machine.inf,%pnp0100%;System timer"), "System timer");
  EXPECT_EQ(shown_text("@oem5.inf,%a;b%;Last part"), "Last part");
  EXPECT_EQ(shown_text("@machine.inf,%pnp0100%"), "@machine.inf,%pnp0100%") << "there is nothing behind it";
  EXPECT_EQ(shown_text("System; timer"), "System; timer");
  EXPECT_EQ(shown_text(""), "");
}

TEST(RegistryText, APropertyIsFoundInEachFormThatWindowsGaveIt) {
  const std::string set = "D\\Properties\\{guid}\\";
  for (const char* path : {"000A", "0000000A", "000A\\00000000", "0000000A\\00000000"})
    for (const char* name : {"", "Data"}) {
      RegistryDraft draft;
      const auto device = draft.key("D");
      draft.value(set + path, name, 0xFFFF0012, utf16("x"));
      const auto found = property(draft.registry(), device, "{guid}", 10);
      ASSERT_TRUE(found) << path << " " << name;
      EXPECT_EQ(text_from_utf16(found->data), "x");
      EXPECT_FALSE(property(draft.registry(), device, "{guid}", 11));
      EXPECT_FALSE(property(draft.registry(), device, "{other}", 10));
    }
}

TEST(RegistryText, FoldingTouchesAsciiAlone) { EXPECT_EQ(folded("PCI\\Ven_\xC3\x84"), "pci\\ven_\xC3\x84"); }

}  // namespace
}  // namespace resmap::import
