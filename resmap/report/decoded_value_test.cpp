// SPDX-License-Identifier: MIT
#include "resmap/report/decoded_value.h"

#include <gtest/gtest.h>

#include "resmap/lists/rules.h"
#include "tests/support/golden.h"
#include "tests/support/hex_literal.h"

namespace resmap::report {
namespace {

using namespace resmap::testing_support;  // NOLINT(google-build-using-namespace): the literal operator

constexpr auto kPort = "01000000 05000000 00000000 01000100 01000000 01010100 f803000000000000 08000000 00000000"_hex;
constexpr auto kEmpty = "01000000 05000000 00000000 01000100 00000000"_hex;
constexpr auto kRequirements =
    "48000000 0f000000 00000000 00000000 00000000 00000000 00000000 01000000 01000100 01000000 "
    "00010100 01000000 08000000 08000000 0003000000000000 ff03000000000000"_hex;

TEST(DecodedValue, OfAWholeListHasItsLayoutAndNoFinding) {
  const DecodedValue value = decode_value("ControlSet001\\Enum\\A\\B\\C\\LogConf", "BootConfig", 8, kPort);
  EXPECT_EQ(value.key, "ControlSet001\\Enum\\A\\B\\C\\LogConf");
  EXPECT_EQ(value.name, "BootConfig");
  ASSERT_TRUE(value.layout);
  EXPECT_EQ(value.layout->layout, lists::CmLayout::x64);
  EXPECT_TRUE(value.whole());
  EXPECT_TRUE(value.count.clean());
  EXPECT_EQ(value.bytes.data(), kPort.data()) << "the bytes are looked at, not copied";
}

TEST(DecodedValue, RequirementsHaveNoLayoutToChoose) {
  const DecodedValue value = decode_value("", "BasicConfigVector", 10, kRequirements);
  EXPECT_FALSE(value.layout);
  EXPECT_TRUE(value.whole());
}

TEST(DecodedValue, WhereNothingTellsTheLayoutsApartThatOfTheSourceIsTaken) {
  EXPECT_EQ(decode_value("", "", 8, kEmpty).layout->layout, lists::CmLayout::x64);
  EXPECT_EQ(decode_value("", "", 8, kEmpty, lists::CmLayout::x86).layout->layout, lists::CmLayout::x86);
  EXPECT_EQ(decode_value("", "", 8, kPort, lists::CmLayout::x86).layout->layout, lists::CmLayout::x64);
}

TEST(DecodedValue, TypeAndNameSayFormAndSide) {
  EXPECT_EQ(decode_value("", "x", 8, kPort).form(), lists::CmForm::resource_list);
  EXPECT_EQ(decode_value("", "x", 9, kPort).form(), lists::CmForm::full_descriptor);
  EXPECT_EQ(decode_value("", "\\Device\\Serial0.Raw", 8, kPort).side(), lists::CmSide::raw);
  EXPECT_EQ(decode_value("", "\\Device\\Serial0.Translated", 8, kPort).side(), lists::CmSide::translated);
  EXPECT_EQ(decode_value("", "BootConfig", 8, kPort).side(), lists::CmSide::raw);
}

TEST(DecodedValue, AListThatBreaksOffIsNotWhole) {
  for (std::size_t length = 0; length < kPort.size(); ++length) {
    if (length >= 36) break;  // 16 bytes of the descriptor are one of the other layout
    const DecodedValue value = decode_value("", "", 8, Bytes(kPort).first(length));
    EXPECT_FALSE(value.whole()) << length;
    EXPECT_GT(value.count.errors, 0U) << length;
  }
  for (std::size_t length = 0; length < kRequirements.size(); ++length)
    EXPECT_FALSE(decode_value("", "", 10, Bytes(kRequirements).first(length)).whole()) << length;
}

TEST(DecodedValue, WhatIsWrongInsideAListLeavesItWhole) {
  for (const GoldenList& list : golden_lists("malformed")) {
    const DecodedValue value = decode_value("", "", list.registry_type, list.bytes);
    const bool breaks_off = list.name.find("beyond") != std::string::npos ||
                            list.name.find("huge") != std::string::npos || list.name == "cm_no_header" ||
                            list.name == "cm_three_bytes" || list.name == "cm_empty" || list.name == "io_31_bytes" ||
                            list.name.starts_with("io_size");
    EXPECT_EQ(value.whole(), !breaks_off) << list.name;
    EXPECT_EQ(value.findings.size(), list.expected.size()) << list.name;
  }
}

constexpr auto kPortX86 = "01000000 05000000 00000000 01000100 01000000 01010100 f8030000 00000000 08000000"_hex;

// What check_pairs adds to two values, "RM1080" for one finding; empty: nothing.
std::string parted(DecodedValue a, DecodedValue b) {
  std::vector<DecodedValue> values;
  values.push_back(std::move(a));
  values.push_back(std::move(b));
  const auto before = values[0].count.warnings + values[1].count.warnings;
  check_pairs(values);
  const auto added = values[0].count.warnings + values[1].count.warnings - before;
  EXPECT_EQ(values[1].findings.size(), values[1].count.warnings + values[1].count.errors);
  return added == 0 ? "" : "RM" + std::to_string(values[0].findings.back().rule);
}

TEST(CheckPairs, ARawListAndItsTranslatedTwinMustMatch) {
  const auto raw = [](Bytes bytes) { return decode_value("K", "\\Device\\A.Raw", 8, bytes); };
  const auto twin = [](Bytes bytes) { return decode_value("K", "\\Device\\A.Translated", 8, bytes); };
  EXPECT_EQ(parted(raw(kPort), twin(kPort)), "");
  EXPECT_EQ(parted(raw(kPort), twin(kEmpty)), "RM1080");
  EXPECT_EQ(parted(raw(kEmpty), twin(kPort)), "RM1080");
  EXPECT_EQ(parted(raw(kPortX86), twin(kEmpty)), "RM1080") << "a list that reads in either layout follows its twin";
  EXPECT_EQ(parted(raw(kEmpty), twin(kPortX86)), "RM1080");
  EXPECT_EQ(parted(raw(kPort), twin(kPortX86)), "") << "two layouts cannot be laid side by side";
  EXPECT_EQ(parted(raw(kPort), twin(Bytes(kPort).first(30))), "") << "that the twin breaks off is said of the twin";
}

TEST(CheckPairs, OthersAreNoPair) {
  const DecodedValue raw = decode_value("K", "A.Raw", 8, kPort);
  EXPECT_EQ(parted(raw, decode_value("K", "B.Translated", 8, kEmpty)), "");
  EXPECT_EQ(parted(raw, decode_value("L", "A.Translated", 8, kEmpty)), "");
  EXPECT_EQ(parted(raw, decode_value("K", "A.Translated", 9, Bytes(kEmpty).subspan(4))), "");
  EXPECT_EQ(parted(raw, decode_value("K", "A.Translated", 10, kRequirements)), "");
  EXPECT_EQ(parted(decode_value("K", ".Raw", 8, kPort), decode_value("K", ".Translated", 8, kEmpty)), "RM1080")
      << "a driver's own list has no name";
}

}  // namespace
}  // namespace resmap::report
