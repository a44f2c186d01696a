// SPDX-License-Identifier: MIT
#include "resmap/import/linux_facts.h"

#include <gtest/gtest.h>

#include "resmap/import/linux_tree_test_support.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::import {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::ResourceType;
using snapshot::Certainty;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Resource;
using snapshot::Role;
using snapshot::Snapshot;

const std::string kIomem =
    "00001000-0009fbff : System RAM\n"
    "d0000000-feafffff : PCI Bus 0000:00\n"
    "  d0000000-dfffffff : PCI Bus 0000:01\n"
    "    d0000000-dfffffff : 0000:01:00.0\n"
    "      d0000000-d05affff : vesafb\n"
    "  e1540000-e15407ff : 0000:00:1f.2\n"
    "    e1540000-e15407ff : ahci\n"
    "f8000000-fbffffff : PCI MMCONFIG 0000 [bus 00-3f]\n"
    "  f8000000-fbffffff : pnp 00:08\n"
    "fee00000-fee00fff : Local APIC\n";

TEST(AddressMapFacts, EveryLineIsARegionWithItsDepth) {
  const Snapshot machine = imported({{"iomem.txt", kIomem}});
  ASSERT_EQ(machine.regions.size(), 10U);
  EXPECT_EQ(machine.regions[4].name, "vesafb");
  EXPECT_EQ(machine.regions[4].depth, 3U);
  EXPECT_EQ(machine.regions[9].range, (AddressRange{0xfee00000, 0xfee00fff}));
  for (const snapshot::Region& region : machine.regions) EXPECT_EQ(region.type, ResourceType::memory);
  EXPECT_EQ(machine.platform, snapshot::Platform::linux);
  EXPECT_TRUE(is_sound(machine));
}

TEST(AddressMapFacts, NamesBecomeDevicesWithWhatTheyHold) {
  const Snapshot machine = imported({{"iomem.txt", kIomem}});
  ASSERT_EQ(machine.devices.size(), 5U);
  const Device& host = *device(machine, "pci0000:00");
  EXPECT_EQ(host.kind, DeviceKind::host_bridge);
  EXPECT_EQ(host.resources[0].role, Role::window);
  EXPECT_EQ(host.resources[0].place, (AddressRange{0xd0000000, 0xfeafffff}));
  const Device& bridge = *device(machine, "PCI Bus 0000:01");
  EXPECT_EQ(bridge.kind, DeviceKind::pci_bridge);
  EXPECT_EQ(bridge.pci, std::nullopt) << "the text does not say where it is";
  EXPECT_EQ(parent_of(machine, "PCI Bus 0000:01"), "pci0000:00");
  EXPECT_EQ(bridge.resources[0].certainty, Certainty::derived);
  EXPECT_EQ(parent_of(machine, "0000:01:00.0"), "PCI Bus 0000:01");
  EXPECT_EQ(device(machine, "0000:01:00.0")->driver, "") << "a driver of a part of it need not be its driver";
  const Device& ahci = *device(machine, "0000:00:1f.2");
  EXPECT_EQ(ahci.driver, "ahci");
  EXPECT_EQ(ahci.pci, (snapshot::PciPlace{0, 0, 0x1f, 2}));
  EXPECT_EQ(ahci.resources[0].bar, std::nullopt);
  EXPECT_EQ(ahci.resources[0].certainty, Certainty::derived);
  const Device& board = *device(machine, "pnp 00:08");
  EXPECT_EQ(board.kind, DeviceKind::motherboard);
  EXPECT_EQ(board.resources[0].fixed, Known::yes);
  EXPECT_EQ(parent_of(machine, "pnp 00:08"), "pci0000:00") << "its only range is reached through that bus";
}

