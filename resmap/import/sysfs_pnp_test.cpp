// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/import/linux_sysfs.h"
#include "resmap/import/linux_tree_test_support.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::import {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::ResourceType;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Role;
using snapshot::Snapshot;

TEST(PnpResources, EveryKindOfLineIsRead) {
  const auto found = pnp_resources(
      "state = active\nio 0x3f2-0x3f5\r\nio 0-0x1f\nmem 0xb0000000-0xbfffffff window\nirq 5 High-Edge\nirq 9 "
      "Low-Level\n"
      "irq 6\ndma 2\nbus 0-0xff window\n",
      false, Known::yes, 3);
  ASSERT_EQ(found.size(), 8U);
  EXPECT_EQ(found[0].type, ResourceType::port);
  EXPECT_EQ(found[0].place, (AddressRange{0x3f2, 0x3f5}));
  EXPECT_EQ(found[0].flags, lists::port_flag::io);
  EXPECT_EQ(found[1].place, (AddressRange{0, 0x1f})) << "a lone 0 has no prefix";
  EXPECT_EQ(found[2].role, Role::window);
  EXPECT_EQ(found[3].flags, lists::interrupt_flag::latched);
  EXPECT_EQ(found[4].flags, lists::interrupt_flag::level_sensitive);
  EXPECT_EQ(found[5].flags, std::nullopt) << "the line does not say";
  EXPECT_EQ(found[6].type, ResourceType::dma);
  EXPECT_EQ(found[6].place, (AddressRange{2, 2}));
  EXPECT_EQ(found[7].type, ResourceType::bus_number);
  for (const snapshot::Resource& resource : found) {
    EXPECT_EQ(resource.fixed, Known::yes);
    EXPECT_EQ(resource.source, 3U);
    EXPECT_EQ(resource.share, std::nullopt) << "the file says nothing of sharing";
  }
}

TEST(PnpResources, WhatIsDisabledOrNoLineIsNone) {
  EXPECT_TRUE(pnp_resources("irq disabled\nio disabled\nmem disabled\nirq -1\nio 0x10-0x0f\nio x\nunknown 1\n\nio\n",
                            false, Known::yes, 0)
                  .empty());
}

TEST(PnpResources, OfTheMainboardAWindowIsARangeLikeAnyOther) {
  const auto found = pnp_resources("mem 0xb0000000-0xbfffffff window\n", true, Known::yes, 0);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].role, Role::use);
  EXPECT_EQ(found[0].label, "window");
}

TEST(PnpDevice, ItsFilesSayWhatItIs) {
  const std::string top = "sys/devices/pnp0/";
  const Snapshot machine =
      imported({{top + "00:05/id", "PNP0c01\n"},
                {top + "00:05/resources", "state = active\nmem 0xb0000000-0xbfffffff\n"},
                {top + "00:05/options", ""},
                {top + "00:05/driver", "->../../../bus/pnp/drivers/system"},
                {top + "00:02/id", "SMCf010\nPNP0501\n"},
                {top + "00:02/resources", "state = active\nio 0x2f8-0x2ff\nirq 3\n"},
                {top + "00:02/options", "Dependent: 0 - Priority acceptable\n   port 0x2f8-0x2f8, align 0x1\n"},
                {top + "00:03/id", "PNP0303\n"},
                {top + "00:03/resources", "state = active\nirq 1\n"}});
  const snapshot::Device& board = *device(machine, "pnp 00:05");
  EXPECT_EQ(board.kind, DeviceKind::motherboard);
  EXPECT_EQ(board.driver, "system");
  EXPECT_EQ(board.hardware_ids, (std::vector<std::string>{"ACPI\\PNP0C01"}));
  EXPECT_EQ(board.resources[0].fixed, Known::yes) << "it has no other choices";
  const snapshot::Device& serial = *device(machine, "pnp 00:02");
  EXPECT_EQ(serial.kind, DeviceKind::other);
  EXPECT_EQ(serial.hardware_ids, (std::vector<std::string>{"ACPI\\SMCF010"}));
  EXPECT_EQ(serial.compatible_ids, (std::vector<std::string>{"ACPI\\PNP0501"}));
  EXPECT_EQ(serial.name, "serial port");
  EXPECT_EQ(serial.resources[0].fixed, Known::no);
  EXPECT_EQ(device(machine, "pnp 00:03")->resources[0].fixed, Known::unknown) << "the file was not read";
}

}  // namespace
}  // namespace resmap::import
