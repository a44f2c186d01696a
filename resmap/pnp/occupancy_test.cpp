// SPDX-License-Identifier: MIT
#include "resmap/pnp/occupancy.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using lists::LogConfType;
using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Known;
using snapshot::Role;
using snapshot::Stage;
using testing_support::cm_list;
using testing_support::DeviceKind;
using testing_support::Draft;

Occupancies occupancies(Draft& draft) {
  const auto tree = DeviceTree::from(draft.snapshot());
  auto all = occupancies_of(draft.snapshot(), *tree);
  EXPECT_TRUE(all);
  return std::move(*all);
}

// The one range that is held, for drafts that have one only.
Occupancy only(Draft& draft) {
  const Occupancies all = occupancies(draft);
  EXPECT_EQ(all.held.size(), 1U);
  return all.held.empty() ? Occupancy{} : all.held.front();
}

TEST(Occupancy, ADeviceOfWhichNothingIsSaidHoldsNothing) {
  Draft draft;
  draft.add("a");
  const Occupancies all = occupancies(draft);
  EXPECT_TRUE(all.held.empty() && all.unplaced.empty() && all.messages.empty());
  EXPECT_TRUE(all.without_firmware_resources.empty());
}

// Source: pnp-and-arbiters.md 1.6: AllocConfig is what was assigned; a forced configuration pins; a boot one is firmware's.
TEST(Occupancy, AllocConfigCountsBeforeForcedConfigAndThatBeforeBootConfig) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.list(device, LogConfType::boot, {"port:0x100+8"});
  EXPECT_EQ(only(draft).range.first, 0x100U);
  EXPECT_EQ(only(draft).stage, Stage::firmware);
  draft.list(device, LogConfType::forced, {"port:0x200+8"});
  EXPECT_EQ(only(draft).range.first, 0x200U);
  EXPECT_EQ(only(draft).stage, Stage::firmware);
  draft.list(device, LogConfType::alloc, {"port:0x300+8"});
  EXPECT_EQ(only(draft).range.first, 0x300U);
  EXPECT_EQ(only(draft).stage, Stage::current);
}

TEST(Occupancy, AValueOfAnotherTypeIsNoAssignment) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft[device].configurations.push_back({LogConfType::boot, 10, cm_list({"port:0x300+8"}), 0});
  EXPECT_TRUE(occupancies(draft).held.empty());
}

TEST(Occupancy, WhatTheSourceStatesStandsBesideTheList) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.has(device, "irq:9,shared").label = "its line";
  draft.boot(device, {"port:0x100+8"});
  const Occupancies all = occupancies(draft);
  ASSERT_EQ(all.held.size(), 2U);
  EXPECT_EQ(all.held[0].label, "its line");
  EXPECT_EQ(all.held[0].stage, Stage::current);
  EXPECT_EQ(all.held[1].type, ResourceType::port);
}

TEST(Occupancy, BothLayoutsAreRead) {
  for (const lists::CmLayout layout : {lists::CmLayout::x86, lists::CmLayout::x64}) {
    Draft draft;
    const DeviceIndex device = draft.add("a");
    draft[device].configurations.push_back({LogConfType::boot, 8, cm_list({"port:0x60", "irq:1"}, layout), 0});
    EXPECT_EQ(occupancies(draft).held.size(), 2U);
  }
}

TEST(Occupancy, OfAListThatBreaksOffWhatStandsBeforeTheBreakIsHeld) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.boot(device, {"port:0x60", "irq:1"});
  draft[device].configurations[0].bytes.resize(50);
  EXPECT_EQ(only(draft).range, (AddressRange{0x60, 0x60}));
}

