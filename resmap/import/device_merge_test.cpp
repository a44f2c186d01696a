// SPDX-License-Identifier: MIT
#include "resmap/import/device_merge.h"

#include <gtest/gtest.h>

namespace resmap::import {
namespace {

using snapshot::Device;
using snapshot::Known;

Device device(std::string id, std::optional<snapshot::DeviceIndex> parent = std::nullopt) {
  Device made;
  made.id = std::move(id);
  made.parent = parent;
  return made;
}

snapshot::Configuration list(lists::LogConfType kind, std::uint8_t byte) { return {kind, 8, {byte}, 0}; }

TEST(DeviceMerge, KeepsParentsRightBehindWhatWasThere) {
  snapshot::Snapshot into;
  add_devices({device("a"), device("b", 0U)}, into);
  add_devices({device("c"), device("d", 0U)}, into);
  ASSERT_EQ(into.devices.size(), 4U);
  EXPECT_EQ(into.devices[1].parent, 0U);
  EXPECT_EQ(into.devices[3].parent, 2U);
}

TEST(DeviceMerge, ADeviceOfAnEarlierFileIsCompletedAndNotRepeated) {
  snapshot::Snapshot into;
  Device first = device("ACPI\\PNP0501\\1");
  first.name = "Communications Port";
  first.configurations = {list(lists::LogConfType::boot, 1)};
  add_devices({first}, into);
  Device second = device("acpi\\pnp0501\\1", 1U);
  second.name = "another name";
  second.driver = "Serial";
  second.present = Known::yes;
  second.configurations = {list(lists::LogConfType::boot, 2), list(lists::LogConfType::alloc, 3)};
  add_devices({second, device("ACPI\\PNP0A03\\0")}, into);

  ASSERT_EQ(into.devices.size(), 2U);
  const Device& merged = into.devices[0];
  EXPECT_EQ(merged.name, "Communications Port");
  EXPECT_EQ(merged.driver, "Serial");
  EXPECT_EQ(merged.present, Known::yes);
  EXPECT_EQ(merged.parent, 1U);
  ASSERT_EQ(merged.configurations.size(), 2U);
  EXPECT_EQ(merged.configurations[0].bytes, std::vector<std::uint8_t>{1});
  EXPECT_EQ(merged.configurations[1].bytes, std::vector<std::uint8_t>{3});
}

TEST(DeviceMerge, ChildrenOfAKnownParentHangFromIt) {
  snapshot::Snapshot into;
  add_devices({device("x"), device("root")}, into);
  add_devices({device("ROOT"), device("child", 0U)}, into);
  ASSERT_EQ(into.devices.size(), 3U);
  EXPECT_EQ(into.devices[2].parent, 1U);
}

TEST(DeviceMerge, TwoNodesOfOneIdInOneFileStayTwo) {
  snapshot::Snapshot into;
  add_devices({device("a"), device("a", 0U)}, into);
  EXPECT_EQ(into.devices.size(), 2U);
}

TEST(DeviceMerge, AParentThatLeadsNowhereIsDropped) {
  snapshot::Snapshot into;
  add_devices({device("a")}, into);
  add_devices({device("b", 7U), device("A", 0U)}, into);
  EXPECT_EQ(into.devices[1].parent, std::nullopt);
  // "A" is the first file's "a", and hangs from "b" now.
  EXPECT_EQ(into.devices[0].parent, 1U);
}

}  // namespace
}  // namespace resmap::import
