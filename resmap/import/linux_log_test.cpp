// SPDX-License-Identifier: MIT
#include "resmap/import/linux_log.h"

#include <gtest/gtest.h>

namespace resmap::import {
namespace {

LogFacts read(std::string_view text) {
  auto facts = parse_kernel_log(text);
  EXPECT_TRUE(facts);
  return facts ? *std::move(facts) : LogFacts();
}

const LogResource* find(const LogFacts& facts, std::string_view function, std::uint8_t slot) {
  for (const LogResource& resource : facts.resources) {
    if (name_of(resource.function) == function && resource.slot == slot) return &resource;
  }
  return nullptr;
}

// The one resource of a short text.
LogResource only(std::string_view text, std::uint8_t slot) {
  const LogFacts facts = read(text);
  EXPECT_EQ(facts.resources.size(), 1U) << text;
  const LogResource* const found = find(facts, "0000:00:02.0", slot);
  EXPECT_NE(found, nullptr) << text;
  return found == nullptr ? LogResource() : *found;
}

TEST(KernelLog, BarsAreReadInOldAndNewWords) {
  for (const char* const line :
       {"pci 0000:00:02.0: reg 0x18: [mem 0xd0000000-0xdfffffff 64bit pref]",
        "pci 0000:00:02.0: reg 18: [mem 0xd0000000-0xdfffffff 64bit pref]",
        "pci 0000:00:02.0: BAR 2 [mem 0xd0000000-0xdfffffff 64bit pref]",
        "[    0.413421] pci 0000:00:02.0: reg 0x18: [mem 0xd0000000-0xdfffffff 64bit pref]\r\n"}) {
    const LogResource bar = only(line, 2);
    EXPECT_EQ(bar.place, (AddressRange{0xd0000000, 0xdfffffff}));
    EXPECT_EQ(bar.firmware, bar.place);
    EXPECT_TRUE(bar.prefetchable && !bar.lost);
  }
  EXPECT_EQ(only("pci 0000:00:02.0: ROM [mem 0xfea00000-0xfea0ffff pref]", log_slot::rom).length, 0x10000U);
  EXPECT_EQ(only("pci 0000:00:02.0: reg 0x30: [mem 0xfea00000-0xfea0ffff pref]", log_slot::rom).length, 0x10000U);
}

TEST(KernelLog, ARegisterOfZeroIsABarThatNobodyPlaced) {
  const LogResource bar = only("pci 0000:00:02.0: reg 0x10: [mem 0x00000000-0x0000ffff 64bit]", 0);
  EXPECT_EQ(bar.place, std::nullopt);
  EXPECT_EQ(bar.firmware, std::nullopt);
  EXPECT_EQ(bar.length, 0x10000U);
  EXPECT_FALSE(bar.lost) << "only the kernel can say that it found no place";
}

TEST(KernelLog, WhatIsAssignedIsPlacedInEveryWording) {
  for (const char* const line : {"pci 0000:00:02.0: BAR 13: assigned [io  0x1000-0x1fff]",
                                 "pci 0000:00:02.0: bridge window [io  0x1000-0x1fff]: assigned",
                                 "pci 0000:00:02.0: BAR 13: reassigned [io  0x1000-0x1fff]",
                                 "pci 0000:00:02.0: BAR 13: set to [io  0x1000-0x1fff] (PCI address [0x1000-0x1fff])",
                                 "pci 0000:00:02.0: bridge window [io  0x1000-0x1fff]: reassigned; expanded by 0x1000",
                                 "pci 0000:00:02.0:   bridge window [io  0x1000-0x1fff]",
                                 "pcieport 0000:00:02.0: BAR 13: assigned [io  0x1000-0x1fff]"}) {
    EXPECT_EQ(only(line, log_slot::io_window).place, (AddressRange{0x1000, 0x1fff})) << line;
  }
}

TEST(KernelLog, WhatFindsNoPlaceIsLostInEveryWording) {
  const std::pair<const char*, std::uint8_t> lines[] = {
      {"pci 0000:00:02.0: BAR 14: no space for [mem size 0x00200000]", log_slot::memory_window},
      {"pci 0000:00:02.0: BAR 14: failed to assign [mem size 0x00200000]", log_slot::memory_window},
      {"pci 0000:00:02.0: BAR 14: can't assign mem (size 0x200000)", log_slot::memory_window},
      {"pci 0000:00:02.0: BAR 15: can't assign mem pref (size 0x200000)", log_slot::prefetchable_window},
      {"pci 0000:00:02.0: bridge window [mem size 0x00200000 64bit pref]: can't assign; no space",
       log_slot::prefetchable_window},
      {"pci 0000:00:02.0: bridge window [mem size 0x00200000]: failed to assign", log_slot::memory_window},
      {"pci 0000:00:02.0: BAR 2 [mem 0x10000000-0x101fffff 64bit pref]: can't claim; no compatible bridge window", 2},
      {"pci 0000:00:02.0: can't claim BAR 2 [mem 0x10000000-0x101fffff]: no compatible bridge window", 2},
      {"pci 0000:00:02.0: can't claim BAR 2 [mem 0x10000000-0x101fffff]: address conflict with Reserved [mem 0x1-0x2]",
       2},
      {"pci 0000:00:02.0: ROM [mem 0x10000000-0x101fffff pref]: can't claim; no compatible bridge window",
       log_slot::rom},
      {"pci 0000:00:02.0: BAR 2: releasing [mem 0x10000000-0x101fffff]", 2},
      {"pci 0000:00:02.0: VF BAR 0 [mem size 0x00200000 64bit]: can't assign; no space", log_slot::virtual_bar}};
  for (const auto& [line, slot] : lines) {
    const LogResource lost = only(line, slot);
    EXPECT_TRUE(lost.lost) << line;
    EXPECT_EQ(lost.place, std::nullopt) << line;
    EXPECT_EQ(lost.length, 0x200000U) << line;
    EXPECT_EQ("pci 0000:00:02.0: " + lost.words, line);
  }
}

TEST(KernelLog, RemarksThatAreNeitherChangeNothing) {
  for (const char* const line :
       {"pci 0000:00:02.0: BAR 2: assigned to efifb",
        "i915 0000:00:02.0: BAR 6: [??? 0x00000000 flags 0x2] has bogus alignment",
        "pci 0000:00:02.0: BAR 2: trying firmware assignment [mem 0x1000000000-0x1fffffffff 64bit pref]",
        "pci 0000:00:02.0: BAR 2: [mem 0x1000000000-0x1fffffffff] conflicts with PCI mem [mem 0x00000000-0xfffffffff]",
        "pci 0000:00:02.0: bridge window [io  0x1000-0x0fff] to [bus 01] add_size 1000",
        "pci 0000:00:02.0: res[15]=[mem 0x00100000-0x000fffff 64bit pref] get_res_add_size add_size 200000",
        "pci 0000:00:02.0: BAR2 [mem size 0x00002000 64bit]: requesting alignment to 0x10000",
        "pci 0000:00:02.0: BAR 0: can't reserve [mem 0xc0000000-0xc0000fff]",
        "pci 0000:00:02.0: bridge window [io  disabled]",
        "pci 0000:00:02.0: reg 0x184: [mem 0x00000000-0x0000ffff 64bit pref]",
        "pci 0000:00:02.0: BAR 99 [mem 0x1000-0x1fff]",
        "pci 0001:00     : [PE# fe] Secondary bus 0 associated with PE#fe", "pci 0000:00:02.0: PME# supported from D0"})
    EXPECT_TRUE(read(line).resources.empty()) << line;
}

// q35-testdev-64g, shortened: claimed, refused, tried twice.
TEST(KernelLog, TheReasonStaysWithALostResource) {
  const LogResource lost = only(
      "pci 0000:00:02.0: BAR 2 [mem 0x1000000000-0x1fffffffff 64bit pref]\n"
      "pci 0000:00:02.0: BAR 2 [mem 0x1000000000-0x1fffffffff 64bit pref]: can't claim; no compatible bridge window\n"
      "pci 0000:00:02.0: BAR 2 [mem size 0x1000000000 64bit pref]: can't assign; no space\n"
      "pci 0000:00:02.0: BAR 2: trying firmware assignment [mem 0x1000000000-0x1fffffffff 64bit pref]\n"
      "pci 0000:00:02.0: BAR 2 [mem 0x1000000000-0x1fffffffff 64bit pref]: conflicts with PCI mem [mem "
      "0x0-0xfffffffff]\n"
      "pci 0000:00:02.0: BAR 2 [mem size 0x1000000000 64bit pref]: failed to assign\n",
      2);
  EXPECT_TRUE(lost.lost);
  EXPECT_EQ(lost.length, 0x1000000000U);
  EXPECT_EQ(lost.words, "BAR 2 [mem size 0x1000000000 64bit pref]: can't assign; no space");
  EXPECT_EQ(lost.firmware, (AddressRange{0x1000000000, 0x1fffffffff}));
}

TEST(KernelLog, TheLastWordCounts) {
  const std::string lost = "pci 0000:00:02.0: BAR 13: no space for [io  size 0x1000]\n";
  const std::string placed = "pci 0000:00:02.0: BAR 13: assigned [io  0x2000-0x2fff]\n";
  EXPECT_TRUE(only(placed + lost, log_slot::io_window).lost);
  const LogResource last = only(lost + placed, log_slot::io_window);
  EXPECT_FALSE(last.lost);
  EXPECT_TRUE(last.words.empty());
  EXPECT_EQ(last.place, (AddressRange{0x2000, 0x2fff}));
}

TEST(KernelLog, NumbersAboveTheRomDependOnTheKernelAndTheFunction) {
  const std::string bridge = "pci 0000:00:02.0: [8086:9d10] type 01 class 0x060400\n";
  const std::string line = "pci 0000:00:02.0: BAR 8: assigned [mem 0xc0000000-0xc01fffff]\n";
  EXPECT_NE(find(read(bridge + line), "0000:00:02.0", log_slot::memory_window), nullptr) << "without virtual functions";
  EXPECT_NE(find(read(line), "0000:00:02.0", log_slot::virtual_bar + 1), nullptr) << "with them, of an endpoint";
}

TEST(KernelLog, VirtualFunctionsTakeTheWholeOfTheirBars) {
  const LogFacts facts = read(
      "pci 0000:02:00.0: VF BAR 0 [mem 0x48480400000-0x4848040ffff 64bit pref]\n"
      "pci 0000:02:00.0: VF BAR 0 [mem 0x48480400000-0x484807fffff 64bit pref]: contains BAR 0 for 64 VFs\n"
      "pci 0000:00:02.0: VF(n) BAR2 space: [mem 0x00000000-0xdfffffff 64bit pref] (contains BAR2 for 7 VFs)\n"
      "pci 0000:00:02.0: BAR 9: assigned [mem 0x4020000000-0x40ffffffff 64bit pref]\n");
  EXPECT_EQ(find(facts, "0000:02:00.0", log_slot::virtual_bar)->length, 0x400000U);
  EXPECT_EQ(find(facts, "0000:00:02.0", log_slot::virtual_bar + 2)->place, (AddressRange{0x4020000000, 0x40ffffffff}));
}

TEST(KernelLog, FunctionsHaveIdsClassAndBuses) {
  const LogFacts facts = read(
      "pci 0000:00:1e.0: [8086:244e] type 01 class 0x060401\n"
      "pci 0000:00:1e.0: PCI bridge to [bus 03] (subtractive decode)\n"
      "pci 0000:00:1e.0:   bridge window [io  0x0000-0x0cf7] (subtractive decode)\n"
      "pci 0000:00:1c.0: [8086:9d10] type 01 class 0x060400 PCIe Root Port\n"
      "pci 0000:00:1c.0: PCI bridge to [bus 05-6f]\n");
  ASSERT_EQ(facts.functions.size(), 2U);
  EXPECT_EQ(facts.functions[0].vendor, 0x8086);
  EXPECT_EQ(facts.functions[0].device, 0x9d10);
  EXPECT_EQ(facts.functions[0].header, 1);
  EXPECT_EQ(facts.functions[0].class_code, 0x060400U);
  EXPECT_EQ(facts.functions[0].child_buses, (AddressRange{5, 0x6f}));
  EXPECT_FALSE(facts.functions[0].subtractive);
  EXPECT_TRUE(facts.functions[1].subtractive);
  EXPECT_TRUE(facts.resources.empty()) << "the windows of the bus above are not its own";
}

TEST(KernelLog, AReleasedBusTakesItsFunctionsWithIt) {
  const std::string dock =
      "pci 0000:05:00.0: [8086:1578] type 01 class 0x060400\n"
      "pci 0000:05:00.0: PCI bridge to [bus 06-6f]\n"
      "pci 0000:06:01.0: [8086:1578] type 01 class 0x060400\n";
  const LogFacts pulled = read(dock + "pci_bus 0000:06: busn_res: [bus 06-6f] is released\n");
  EXPECT_TRUE(pulled.functions[0].gone && pulled.functions[1].gone);
  const LogFacts again = read(dock + "pci_bus 0000:06: busn_res: [bus 06-6f] is released\n" + dock);
  EXPECT_FALSE(again.functions[0].gone || again.functions[1].gone);
}

TEST(KernelLog, AFunctionThatIsSeenAgainBeginsAnew) {
  const std::string seen = "pci 0000:05:00.0: [8086:1578] type 00 class 0x020000\n";
  EXPECT_TRUE(read(seen + "pci 0000:05:00.0: BAR 0: no space for [mem size 0x1000]\n" + seen).resources.empty());
}

TEST(KernelLog, RootBusesHaveWindowsAndBuses) {
  const LogFacts facts = read(
      "ACPI: PCI Root Bridge [PC01] (domain 0000 [bus 80-ff])\n"
      "PCI host bridge to bus 0000:00\n"
      "pci_bus 0000:00: root bus resource [io  0x0000-0x0cf7 window]\n"
      "pci_bus 0000:00: root bus resource [io  0x0000-0x0cf7 window]\n"
      "pci_bus 0000:00: root bus resource [mem 0x2000000000-0x2fffffffff 64bit pref]\n"
      "pci_bus 0000:00: root bus resource [bus 00-7e]\n"
      "vmd 0000:00:0e.0: PCI host bridge to bus 10000:e0\n"
      "pci_bus 0001:00: root bus resource [mem 0x600c080000000-0x600c0fffeffff] (bus address "
      "[0x80000000-0xfffeffff])\n");
  ASSERT_EQ(facts.roots.size(), 4U);
  EXPECT_EQ(facts.roots[0].windows.size(), 2U) << "said twice, entered once";
  EXPECT_TRUE(facts.roots[0].windows[1].prefetchable);
  EXPECT_EQ(facts.roots[0].buses, (AddressRange{0, 0x7e}));
  EXPECT_EQ(facts.roots[1].buses, (AddressRange{0x80, 0xff}));
  EXPECT_EQ(facts.roots[2].windows[0].range, (AddressRange{0x600c080000000, 0x600c0fffeffff}));
  EXPECT_EQ(facts.roots[3].behind, pci_function_from("0000:00:0e.0"));
  ASSERT_EQ(facts.gaps.size(), 1U);
  EXPECT_EQ(facts.gaps[0].substr(0, 7), "line 8:");
}

TEST(KernelLog, BeforeKernel35TheResourcesOfARootBusAreItsWindows) {
  const LogFacts facts = read(
      "ACPI: PCI Root Bridge [PCI1] (0000:80)\n"
      "pci_bus 0000:00: resource 4 [io  0x0000-0x0cf7]\n"
      "pci_bus 0000:00: resource 5 [mem 0xc0000000-0xfebfffff]\n"
      "pci_bus 0000:00: resource 5 [mem 0xc0000000-0xfebfffff]\n"
      "pci_bus 0000:01: resource 1 [mem 0xf0000000-0xf10fffff]\n"
      "pci_bus 0000:80: resource 4 [io  0x8000-0xffff]\n");
  ASSERT_EQ(facts.roots.size(), 2U) << "bus 1 is behind a bridge";
  EXPECT_EQ(facts.roots[0].windows.size(), 2U);
  EXPECT_EQ(facts.roots[1].windows[0].range, (AddressRange{0x8000, 0xffff}));
  const LogFacts newer = read(
      "pci_bus 0000:00: root bus resource [io  0x0000-0x0cf7 window]\n"
      "pci_bus 0000:00: resource 4 [io  0x0000-0xffff]\n");
  EXPECT_EQ(newer.roots[0].windows.size(), 1U) << "what is said plainly counts";
}

TEST(KernelLog, QuirksAndLegacyIdeAndShadowedRomsAreFixed) {
  const LogFacts facts = read(
      "pci 0000:00:1f.0: quirk: [io  0x0600-0x067f] claimed by ICH6 ACPI/GPIO/TCO\n"
      "pci 0000:00:01.1: legacy IDE quirk: reg 0x14: [io  0x03f6]\n"
      "pci 0000:00:01.1: BAR 0 [io  0x01f0-0x01f7]: legacy IDE quirk\n"
      "pci 0000:00:02.0: Video device with shadowed ROM at [mem 0x000c0000-0x000dffff]\n");
  ASSERT_EQ(facts.quirks.size(), 1U);
  EXPECT_EQ(facts.quirks[0].range, (AddressRange{0x600, 0x67f}));
  EXPECT_EQ(facts.quirks[0].words, "quirk: ICH6 ACPI/GPIO/TCO");
  EXPECT_TRUE(find(facts, "0000:00:01.1", 0)->fixed && find(facts, "0000:00:01.1", 1)->fixed);
  EXPECT_TRUE(find(facts, "0000:00:02.0", log_slot::rom)->fixed);
}

TEST(KernelLog, TheMachineAndItsSystemAreNamed) {
  const LogFacts facts = read(
      "Linux version 6.0.12-arch1-1 (linux@archlinux) (gcc)\n"
      "DMI: LENOVO 20KGS2AQ1A/20KGS2AQ1A, BIOS N23ET83W (1.58 ) 09/28/2022\nDMI: Memory slots populated: 2/4\n");
  EXPECT_EQ(facts.system, "Linux 6.0.12-arch1-1");
  EXPECT_EQ(facts.title, "LENOVO 20KGS2AQ1A/20KGS2AQ1A");
  EXPECT_EQ(facts.firmware, "BIOS N23ET83W (1.58 ) 09/28/2022");
}

TEST(KernelLog, OfSeveralBootsTheLastOneIsTaken) {
  const LogFacts facts = read(
      "Linux version 6.0.1 (x)\npci 0000:00:02.0: BAR 0: no space for [mem size 0x1000]\n"
      "Linux version 6.0.2 (x)\npci 0000:00:03.0: BAR 0 [mem 0xc0000000-0xc0000fff]\n");
  EXPECT_EQ(facts.system, "Linux 6.0.2");
  ASSERT_EQ(facts.resources.size(), 1U);
  EXPECT_EQ(name_of(facts.resources[0].function), "0000:00:03.0");
  EXPECT_EQ(facts.gaps.size(), 1U);
}

}  // namespace
}  // namespace resmap::import
