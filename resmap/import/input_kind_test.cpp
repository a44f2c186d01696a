// SPDX-License-Identifier: MIT
#include "resmap/import/input_kind.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/hive/hive_fixture_test_support.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::import {
namespace {

std::optional<InputKind> kind(std::string_view text) {
  return recognise({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

TEST(InputKind, IsToldByContent) {
  EXPECT_EQ(recognise(hive::testing_support::hive_of(hive::testing_support::sample_key())), InputKind::hive);
  EXPECT_EQ(kind("Windows Registry Editor Version 5.00\r\n\r\n[A]\r\n"), InputKind::reg);
  EXPECT_EQ(kind("REGEDIT4\n\n[A]\n"), InputKind::reg);
  EXPECT_EQ(kind("00000000-0009ffff : System RAM\n000a0000-000bffff : PCI Bus 0000:00\n"), InputKind::linux);
  EXPECT_EQ(kind("machine \"A PC\"\n  device a\n"), InputKind::machine);
  EXPECT_EQ(kind("# a comment\n\nmachine\n"), InputKind::machine);
  TextWriter out;
  ASSERT_TRUE(snapshot::write_json(out, {}));
  EXPECT_EQ(kind(out.view()), InputKind::json);
}

TEST(InputKind, OfAnythingElseIsNone) {
  for (const char* text : {"", "hello", "{}", "{\"record\":\"machine\"}", "Windows Registry Editor",
                           "\x7f"
                           "ELF"})
    EXPECT_EQ(kind(text), std::nullopt) << text;
  EXPECT_EQ(kind(std::string(100000, '\0')), std::nullopt);
}

TEST(InputKind, ABeginningIsEnough) {
  const auto hive = hive::testing_support::hive_of(hive::testing_support::sample_key());
  EXPECT_EQ(recognise(Bytes(hive).first(4096)), InputKind::hive);
  EXPECT_EQ(kind("machine \"A PC\"\n  dev"), InputKind::machine);
}

TEST(InputKind, EachHasAWordThatLeadsBack) {
  for (const InputKind one : {InputKind::hive, InputKind::reg, InputKind::linux, InputKind::machine, InputKind::json}) {
    EXPECT_FALSE(word_for(one).empty());
    EXPECT_EQ(input_kind_from(word_for(one)), one);
  }
  EXPECT_EQ(word_for(InputKind::json), "json");
  EXPECT_EQ(input_kind_from("lspci"), std::nullopt);
  EXPECT_EQ(input_kind_from(""), std::nullopt);
  EXPECT_EQ(word_for(InputKind{9}), "");
}

}  // namespace
}  // namespace resmap::import
