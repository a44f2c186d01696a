// SPDX-License-Identifier: MIT
#include "resmap/import/json_lists.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/report/list_records.h"
#include "tests/support/golden.h"
#include "tests/support/hex_literal.h"

namespace resmap::import {
namespace {

using namespace resmap::testing_support;  // NOLINT(google-build-using-namespace): the literal operator, golden lists

std::string record_of(std::uint32_t registry_type, Bytes bytes, const std::string& name = "x") {
  TextWriter out;
  report::write_value_record(out, report::decode_value("Enum\\A", name, registry_type, bytes));
  return std::string(out.view());
}

std::string hex(Bytes bytes) {
  TextWriter out;
  out.hex_bytes(bytes);
  return std::string(out.view());
}

// The bytes that a record means, in digits; else the error and its path.
std::string meaning(std::string_view line) {
  const auto record = read_value_record(line);
  if (!record) return "RM" + std::to_string(record.error().error.rule) + " " + record.error().path;
  return *record ? hex((*record)->bytes) : "of another kind";
}

std::string edited(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(JsonLists, EveryGoldenListComesBackByteForByte) {
  for (const char* folder : {"lists", "malformed"})
    for (const GoldenList& list : golden_lists(folder)) {
      const std::string line = record_of(list.registry_type, list.bytes);
      EXPECT_EQ(meaning(line), hex(list.bytes)) << list.name << "\n" << line;
    }
}

TEST(JsonLists, EveryGoldenListComesBackAsTheTranslatedSideToo) {
  for (const GoldenList& list : golden_lists("lists"))
    EXPECT_EQ(meaning(record_of(list.registry_type, list.bytes, "d.Translated")), hex(list.bytes)) << list.name;
}

TEST(JsonLists, EveryPrefixAndEveryFlippedBitComesBack) {
  for (const GoldenList& list : golden_lists("lists")) {
    for (std::size_t length = 0; length < list.bytes.size(); ++length) {
      const Bytes cut = Bytes(list.bytes).first(length);
      ASSERT_EQ(meaning(record_of(list.registry_type, cut)), hex(cut)) << list.name << " cut to " << length;
    }
    for (std::size_t bit = 0; bit < list.bytes.size() * 8; bit += 3) {
      std::vector<std::uint8_t> bytes = list.bytes;
      bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
      ASSERT_EQ(meaning(record_of(list.registry_type, bytes)), hex(bytes)) << list.name << " bit " << bit;
    }
  }
}

TEST(JsonLists, ARecordKeepsKeyNameAndType) {
  const auto record = read_value_record(record_of(9, "ffffffff ffffffff 00000000 00000000"_hex, "Configuration Data"));
  ASSERT_TRUE(record && *record);
  EXPECT_EQ((*record)->key, "Enum\\A");
  EXPECT_EQ((*record)->name, "Configuration Data");
  EXPECT_EQ((*record)->registry_type, 9U);
}

TEST(JsonLists, ARecordOfAnotherKindIsNoneOfOurs) {
  EXPECT_EQ(meaning(R"({"record":"totals","values":1})"), "of another kind");
  EXPECT_EQ(meaning("{}"), "of another kind");
}

constexpr auto kPort = "01000000 05000000 00000000 01000100 01000000 01010100 f803000000000000 08000000 00000000"_hex;

TEST(JsonLists, AnEditedMemberGivesTheBytesThatItNowSays) {
  const std::string line = record_of(8, kPort);
  EXPECT_EQ(meaning(edited(line, R"("start":"0x3f8")", R"("start":"0x2f8")")),
            "010000000500000000000000010001000100000001010100f8020000000000000800000000000000");
  EXPECT_EQ(meaning(edited(line, R"("share":"exclusive")", R"("share":"shared")")),
            "010000000500000000000000010001000100000001030100f8030000000000000800000000000000");
  EXPECT_EQ(meaning(edited(line, R"("flags":["io"])", R"("flags":["io","16-bit","0x200"])")),
            "010000000500000000000000010001000100000001011102f8030000000000000800000000000000");
  EXPECT_EQ(meaning(edited(line, R"("interface":"PCIBus")", R"("interface":"PNPBus")")),
            "010000000f00000000000000010001000100000001010100f8030000000000000800000000000000");
}

TEST(JsonLists, AnEditedLayoutGivesTheOtherDescriptors) {
  EXPECT_EQ(meaning(edited(record_of(8, kPort), R"("form":"resource-list","layout":20)", R"("layout":16)")),
            "010000000500000000000000010001000100000001010100f80300000000000008000000");
}

TEST(JsonLists, ALengthIsInBytesWhateverTheFlagsSayOfItsUnit) {
  const auto list = "01000000 05000000 00000000 01000100 01000000 07010002 0000000004000000 00000003 00000000"_hex;
  const std::string line = record_of(8, list);
  EXPECT_EQ(meaning(edited(line, R"("length":"0x300000000")", R"("length":"0x100000000")")),
            "0100000005000000000000000100010001000000070100020000000004000000"
            "00000001"
            "00000000");
  EXPECT_EQ(meaning(edited(line, R"("length":"0x300000000")", R"("length":"0x300000001")")),
            "RM5102 list.full[0].descriptors[0].length")
      << "no multiple of 256";
}

TEST(JsonLists, AnAddressMayBeANumberAsWell) {
  EXPECT_EQ(meaning(edited(record_of(8, kPort), R"("start":"0x3f8")", R"("start":1016)")), hex(kPort));
}

TEST(JsonLists, MembersThatAreLeftOutHaveTheirDefaults) {
  const auto list = read_list(R"({"full":[{"descriptors":[{"type":"port","start":"0x60","length":1}]}]})", 8);
  ASSERT_TRUE(list);
  EXPECT_EQ(hex(*list),
            "0100000000000000000000000100010001000000"
            "0101000060000000000000000100000000000000");
  const auto line = read_list(R"({"full":[{"descriptors":[{"type":"interrupt","vector":4}]}]})", 8);
  ASSERT_TRUE(line);
  EXPECT_EQ(hex(*line),
            "0100000000000000000000000100010001000000"
            "0201000000000000"
            "04000000"
            "ffffffffffffffff");
  const auto requirements =
      read_list(R"({"configurations":[{"descriptors":[{"type":"dma","minimum":1,"maximum":3}]}]})", 10);
  ASSERT_TRUE(requirements);
  EXPECT_EQ(requirements->size(), 72U);
  EXPECT_EQ(hex(Bytes(*requirements).subspan(40, 16)),
            "00040100"
            "00000000"
            "01000000"
            "03000000");
}

TEST(JsonLists, WhatIsNoJsonIsNamedWithItsByte) {
  const auto read = read_value_record(R"({"record":"value",)");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().error, (Error{.code = ErrorCode::malformed, .rule = rule::json_syntax, .offset = 19}));
  EXPECT_TRUE(read.error().path.empty());
  for (const char* text : {"", "{", "nonsense", "{\"a\":\xff\"}", "{} {}"})
    EXPECT_EQ(read_value_record(text).error().error.rule, rule::json_syntax) << text;
}

TEST(JsonLists, JsonThatIsNoRecordIsRefused) {
  for (const char* text : {"[]", "7", "null", "\"text\"", R"({"record":"value","registry_type":1e999})"}) {
    const auto read = read_value_record(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().error.rule, rule::json_member) << text;
    EXPECT_TRUE(read.error().path.empty()) << text;
  }
}

TEST(JsonLists, DeepNestingIsNoTrouble) {
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  EXPECT_EQ(meaning(deep), "RM5102 ");
  EXPECT_EQ(meaning(R"({"record":"value","registry_type":8,"list":{"full":)" + deep + "}}"), "RM5102 list.full[0]");
}

TEST(JsonLists, AMistakeIsNamedWithItsPath) {
  struct Row {
    std::string from, to, path;
  };
  const std::string line = record_of(8, kPort);
  const std::string descriptor = "list.full[0].descriptors[0]";
  for (const Row& row : {
           Row{R"("registry_type":8)", R"("registry_type":11)", "registry_type"},
           Row{R"("registry_type":8)", R"("registry_type":-8)", "registry_type"},
           Row{R"("registry_type":8)", R"("other":8)", "registry_type"},
           Row{R"("list":)", R"("other":)", "list"},
           Row{R"("list":{)", R"("list":{},"other":{)", "list.full"},
           Row{R"("full":[)", R"("full":7,"other":[)", "list.full"},
           Row{R"("list":{)", R"("list":7,"other":{)", "list"},
           Row{R"("full":[)", R"("full":[7],"other":[)", "list.full[0]"},
           Row{R"("descriptors":[)", R"("descriptors":[[]],"other":[)", "list.full[0].descriptors[0]"},
           Row{R"("form":"resource-list","layout":20)", R"("layout":18)", "list.layout"},
           Row{R"("interface":"PCIBus")", R"("interface":"pci")", "list.full[0].interface"},
           Row{R"("interface":"PCIBus")", R"("interface":7)", "list.full[0].interface"},
           Row{R"("bus":0)", R"("bus":4294967296)", "list.full[0].bus"},
           Row{R"("version":1)", R"("version":65536)", "list.full[0].version"},
           Row{R"("type":"port")", R"("type":"ports")", descriptor + ".type"},
           Row{R"("type":"port")", R"("type":"0x100")", descriptor + ".type"},
           Row{R"("type":"port",)", "", descriptor + ".type"},
           Row{R"("share":"exclusive")", R"("share":"mine")", descriptor + ".share"},
           Row{R"("flags":["io"])", R"("flags":"io")", descriptor + ".flags"},
           Row{R"("flags":["io"])", R"("flags":["latched"])", descriptor + ".flags[0]"},
           Row{R"("flags":["io"])", R"("flags":["io","0x10000"])", descriptor + ".flags[1]"},
           Row{R"("start":"0x3f8")", R"("start":"3f8")", descriptor + ".start"},
           Row{R"("start":"0x3f8")", R"("start":"0x")", descriptor + ".start"},
           Row{R"("start":"0x3f8")", R"("start":"0x10000000000000000")", descriptor + ".start"},
           Row{R"("start":"0x3f8")", R"("start":1.5)", descriptor + ".start"},
           Row{R"("length":"0x8")", R"("length":"0x100000000")", descriptor + ".length"},
           Row{R"("length":"0x8")", R"("long":"0x8")", descriptor + ".length"},
           Row{R"("flags":["io"])", R"("flags":["io"],"rest":"0")", descriptor + ".rest"},
           Row{R"("flags":["io"])", R"("flags":["io"],"rest":"zz")", descriptor + ".rest"},
           Row{R"("flags":["io"])", R"("flags":["io"],"rest":"0000000000000000000000000000000000")",
               descriptor + ".rest"},
       }) {
    EXPECT_EQ(meaning(edited(line, row.from, row.to)), "RM5102 " + row.path) << row.to;
  }
}

TEST(JsonLists, AMistakeInRequirementsIsNamedWithItsPath) {
  const auto list =
      "48000000 0f000000 00000000 00000000 00000000 00000000 00000000 01000000 01000100 01000000 "
      "08020100 00000000 03000000 04000000 00000000 00000000 00000000 00000000"_hex;
  const std::string line = record_of(10, list);
  EXPECT_EQ(meaning(line), hex(list));
  const std::string descriptor = "list.configurations[0].descriptors[0]";
  EXPECT_EQ(meaning(edited(line, R"("alternative")", R"("wanted")")), "RM5102 " + descriptor + ".option[0]");
  EXPECT_EQ(meaning(edited(line, R"("minimum":"0x3")", R"("minimum":"0x100000000")")),
            "RM5102 " + descriptor + ".minimum");
  EXPECT_EQ(meaning(edited(line, R"("configurations":)", R"("other":)")), "RM5102 list.configurations");
  EXPECT_EQ(meaning(edited(line, R"("slot":0)", R"("slot":0,"reserved":[1,2,3,4])")), "RM5102 list.reserved");
  EXPECT_EQ(meaning(edited(line, R"("share":"exclusive")", R"("share":"exclusive","spare1":256)")),
            "RM5102 " + descriptor + ".spare1");
}

TEST(JsonLists, AValueOfType9HasOneFullDescriptor) {
  EXPECT_EQ(read_list(R"({"full":[{},{}]})", 9).error().path, "full[1]");
  EXPECT_EQ(hex(*read_list(R"({"full":[{},{}]})", 8)),
            "02000000"
            "00000000000000000100010000000000"
            "00000000000000000100010000000000");
  EXPECT_EQ(hex(*read_list(R"({"full":[]})", 9)), "");
  EXPECT_EQ(hex(*read_list(R"({"full":[]})", 8)), "00000000");
}

}  // namespace
}  // namespace resmap::import