TEST(AddressMapFacts, ABusAtTheMarginIsARootOnlyWhereRootsAreShown) {
  const Snapshot with = imported({{"x", "a0000000-afffffff : PCI Bus 0000:00\nb0000000-bfffffff : PCI Bus 0000:80\n"}});
  EXPECT_EQ(device(with, "pci0000:80")->kind, DeviceKind::host_bridge);
  const Snapshot without = imported({{"x", "00001000-0009fbff : System RAM\nb0000000-bfffffff : PCI Bus #03\n"}});
  EXPECT_EQ(device(without, "PCI Bus 0000:03")->kind, DeviceKind::pci_bridge);
}

TEST(AddressMapFacts, PortsAreAddedToTheSameDevices) {
  const std::string ioports =
      "0000-0cf7 : PCI Bus 0000:00\n  0000-001f : dma1\n0d00-ffff : PCI Bus 0000:00\n"
      "  3000-3fff : PCI Bus 0000:01\n    3000-30ff : 0000:01:00.0\n  4020-403f : 0000:00:1f.2\n";
  const Snapshot both = imported({{"iomem.txt", kIomem}, {"ioports.txt", ioports}});
  EXPECT_EQ(both.devices.size(), 5U);
  EXPECT_EQ(device(both, "0000:01:00.0")->resources.size(), 2U);
  EXPECT_EQ(device(both, "pci0000:00")->resources.size(), 3U);
  // One after the other is the same.
  Snapshot later;
  ASSERT_TRUE(import_linux(files({{"ioports.txt", ioports}}), later));
  ASSERT_TRUE(import_linux(files({{"iomem.txt", kIomem}}), later));
  EXPECT_EQ(later.devices.size(), 5U);
  EXPECT_EQ(later.sources.size(), 2U);
  EXPECT_EQ(device(later, "0000:01:00.0")->resources.size(), 2U);
  EXPECT_EQ(parent_of(later, "0000:00:1f.2"), "pci0000:00");
}

TEST(AddressMapFacts, AMainboardDeviceHangsFromTheBusThatHoldsAnyOfItsRanges) {
  const Snapshot machine =
      imported({{"x", "0000-0cf7 : PCI Bus 0000:00\n  04d0-04d1 : pnp 00:05\n1000-1001 : pnp 00:05\n"}});
  EXPECT_EQ(parent_of(machine, "pnp 00:05"), "pci0000:00");
  EXPECT_EQ(device(machine, "pnp 00:05")->resources.size(), 2U);
}

TEST(AddressMapFacts, AMapThatIsHiddenGivesASourceWithAGapAndNothingElse) {
  const Snapshot machine =
      imported({{"iomem.txt", "00000000-00000000 : System RAM\n00000000-00000000 : 0000:00:1f.2\n"}});
  EXPECT_TRUE(machine.regions.empty() && machine.devices.empty());
  ASSERT_EQ(machine.sources.size(), 1U);
  EXPECT_EQ(machine.sources[0].gaps.size(), 1U);
}

const std::string kLog =
    "Linux version 6.1.0 (x)\n"
    "PCI host bridge to bus 0000:00\n"
    "pci_bus 0000:00: root bus resource [mem 0xd0000000-0xfeafffff window]\n"
    "pci_bus 0000:00: root bus resource [bus 00-3f]\n"
    "pci 0000:00:1c.0: [8086:9d10] type 01 class 0x060400\n"
    "pci 0000:00:1f.2: [8086:2922] type 00 class 0x010601\n"
    "pci 0000:00:1f.2: reg 0x24: [mem 0xe1540000-0xe15407ff]\n"
    "pci 0000:01:00.0: [8086:10d3] type 00 class 0x020000\n"
    "pci 0000:01:00.0: reg 0x18: [mem 0x00000000-0xfffffffff 64bit pref]\n"
    "pci 0000:00:1c.0: PCI bridge to [bus 01]\n"
    "pci 0000:00:1c.0:   bridge window [mem 0xd0000000-0xdfffffff 64bit pref]\n"
    "pci 0000:01:00.0: BAR 2: no space for [mem size 0x1000000000 64bit pref]\n"
    "pci 0000:00:1f.0: quirk: [io  0x0600-0x067f] claimed by ICH6 ACPI/GPIO/TCO\n";

