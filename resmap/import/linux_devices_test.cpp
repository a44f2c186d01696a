// SPDX-License-Identifier: MIT
#include "resmap/import/linux_devices.h"

#include <gtest/gtest.h>

namespace resmap::import {
namespace {

using lists::ResourceType;
using snapshot::DeviceKind;
using snapshot::Resource;
using snapshot::Role;
using snapshot::Snapshot;

Resource range(std::uint64_t first, std::uint64_t last, Role role = Role::use) {
  Resource resource;
  resource.place = AddressRange{first, last};
  resource.role = role;
  return resource;
}

TEST(DeviceTable, WhatHasBeenNamedIsTheSameDeviceAgain) {
  Snapshot snapshot;
  DeviceTable devices(snapshot);
  const auto first = devices.function({0, 0, 2, 0}, std::nullopt, 0);
  EXPECT_EQ(devices.function({0, 0, 2, 0}, std::nullopt, 1), first);
  EXPECT_EQ(devices.find("0000:00:02.0"), first);
  EXPECT_EQ(devices.find("0000:00:03.0"), std::nullopt);
  EXPECT_EQ(devices.at(first).source, 0U);
  EXPECT_EQ(snapshot.devices.size(), 1U);
  const DeviceTable later(snapshot);
  EXPECT_EQ(later.find("0000:00:02.0"), first) << "also in a snapshot that comes from an earlier call";
}

TEST(DeviceTable, ABridgeOfWhichOnlyItsBusWasKnownBecomesTheFunction) {
  Snapshot snapshot;
  DeviceTable devices(snapshot);
  const auto unknown = devices.find_or_add("PCI Bus 0000:01", DeviceKind::pci_bridge, 0);
  devices.leads_to(unknown, {0, 1});
  EXPECT_EQ(devices.function({0, 0, 0x1C, 0}, 1, 0), unknown);
  EXPECT_EQ(devices.at(unknown).id, "0000:00:1c.0");
  EXPECT_EQ(devices.find("PCI Bus 0000:01"), std::nullopt);
  EXPECT_EQ(devices.bridge_to({0, 1}), unknown);
}

TEST(DeviceTable, ABridgeThatWasThereTwiceBecomesOne) {
  Snapshot snapshot;
  DeviceTable devices(snapshot);
  const auto host = devices.host_bridge({0, 0}, 0);
  const auto unknown = devices.find_or_add("PCI Bus 0000:01", DeviceKind::pci_bridge, 0);
  devices.leads_to(unknown, {0, 1});
  devices.add(unknown, range(0x1000, 0x1fff, Role::window));
  devices.set_parent(unknown, host, snapshot::Certainty::derived);
  const auto child = devices.function({0, 1, 0, 0}, std::nullopt, 0);
  devices.hang(child, {0, 1});
  const auto port = devices.function({0, 0, 0x1C, 0}, std::nullopt, 0);
  EXPECT_EQ(devices.function({0, 0, 0x1C, 0}, 1, 0), port);
  std::move(devices).finish();
  ASSERT_EQ(snapshot.devices.size(), 3U);
  EXPECT_EQ(snapshot.devices[1].id, "0000:01:00.0");
  EXPECT_EQ(snapshot.devices[2].id, "0000:00:1c.0");
  EXPECT_EQ(snapshot.devices[1].parent, 2U);
  EXPECT_EQ(snapshot.devices[2].parent, 0U);
  EXPECT_EQ(snapshot.devices[2].resources.size(), 1U);
}

TEST(DeviceTable, NoLinkClosesACircle) {
  Snapshot snapshot;
  DeviceTable devices(snapshot);
  const auto a = devices.find_or_add("a", DeviceKind::other, 0), b = devices.find_or_add("b", DeviceKind::other, 0);
  EXPECT_FALSE(devices.set_parent(a, a, snapshot::Certainty::stated));
  EXPECT_TRUE(devices.set_parent(a, b, snapshot::Certainty::stated));
  EXPECT_FALSE(devices.set_parent(b, a, snapshot::Certainty::stated));
  EXPECT_EQ(devices.at(b).parent, std::nullopt);
}

TEST(DeviceTable, ARangeIsEnteredOnceForEachRole) {
  Snapshot snapshot;
  DeviceTable devices(snapshot);
  const auto device = devices.find_or_add("d", DeviceKind::other, 0);
  const auto other = devices.find_or_add("e", DeviceKind::other, 0);
  EXPECT_TRUE(devices.add(device, range(0x1000, 0x1fff)));
  EXPECT_FALSE(devices.add(device, range(0x1000, 0x1fff)));
  EXPECT_TRUE(devices.add(device, range(0x1000, 0x1fff, Role::window)));
  EXPECT_TRUE(devices.add(other, range(0x1000, 0x1fff)));
  EXPECT_TRUE(devices.add(device, Resource()) && devices.add(device, Resource()))
      << "what has no place may be the same";
  EXPECT_TRUE(devices.holds(device, ResourceType::memory, {0x1800, 0x18ff}));
  EXPECT_FALSE(devices.holds(device, ResourceType::memory, {0x1800, 0x28ff}));
  EXPECT_FALSE(devices.holds(device, ResourceType::port, {0x1800, 0x18ff}));
  devices.drop_resources(device);
  EXPECT_FALSE(devices.holds(device, ResourceType::memory, {0x1800, 0x18ff}));
  EXPECT_TRUE(devices.holds(other, ResourceType::memory, {0x1800, 0x18ff}));
  EXPECT_TRUE(devices.add(device, range(0x1000, 0x1fff)));
}

TEST(DeviceTable, AFunctionHangsFromTheBridgeToItsBusElseFromTheHostBelowIt) {
  Snapshot snapshot;
  DeviceTable devices(snapshot);
  const auto host = devices.host_bridge({0, 0}, 0), second = devices.host_bridge({0, 0x80}, 0);
  const auto bridge = devices.function({0, 0, 2, 0}, 1, 0);
  const auto parent_of = [&](snapshot::PciPlace place) {
    const auto index = devices.function(place, std::nullopt, 0);
    devices.hang(index, {place.segment, place.bus});
    return devices.at(index).parent;
  };
  EXPECT_EQ(parent_of({0, 1, 0, 0}), bridge);
  EXPECT_EQ(parent_of({0, 0, 3, 0}), host);
  EXPECT_EQ(parent_of({0, 0x42, 0, 0}), host) << "no bridge to that bus is known";
  EXPECT_EQ(parent_of({0, 0x82, 0, 0}), second);
  EXPECT_EQ(parent_of({1, 0, 0, 0}), std::nullopt) << "nothing of that segment";
}

}  // namespace
}  // namespace resmap::import
