// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/import/linux_tree_test_support.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::import {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Certainty;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Resource;
using snapshot::Snapshot;

const std::string kTop = "sys/devices/pci0000:00/0000:00:02.0/";

Device function(Files all, std::vector<std::string>* gaps = nullptr) {
  for (auto& [path, text] : all) path.insert(0, kTop);
  const Snapshot machine = imported(all);
  if (gaps != nullptr) *gaps = machine.sources[0].gaps;
  const Device* const found = device(machine, "0000:00:02.0");
  return found == nullptr ? Device() : *found;
}

// Class, header type, command and pin of a function that is otherwise zeros.
std::string header(std::uint32_t class_code, std::uint32_t type = 0, std::uint32_t command = 0, std::uint32_t pin = 0) {
  return config({{0x00, 0x10d38086}, {0x04, command}, {0x08, class_code << 8}, {0x0C, type << 16}, {0x3C, pin << 8}});
}

const Resource* interrupt_of(const Device& device) {
  for (const Resource& resource : device.resources) {
    if (resource.type == ResourceType::interrupt) return &resource;
  }
  return nullptr;
}

TEST(SysfsFunction, ItsFilesSayWhatItIs) {
  const Device nic = function({{"config", header(0x020000, 0, 0x0103)},
                               {"class", "0x020000\n"},
                               {"vendor", "0x8086\n"},
                               {"device", "0x10d3\n"},
                               {"subsystem_vendor", "0x1af4\n"},
                               {"subsystem_device", "0x1100\n"},
                               {"revision", "0x02\n"},
                               {"driver", "->../../../bus/pci/drivers/e1000e"},
                               {"firmware_node/path", "\\_SB_.PCI0.S10_\n"}});
  EXPECT_EQ(nic.kind, DeviceKind::pci_function);
  EXPECT_EQ(nic.name, "Ethernet controller");
  EXPECT_EQ(nic.hardware_ids, (std::vector<std::string>{"PCI\\VEN_8086&DEV_10D3&SUBSYS_11001AF4&REV_02"}));
  EXPECT_EQ(nic.compatible_ids, (std::vector<std::string>{"PCI\\CC_020000", "PCI\\CC_0200"}));
  EXPECT_EQ(nic.pci_class, 0x020000U);
  EXPECT_EQ(nic.device_class, "0x020000");
  EXPECT_EQ(nic.driver, "e1000e");
  EXPECT_EQ(nic.firmware_path, "\\_SB_.PCI0.S10_");
  EXPECT_EQ(nic.memory_decode, true);
  EXPECT_EQ(nic.io_decode, true);
  EXPECT_EQ(nic.present, Known::yes);
  EXPECT_EQ(nic.subtractive, Known::unknown) << "only a bridge can be";
  EXPECT_EQ(nic.pci, (snapshot::PciPlace{0, 0, 2, 0}));
}

TEST(SysfsFunction, ConfigurationSpaceAloneSaysAlmostAllOfIt) {
  const Device nic = function({{"config", header(0x020000)}});
  EXPECT_EQ(nic.hardware_ids[0].substr(0, 21), "PCI\\VEN_8086&DEV_10D3");
  EXPECT_EQ(nic.name, "Ethernet controller");
  EXPECT_EQ(nic.memory_decode, false);
}

TEST(SysfsFunction, ABridgeIsToldByItsHeaderAndWithoutOneByItsClass) {
  const Device bridge = function({{"config", header(0x060401, 1)}});
  EXPECT_EQ(bridge.kind, DeviceKind::pci_bridge);
  EXPECT_EQ(bridge.subtractive, Known::yes);
  EXPECT_EQ(bridge.child_buses, std::nullopt) << "a secondary bus of 0 leads nowhere";
  const Device without =
      function({{"class", "0x060400\n"}, {"secondary_bus_number", "5\n"}, {"subordinate_bus_number", "111\n"}});
  EXPECT_EQ(without.kind, DeviceKind::pci_bridge);
  EXPECT_EQ(without.child_buses, (AddressRange{5, 111}));
  EXPECT_EQ(without.memory_decode, std::nullopt);
}

