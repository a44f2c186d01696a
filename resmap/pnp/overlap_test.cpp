// SPDX-License-Identifier: MIT
// What cases cannot say: order, claims of the ResourceMap, sources that say too little. The classes themselves are in
// spec/cases/pnp, and that no pair is lost is in overlap_property_test.cpp.
#include "resmap/pnp/overlap.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using lists::ResourceType;
using snapshot::Known;
using testing_support::DeviceKind;
using testing_support::Draft;

// "conflict 0x100-0x107 a b", one a line; "unknown (share) ..." where a class has its reason.
std::string overlaps(const Draft& draft) {
  const Machine machine = draft.machine();
  const auto name = [&](std::uint32_t held) {
    const Owner owner = machine.held()[held].owner;
    if (owner.kind == Owner::Kind::device) return machine.snapshot().devices[owner.index].id;
    if (owner.kind == Owner::Kind::region) return machine.snapshot().regions[owner.index].name;
    return machine.snapshot().claims[owner.index].name;
  };
  TextWriter out;
  for (const Overlap& overlap : machine.overlaps()) {
    out.text(word_for(overlap.kind)).text(" ");
    if (overlap.reason != OverlapReason::none) out.text("(").text(word_for(overlap.reason)).text(") ");
    out.hex(overlap.common.first).text("-").hex(overlap.common.last);
    out.text(" ").text(name(overlap.first));
    if (overlap.second) out.text(" ").text(name(*overlap.second));
    out.text("\n");
  }
  return std::string(out.view());
}

TEST(Overlap, EveryClassHasItsWord) {
  std::string all;
  for (std::uint8_t code = 0; code < 7; ++code) all += std::string(word_for(OverlapClass{code})) + " ";
  EXPECT_EQ(all, "window sharing firmware phantom outside unknown conflict ");
  EXPECT_TRUE(word_for(OverlapClass{7}).empty());
  std::string reasons;
  for (std::uint8_t code = 1; code < 8; ++code) reasons += std::string(word_for(OverlapReason{code})) + " ";
  EXPECT_EQ(reasons, "routing share presence decoding absent one_place two_nodes ");
  EXPECT_TRUE(word_for(OverlapReason::none).empty() && word_for(OverlapReason{8}).empty());
}

TEST(Overlap, RangesThatOnlyTouchDoNotMeet) {
  Draft draft;
  draft.has(draft.add("a"), "port:0x100-0x107");
  draft.has(draft.add("b"), "port:0x108-0x10f");
  EXPECT_EQ(overlaps(draft), "");
}

TEST(Overlap, TheSameNumbersOfTwoTypesAreTwoPlaces) {
  Draft draft;
  draft.has(draft.add("a"), "port:0x5");
  draft.has(draft.add("b"), "irq:5");
  draft.has(draft.add("c"), "dma:5");
  draft.has(draft.add("d"), "bus:5");
  draft.has(draft.add("e"), "mem:5");
  EXPECT_EQ(overlaps(draft), "");
}

TEST(Overlap, TheOneThatBeginsLowerComesFirstAndWhereEqualTheEarlier) {
  Draft draft;
  draft.has(draft.add("a"), "port:0x104-0x10f");
  draft.has(draft.add("b"), "port:0x100-0x107");
  draft.has(draft.add("c"), "port:0x104-0x105");
  EXPECT_EQ(overlaps(draft), "conflict 0x104-0x107 b a\nconflict 0x104-0x105 b c\nconflict 0x104-0x105 a c\n");
}

TEST(Overlap, TypesStandInTheirOrderWhereverTheirRangesLie) {
  Draft draft;
  for (const char* id : {"a", "b"}) {
    const DeviceIndex device = draft.add(id);
    for (const char* word : {"bus:1", "dma:2", "irq:3", "mem:4", "port:5"}) draft.has(device, word);
  }
  EXPECT_EQ(overlaps(draft),
            "conflict 0x5-0x5 a b\nconflict 0x4-0x4 a b\nconflict 0x3-0x3 a b\nconflict 0x2-0x2 a b\n"
            "conflict 0x1-0x1 a b\n");
}

TEST(Overlap, TheLastNumberOfTheSpaceCanBeShared) {
  Draft draft;
  draft.has(draft.add("a"), "mem:0xfffffffffffff000-0xffffffffffffffff");
  draft.has(draft.add("b"), "mem:0xffffffffffffffff");
  EXPECT_EQ(overlaps(draft), "conflict 0xffffffffffffffff-0xffffffffffffffff a b\n");
}

