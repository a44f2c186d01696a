// SPDX-License-Identifier: MIT
#include "resmap/report/list_screen.h"

#include <gtest/gtest.h>

#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/resource_words.h"
#include "resmap/report/screen_test_support.h"
#include "tests/support/hex_literal.h"

namespace resmap::report {
namespace {

using testing_support::expect_golden;
using testing_support::written;
using namespace resmap::testing_support;  // NOLINT(google-build-using-namespace): the literal operator, golden lists

const Paint kPlain(false);

constexpr auto kSerial =
    "00000000 00000000 01000100 02000000 01010100 f803000000000000 08000000 00000000 "
    "05000000 08000000 00000000 00000000 00000000 01000000 00201c00"_hex;

std::string shown(const DecodedValue& value, bool warnings = true) {
  return written([&](TextWriter& out) { print_value(out, value, warnings, kPlain); });
}

std::string every_list(const std::string& folder) {
  std::string text;
  for (const GoldenList& list : golden_lists(folder))
    text += shown(decode_value("", list.name, list.registry_type, list.bytes)) + "\n";
  return text;
}

TEST(ListScreen, ShowsEveryGoldenListAsReviewed) { expect_golden("lists.txt", every_list("lists")); }

TEST(ListScreen, SaysWhatIsWrongWithEveryMalformedListAsReviewed) {
  expect_golden("malformed-lists.txt", every_list("malformed"));
}

TEST(ListScreen, WarningsAreShownWhereTheyAreWanted) {
  constexpr auto slack = "01000000 05000000 00000000 01000100 00000000 00"_hex;
  const DecodedValue value = decode_value("", "x", 8, slack);
  EXPECT_NE(shown(value, true)
                .find("  warning RM1070 at byte 20: the list ends at byte 20, and the value goes on for 1 more"),
            std::string::npos)
      << shown(value, true);
  EXPECT_EQ(shown(value, false).find("RM1070"), std::string::npos);
}

TEST(ListScreen, TheNameLineSaysKeyNameTypeAndSize) {
  const auto name = [](const DecodedValue& value) {
    return written([&](TextWriter& out) { print_value_name(out, value, kPlain); });
  };
  EXPECT_EQ(name(decode_value("Enum\\A", "BootConfig", 8, kSerial)),
            "Enum\\A  BootConfig  REG_RESOURCE_LIST  64 bytes, 20-byte descriptors\n");
  EXPECT_EQ(name(decode_value("", "", 10, Bytes(kSerial).first(1))),
            "(Default)  REG_RESOURCE_REQUIREMENTS_LIST  1 byte\n");
}

TEST(ListScreen, DataOfADeviceAreARecordWhereTheKeySaysWhich) {
  const std::string key = "DESCRIPTION\\System\\MultifunctionAdapter\\0\\SerialController\\0";
  const std::string record = shown(decode_value(key, "Configuration Data", 9, kSerial));
  EXPECT_NE(record.find(" CM_SERIAL_DEVICE_DATA Version 1 Revision 0\n"), std::string::npos) << record;
  EXPECT_NE(record.find(" BaudClock 1843200\n"), std::string::npos) << record;
  const std::string bytes = shown(decode_value("elsewhere", "Configuration Data", 9, kSerial));
  EXPECT_NE(bytes.find("0100000000201c00"), std::string::npos) << bytes;
}

TEST(ListScreen, AHundredDescriptorsStandInColumnsLikeTen) {
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, lists::CmLayout::x64);
  ASSERT_TRUE(build.begin_full({lists::InterfaceType::pnp_bus, 0, 1, 1, 0}));
  for (int i = 0; i < 101; ++i) ASSERT_TRUE(build.add(*lists::parse_claim("port:0x60", lists::CmLayout::x64)));
  const std::string text = shown(decode_value("", "x", 8, *build.finish()));
  EXPECT_NE(text.find("    [9]    Port  0x60  Exclusive  io\n"), std::string::npos) << text;
  EXPECT_NE(text.find("    [100]  Port  0x60  Exclusive  io\n"), std::string::npos);
}

TEST(ListScreen, AsTheDebuggerShowsItHasItsWords) {
  const std::string text =
      written([](TextWriter& out) { print_value_as_debugger(out, decode_value("", "x", 9, kSerial)); });
  EXPECT_TRUE(text.starts_with("x  REG_FULL_RESOURCE_DESCRIPTOR  64 bytes, 20-byte descriptors\n")) << text;
  EXPECT_NE(text.find("Entry 0 - Port (0x1) Device Exclusive (0x1)"), std::string::npos) << text;
}

TEST(ListScreen, AFindingAboutATextNamesTheTextAndTheLine) {
  const auto finding = [](bool is_error) {
    return written([&](TextWriter& out) {
      print_finding(out, {.input = "a.reg", .rule = 3012, .line = 7, .offset = 99, .is_error = is_error}, kPlain);
    });
  };
  EXPECT_EQ(finding(true),
            "a.reg: error RM3012: line 7: this is no key\n"
            "  A key is a path between [ and ]; a NUL, or nothing at all, cannot stand there.\n");
  EXPECT_TRUE(finding(false).starts_with("a.reg: warning RM3012")) << finding(false);
}

}  // namespace
}  // namespace resmap::report
