// SPDX-License-Identifier: MIT
// print_overlaps and print_holes; the whole screens are in check_screen_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>

#include "resmap/report/check_screen.h"
#include "resmap/report/screen_test_support.h"

namespace resmap::report {
namespace {

using testing_support::machine_of;
using testing_support::snapshot_of;
using testing_support::written;

const Paint kPlain(false);

std::string overlaps(std::string_view text, bool all = true) {
  const pnp::Machine machine = machine_of(text);
  return written([&](TextWriter& out) { print_overlaps(out, machine, kPlain, all); });
}
std::string holes(const pnp::Machine& machine) {
  return written([&](TextWriter& out) { print_holes(out, machine, kPlain); });
}

TEST(OverlapScreen, WithoutOverlapsIsEmpty) { EXPECT_EQ(overlaps("machine\n  device a\n    has irq:3\n"), ""); }

TEST(OverlapScreen, AWindowAndItsContentAreNotSpokenOf) {
  EXPECT_EQ(overlaps("machine\n"
                     "  device pci0 host-bridge\n"
                     "    window mem:0x1000-0x1fff\n"
                     "    device a\n"
                     "      has mem:0x1000-0x10ff\n"),
            "");
}

TEST(OverlapScreen, EachConflictHasARowAndTheHeadingStandsOnce) {
  EXPECT_EQ(overlaps("machine\n"
                     "  device a\n"
                     "    has irq:3 dma:1\n"
                     "  device b\n"
                     "    has irq:3 dma:1\n"),
            "CONFLICT  irq line 3     a, b  they do not share it\n"
            "          dma channel 1  a, b  they do not share it\n");
}

TEST(OverlapScreen, AllThatShareOnePlaceStandInOneRow) {
  std::string machine = "machine\n";
  for (const char* id : {"a", "b", "c", "d"}) machine += "  device " + std::string(id) + "\n    has irq:3,shared\n";
  EXPECT_EQ(overlaps(machine), "SHARED  irq line 3  a, b, c, d  legal: all say that they share\n");
}

TEST(OverlapScreen, BeyondADozenTheRestIsCounted) {
  std::string machine = "machine\n";
  for (char id = 'a'; id < 'a' + 15; ++id) machine += std::string("  device ") + id + "\n    has irq:3,shared\n";
  EXPECT_NE(overlaps(machine).find("a, b, c, d, e, f, g, h, i, j, k, l and 3 more"), std::string::npos);
}

// Ranges outside every window: `count` devices a, b, ... each with 256 bytes.
std::string outside(int count) {
  std::string machine = "machine\n  device pci0 host-bridge\n    window mem:0x1000-0x1fff\n";
  for (int i = 0; i < count; ++i) {
    machine += std::string("    device ") + static_cast<char>('a' + i) + "\n      has mem:0x";
    machine += std::to_string(5 + i) + "000+256\n";
  }
  return machine;
}

TEST(OverlapScreen, UpToThreeRemarksAreShownAndMoreAreCounted) {
  EXPECT_EQ(overlaps(outside(1), false),
            "OUTSIDE  mem 0x5000-0x50ff  a  no window of its bus reaches it; firmware's own devices often lie so\n");
  EXPECT_EQ(overlaps(outside(4), false),
            "OUTSIDE  4 ranges that no window of a bus reaches; firmware's own devices often lie so (resmap conflicts "
            "shows them)\n");
  const std::string all = overlaps(outside(4), true);
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 4) << all;
}

TEST(OverlapScreen, APhantomSaysWhyOneOfTheTwoIsNotThere) {
  EXPECT_EQ(overlaps("machine\n"
                     "  device a\n"
                     "    has mem:0x5000+256\n"
                     "  device gone\n"
                     "    present no\n"
                     "    has mem:0x5000+256\n"),
            "PHANTOM  mem 0x5000-0x50ff  a, gone  one of the two is not there\n");
  EXPECT_EQ(
      overlaps("machine\n"
               "  device \"ACPI\\PNP0501\\1\"\n"
               "    has port:0x3f8+8\n"
               "  device \"Root\\*PNP0501\\2\"\n"
               "    has port:0x3f8+7\n"),
      "PHANTOM  port 0x3f8-0x3fe  PNP0501\\1, *PNP0501\\2  two nodes for one device: firmware describes it, and the "
      "registry names it again\n");
}

TEST(OverlapScreen, WhatIsNotClearSaysWhatTheSourceLeavesOut) {
  snapshot::Snapshot snapshot =
      snapshot_of("machine\n  device a\n    has port:0x300+8\n  device b\n    present unknown\n    has port:0x300+8\n");
  const auto shown = [&] {
    const pnp::Machine machine = machine_of(snapshot);
    return written([&](TextWriter& out) { print_overlaps(out, machine, kPlain, false); });
  };
  const std::string row = "UNCLEAR  port 0x300-0x307  a, b  not known: ";
  EXPECT_EQ(shown(), row + "the source does not say whether all are there\n");
  snapshot.devices[1].present = snapshot::Known::yes;
  snapshot.devices[1].io_decode = false;
  EXPECT_EQ(shown(), row + "one is switched off, and its registers may hold anything\n");
  snapshot.devices[1].resources[0].share = std::nullopt;
  EXPECT_EQ(shown(), row + "the source does not say whether they share it\n");
}

TEST(OverlapScreen, LinesOfWhichOnlyTheRoutingIsNotKnownAreCountedUntilAllIsAskedFor) {
  std::string machine = "machine\n  system Windows\n";
  for (const char* id : {"00:02.0", "00:03.0", "00:04.0"})
    machine += "  device " + std::string(id) + "\n    boot irq:9,shared\n";
  EXPECT_EQ(overlaps(machine, false),
            "UNCLEAR  1 interrupt line on which PCI functions may meet others: the source does not say how they are "
            "routed (resmap conflicts shows it)\n");
  EXPECT_EQ(
      overlaps(machine, true),
      "UNCLEAR  irq line 9  00:02.0, 00:03.0, 00:04.0  not known: the source does not say how the line is routed\n");
}

TEST(OverlapScreen, OnlyOfWindowsItIsSaidThatItStartsThemAll) {
  const std::string devices = "  device a\n    fixed port:0x60\n  device b\n    fixed port:0x60\n";
  const std::string other = overlaps("machine\n" + devices),
                    windows = overlaps("machine\n  system Windows\n" + devices);
  EXPECT_EQ(other, "FIRMWARE  port 0x60  a, b  legal: each has this one place, and firmware put them all there\n");
  EXPECT_EQ(windows, "FIRMWARE  port 0x60  a, b  legal: each has this one place; Windows starts them all\n");
}

TEST(OverlapScreen, TheGravestComesFirst) {
  const std::string text = overlaps(
      "machine\n"
      "  device a\n"
      "    has irq:9,shared port:0x300+8\n"
      "  device b\n"
      "    has irq:9,shared port:0x300+8\n"
      "  device c\n"
      "    present unknown\n"
      "    has dma:1\n"
      "  device d\n"
      "    fixed dma:1 port:0x60\n"
      "  device e\n"
      "    fixed port:0x60\n");
  const std::size_t conflict = text.find("CONFLICT"), unclear = text.find("UNCLEAR"), firmware = text.find("FIRMWARE"),
                    shared = text.find("SHARED");
  EXPECT_TRUE(conflict < unclear && unclear < firmware && firmware < shared && shared != std::string::npos) << text;
}

TEST(HolesScreen, SaysHowMuchIsFreeAndWhereTheLargestHoleIs) {
  EXPECT_EQ(holes(machine_of("machine\n"
                             "  device pci0 host-bridge\n"
                             "    window mem:0x10000-0x1ffff port:0x1000-0x1fff bus:0-255\n"
                             "    device a\n"
                             "      has mem:0x10000+4K mem:0x14000+4K port:0x1000+16\n")),
            "HOLES  mem 0x10000-0x1ffff  56 KiB free  largest 44 KiB at 0x15000, in pci0\n"
            "       port 0x1000-0x1fff   4080 free    all at 0x1010, in pci0\n");
}

TEST(HolesScreen, OfAWindowThatIsAllFreeOrFullTheNoteHasSaidEverything) {
  EXPECT_EQ(holes(machine_of("machine\n"
                             "  device pci0 host-bridge\n"
                             "    window mem:0x10000-0x1ffff port:0x1000-0x1fff\n"
                             "    device a\n"
                             "      has port:0x1000+4K\n")),
            "");
}

TEST(HolesScreen, TheTenLargestAreShownAndTheRestCounted) {
  std::string text = "machine\n  device pci0 host-bridge\n    window";
  for (int i = 1; i <= 12; ++i) text += " port:" + std::to_string(i * 1000) + "-" + std::to_string(i * 1000 + 100 + i);
  text += "\n    device a\n      has";
  for (int i = 1; i <= 12; ++i) text += " port:" + std::to_string(i * 1000) + "+10";
  const std::string shown = holes(machine_of(text + "\n"));
  EXPECT_EQ(std::count(shown.begin(), shown.end(), '\n'), 11) << shown;
  EXPECT_TRUE(shown.starts_with("HOLES  port 0xbb8-0xc1f ")) << shown;
  EXPECT_TRUE(shown.ends_with("       and 2 windows with smaller ones\n")) << shown;
}

TEST(HolesScreen, OfABridgeThatIsNotThereAreNotShown) {
  EXPECT_EQ(holes(machine_of("machine\n"
                             "  device pci0 host-bridge\n"
                             "    present no\n"
                             "    window mem:0x10000-0x1ffff\n")),
            "");
}

TEST(HolesScreen, OfTheWholeSpaceHaveASize) {
  snapshot::Snapshot snapshot = snapshot_of("machine\n  device pci0 host-bridge\n    window mem:0x1000+4K\n");
  snapshot.devices[0].resources[0].place = AddressRange{0, ~std::uint64_t{0}};
  snapshot.devices[0].resources.push_back(snapshot.devices[0].resources[0]);
  snapshot.devices[0].resources[1].role = snapshot::Role::use;
  snapshot.devices[0].resources[1].place = AddressRange{0, 0xFFF};
  EXPECT_EQ(holes(machine_of(std::move(snapshot))),
            "HOLES  mem 0x0-0xffffffffffffffff  15.99 EiB free  all at 0x1000, in pci0\n");
}

}  // namespace
}  // namespace resmap::report
