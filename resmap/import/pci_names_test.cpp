// SPDX-License-Identifier: MIT
#include "resmap/import/pci_names.h"

#include <gtest/gtest.h>

namespace resmap::import {
namespace {

using buses::PciePort;

TEST(PciNames, ClassesHaveTheNamesThatPeopleUse) {
  EXPECT_EQ(pci_function_name(0x010601), "AHCI controller");
  EXPECT_EQ(pci_function_name(0x010802), "NVMe controller");
  EXPECT_EQ(pci_function_name(0x020000), "Ethernet controller");
  EXPECT_EQ(pci_function_name(0x030000), "VGA controller");
  EXPECT_EQ(pci_function_name(0x060401), "subtractive PCI bridge");
  EXPECT_EQ(pci_function_name(0x0C0330), "USB controller (xHCI)");
  EXPECT_EQ(pci_function_name(0x028000), "network controller") << "a subclass that is not named has its base class";
}

TEST(PciNames, NoClassIsWithoutAName) {
  for (std::uint32_t code = 0; code < 0x1000000; code += 0x55) EXPECT_FALSE(pci_function_name(code).empty());
  EXPECT_EQ(pci_function_name(0x00ff00), "PCI device");
  EXPECT_EQ(pci_function_name(0xFFFFFF), "PCI device");
}

TEST(PciNames, ABridgeIsCalledByItsPort) {
  EXPECT_EQ(pci_function_name(0x060400, PciePort::root_port), "root port");
  EXPECT_EQ(pci_function_name(0x060400, PciePort::upstream_port), "switch upstream port");
  EXPECT_EQ(pci_function_name(0x060400, PciePort::express_to_pci_bridge), "PCIe to PCI bridge");
  EXPECT_EQ(pci_function_name(0x060400, PciePort::root_complex_event_collector), "PCI bridge");
  EXPECT_EQ(pci_function_name(0x020000, PciePort::endpoint), "Ethernet controller");
}

TEST(PciNames, PlugAndPlayIdsAreComparedWithoutCase) {
  EXPECT_EQ(pnp_device_name("PNP0501"), "serial port");
  EXPECT_EQ(pnp_device_name("PNP0f13"), "PS/2 mouse");
  EXPECT_EQ(pnp_device_name("PNP050"), "");
  EXPECT_EQ(pnp_device_name("XYZ0001"), "");
}

}  // namespace
}  // namespace resmap::import
