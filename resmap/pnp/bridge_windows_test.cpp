// SPDX-License-Identifier: MIT
// What a bridge passes on, and what it has no room to pass on.
#include <gtest/gtest.h>

#include "resmap/pnp/machine_test_support.h"
#include "resmap/pnp/occupancy.h"

namespace resmap::pnp {
namespace {

using lists::ResourceType;
using snapshot::Known;
using snapshot::Role;
using testing_support::DeviceKind;
using testing_support::Draft;

Occupancies occupancies(Draft& draft) {
  const auto tree = DeviceTree::from(draft.snapshot());
  auto all = occupancies_of(draft.snapshot(), *tree);
  EXPECT_TRUE(all);
  return std::move(*all);
}

TEST(BridgeWindows, OfAHostBridgeAreToldByTheTagsInItsList) {
  Draft draft;
  const DeviceIndex bridge = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.boot(bridge, {"bus:0-255,shared", "port:0xcf8+8", "port:0xd00-0xffff,shared", "private:1/0xd00/0,flags=0x6000",
                      "mem:0xc0000000+512M,shared", "private:3/0xc0000000/0,flags=0x6000"});
  const Occupancies all = occupancies(draft);
  ASSERT_EQ(all.held.size(), 4U);
  EXPECT_EQ(all.held[0].role, Role::window) << "its buses are for those behind it";
  EXPECT_EQ(all.held[1].role, Role::use) << "the configuration ports are its own";
  EXPECT_EQ(all.held[2].role, Role::window);
  EXPECT_EQ(all.held[3].role, Role::window);
}

TEST(BridgeWindows, OfAHostBridgeAreFixed) {
  Draft draft;
  const DeviceIndex bridge = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.boot(bridge, {"port:0xd00-0xffff,shared", "private:1/0xd00/0,flags=0x6000"});
  draft.wants(bridge, {{"port:62208@1/0x0-0xffff,shared"}});
  EXPECT_EQ(occupancies(draft).held[0].fixed, Known::yes) << "though its requirement leaves play";
  draft[bridge].configurations.clear();
  draft.window(bridge, "mem:0xc0000000+512M");
  EXPECT_EQ(occupancies(draft).held[0].fixed, Known::yes);
}

// DESIGN.md, "What is a conflict": windows are recognised by the tree and by tags, never by flags or share.
TEST(BridgeWindows, FlagsAloneMakeNoWindow) {
  Draft draft;
  const DeviceIndex bridge = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.boot(bridge, {"port:0xd00-0xffff,shared,window", "mem:0xc0000000+512M,shared,window"});
  for (const Occupancy& held : occupancies(draft).held) EXPECT_EQ(held.role, Role::use);
}

// Source: pnp-and-arbiters.md 1.8: BAR 7 memory, 8 prefetchable, 9 I/O.
TEST(BridgeWindows, OfAPciBridgeAreToldByTheTagsOfItsRequirements) {
  Draft draft;
  const DeviceIndex bridge = draft.add("00:1c.0", std::nullopt, DeviceKind::pci_bridge);
  draft.boot(bridge, {"mem:0xfeb00000+4K", "mem:0xfe000000+2M", "mem:0xf0000000+16M,pref", "port:0xe000-0xefff",
                      "port:0xd000-0xd0ff"});
  draft.wants(bridge, {{"mem:0xfeb00000+4K,preferred|mem:4K", "private:1/0/0", "mem:0xfe000000+2M,preferred|mem:0@1M",
                        "private:1/7/0", "mem:0xf0000000+16M,preferred|mem:0@1M", "private:1/8/0",
                        "port:0xe000-0xefff,preferred|port:0@4K", "private:1/9/0"}});
  const Occupancies all = occupancies(draft);
  ASSERT_EQ(all.held.size(), 5U);
  EXPECT_EQ(all.held[0].role, Role::use);
  EXPECT_EQ(all.held[0].bar, 0U);
  for (std::uint32_t i = 1; i <= 3; ++i) {
    EXPECT_EQ(all.held[i].role, Role::window);
    EXPECT_EQ(all.held[i].bar, 6 + i);
    EXPECT_EQ(all.held[i].fixed, Known::no) << "another place would do";
  }
  EXPECT_EQ(all.held[4].role, Role::use) << "no requirement has this place";
  EXPECT_EQ(all.held[4].bar, std::nullopt);
}

TEST(BridgeWindows, WithoutRoomAreSpareWhileNothingBehindThemWaits) {
  Draft draft;
  const DeviceIndex bridge = draft.add("00:1c.0", std::nullopt, DeviceKind::pci_bridge);
  const DeviceIndex behind = draft.add("01:00.0", bridge, DeviceKind::pci_function);
  draft.lacks(bridge, ResourceType::port, 4096).role = Role::window;
  EXPECT_TRUE(occupancies(draft).unplaced[0].spare);
  draft.lacks(behind, ResourceType::memory, 4096);
  EXPECT_TRUE(occupancies(draft).unplaced[0].spare) << "memory needs no port window";
  draft.lacks(behind, ResourceType::port, 32);
  const Occupancies all = occupancies(draft);
  EXPECT_FALSE(all.unplaced[0].spare);
  EXPECT_FALSE(all.unplaced[1].spare) << "what a device wants for itself is never spare";
}

TEST(BridgeWindows, ADeviceDeeperBelowWaitsForEachWindowOnItsWay) {
  Draft draft;
  const DeviceIndex upper = draft.add("00:1c.0", std::nullopt, DeviceKind::pci_bridge);
  const DeviceIndex lower = draft.add("01:00.0", upper, DeviceKind::pci_bridge);
  const DeviceIndex beside = draft.add("00:1d.0", std::nullopt, DeviceKind::pci_bridge);
  const DeviceIndex card = draft.add("02:00.0", lower, DeviceKind::pci_function);
  for (const DeviceIndex bridge : {upper, lower, beside})
    draft.lacks(bridge, ResourceType::memory, 1 << 20).role = Role::window;
  for (const Unplaced& window : occupancies(draft).unplaced) EXPECT_TRUE(window.spare) << "windows wait for nobody";
  draft.lacks(card, ResourceType::memory, 4096);
  for (const Unplaced& unplaced : occupancies(draft).unplaced)
    EXPECT_EQ(unplaced.spare, unplaced.device == beside) << draft[unplaced.device].id;
}

TEST(BridgeWindows, WhatIsUnplacedKeepsAllThatWasSaidOfIt) {
  Draft draft;
  const DeviceIndex device = draft.add("01:00.0", std::nullopt, DeviceKind::pci_function);
  snapshot::Resource& wanted = draft.lacks(device, ResourceType::memory_large, std::uint64_t{8} << 30);
  wanted.alignment = 4096;
  wanted.flags = 0x84;
  wanted.bar = 2;
  wanted.label = "BAR 2";
  const Unplaced found = occupancies(draft).unplaced.at(0);
  EXPECT_EQ(found.device, device);
  EXPECT_EQ(found.type, ResourceType::memory);
  EXPECT_EQ(found.length, std::uint64_t{8} << 30);
  EXPECT_EQ(found.alignment, 4096U);
  EXPECT_EQ(found.flags, 0x84);
  EXPECT_EQ(found.bar, 2U);
  EXPECT_EQ(found.label, "BAR 2");
}

}  // namespace
}  // namespace resmap::pnp
