// SPDX-License-Identifier: MIT
// print_overlaps and print_holes; the whole screens are in check_screen_test.cpp.
#include <gtest/gtest.h>

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

constexpr char kManyRemarks[] =
    "machine\n"
    "  device pci0 host-bridge\n"
    "    window mem:0x1000-0x1fff\n"
    "    device a\n"
    "      has mem:0x5000+256\n"
    "    device b\n"
    "      has mem:0x6000+256\n"
    "    device gone\n"
    "      present no\n"
    "      has mem:0x5000+256\n";

TEST(OverlapScreen, RemarksAreCountedUntilAllIsAskedFor) {
  EXPECT_EQ(overlaps(kManyRemarks, false),
            "OUTSIDE  2 ranges: no window of its bus reaches it; firmware's own devices often lie so (resmap conflicts "
            "shows them)\n"
            "PHANTOM  1 range: one of the two is not there (resmap conflicts shows them)\n");
  EXPECT_EQ(overlaps(kManyRemarks, true),
            "OUTSIDE  mem 0x5000-0x50ff  a  no window of its bus reaches it; firmware's own devices often lie so\n"
            "         mem 0x6000-0x60ff  b  no window of its bus reaches it; firmware's own devices often lie so\n"
            "PHANTOM  mem 0x5000-0x50ff  a, gone  one of the two is not there\n");
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
                             "      has mem:0x10000+4K mem:0x14000+4K port:0x1000+4K\n")),
            "HOLES  mem 0x10000-0x1ffff  56 KiB free  largest 44 KiB at 0x15000, in pci0\n"
            "       port 0x1000-0x1fff   full         in pci0\n");
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
  EXPECT_EQ(holes(machine_of(std::move(snapshot))),
            "HOLES  mem 0x0-0xffffffffffffffff  16 EiB free  all at 0x0, in pci0\n");
}

}  // namespace
}  // namespace resmap::report