TEST(LogFacts, TheLogAloneIsAMachine) {
  const Snapshot machine = imported({{"dmesg.txt", kLog}});
  EXPECT_EQ(machine.system, "Linux 6.1.0");
  ASSERT_EQ(machine.devices.size(), 4U);
  const Device& host = *device(machine, "pci0000:00");
  EXPECT_EQ(host.child_buses, (AddressRange{0, 0x3f}));
  EXPECT_EQ(host.resources[0].place, (AddressRange{0xd0000000, 0xfeafffff}));
  const Device& port = *device(machine, "0000:00:1c.0");
  EXPECT_EQ(port.kind, DeviceKind::pci_bridge);
  EXPECT_EQ(port.resources[0].bar, 8U);
  EXPECT_EQ(port.resources[0].role, Role::window);
  EXPECT_EQ(parent_of(machine, "0000:01:00.0"), "0000:00:1c.0");
  EXPECT_EQ(parent_of(machine, "0000:00:1c.0"), "pci0000:00");
  EXPECT_EQ(device(machine, "0000:00:1f.2")->resources[0].bar, 5U);
  EXPECT_EQ(device(machine, "0000:00:1f.2")->hardware_ids[0], "PCI\\VEN_8086&DEV_2922");
  const Resource& lost = device(machine, "0000:01:00.0")->resources[0];
  EXPECT_EQ(lost.place, std::nullopt);
  EXPECT_EQ(lost.length, 0x1000000000U);
  EXPECT_EQ(lost.bar, 2U);
  EXPECT_EQ(lost.label, "BAR 2: no space for [mem size 0x1000000000 64bit pref]");
  EXPECT_EQ(lost.flags, lists::memory_flag::bar | lists::memory_flag::prefetchable);
  EXPECT_TRUE(is_sound(machine));
}

TEST(LogFacts, ALostBarOfVirtualFunctionsKeepsItsName) {
  const Files log = {{"dmesg",
                      "pci 0000:01:00.0: [8086:10d3] type 00 class 0x020000\n"
                      "pci 0000:01:00.0: BAR 8: no space for [mem size 0x4000]\nPCI: x\nPCI: y\n"}};
  Snapshot machine = imported(log);
  ASSERT_TRUE(import_linux(files(log), machine));
  const Device& nic = *device(machine, "0000:01:00.0");
  ASSERT_EQ(nic.resources.size(), 1U) << "said twice, entered once";
  EXPECT_EQ(nic.resources[0].label, "VF BAR 1, BAR 8: no space for [mem size 0x4000]");
}

TEST(LogFacts, TheLogNamesWhatAnAddressMapShowsInEitherOrder) {
  for (const bool log_first : {true, false}) {
    Snapshot machine;
    const FileSet log = files({{"dmesg", kLog}}), iomem = files({{"iomem", kIomem}});
    ASSERT_TRUE(import_linux(log_first ? log : iomem, machine));
    ASSERT_TRUE(import_linux(log_first ? iomem : log, machine));
    EXPECT_EQ(machine.devices.size(), 5U) << "the bridge to bus 1 is 00:1c.0";
    const Device& ahci = *device(machine, "0000:00:1f.2");
    ASSERT_EQ(ahci.resources.size(), 1U);
    EXPECT_EQ(ahci.resources[0].bar, 5U);
    EXPECT_EQ(ahci.name, "AHCI controller");
    const Device& port = *device(machine, "0000:00:1c.0");
    ASSERT_EQ(port.resources.size(), 1U);
    EXPECT_EQ(port.resources[0].bar, 8U);
    EXPECT_EQ(parent_of(machine, "0000:01:00.0"), "0000:00:1c.0");
    EXPECT_TRUE(is_sound(machine));
  }
}

