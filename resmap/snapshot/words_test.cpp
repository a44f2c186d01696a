// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "resmap/snapshot/snapshot_json.h"

namespace resmap::snapshot {
namespace {

// Every word of an enumeration, in order, with blanks between; each leads back to its number.
template <typename Enumeration>
std::string words() {
  std::string all;
  std::set<std::string_view> seen;
  for (std::uint8_t code = 0; !word_for(Enumeration{code}).empty(); ++code) {
    const std::string_view word = word_for(Enumeration{code});
    EXPECT_TRUE(seen.insert(word).second) << word;
    EXPECT_EQ(from_word<Enumeration>(word), Enumeration{code});
    all += (all.empty() ? "" : " ") + std::string(word);
  }
  EXPECT_TRUE(word_for(Enumeration{255}).empty());
  EXPECT_EQ(from_word<Enumeration>("no such word"), std::nullopt);
  EXPECT_EQ(from_word<Enumeration>(""), std::nullopt);
  return all;
}

// The words stand in files: one that changes makes them unreadable.
TEST(SnapshotWords, AreThoseOfTheFileFormat) {
  EXPECT_EQ(words<SourceKind>(), "hive reg sysfs iomem ioports interrupts dmesg machine json");
  EXPECT_EQ(words<Known>(), "unknown no yes");
  EXPECT_EQ(words<Certainty>(), "stated derived assumed");
  EXPECT_EQ(words<Role>(), "use window");
  EXPECT_EQ(words<Stage>(), "firmware current");
  EXPECT_EQ(words<DeviceKind>(), "other root host-bridge pci-function pci-bridge motherboard");
  EXPECT_EQ(words<Trigger>(), "unknown edge level");
  EXPECT_EQ(words<Platform>(), "unknown windows linux");
}

std::string printed(const PciPlace& place) {
  TextWriter out;
  print(out, place);
  return std::string(out.view());
}

TEST(SnapshotWords, PinsAreLetters) {
  for (std::uint8_t pin = 0; pin < 4; ++pin) EXPECT_EQ(pin_from_word(word_for_pin(pin)), pin);
  EXPECT_EQ(word_for_pin(0), "A");
  EXPECT_EQ(word_for_pin(4), "");
  for (const char* word : {"", "E", "a", "AB"}) EXPECT_EQ(pin_from_word(word), std::nullopt) << word;
}

TEST(PciPlace, IsWrittenWithItsSegmentOnlyWhereThatIsNotZero) {
  EXPECT_EQ(printed({0, 0, 0, 0}), "00:00.0");
  EXPECT_EQ(printed({0, 0xFF, 31, 7}), "ff:1f.7");
  EXPECT_EQ(printed({1, 2, 3, 4}), "0001:02:03.4");
  EXPECT_EQ(printed({0x10000, 1, 0, 0}), "10000:01:00.0");
}

TEST(PciPlace, WhatIsWrittenIsReadBack) {
  for (const PciPlace& place : {PciPlace{0, 0, 0x1F, 3}, PciPlace{0xFFFF'FFFF, 0xFF, 0, 7}, PciPlace{0x10000, 1, 2, 0}})
    EXPECT_EQ(pci_place_from(printed(place)), place);
  EXPECT_EQ(pci_place_from("0000:01:00.0"), (PciPlace{0, 1, 0, 0})) << "a segment of 0 may be said";
  EXPECT_EQ(pci_place_from("1:2.3"), (PciPlace{0, 1, 2, 3})) << "as lspci -s takes it";
  EXPECT_EQ(pci_place_from("AB:1F.7"), (PciPlace{0, 0xAB, 0x1F, 7}));
}

TEST(PciPlace, AnotherFormOrANumberBeyondItsRangeIsNoPlace) {
  for (const char* text : {"",
                           ":",
                           ".",
                           "00:00",
                           "00.0",
                           "00:20.0",
                           "00:1f.8",
                           "00:1f.",
                           ":1f.0",
                           "00:.0",
                           "100:00.0",
                           "00:1f.3x",
                           "0x0:1f.3",
                           "00:1f.03",
                           " 00:1f.3",
                           "00:1f.3 ",
                           "-1:00.0",
                           "00.0:1",
                           "123456789:00:00.0",
                           "0:0:0:0.0",
                           "g0:00.0"})
    EXPECT_EQ(pci_place_from(text), std::nullopt) << text;
}

TEST(PciPlace, StandInTheOrderOfTheirBuses) {
  EXPECT_LT((PciPlace{0, 0, 31, 7}), (PciPlace{0, 1, 0, 0}));
  EXPECT_LT((PciPlace{0, 0xFF, 31, 7}), (PciPlace{1, 0, 0, 0}));
  EXPECT_LT((PciPlace{0, 0, 2, 7}), (PciPlace{0, 0, 3, 0}));
}

}  // namespace
}  // namespace resmap::snapshot
