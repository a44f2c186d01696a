// SPDX-License-Identifier: MIT
// That holes are exactly what nobody holds is in machine_property_test.cpp.
#include "resmap/pnp/machine.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using snapshot::Known;
using testing_support::DeviceKind;
using testing_support::Draft;

// The holes of the first window, "0x0-0xf 0x20-0xff".
std::string holes(const Draft& draft, std::size_t window = 0) {
  const Machine machine = draft.machine();
  if (window >= machine.windows().size()) return "no window";
  TextWriter out;
  for (const AddressRange& hole : machine.windows()[window].holes)
    out.text(out.size() == 0 ? "" : " ").hex(hole.first).text("-").hex(hole.last);
  return std::string(out.view());
}

Draft with_host_bridge() {
  Draft draft;
  draft.window(draft.add("pci0", std::nullopt, DeviceKind::host_bridge), "mem:0x1000-0x1fff");
  return draft;
}

TEST(Machine, OfNothingIsEmpty) {
  const Machine machine = Draft().machine();
  EXPECT_TRUE(machine.held().empty() && machine.overlaps().empty() && machine.windows().empty());
}

TEST(Machine, KeepsTheSnapshotThatItWasMadeOf) {
  const Draft draft = with_host_bridge();
  const Machine machine = draft.machine();
  EXPECT_EQ(machine.snapshot().devices.size(), 1U);
  EXPECT_EQ(machine.tree().size(), 1U);
}

TEST(MachineHoles, AWindowThatNobodyUsesIsOneHole) {
  const Draft draft = with_host_bridge();
  EXPECT_EQ(holes(draft), "0x1000-0x1fff");
  EXPECT_EQ(draft.machine().windows()[0].largest_hole, 0xFFFU);
}

TEST(MachineHoles, WhatDevicesHoldIsCutOut) {
  Draft draft = with_host_bridge();
  draft.has(draft.add("a", 0), "mem:0x1100-0x11ff");
  draft.has(draft.add("b", 0), "mem:0x1180-0x12ff");
  draft.has(draft.add("c", 0), "mem:0x1f00-0x2fff");
  EXPECT_EQ(holes(draft), "0x1000-0x10ff 0x1300-0x1eff");
  EXPECT_EQ(draft.machine().windows()[0].largest_hole, 0xBFFU);
}

TEST(MachineHoles, AWindowThatIsTakenWholeHasNone) {
  Draft draft = with_host_bridge();
  draft.has(draft.add("a", 0), "mem:0x0-0xffff");
  EXPECT_EQ(holes(draft), "");
  EXPECT_EQ(draft.machine().windows()[0].largest_hole, 0U);
}

TEST(MachineHoles, OtherTypesTakeNoRoom) {
  Draft draft = with_host_bridge();
  draft.has(draft.add("a", 0), "port:0x1000-0x1fff");
  EXPECT_EQ(holes(draft), "0x1000-0x1fff");
}

TEST(MachineHoles, ADeviceThatIsNotThereTakesNoRoom) {
  Draft draft = with_host_bridge();
  const DeviceIndex gone = draft.add("gone", 0), maybe = draft.add("maybe", 0);
  draft[gone].present = Known::no;
  draft[maybe].present = Known::unknown;
  draft.has(gone, "mem:0x1000-0x10ff");
  draft.has(maybe, "mem:0x1800-0x18ff");
  EXPECT_EQ(holes(draft), "0x1000-0x17ff 0x1900-0x1fff") << "one of which nobody knows may be there";
}

TEST(MachineHoles, AWindowOfABridgeBelowTakesRoomAndTheOneAboveDoesNot) {
  Draft draft = with_host_bridge();
  const DeviceIndex bridge = draft.add("00:1c.0", 0, DeviceKind::pci_bridge);
  draft.window(bridge, "mem:0x1400-0x17ff");
  EXPECT_EQ(holes(draft, 0), "0x1000-0x13ff 0x1800-0x1fff");
  EXPECT_EQ(holes(draft, 1), "0x1400-0x17ff");
}

TEST(MachineHoles, AWindowBesideIsAnotherWayToTheSameAddresses) {
  Draft draft = with_host_bridge();
  draft.window(draft.add("pci1", std::nullopt, DeviceKind::host_bridge), "mem:0x1800-0x27ff");
  EXPECT_EQ(holes(draft, 0), "0x1000-0x1fff");
  EXPECT_EQ(holes(draft, 1), "0x1800-0x27ff");
}

TEST(MachineHoles, TheBridgesOwnRegistersTakeRoomInItsWindow) {
  Draft draft = with_host_bridge();
  draft.has(0, "mem:0x1000+256");
  EXPECT_EQ(holes(draft), "0x1100-0x1fff");
}

TEST(MachineHoles, RegionsTakeRoomUnlessTheyNameTheBusItself) {
  Draft draft = with_host_bridge();
  draft.region("mem:0x1000-0x1fff", "PCI Bus 0000:00");
  EXPECT_EQ(holes(draft), "0x1000-0x1fff");
  draft.region("mem:0x1000-0x1fff", "PCI ECAM");
  EXPECT_EQ(holes(draft), "");
}

TEST(MachineHoles, ClaimsTakeRoom) {
  Draft draft = with_host_bridge();
  draft.claim("Legacy", "driver", "d.Translated", {"mem:0x1000+2K"});
  EXPECT_EQ(holes(draft), "0x1800-0x1fff");
}

TEST(MachineHoles, TheWholeSpaceCanBeAWindow) {
  Draft draft;
  draft.window(draft.add("pci0", std::nullopt, DeviceKind::host_bridge), "mem:0x1000+1K");
  draft[0].resources[0].place = AddressRange{0, ~std::uint64_t{0}};
  EXPECT_EQ(holes(draft), "0x0-0xffffffffffffffff");
  draft.has(draft.add("a", 0), "mem:0x0");
  draft.has(draft.add("b", 0), "mem:0xffffffffffffffff");
  EXPECT_EQ(holes(draft), "0x1-0xfffffffffffffffe");
}

TEST(MachineHoles, WindowsStandInTheOrderOfTheTree) {
  Draft draft;
  const DeviceIndex lower = draft.add("00:1c.0", 1, DeviceKind::pci_bridge);
  const DeviceIndex upper = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.window(lower, "mem:0x1000+4K");
  draft.window(upper, "port:0xd00-0xffff");
  draft.window(upper, "bus:0-255");
  const Machine machine = draft.machine();
  ASSERT_EQ(machine.windows().size(), 3U);
  EXPECT_EQ(machine.held()[machine.windows()[0].held].owner.index, upper);
  EXPECT_EQ(machine.held()[machine.windows()[2].held].owner.index, lower);
}

TEST(Machine, WhatADeviceHoldsIsOnePartOfAllThatIsHeld) {
  Draft draft;
  const DeviceIndex a = draft.add("a"), none = draft.add("none"), b = draft.add("b", a);
  draft.has(b, "irq:3");
  draft.has(a, "irq:4");
  draft.has(b, "port:0x60");
  draft.region("mem:0x0+1M", "System RAM");
  const Machine machine = draft.machine();
  EXPECT_EQ(machine.held_by(a).size(), 1U);
  EXPECT_EQ(machine.held_by(none).size(), 0U);
  ASSERT_EQ(machine.held_by(b).size(), 2U);
  for (const Occupancy& held : machine.held_by(b)) EXPECT_EQ(held.owner, (Owner{Owner::Kind::device, b}));
}

}  // namespace
}  // namespace resmap::pnp
