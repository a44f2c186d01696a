// SPDX-License-Identifier: MIT
#include "resmap/import/import_linux.h"

#include <gtest/gtest.h>

#include "resmap/import/linux_tree_test_support.h"

namespace resmap::import {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using snapshot::Snapshot;
using snapshot::SourceKind;

const std::string kPorts = "0000-001f : dma1\n0020-0021 : pic1\n";
const std::string kConfig = config({{0x00, 0x10d38086}, {0x08, 0x02000000}});

TEST(ImportLinux, WhatIsNothingOfLinuxIsRefusedAndChangesNothing) {
  Snapshot machine = imported({{"ioports", kPorts}});
  const Snapshot before = machine;
  for (const Files& all : {Files{{"a", "hello\n"}}, Files{{"a", ""}}, Files{}, Files{{"sys/kernel/x", "1\n"}},
                           Files{{"dmesg.txt", "---<<BOOT>>---\nThe FreeBSD Project\nACPI: x\nACPI: y\nACPI: z\n"}}}) {
    const auto done = import_linux(files(all), machine);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error(), (Error{.code = ErrorCode::unsupported, .rule = rule::nothing_of_linux}));
    EXPECT_EQ(machine, before);
  }
}

TEST(ImportLinux, LooseFilesAreToldByTheirContentAndNamedAsTheUserWould) {
  Snapshot machine;
  ASSERT_TRUE(import_linux(
      files({{"b.log", kPorts}, {"a.dat", "00001000-0009fbff : System RAM\n"}, {"readme", "x\n"}}, "box"), machine));
  ASSERT_EQ(machine.sources.size(), 2U);
  EXPECT_EQ(machine.sources[0].kind, SourceKind::iomem);
  EXPECT_EQ(machine.sources[0].name, "box/a.dat");
  EXPECT_EQ(machine.sources[1].kind, SourceKind::ioports);
  Snapshot single;
  ASSERT_TRUE(import_linux(files({{"b.log", kPorts}}, "dir/b.log"), single));
  EXPECT_EQ(single.sources[0].name, "dir/b.log");
}

TEST(ImportLinux, OfTwoTextsOfAKindTheFirstIsTakenAndTheOtherIsSaid) {
  const Snapshot machine = imported({{"ioports-monday", kPorts}, {"ioports-tuesday", "0000-001f : dma1\n"}});
  EXPECT_EQ(machine.regions.size(), 2U);
  ASSERT_EQ(machine.sources.size(), 1U);
  ASSERT_EQ(machine.sources[0].gaps.size(), 1U);
  EXPECT_EQ(machine.sources[0].gaps[0].substr(0, 15), "ioports-tuesday");
}

TEST(ImportLinux, TheCoverSheetOfACaptureBecomesGaps) {
  const Snapshot machine =
      imported({{"sys/devices/pci0000:00/0000:00:02.0/config", kConfig},
                {"sys/devices/pci0000:00/0000:00:02.0/resource", zero_lines(13)},
                {"capture.txt",
                 "format: 1\nkernel: 6.1.0-56-cloud-amd64\nroot: no\ncomplete: no\nlost: kernel messages\n"
                 "unreadable: sys/firmware/acpi/tables/DSDT\n"},
                {"sys/class/dmi/id/sys_vendor", "QEMU\n"},
                {"sys/class/dmi/id/product_name", "Standard PC\n"},
                {"sys/class/dmi/id/bios_version", "1.16\n"}});
  EXPECT_EQ(machine.title, "QEMU Standard PC");
  EXPECT_EQ(machine.firmware, "1.16");
  EXPECT_EQ(machine.system, "Linux 6.1.0-56-cloud-amd64");
  EXPECT_EQ(machine.sources[0].gaps,
            (std::vector<std::string>{"not captured: kernel messages",
                                      "not captured, since the user may not read it: sys/firmware/acpi/tables/DSDT"}));
}

TEST(ImportLinux, TheSystemIsNamedByProcVersionWhereThereIsNoCoverSheet) {
  const Snapshot machine = imported({{"sys/devices/pci0000:00/0000:00:02.0/config", kConfig},
                                     {"proc/version", "Linux version 5.10.0-8-amd64 (x@y) #1 SMP\n"}});
  EXPECT_EQ(machine.system, "Linux 5.10.0-8-amd64");
}

TEST(ImportLinux, ATextAtItsPlaceThatIsNoneIsAGap) {
  const Snapshot machine = imported({{"sys/devices/pci0000:00/0000:00:02.0/config", kConfig},
                                     {"sys/devices/pci0000:00/0000:00:02.0/resource", zero_lines(13)},
                                     {"proc/iomem", ""},
                                     {"proc/interrupts", "not allowed\n"}});
  ASSERT_EQ(machine.sources.size(), 1U);
  EXPECT_EQ(machine.sources[0].gaps,
            (std::vector<std::string>{"proc/iomem was not read: no line of it has that text's form",
                                      "proc/interrupts was not read: no line of it has that text's form"}));
}

TEST(ImportLinux, ATreeBelowADirectoryOfItsOwnFindsItsTexts) {
  const Snapshot machine = imported({{"box/sys/devices/pci0000:00/0000:00:02.0/config", kConfig},
                                     {"box/proc/ioports", kPorts},
                                     {"box/proc/version", "Linux version 5.10 (x)\n"}});
  EXPECT_EQ(machine.regions.size(), 2U);
  EXPECT_EQ(machine.system, "Linux 5.10");
  EXPECT_EQ(machine.sources[1].name, "test") << "the archive, as the user gave it";
}

TEST(ImportLinux, ProcAloneIsAMachineToo) {
  const Snapshot machine = imported({{"host/proc/ioports", kPorts}, {"host/proc/cpuinfo", "x\n"}});
  EXPECT_EQ(machine.regions.size(), 2U);
}

TEST(ImportLinux, GapsOfTheSetItselfAreKept) {
  FileSetBuilder builder("box", {});
  ASSERT_TRUE(builder.add_file("ioports", kPorts));
  ASSERT_TRUE(builder.add_file("../x", "y"));
  Snapshot machine;
  ASSERT_TRUE(import_linux(std::move(builder).finish(), machine));
  EXPECT_EQ(machine.sources[0].gaps.size(), 1U);
}

TEST(ImportLinux, HostileNamesMakeNoCircles) {
  // A bridge that leads to its own bus, and two that lead to each other's.
  const auto bridge = [](std::uint32_t buses) {
    return config({{0x00, 1}, {0x08, 0x06040000}, {0x0C, 0x1'0000}, {0x18, buses}});
  };
  const Snapshot machine = imported({{"0000:05:00.0/config", bridge(0x0005'0500)},
                                     {"0000:06:00.0/config", bridge(0x0007'0706)},
                                     {"0000:07:00.0/config", bridge(0x0006'0607)}});
  EXPECT_EQ(machine.devices.size(), 4U);
  EXPECT_TRUE(is_sound(machine));
}

}  // namespace
}  // namespace resmap::import