TEST(SysfsFunction, MessagesAreCountedAndNameNoPlace) {
  const Device nvme = function(
      {{"config", header(0x010802, 0, 0, 1)}, {"irq", "22\n"}, {"msi_irqs/27", "msix\n"}, {"msi_irqs/28", "msix\n"}});
  const Resource* const messages = interrupt_of(nvme);
  ASSERT_NE(messages, nullptr);
  EXPECT_EQ(messages->messages, 2U);
  EXPECT_EQ(messages->place, std::nullopt);
  EXPECT_EQ(messages->flags, lists::interrupt_flag::message | lists::interrupt_flag::latched);
  EXPECT_EQ(messages->label, "MSI-X");
  EXPECT_EQ(nvme.resources.size(), 1U) << "a function with messages does not use its line";
}

TEST(SysfsFunction, ALineNeedsAPin) {
  const Device with_pin = function({{"config", header(0x0C0300, 0, 0, 4)}, {"irq", "10\n"}});
  const Resource* const line = interrupt_of(with_pin);
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->place, (AddressRange{10, 10}));
  EXPECT_EQ(line->share, ShareDisposition::shared);
  EXPECT_EQ(line->flags, lists::interrupt_flag::level_sensitive);
  EXPECT_EQ(line->label, "INTD");
  EXPECT_EQ(line->certainty, Certainty::derived);
  EXPECT_EQ(interrupt_of(function({{"config", header(0x0C0300)}, {"irq", "10\n"}})), nullptr);
  EXPECT_EQ(interrupt_of(function({{"config", header(0x0C0300, 0, 0, 1)}, {"irq", "0\n"}})), nullptr);
  EXPECT_EQ(interrupt_of(function({{"config", header(0x0C0300, 0, 0, 9)}, {"irq", "10\n"}})), nullptr);
}

TEST(SysfsFunction, WhatAPlainUserCannotReadIsAGapAndNotAFact) {
  std::vector<std::string> gaps;
  // The status word says that there is a capability list, and it stands behind byte 64.
  function({{"config", config({{0x00, 0x10d38086}, {0x04, 0x0010'0000}, {0x08, 0x02000000}, {0x34, 0x40}})}}, &gaps);
  EXPECT_EQ(gaps, (std::vector<std::string>{
                      "of 1 function configuration space was read up to byte 64 only, so capabilities are unknown",
                      "of 1 function the file resource was not read, so their BARs are unknown"}));
  function({{"class", "0x020000\n"}, {"resource", zero_lines(13)}}, &gaps);
  EXPECT_EQ(gaps, (std::vector<std::string>{"of 1 function configuration space was not read"}));
}

TEST(SysfsFunction, OddFilesAreSaidAndHarmNothing) {
  std::vector<std::string> gaps;
  const Device odd = function(
      {{"config", "short"}, {"class", "none\n"}, {"resource", "x y z\n"}, {"irq", "-1\n"}, {"vendor", "\n"}}, &gaps);
  EXPECT_TRUE(odd.resources.empty());
  EXPECT_TRUE(odd.hardware_ids.empty());
  EXPECT_EQ(gaps, (std::vector<std::string>{"of 1 function configuration space was not read",
                                            "0000:00:02.0: line 1 of its resource file is none"}));
}

TEST(SysfsFunction, ABridgeWhoseRegistersDisagreeIsSaid) {
  std::vector<std::string> gaps;
  const std::string bridge = config({{0x00, 0x00011b36},
                                     {0x08, 0x06040000},
                                     {0x0C, 0x1'0000},
                                     {0x1C, 0x9090},
                                     {0x20, 0x0000FFF0},
                                     {0x24, 0x0000FFF0}});
  function({{"config", bridge}, {"resource", zero_lines(13) + "0x8000 0x8fff 0x100\n" + zero_lines(3)}}, &gaps);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0], "0000:00:02.0: I/O window: the resource file says 0x8000-0x8fff, the registers say 0x9000-0x9fff");
}

}  // namespace
}  // namespace resmap::import
