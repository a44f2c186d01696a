// SPDX-License-Identifier: MIT
#include "resmap/import/linux_scan.h"

#include <gtest/gtest.h>

#include <vector>

namespace resmap::import {
namespace {

using snapshot::PciPlace;

TEST(LinuxScan, LinesEndInAnyWayAndTheLastMayEndInNone) {
  LineReader lines("one\r\ntwo\n\nlast");
  std::vector<std::string> read;
  std::vector<bool> whole;
  for (std::string_view line; lines.next(line);) {
    read.emplace_back(line);
    whole.push_back(lines.is_whole());
  }
  EXPECT_EQ(read, (std::vector<std::string>{"one", "two", "", "last"}));
  EXPECT_EQ(whole, (std::vector<bool>{true, true, true, false}));
  EXPECT_EQ(lines.number(), 4U);
}

TEST(LinuxScan, NumbersThatDoNotFitAreNone) {
  std::string_view text = "ffffffffffffffff-";
  EXPECT_EQ(take_hex(text), UINT64_MAX);
  EXPECT_EQ(text, "-");
  text = "10000000000000000";
  EXPECT_EQ(take_hex(text), std::nullopt);
  EXPECT_EQ(text.size(), 17U) << "nothing is taken";
  text = "0xzz";
  EXPECT_EQ(take_0x(text), std::nullopt);
  EXPECT_EQ(whole_hex("0x8086"), 0x8086U);
  EXPECT_EQ(whole_hex("8086x"), std::nullopt);
  EXPECT_EQ(whole_hex(""), std::nullopt);
  EXPECT_EQ(whole_decimal("17"), 17U);
  EXPECT_EQ(whole_decimal("-1"), std::nullopt);
}

TEST(LinuxScan, WordsArePartedByBlanksAndTabs) {
  std::string_view text = "  one\ttwo ";
  EXPECT_EQ(take_word(text), "one");
  EXPECT_EQ(take_word(text), "two");
  EXPECT_EQ(take_word(text), "");
  EXPECT_EQ(trimmed(" \ta b\r\n"), "a b");
}

TEST(LinuxScan, FunctionsAndBusesAreNamedWithTheirSegment) {
  EXPECT_EQ(pci_function_from("0000:00:1f.3"), (PciPlace{0, 0, 0x1F, 3}));
  EXPECT_EQ(pci_function_from("10000:e0:06.0"), (PciPlace{0x10000, 0xE0, 6, 0}));
  for (const char* const text : {"00:1f.3", "0000:00:20.0", "0000:00:1f.8", "0000:00:1f.3 ", "0000:00:1f",
                                 "0x00:00:1f.3", "123456789:00:00.0", "", ":::.", "0000:0:1f.3"})
    EXPECT_EQ(pci_function_from(text), std::nullopt) << text;
  EXPECT_EQ(name_of(PciPlace{0x10000, 0xE0, 6, 0}), "10000:e0:06.0");
  EXPECT_EQ(pci_bus_from("0001:80"), (PciBusName{1, 0x80}));
  EXPECT_EQ(pci_bus_from("0001:80:"), std::nullopt);
  EXPECT_EQ(pci_bus_line("PCI Bus 0000:03"), (PciBusName{0, 3}));
  EXPECT_EQ(pci_bus_line("PCI Bus #0a"), (PciBusName{0, 0x0A}));
  EXPECT_EQ(pci_bus_line("PCI CardBus 0000:04"), (PciBusName{0, 4}));
  EXPECT_EQ(pci_bus_line("PCI conf1"), std::nullopt);
  EXPECT_EQ(host_bridge_name({0, 0x80}), "pci0000:80");
  EXPECT_EQ(root_bus_from("pci0000:80"), (PciBusName{0, 0x80}));
  EXPECT_EQ(root_bus_from("pci_bus"), std::nullopt);
}

}  // namespace
}  // namespace resmap::import