TEST(Overlap, ADeviceIsNeverHeldAgainstItself) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.has(device, "port:0x100+8");
  draft.has(device, "port:0x100+8");
  EXPECT_EQ(overlaps(draft), "");
}

// Two devices that the registry alone names may share what neither shares with others; hives write Root as well as ROOT.
TEST(Overlap, EnumeratorsAndDriversAreComparedWithoutCase) {
  Draft roots;
  roots.has(roots.add("Root\\*PNP0501\\1"), "port:0x100+8,driver-exclusive");
  roots.has(roots.add("ROOT\\SYSTEM\\1"), "port:0x100+8");
  EXPECT_EQ(overlaps(roots), "sharing 0x100-0x107 ROOT\\SYSTEM\\1 Root\\*PNP0501\\1\n");
  Draft drivers;
  for (const char* driver : {"Serial", "serial"}) {
    const DeviceIndex device = drivers.add(driver);
    drivers[device].driver = driver;
    drivers.has(device, "port:0x100+8,driver-exclusive");
  }
  EXPECT_EQ(overlaps(drivers), "sharing 0x100-0x107 Serial serial\n");
}

TEST(Overlap, WhereAShareIsNotSaidNothingCanBeSaid) {
  Draft draft;
  draft.has(draft.add("a"), "port:0x100+8").share = std::nullopt;
  draft.has(draft.add("b"), "port:0x100+8");
  EXPECT_EQ(overlaps(draft), "unknown (share) 0x100-0x107 a b\n");
}

TEST(Overlap, WhereItIsNotSaidWhetherADeviceIsThereNothingCanBeSaid) {
  Draft draft;
  const DeviceIndex maybe = draft.add("a");
  draft[maybe].present = Known::unknown;
  draft.has(maybe, "port:0x100+8");
  draft.has(draft.add("b"), "port:0x100+8");
  EXPECT_EQ(overlaps(draft), "unknown (presence) 0x100-0x107 a b\n");
}

TEST(Overlap, WhereDecodeIsOffNothingCanBeSaid) {
  Draft draft;
  const DeviceIndex off = draft.add("a");
  draft[off].io_decode = false;
  draft.has(off, "port:0x100+8");
  draft.has(draft.add("b"), "port:0x100+8");
  EXPECT_EQ(overlaps(draft), "unknown (decoding) 0x100-0x107 a b\n");
}

// DESIGN.md, "What is a conflict": a line without routing keeps its boot value or is unknown.
TEST(Overlap, ALineThatNothingRoutesIsNeitherSharedNorFoughtOver) {
  for (const char* word : {"irq:9,shared", "irq:9"}) {
    Draft draft;
    draft.boot(draft.add("00:02.0", std::nullopt, DeviceKind::pci_function), {word});
    draft.boot(draft.add("sci"), {word});
    EXPECT_EQ(overlaps(draft), "unknown (routing) 0x9-0x9 00:02.0 sci\n");
  }
}

TEST(Overlap, AWindowAndItsDescendantAreThatWhoeverIsThere) {
  Draft draft;
  const DeviceIndex bridge = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.window(bridge, "mem:0x80000000+256M");
  const DeviceIndex device = draft.add("00:02.0", bridge, DeviceKind::pci_function);
  draft.has(device, "mem:0x80000000+4K");
  draft[device].present = Known::no;
  EXPECT_EQ(overlaps(draft), "window 0x80000000-0x80000fff pci0 00:02.0\n");
}

TEST(Overlap, TwoNodesAtOnePciPlaceAreOneFunction) {
  Draft draft;
  for (const char* id : {"PCI\\A\\1", "PCI\\B\\1"}) {
    const DeviceIndex device = draft.add(id, std::nullopt, DeviceKind::pci_function);
    draft[device].pci = snapshot::PciPlace{0, 0, 2, 0};
    draft.has(device, "mem:0x80000000+4K");
  }
  EXPECT_EQ(overlaps(draft), "phantom (one_place) 0x80000000-0x80000fff PCI\\A\\1 PCI\\B\\1\n");
}