const std::string kTree = "sys/devices/pci0000:00/";
const Files kSysfs = {{kTree + "0000:00:1c.0/config",
                       config({{0x00, 0x9d108086}, {0x08, 0x06040000}, {0x0C, 0x1'0000}, {0x18, 0x0001'0100}})},
                      {kTree + "0000:00:1c.0/resource", zero_lines(17)},
                      {kTree + "0000:00:1c.0/0000:01:00.0/config",
                       config({{0x00, 0x10d38086}, {0x08, 0x02000000}, {0x18, 0xc}, {0x1C, 0x10}})},
                      {kTree + "0000:00:1c.0/0000:01:00.0/resource", zero_lines(13)},
                      {kTree + "0000:00:1f.0/config", config({{0x00, 0x29188086}, {0x08, 0x06010000}})},
                      {kTree + "0000:00:1f.0/resource", zero_lines(13)}};

TEST(LogFacts, SysfsHasTheLastWordAndTheLogSaysWhatIsMissing) {
  for (const int order : {0, 1, 2}) {
    Snapshot machine;
    Files together = kSysfs;
    together.emplace_back("dmesg", kLog);
    if (order == 0) {
      ASSERT_TRUE(import_linux(files(together), machine));
    } else {
      ASSERT_TRUE(import_linux(order == 1 ? files(kSysfs) : files({{"dmesg", kLog}}), machine));
      ASSERT_TRUE(import_linux(order == 1 ? files({{"dmesg", kLog}}) : files(kSysfs), machine));
    }
    const Device& nic = *device(machine, "0000:01:00.0");
    ASSERT_EQ(nic.resources.size(), 1U) << order;
    EXPECT_EQ(nic.resources[0].bar, 2U);
    EXPECT_EQ(nic.resources[0].place, std::nullopt);
    EXPECT_EQ(nic.resources[0].length, 0x1000000000U);
    EXPECT_EQ(nic.resources[0].label, "BAR 2: no space for [mem size 0x1000000000 64bit pref]");
    EXPECT_TRUE(device(machine, "0000:00:1c.0")->resources.empty()) << "sysfs shows no window any more";
    EXPECT_EQ(device(machine, "pci0000:00")->child_buses, (AddressRange{0, 0x3f}));
    EXPECT_TRUE(is_sound(machine));
  }
}

TEST(AddressMapFacts, PortsThatSysfsHasNoLineForAreTheFunctionsOwn) {
  Files all = kSysfs;
  all.emplace_back("proc/ioports",
                   "0000-0cf7 : PCI Bus 0000:00\n  0600-067f : 0000:00:1f.0\n    0600-0603 : ACPI PM1a_EVT_BLK\n");
  const Snapshot without_log = imported(all);
  const Device& isa = *device(without_log, "0000:00:1f.0");
  ASSERT_EQ(isa.resources.size(), 1U);
  EXPECT_EQ(isa.resources[0].place, (AddressRange{0x600, 0x67f}));
  EXPECT_EQ(isa.resources[0].fixed, Known::yes);
  EXPECT_EQ(isa.resources[0].bar, std::nullopt);
  EXPECT_EQ(isa.resources[0].label, "without a BAR");
  all.emplace_back("dmesg", kLog);
  const Snapshot with_log = imported(all);
  ASSERT_EQ(device(with_log, "0000:00:1f.0")->resources.size(), 1U);
  EXPECT_EQ(device(with_log, "0000:00:1f.0")->resources[0].label, "quirk: ICH6 ACPI/GPIO/TCO");
}

TEST(InterruptFacts, RowsBecomeLines) {
  const Snapshot machine =
      imported({{"interrupts",
                 "  CPU0\n  4: 2 IO-APIC 4-edge ttyS0\n 11: 5 IO-APIC 11-fasteoi a, b\n 24: 0 PCI-MSI 1-edge c\n"}});
  ASSERT_EQ(machine.interrupts.size(), 3U);
  EXPECT_EQ(machine.interrupts[1].users, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(machine.interrupts[1].trigger, snapshot::Trigger::level);
  EXPECT_TRUE(machine.interrupts[2].message);
}

}  // namespace
}  // namespace resmap::import