// sysfs shows a line for every function; until a driver switches the function on it is what firmware wrote down.
TEST(Occupancy, OnLinuxALineIsRoutedWhereADriverSwitchedTheFunctionOn) {
  Draft draft;
  draft.snapshot().platform = snapshot::Platform::linux;
  for (const char* id : {"00:01.0", "00:02.0", "00:03.0"})
    draft.has(draft.add(id, std::nullopt, DeviceKind::pci_function), id[4] == '2' ? "irq:11,shared" : "irq:10,shared");
  draft.has(draft.add("pnp 00:01"), "irq:4");
  draft[0].driver = draft[1].driver = "e1000";
  const auto unknown = [&] {
    std::string text;
    for (const Occupancy& held : occupancies(draft).held) text += held.routing_unknown ? "?" : ".";
    return text;
  };
  EXPECT_EQ(unknown(), "..?.") << "what hangs from no PCI bus has the line that it says";
  draft.snapshot().interrupts.emplace_back().number = 10;
  EXPECT_EQ(unknown(), ".??.") << "nothing stands on line 11";
  draft.snapshot().platform = snapshot::Platform::unknown;
  EXPECT_EQ(unknown(), "....") << "a machine that a person wrote means what it says";
}

TEST(Occupancy, WhatHasNoPlaceInASpaceIsNotHeld) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.boot(device, {"null:0/0/0", "private:1/2/3", "connection:1/2/3", "mem:0x1000+4K",
                      "raw:0101010000100000000000000000000000000000", "raw:030100000010ffffffffffff0000010000000000"});
  EXPECT_EQ(only(draft).range, (AddressRange{0x1000, 0x1FFF})) << "a length of 0, and a range that wraps, hold nothing";
}

TEST(Occupancy, MemoryHasOneTypeWhateverItsLength) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.has(device, "mem:0x1000000000+8G");
  draft[device].resources[0].type = ResourceType::memory_large;
  draft.boot(device, {"mem:0x2000000000+8G"});
  for (const Occupancy& held : occupancies(draft).held) EXPECT_EQ(held.type, ResourceType::memory);
}

TEST(Occupancy, MessagesAreCountedAndHoldNoPlace) {
  Draft draft;
  const DeviceIndex device = draft.add("a"), other = draft.add("b");
  draft.boot(device, {"msg:8", "msg:0"});
  draft.has(other, "msg:3");
  const Occupancies all = occupancies(draft);
  EXPECT_TRUE(all.held.empty() && all.unplaced.empty());
  ASSERT_EQ(all.messages.size(), 3U);
  EXPECT_EQ(all.messages[0].count, 8U);
  EXPECT_EQ(all.messages[1].count, 1U) << "a list that counts none still speaks of one";
  EXPECT_EQ(all.messages[2].device, other);
  EXPECT_EQ(all.messages[2].count, 3U);
}

TEST(Occupancy, AShareThatTheListLeavesOpenIsTakenFromTheRequirement) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.boot(device, {"irq:9,undetermined", "port:0x100+8,undetermined"});
  draft.wants(device, {{"irq:9,shared"}});
  const Occupancies all = occupancies(draft);
  EXPECT_EQ(all.held[0].share, ShareDisposition::shared);
  EXPECT_EQ(all.held[1].share, std::nullopt) << "no requirement speaks of these ports";
  draft[device].configurations.pop_back();
  EXPECT_EQ(occupancies(draft).held[0].share, std::nullopt);
}

TEST(Occupancy, AShareThatTheListSaysIsKept) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.boot(device, {"irq:9"});
  draft.wants(device, {{"irq:9,shared"}});
  EXPECT_EQ(only(draft).share, ShareDisposition::device_exclusive);
}

TEST(Occupancy, ABootConfigurationWithoutRequirementsIsFixed) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.boot(device, {"port:0x100+8"});
  EXPECT_EQ(only(draft).fixed, Known::yes);
  draft.wants(device, {{"port:8/0x100-0x1ff"}});
  EXPECT_EQ(only(draft).fixed, Known::no);
}