// As the hive of an XP machine shows its serial ports: once by ACPI, once as NT's detection had entered them.
TEST(Overlap, ADeviceThatFirmwareDescribesAndTheRegistryNamesAgainIsOne) {
  Draft draft;
  const DeviceIndex acpi = draft.add("ACPI\\PNP0501\\1"), root = draft.add("Root\\*PNP0501\\1_0_17_0_0_0");
  draft.boot(acpi, {"port:0x3f8+8", "irq:4"});
  draft.boot(root, {"port:0x3f8+7", "irq:4"});
  EXPECT_EQ(overlaps(draft),
            "phantom (two_nodes) 0x3f8-0x3fe ACPI\\PNP0501\\1 Root\\*PNP0501\\1_0_17_0_0_0\n"
            "phantom (two_nodes) 0x4-0x4 ACPI\\PNP0501\\1 Root\\*PNP0501\\1_0_17_0_0_0\n");
}

TEST(Overlap, TwoDevicesOfOneIdAtTwoPlacesAreTwo) {
  Draft draft;
  const DeviceIndex acpi = draft.add("ACPI\\PNP0501\\1"), root = draft.add("Root\\*PNP0501\\1");
  for (const auto& [device, port] : {std::pair(acpi, "port:0x3f8+8"), std::pair(root, "port:0x3e8+8")}) {
    draft.has(device, port);
    draft.has(device, "irq:4");
  }
  EXPECT_EQ(overlaps(draft), "conflict 0x4-0x4 ACPI\\PNP0501\\1 Root\\*PNP0501\\1\n");
  Draft others;
  others.has(others.add("ACPI\\PNP0501\\1"), "port:0x3f8+8");
  others.has(others.add("Root\\*PNP0400\\1"), "port:0x3f8+8");
  EXPECT_EQ(overlaps(others), "conflict 0x3f8-0x3ff ACPI\\PNP0501\\1 Root\\*PNP0400\\1\n");
}

TEST(Overlap, ADeviceThatTheRegistryAloneNamesDecodesBehindTheHostBridge) {
  Draft draft;
  const DeviceIndex bridge = draft.add("ACPI\\PNP0A03\\0", std::nullopt, DeviceKind::host_bridge);
  draft.window(bridge, "port:0x0-0xcf7");
  draft.boot(draft.add("Root\\*PNP0501\\1"), {"port:0x2f8+7"});
  draft.boot(draft.add("ROOT\\SYSTEM\\1"), {"port:0xcf0+16"});
  EXPECT_EQ(overlaps(draft),
            "window 0x2f8-0x2fe ACPI\\PNP0A03\\0 Root\\*PNP0501\\1\n"
            "firmware 0xcf0-0xcf7 ACPI\\PNP0A03\\0 ROOT\\SYSTEM\\1\n")
      << "one that runs over the window's end is more than it passes on";
}

// The matrix itself is in arbiters/sharing_test.cpp. Source: claims-and-hal.md 1.10.
TEST(Overlap, ClaimsAreHeldAgainstEachOtherByTheMatrixOfClaims) {
  Draft draft;
  draft.claim("PnP", "one", "a.Translated", {"irq:5,shared"});
  draft.claim("PnP", "two", "b.Translated", {"irq:5,shared"});
  draft.claim("PnP", "two", "c.Translated", {"irq:5,driver-exclusive"});
  EXPECT_EQ(overlaps(draft),
            "sharing 0x5-0x5 a.Translated b.Translated\nconflict 0x5-0x5 a.Translated c.Translated\n"
            "sharing 0x5-0x5 b.Translated c.Translated\n");
}

TEST(Overlap, OneDriverIsToldByItsClassToo) {
  Draft draft;
  draft.claim("PnP", "same", "a.Translated", {"port:0x100+8,driver-exclusive"});
  draft.claim("Legacy", "same", "b.Translated", {"port:0x100+8,driver-exclusive"});
  EXPECT_EQ(overlaps(draft), "conflict 0x100-0x107 a.Translated b.Translated\n");
}

TEST(Overlap, AClaimAndTheAssignmentThatItRecordsAreOneThing) {
  Draft draft;
  draft.boot(draft.add("a"), {"port:0x100+8"});
  draft.claim("PnP Manager", "PnpManager", "a.Translated", {"port:0x100+8"});
  draft.region("port:0x100+8", "serial");
  EXPECT_EQ(overlaps(draft), "");
}

TEST(Overlap, RegionsAreNestedByTheirSourceAsItLikes) {
  Draft draft;
  draft.region("mem:0x0+1M", "System RAM");
  draft.region("mem:0xf000+8K", "Reserved");
  EXPECT_EQ(overlaps(draft), "");
}

