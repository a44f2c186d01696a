// SPDX-License-Identifier: MIT
#include "resmap/import/linux_sysfs.h"

#include <gtest/gtest.h>

#include "resmap/import/linux_tree_test_support.h"

namespace resmap::import {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using snapshot::Certainty;
using snapshot::Role;
using snapshot::Snapshot;

const std::string kBridge = config({{0x00, 0x00011b36}, {0x08, 0x06040000}, {0x0C, 0x1'0000}, {0x18, 0x0002'0201}});
const std::string kEndpoint = config({{0x00, 0x10d38086}, {0x08, 0x02000000}});

TEST(LinuxTree, BeginsWhereverTheUserBegan) {
  const std::string inner = "pci0000:00/0000:00:02.0/";
  for (const std::string before :
       {"sys/devices/", "devices/", "", "mybox/sys/devices/", "a/b/sys/devices/platform/soc/pcie/"}) {
    const FileSet set = files({{before + inner + "config", kEndpoint}, {before + inner + "class", "0x020000\n"}});
    const LinuxTree tree = find_linux_tree(set);
    ASSERT_EQ(tree.functions.size(), 1U) << before;
    EXPECT_EQ(tree.functions.begin()->second + "/", before + inner);
    EXPECT_EQ(tree.host_bridges.size(), 1U);
    EXPECT_EQ(tree.root,
              before.substr(0, before.find("sys/devices") == std::string::npos ? 0 : before.find("sys/devices")));
  }
}

TEST(LinuxTree, FunctionsInAFlatDirectoryHangByTheirBuses) {
  const std::string top = "bus/pci/devices/";
  const Snapshot machine = imported({{top + "0000:01:02.0/config", kBridge},
                                     {top + "0000:02:00.0/config", kEndpoint},
                                     {top + "0000:01:03.0/config", kEndpoint}});
  EXPECT_EQ(parent_of(machine, "0000:02:00.0"), "0000:01:02.0");
  EXPECT_EQ(parent_of(machine, "0000:01:03.0"), "pci0000:01") << "no bridge leads to bus 1, so it is a root";
  EXPECT_EQ(device(machine, "0000:02:00.0")->parent_certainty, Certainty::derived);
  EXPECT_TRUE(is_sound(machine));
}

TEST(LinuxTree, TheHierarchyOfDirectoriesIsTheTree) {
  const std::string top = "sys/devices/pci0000:00/0000:00:01.0/";
  const Snapshot machine =
      imported({{top + "config", kBridge},
                {top + "0000:02:00.0/config", kEndpoint},
                {"sys/bus/pci/devices/0000:02:00.0", "->../../../devices/pci0000:00/0000:00:01.0/0000:02:00.0"},
                {"sys/devices/pci0000:00/firmware_node/path", "\\_SB_.PCI0\n"},
                {"sys/devices/pci0000:00/firmware_node/hid", "PNP0A08\n"}});
  EXPECT_EQ(parent_of(machine, "0000:02:00.0"), "0000:00:01.0");
  EXPECT_EQ(device(machine, "0000:02:00.0")->parent_certainty, Certainty::stated);
  EXPECT_EQ(device(machine, "0000:02:00.0")->location, "pci0000:00/0000:00:01.0/0000:02:00.0");
  EXPECT_EQ(parent_of(machine, "0000:00:01.0"), "pci0000:00");
  EXPECT_EQ(device(machine, "pci0000:00")->firmware_path, "\\_SB_.PCI0");
  EXPECT_EQ(device(machine, "pci0000:00")->hardware_ids, (std::vector<std::string>{"ACPI\\PNP0A08"}));
  EXPECT_EQ(device(machine, "0000:00:01.0")->child_buses, (AddressRange{2, 2}));
}

TEST(LinuxTree, ASegmentBehindAFunctionHangsFromItAndItsBarsAreWindows) {
  const std::string vmd = "sys/devices/pci0000:00/0000:00:0e.0/";
  const Snapshot machine =
      imported({{vmd + "config", kEndpoint},
                {vmd + "resource", "0x50000000 0x51ffffff 0x40200\n0x60000000 0x60000fff 0x40200\n" + zero_lines(11)},
                {vmd + "pci10000:e0/10000:e0:06.0/config", kBridge},
                {"proc/iomem", "50000000-51ffffff : 0000:00:0e.0\n  50000000-51ffffff : PCI Bus 10000:e0\n"}});
  EXPECT_EQ(parent_of(machine, "10000:e0:06.0"), "pci10000:e0");
  EXPECT_EQ(parent_of(machine, "pci10000:e0"), "0000:00:0e.0");
  const auto& bars = device(machine, "0000:00:0e.0")->resources;
  EXPECT_EQ(bars[0].role, Role::window);
  EXPECT_EQ(bars[1].role, Role::use);
  EXPECT_TRUE(is_sound(machine));
}

TEST(LinuxTree, VirtualFunctionsHangFromTheirPhysicalOne) {
  const std::string top = "sys/devices/pci0000:00/";
  const std::string bars = zero_lines(7) + "0xfe000000 0xfe00ffff 0x40204\n" + zero_lines(5);
  const Snapshot machine =
      imported({{top + "0000:00:02.0/config", kEndpoint},
                {top + "0000:00:02.0/resource", bars},
                {top + "0000:00:02.0/virtfn0", "->../0000:00:02.1"},
                {top + "0000:00:02.1/config", config({{0x00, 0xFFFFFFFF}, {0x08, 0x02000000}})},
                {top + "0000:00:02.1/vendor", "0x8086\n"},
                {top + "0000:00:02.1/device", "0x10ca\n"},
                {top + "0000:00:02.1/resource", "0xfe000000 0xfe003fff 0x40204\n" + zero_lines(12)},
                {top + "0000:00:02.1/physfn", "->../0000:00:02.0"}});
  EXPECT_EQ(parent_of(machine, "0000:00:02.1"), "0000:00:02.0");
  EXPECT_EQ(device(machine, "0000:00:02.0")->resources[0].role, Role::window);
  EXPECT_EQ(device(machine, "0000:00:02.1")->hardware_ids[0].substr(0, 21), "PCI\\VEN_8086&DEV_10CA");
  EXPECT_EQ(device(machine, "0000:00:02.1")->resources[0].place, (AddressRange{0xfe000000, 0xfe003fff}));
}

TEST(LinuxTree, ASecondMachineInTheSameSetIsLeftOutAndSaid) {
  const Snapshot machine = imported({{"a/sys/devices/pci0000:00/0000:00:02.0/config", kEndpoint},
                                     {"b/sys/devices/pci0000:00/0000:00:03.0/config", kEndpoint}});
  EXPECT_EQ(machine.devices.size(), 2U);
  ASSERT_FALSE(machine.sources[0].gaps.empty());
  EXPECT_NE(machine.sources[0].gaps[0].find("\"b/\""), std::string::npos);
}

TEST(LinuxTree, PlugAndPlayDevicesHangByTheirFirmwarePaths) {
  const auto pnp = [](const std::string& name, const std::string& path) -> Files {
    const std::string top = "sys/devices/pnp0/" + name + "/";
    Files all = {{top + "id", "PNP0501\n"},
                 {top + "resources", "state = active\nio 0x3f8-0x3ff\nirq 4\n"},
                 {top + "options", ""}};
    if (!path.empty()) all.emplace_back(top + "firmware_node/path", path + "\n");
    return all;
  };
  Files all = {{"sys/devices/pci0000:00/0000:00:1f.0/config", kEndpoint},
               {"sys/devices/pci0000:00/0000:00:1f.0/firmware_node/path", "\\_SB_.PCI0.LPC_\n"},
               {"sys/devices/pci0000:00/firmware_node/path", "\\_SB_.PCI0\n"}};
  const std::pair<const char*, const char*> placed[] = {
      {"00:00", "\\_SB_.PCI0.LPC_.COM1"}, {"00:01", "\\_SB_.PCI0.LPC_.SIO_.COM2"}, {"00:02", "\\_SB_.PCI0.MBRS"},
      {"00:03", "\\_SB_.DRAC"},           {"00:04", "\\_SB_.PCI0.LPCX.A"},         {"00:05", ""}};
  for (const auto& [name, path] : placed) {
    const Files files_of = pnp(name, path);
    all.insert(all.end(), files_of.begin(), files_of.end());
  }
  const Snapshot machine = imported(all);
  EXPECT_EQ(parent_of(machine, "pnp 00:00"), "0000:00:1f.0");
  EXPECT_EQ(parent_of(machine, "pnp 00:01"), "0000:00:1f.0");
  EXPECT_EQ(parent_of(machine, "pnp 00:02"), "pci0000:00");
  EXPECT_EQ(parent_of(machine, "pnp 00:03"), "(none)") << "firmware has it beside the host bridge, not below it";
  EXPECT_EQ(parent_of(machine, "pnp 00:04"), "pci0000:00") << "words are compared whole";
  EXPECT_EQ(parent_of(machine, "pnp 00:05"), "pci0000:00") << "nothing says where it is";
  EXPECT_EQ(device(machine, "pnp 00:00")->parent_certainty, Certainty::derived);
}

TEST(LinuxTree, WhatFirmwareNamesBesideTheHostBridgeHangsFromItWhenItsWindowsReachAllOfIt) {
  const std::string top = "sys/devices/pnp0/";
  Files all = {{"sys/devices/pci0000:00/0000:00:1f.0/config", kEndpoint},
               {"sys/devices/pci0000:00/firmware_node/path", "\\_SB_.PC00\n"},
               {top + "00:00/id", "PNP0501\n"},
               {top + "00:00/resources", "io 0x3f8-0x3ff\nirq 4\n"},
               {top + "00:00/firmware_node/path", "\\_SB_.COM1\n"},
               {top + "00:01/id", "PNP0C02\n"},
               {top + "00:01/resources", "io 0x400-0x4ff\nmem 0xfed00000-0xfed003ff\n"},
               {top + "00:01/firmware_node/path", "\\_SB_.MBRD\n"},
               {top + "00:02/id", "PNP0F13\n"},
               {top + "00:02/resources", "irq 12\n"},
               {top + "00:02/firmware_node/path", "\\_SB_.MOU_\n"}};
  all.emplace_back("proc/ioports", "0000-0cf7 : PCI Bus 0000:00\n  03f8-03ff : serial\n");
  const Snapshot machine = imported(all);
  EXPECT_EQ(parent_of(machine, "pnp 00:00"), "pci0000:00");
  EXPECT_EQ(parent_of(machine, "pnp 00:01"), "(none)") << "not all of it";
  EXPECT_EQ(parent_of(machine, "pnp 00:02"), "(none)") << "a line says nothing of windows";
}

TEST(LinuxTree, ADriverIsALinkOrALineOfUevent) {
  const std::string top = "sys/devices/pci0000:00/";
  const FileSet set = files({{top + "0000:00:02.0/driver", "->../../../bus/pci/drivers/e1000e"},
                             {top + "0000:00:03.0/uevent", "PCI_CLASS=20000\nDRIVER=igb\nPCI_ID=8086:10D3\n"},
                             {top + "0000:00:04.0/uevent", "PCI_CLASS=20000\n"}});
  EXPECT_EQ(driver_of(set, top + "0000:00:02.0"), "e1000e");
  EXPECT_EQ(driver_of(set, top + "0000:00:03.0"), "igb");
  EXPECT_EQ(driver_of(set, top + "0000:00:04.0"), "");
}

}  // namespace
}  // namespace resmap::import
