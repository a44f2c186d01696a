// SPDX-License-Identifier: MIT
#include "resmap/report/check_screen.h"

#include <gtest/gtest.h>

#include "resmap/report/screen_test_support.h"
#include "tests/support/failing_memory.h"

namespace resmap::report {
namespace {

using testing_support::expect_golden;
using testing_support::golden_snapshot;
using testing_support::machine_of;
using testing_support::written;

std::string check(const pnp::Machine& machine, bool colour = false) {
  TextWriter out;
  EXPECT_TRUE(print_check(out, machine, verdict_of(machine), Paint(colour)));
  return std::string(out.view());
}

TEST(CheckScreen, ShowsAMachineAsReviewed) {
  for (const char* name : {"healthy", "sick", "hive", "wide", "empty"})
    expect_golden(std::string(name) + ".check.txt", check(machine_of(golden_snapshot(name))));
}

TEST(CheckScreen, SaysWhatCouldNotBeReadAndWhatWasDirty) {
  snapshot::Snapshot snapshot = golden_snapshot("hive");
  snapshot.sources[0].kind = snapshot::SourceKind::hive;
  snapshot.sources[0].dirty = true;
  snapshot.sources[0].gaps = {"a page could not be read (byte 8192 of the file)", "a value is cut"};
  snapshot.control_set = "ControlSet001";
  expect_golden("dirty.check.txt", check(machine_of(std::move(snapshot))));
}

TEST(CheckScreen, OfManyGapsThoseOfTheMachineAreNamedAndTheRestIsCounted) {
  snapshot::Snapshot snapshot = golden_snapshot("hive");
  snapshot.sources[0].kind = snapshot::SourceKind::hive;
  snapshot.sources[0].name = "SYSTEM";
  snapshot.control_set = "ControlSet001";
  auto& gaps = snapshot.sources[0].gaps;
  for (int i = 0; i < 5; ++i) gaps.push_back("a page is none: 4096 bytes were passed over (byte 8192 of the file)");
  for (int i = 0; i < 12; ++i) {
    gaps.push_back("value Service of ControlSet001\\Enum\\Root\\X\\" + std::to_string(i) + " could not be read");
    gaps.push_back("the values of ControlSet001\\Services\\S" + std::to_string(i) + " could not be read");
  }
  gaps.push_back("the values of ControlSet002\\Enum\\Root could not be read");
  gaps.push_back("the values of WPA\\Key could not be read");
  const std::string text = check(machine_of(std::move(snapshot)));
  const std::string line = "NOT READ  SYSTEM: ";
  std::size_t lines = 0;
  for (std::size_t at = text.find(line); at != std::string::npos; at = text.find(line, at + 1)) ++lines;
  EXPECT_EQ(lines, 16U) << text;
  EXPECT_LT(text.find(line + "value Service of ControlSet001\\Enum\\Root\\X\\0 "), text.find(line + "a page")) << text;
  EXPECT_NE(text.find(line + "and 2 more places (--json names them all)\n"), std::string::npos) << text;
  EXPECT_NE(text.find(line + "14 places in keys that hold no facts of devices (resmap decode names them)\n"),
            std::string::npos)
      << text;
}

TEST(CheckScreen, WhereRegionsAreAllThereIsTheyAreShown) {
  snapshot::Snapshot snapshot;
  snapshot.sources.push_back({snapshot::SourceKind::iomem, "iomem.txt", false, {}});
  snapshot.regions.push_back({lists::ResourceType::memory, {0x30000000, 0x31ffffff}, "System RAM", 0, 0});
  snapshot.regions.push_back({lists::ResourceType::memory, {0x30022000, 0x302834d7}, "Kernel text", 1, 0});
  EXPECT_EQ(check(machine_of(std::move(snapshot))),
            "Unnamed machine · 0 devices, 0 ranges, 2 regions · from iomem: complete\n\n"
            "REGION         TYPE  WHERE                      SIZE\n"
            "System RAM     mem   0x30000000-0x31ffffff    32 MiB\n"
            "  Kernel text  mem   0x30022000-0x302834d7  2.37 MiB\n\n"
            "nothing to judge: the sources name 2 ranges and no devices.\n");
}

TEST(CheckScreen, WhatASourceNotesIsShown) {
  snapshot::Snapshot snapshot = golden_snapshot("healthy");
  snapshot.sources[0].notes = {"3 resource values belong to no device of Enum"};
  const std::string text = check(machine_of(std::move(snapshot)));
  EXPECT_NE(text.find("NOTE      healthy.machine: 3 resource values belong to no device of Enum\n"), std::string::npos)
      << text;
}

TEST(CheckScreen, ColourAddsNothingToTheWords) {
  const pnp::Machine machine = machine_of(golden_snapshot("sick"));
  const std::string coloured = check(machine, true);
  std::string plain;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') {
      i = coloured.find('m', i);
    } else {
      plain += coloured[i];
    }
  }
  EXPECT_NE(coloured, plain);
  EXPECT_EQ(plain, check(machine));
}

TEST(CheckScreen, AWindowThatFoundNoRoomAndNobodyNeedsIsFaintNotBad) {
  snapshot::Snapshot snapshot = golden_snapshot("healthy");
  snapshot::Resource window;
  window.type = lists::ResourceType::port;
  window.length = 4096;
  window.role = snapshot::Role::window;
  snapshot.devices[2].resources.push_back(window);
  const std::string text = check(machine_of(std::move(snapshot)), true);
  EXPECT_NE(text.find("\x1b[2m"), std::string::npos);
  EXPECT_NE(text.find("I/O window without room; nothing behind it needs one"), std::string::npos);
  EXPECT_EQ(text.find("\x1b[1;31m"), std::string::npos) << "nothing is bad here";
}

TEST(CheckScreen, LinesOfOneDeviceThatFollowEachOtherAreOneRow) {
  const std::string text = check(machine_of("machine\n  device a\n    has irq:3 irq:4 irq:5 irq:7\n"));
  EXPECT_NE(text.find("irq   lines 3-5"), std::string::npos) << text;
  EXPECT_NE(text.find("irq   line 7"), std::string::npos) << text;
}

TEST(CheckScreen, FreeWordsCountBytesOfMemoryAndNumbersOfTheRest) {
  using enum lists::ResourceType;
  EXPECT_EQ(free_words(memory, {0, {{0, 0xFFFF}, {0x20000, 0x20FFF}}, 0xFFFF}), "68 KiB free");
  EXPECT_EQ(free_words(port, {0, {{0, 0xFF}}, 0xFF}), "256 free");
  EXPECT_EQ(free_words(memory, {0, {}, 0}), "full");
  EXPECT_EQ(free_words(memory, {0, {{0, ~0ULL}}, ~0ULL}), "16 EiB free");
}

TEST(CheckScreen, RunningOutOfMemoryIsSaid) {
  const pnp::Machine machine = machine_of("machine\n  device a\n    has irq:3\n");
  resmap::testing_support::FailingMemory memory(0);
  TextWriter out(memory.source());
  const auto done = print_check(out, machine, verdict_of(machine), Paint(false));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::out_of_memory);
}

}  // namespace
}  // namespace resmap::report