TEST(Overlap, ARangeThatRunsOverTheEndOfItsWindowIsOutside) {
  Draft draft;
  const DeviceIndex bridge = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.window(bridge, "mem:0x80000000-0x8fffffff");
  const DeviceIndex device = draft.add("00:02.0", bridge, DeviceKind::pci_function);
  draft.has(device, "mem:0x8ffff000-0x90000fff");
  EXPECT_EQ(overlaps(draft), "window 0x8ffff000-0x8fffffff pci0 00:02.0\noutside 0x8ffff000-0x90000fff 00:02.0\n");
}

TEST(Overlap, LinesChannelsAndBusesAreOutsideOfNothing) {
  Draft draft;
  const DeviceIndex bridge = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.window(bridge, "port:0xd00-0xffff");
  const DeviceIndex device = draft.add("a", bridge);
  for (const char* word : {"irq:9", "dma:2", "bus:3"}) draft.has(device, word);
  EXPECT_EQ(overlaps(draft), "");
}

TEST(Overlap, OfABridgeWithoutAnyKnownWindowNothingIsOutside) {
  Draft draft;
  const DeviceIndex bridge = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.has(draft.add("a", bridge), "port:0x60");
  EXPECT_EQ(overlaps(draft), "");
  draft.window(bridge, "mem:0x80000000+1M");
  EXPECT_EQ(overlaps(draft), "outside 0x60-0x60 a\n") << "windows of memory say that there are none of ports";
}

TEST(Overlap, WhatIsNotThereIsOutsideOfNothing) {
  Draft draft;
  const DeviceIndex bridge = draft.add("pci0", std::nullopt, DeviceKind::host_bridge);
  draft.window(bridge, "port:0xd00-0xffff");
  const DeviceIndex device = draft.add("gone", bridge);
  draft.has(device, "port:0x60");
  draft.snapshot().devices[device].present = snapshot::Known::no;
  EXPECT_EQ(overlaps(draft), "");
}

Draft crowd(int devices) {
  Draft draft;
  for (int i = 0; i < devices; ++i) draft.has(draft.add("d" + std::to_string(i)), "irq:9,shared");
  return draft;
}

TEST(Overlap, WhereACrowdSharesOnePlaceLaterOnesAreKeptWithTheirNeighbourOnly) {
  const Machine few = crowd(45).machine();  // 990 pairs
  EXPECT_EQ(few.overlaps().size(), 990U);
  EXPECT_EQ(few.pairs_left_out(), 0U);
  EXPECT_EQ(few.sharers_left_out(0), 0U);
  const Machine many = crowd(300).machine();
  EXPECT_LT(many.overlaps().size(), 1300U);
  EXPECT_EQ(many.overlaps().size() + many.pairs_left_out(), 300U * 299 / 2);
  std::vector<std::uint32_t> sharers(300);
  for (const Overlap& overlap : many.overlaps()) {
    ++sharers[overlap.first];
    ++sharers[*overlap.second];
  }
  for (std::uint32_t i = 0; i < 300; ++i) {
    EXPECT_EQ(sharers[i] + many.sharers_left_out(i), 299U) << "nobody is lost, each is counted";
    EXPECT_GE(sharers[i], 1U);
  }
}

TEST(Overlap, OfConflictsEveryPairIsKept) {
  Draft draft;
  for (int i = 0; i < 60; ++i) draft.has(draft.add("d" + std::to_string(i)), "irq:9");
  const Machine machine = draft.machine();
  EXPECT_EQ(machine.overlaps().size(), 60U * 59 / 2);
  EXPECT_EQ(machine.pairs_left_out(), 0U);
}

TEST(Overlap, BeyondMorePairsThanAnyMachineHasNothingIsComparedAndItIsSaid) {
  // Pairs of one owner are looked at as well: their number must be bounded even where nothing is found.
  Draft draft;
  const DeviceIndex device = draft.add("a", std::nullopt);
  for (int i = 0; i < 3000; ++i) draft.has(device, "port:0x60+4");
  for (const char* id : {"b", "c"}) draft.has(draft.add(id), "irq:9");
  const Machine machine = draft.machine();
  ASSERT_TRUE(machine.not_compared());
  EXPECT_EQ(machine.not_compared()->type, ResourceType::port);
  EXPECT_EQ(machine.not_compared()->from, 0x60U);
  EXPECT_EQ(machine.held().size(), 3002U);
  ASSERT_EQ(machine.overlaps().size(), 1U) << "each type has its own bound";
  EXPECT_EQ(machine.overlaps()[0].kind, OverlapClass::conflict);
}

}  // namespace
}  // namespace resmap::pnp
