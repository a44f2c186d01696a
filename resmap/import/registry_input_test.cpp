// SPDX-License-Identifier: MIT
#include "resmap/import/registry_input.h"

#include <gtest/gtest.h>

#include <set>

#include "resmap/hive/hive_fixture_test_support.h"

namespace resmap::import {
namespace {

using hive::HiveCause;
using hive::HiveGap;
using hive::HivePart;
using hive::testing_support::hive_of;
using hive::testing_support::sample_key;

Bytes bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

TEST(RegistryInput, OfAHiveIsItsRegistry) {
  const auto input = read_registry(hive_of(sample_key()), InputKind::hive, "SYSTEM");
  ASSERT_TRUE(input);
  EXPECT_EQ(input->source, (snapshot::Source{snapshot::SourceKind::hive, "SYSTEM", false, {}}));
  EXPECT_TRUE(input->registry.find("ControlSet001\\Enum\\PNP0501"));
  EXPECT_TRUE(input->findings.empty());
}

TEST(RegistryInput, AHiveWhoseLogWasNotAppliedIsDirty) {
  const auto input = read_registry(hive_of(sample_key(), 8, 7), InputKind::hive, "SYSTEM");
  ASSERT_TRUE(input);
  EXPECT_TRUE(input->source.dirty);
}

TEST(RegistryInput, WhatIsMissingOfAHiveIsAGapInWords) {
  std::vector<std::uint8_t> cut = hive_of(sample_key());
  cut.resize(cut.size() - 512);
  const auto input = read_registry(cut, InputKind::hive, "SYSTEM");
  ASSERT_TRUE(input);
  ASSERT_FALSE(input->source.gaps.empty());
  EXPECT_NE(input->source.gaps[0].find("the file ends 512 bytes early"), std::string::npos) << input->source.gaps[0];
}

TEST(RegistryInput, OfRegTextBringsItsFindings) {
  const auto input = read_registry(
      bytes_of("Windows Registry Editor Version 5.00\n\n[SYSTEM\\Select]\n\"Current\"=dword:1\nnonsense\n"),
      InputKind::reg, "a.reg");
  ASSERT_TRUE(input);
  EXPECT_EQ(input->source, (snapshot::Source{snapshot::SourceKind::reg, "a.reg", false, {}}));
  EXPECT_TRUE(input->registry.find("SYSTEM\\Select"));
  ASSERT_EQ(input->findings.size(), 1U);
  EXPECT_EQ(input->findings[0].line, 5U);
}

TEST(RegistryInput, BytesOfAnotherKindAreRefused) {
  EXPECT_FALSE(read_registry(bytes_of("hello"), InputKind::hive, "x"));
  EXPECT_FALSE(read_registry(bytes_of("hello"), InputKind::reg, "x"));
}

TEST(GapSentence, NamesPartKeyCauseAndPlace) {
  registry::Registry registry;
  const auto key = *registry.create("ControlSet001\\Enum");
  HiveGap gap{HivePart::value_data, HiveCause::cut, 0, key, "BootConfig", 8192, 60};
  EXPECT_EQ(
      gap_sentence(gap, registry),
      "value BootConfig of ControlSet001\\Enum is cut: fewer than its 60 bytes are there (byte 8192 of the file)");
  gap = {HivePart::children, HiveCause::missing, 0, key, "", 0, 3};
  EXPECT_EQ(gap_sentence(gap, registry), "subkeys of ControlSet001\\Enum lead nowhere: 3 of them");
  gap = {HivePart::page, HiveCause::missing, 0, registry::Registry::root(), "", 4096, 512};
  EXPECT_EQ(gap_sentence(gap, registry), "a page is none: 512 bytes were passed over (byte 4096 of the file)");
}

TEST(GapSentence, EveryPartAndEveryCauseHasWordsOfItsOwn) {
  registry::Registry registry;
  std::set<std::string> parts, causes;
  for (std::uint8_t part = 0; part <= static_cast<std::uint8_t>(HivePart::reader); ++part)
    parts.insert(gap_sentence({HivePart{part}, HiveCause::refused, 0, {}, "", 0, 0}, registry));
  for (std::uint8_t cause = 0; cause <= static_cast<std::uint8_t>(HiveCause::memory_limit); ++cause)
    causes.insert(gap_sentence({HivePart::cell, HiveCause{cause}, 0, {}, "", 0, 1}, registry));
  EXPECT_EQ(parts.size(), 9U);
  EXPECT_EQ(causes.size(), 11U);
}

}  // namespace
}  // namespace resmap::import