TEST(Occupancy, WhatAMotherboardDeviceStatesIsFixedUnlessTheSourceSaysOtherwise) {
  Draft draft;
  const DeviceIndex board = draft.add("board", std::nullopt, DeviceKind::motherboard);
  draft.has(board, "port:0x4d0+2");
  EXPECT_EQ(only(draft).fixed, Known::yes);
  draft[board].resources[0].fixed = Known::no;
  EXPECT_EQ(only(draft).fixed, Known::no);
}

TEST(Occupancy, APciLineOfFirmwareHasAnUnknownRoute) {
  Draft draft;
  const DeviceIndex function = draft.add("00:1f.3", std::nullopt, DeviceKind::pci_function);
  draft.boot(function, {"irq:16,shared", "port:0x700+64"});
  const Occupancies all = occupancies(draft);
  EXPECT_TRUE(all.held[0].routing_unknown);
  EXPECT_FALSE(all.held[1].routing_unknown) << "ports are not routed";
  draft.list(function, LogConfType::alloc, {"irq:16,shared"});
  EXPECT_FALSE(only(draft).routing_unknown) << "what Windows assigned it routed";
}

TEST(Occupancy, ALineOfAnotherDeviceIsWhatItsListSays) {
  Draft draft;
  const DeviceIndex keyboard = draft.add("keyboard");
  draft.boot(keyboard, {"irq:1"});
  EXPECT_FALSE(only(draft).routing_unknown);
}

TEST(Occupancy, WantingSomethingAndHavingNoListIsRemembered) {
  Draft draft;
  const DeviceIndex wanting = draft.add("wanting"), closed = draft.add("closed"), stated = draft.add("stated"),
                    booted = draft.add("booted");
  draft.wants(wanting, {{"port:8"}});
  draft.wants(closed, {{"mem:0@1M/0x0-0xffffffff"}});
  draft.wants(stated, {{"port:8"}});
  draft.has(stated, "port:0x100+8");
  draft.wants(booted, {{"port:8"}});
  draft.boot(booted, {"port:0x200+8"});
  EXPECT_EQ(occupancies(draft).without_firmware_resources, std::vector{wanting});
}

TEST(Occupancy, DevicesStandInTheOrderOfTheTreeThenRegionsThenClaims) {
  Draft draft;
  const DeviceIndex leaf = draft.add("leaf", 1), root = draft.add("root");
  draft.claim("PnP", "Driver", "Device.Translated", {"port:0x300+8"});
  draft.region("mem:0x0+640K", "System RAM");
  draft.has(leaf, "port:0x200+8");
  draft.has(root, "port:0x100+8");
  const Occupancies all = occupancies(draft);
  ASSERT_EQ(all.held.size(), 4U);
  EXPECT_EQ(all.held[0].owner, (Owner{Owner::Kind::device, root}));
  EXPECT_EQ(all.held[1].owner, (Owner{Owner::Kind::device, leaf}));
  EXPECT_EQ(all.held[2].owner, (Owner{Owner::Kind::region, 0}));
  EXPECT_EQ(all.held[2].label, "System RAM");
  EXPECT_EQ(all.held[2].share, std::nullopt);
  EXPECT_EQ(all.held[3].owner, (Owner{Owner::Kind::claim, 0}));
  EXPECT_EQ(all.held[3].stage, Stage::current);
}

TEST(Occupancy, OfAClaimTheTranslatedListCounts) {
  Draft draft;
  draft.claim("PnP", "Driver", "Device.Raw", {"port:0x300+8"});
  draft.claim("PnP", "Driver", "Device", {"port:0x300+8"});
  EXPECT_TRUE(occupancies(draft).held.empty());
  draft.claim("PnP", "Driver", "Device.Translated", {"port:0x300+8", "irq:0x91,shared"});
  const Occupancies all = occupancies(draft);
  ASSERT_EQ(all.held.size(), 2U);
  EXPECT_EQ(all.held[1].range.first, 0x91U);
  EXPECT_EQ(all.held[1].share, ShareDisposition::shared);
}

}  // namespace
}  // namespace resmap::pnp
