// SPDX-License-Identifier: MIT
// The lists themselves are in lists/json_test.cpp; that records are read back is in import/json_lists_test.cpp.
#include "resmap/report/list_records.h"

#include <gtest/gtest.h>

#include "resmap/report/screen_test_support.h"
#include "tests/support/golden.h"
#include "tests/support/hex_literal.h"

namespace resmap::report {
namespace {

using testing_support::written;
using namespace resmap::testing_support;  // NOLINT(google-build-using-namespace): the literal operator

constexpr auto kEmpty = "01000000 05000000 00000000 01000100 00000000"_hex;
constexpr auto kSlack = "01000000 05000000 00000000 01000100 00000000 aabb"_hex;

std::string record(const DecodedValue& value) {
  return written([&](TextWriter& out) { write_value_record(out, value); });
}

TEST(ListRecords, AValueHasKeyNameTypeSizeLayoutAndList) {
  EXPECT_EQ(record(decode_value("Enum\\A", "BootConfig", 8, kEmpty)),
            R"({"record":"value","key":"Enum\\A","name":"BootConfig","registry_type":8,"size":20,"layout":20,)"
            R"("list":{"form":"resource-list","layout":20,"full":[{"interface":"PCIBus","bus":0,"version":1,)"
            R"("revision":1,"descriptors":[]}]}})"
            "\n");
}

TEST(ListRecords, ARequirementsListHasNoLayout) {
  constexpr auto list = "20000000 0f000000 00000000 00000000 00000000 00000000 00000000 00000000"_hex;
  EXPECT_EQ(record(decode_value("", "", 10, list)),
            R"({"record":"value","key":"","name":"","registry_type":10,"size":32,"layout":null,)"
            R"("list":{"interface":"PNPBus","bus":0,"slot":0,"configurations":[]}})"
            "\n");
}

TEST(ListRecords, AListThatIsNotWholeBringsItsBytesAndItsError) {
  const std::string text = record(decode_value("", "x", 8, Bytes(kEmpty).first(18)));
  EXPECT_EQ(text, R"({"record":"value","key":"","name":"x","registry_type":8,"size":18,"layout":20,)"
                  R"("list":{"form":"resource-list","layout":20,"full":[]},)"
                  R"("hex":"010000000500000000000000010001000000","error":{"rule":"RM1010","offset":4,)"
                  "\"sentence\":\"full descriptor 0 begins at byte 4, but only 14 bytes are left (16 needed)\"}}"
                  "\n");
}

TEST(ListRecords, OfEveryMalformedListTheErrorIsTheOneThatEndsIt) {
  for (const GoldenList& list : golden_lists("malformed")) {
    const DecodedValue value = decode_value("", list.name, list.registry_type, list.bytes);
    const std::string text = record(value);
    EXPECT_EQ(text.find("\"hex\":") != std::string::npos, !value.whole()) << text;
    EXPECT_EQ(text.find("\"error\":") != std::string::npos, !value.whole()) << text;
  }
}

TEST(ListRecords, FindingsSayWhereAndWhatToDo) {
  const DecodedValue value = decode_value("Enum\\A", "BootConfig", 8, kSlack);
  const auto findings = [&](bool warnings) {
    return written([&](TextWriter& out) { write_finding_records(out, value, warnings); });
  };
  EXPECT_EQ(findings(false), "");
  EXPECT_EQ(findings(true),
            R"({"record":"finding","rule":"RM1070","severity":"warning","key":"Enum\\A","name":"BootConfig",)"
            R"("offset":20,"list":0,"descriptor":0,"value":"0x2",)"
            R"("sentence":"the list ends at byte 20, and the value goes on for 2 more",)"
            R"("advice":"They are kept; no reader looks at them."})"
            "\n");
}

TEST(ListRecords, AFindingAboutATextHasItsLine) {
  EXPECT_EQ(written([](TextWriter& out) {
              write_finding_record(out, {.input = "a.reg", .rule = 3012, .line = 7, .offset = 99, .is_error = true});
            }),
            R"({"record":"finding","rule":"RM3012","severity":"error","input":"a.reg","line":7,"offset":99,)"
            R"("sentence":"line 7: this is no key",)"
            R"("advice":"A key is a path between [ and ]; a NUL, or nothing at all, cannot stand there."})"
            "\n");
}

TEST(ListRecords, AListingEndsWithItsSourceAndTotals) {
  EXPECT_EQ(written([](TextWriter& out) {
              write_source_record(out, {snapshot::SourceKind::hive, "SYSTEM", true, {"a page", "a cell"}});
            }),
            R"({"record":"source","kind":"hive","name":"SYSTEM","dirty":true,"gaps":["a page","a cell"]})"
            "\n");
  EXPECT_EQ(written([](TextWriter& out) { write_totals_record(out, 117, 2, 3); }),
            R"({"record":"totals","values":117,"errors":2,"warnings":3})"
            "\n");
}

}  // namespace
}  // namespace resmap::report
