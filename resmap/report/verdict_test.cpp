// SPDX-License-Identifier: MIT
// What makes a machine healthy or sick is in spec/cases/pnp; here are the words, and what cases cannot say.
#include "resmap/report/verdict.h"

#include <gtest/gtest.h>

#include "resmap/report/screen_test_support.h"

namespace resmap::report {
namespace {

using testing_support::machine_of;
using testing_support::snapshot_of;

Verdict verdict(snapshot::Snapshot snapshot) { return verdict_of(machine_of(std::move(snapshot))); }
Verdict verdict(std::string_view text) { return verdict(snapshot_of(text)); }

constexpr char kFine[] = "machine\n  device a\n    has port:0x300+8\n";

TEST(Verdict, EveryKindHasItsWordAndBeginsItsSentence) {
  EXPECT_EQ(word_for(VerdictKind::healthy), "healthy");
  EXPECT_EQ(word_for(VerdictKind::sick), "sick");
  EXPECT_EQ(word_for(VerdictKind::partial), "partial");
  EXPECT_EQ(word_for(VerdictKind::nothing), "nothing");
  EXPECT_EQ(verdict(kFine).sentence, "healthy: every device has what it asks for; nothing conflicts.");
  EXPECT_EQ(verdict("machine\n").sentence, "nothing to judge: no device here has hardware resources.");
}

TEST(Verdict, ASickMachineIsToldTheGravestFirst) {
  const Verdict one = verdict(
      "machine\n"
      "  device a\n"
      "    has port:0x300+8\n"
      "  device b\n"
      "    has port:0x300+8\n"
      "  device c\n"
      "    problem 12\n"
      "    lacks mem:1M\n");
  EXPECT_EQ(one.kind, VerdictKind::sick);
  EXPECT_EQ(one.conflicts, 1U);
  EXPECT_EQ(one.unplaced, 1U);
  EXPECT_EQ(one.problems, 1U);
  EXPECT_EQ(one.exit_code(), 1);
  EXPECT_EQ(
      one.sentence,
      "sick: 1 conflict (port 0x300-0x307 of a and b); 1 resource without a place (c mem, 1 MiB); 1 device shows a "
      "problem with resources (c code 12).");
}

TEST(Verdict, ManyComplaintsNameTheFirstAndSayThatThereAreMore) {
  const Verdict many = verdict(
      "machine\n"
      "  device a\n"
      "    problem 10\n"
      "    has port:0x300+8\n"
      "    lacks mem:1M port:8\n"
      "  device b\n"
      "    problem 12\n"
      "    has port:0x300+8 irq:5\n"
      "  device c\n"
      "    has irq:5\n");
  EXPECT_EQ(many.sentence,
            "sick: 2 conflicts (port 0x300-0x307 of a and b, and more); 2 resources without a place (a mem, 1 MiB, and "
            "more); 2 devices show a problem with resources (a code 10, and more).");
}

TEST(Verdict, OfARegistryWithoutDevicesItIsSaidThatEnumNamesNone) {
  snapshot::Snapshot snapshot = snapshot_of("machine\n  system Windows\n");
  EXPECT_EQ(verdict(snapshot).sentence, "nothing to judge: Enum names no device with hardware resources.");
  snapshot.sources[0].notes = {"2 resource values belong to no device of Enum"};
  EXPECT_EQ(verdict(snapshot).sentence,
            "nothing to judge: Enum names no device with hardware resources (see the note).");
}

TEST(Verdict, OverlapsOfWhichTooLittleIsKnownAreMentioned) {
  const Verdict unclear = verdict(
      "machine\n"
      "  device a\n"
      "    has port:0x300+8\n"
      "  device b\n"
      "    present unknown\n"
      "    has port:0x300+8\n");
  EXPECT_EQ(unclear.kind, VerdictKind::healthy);
  EXPECT_EQ(unclear.unknown, 1U);
  EXPECT_EQ(unclear.sentence,
            "healthy: every device has what it asks for; nothing conflicts; 1 overlap of which the "
            "sources say too little.");
}

TEST(Verdict, LinesOfWhichOnlyTheRoutingIsNotKnownAreCountedApart) {
  const Verdict unrouted = verdict(
      "machine\n"
      "  system Windows\n"
      "  device 00:02.0\n"
      "    boot irq:9,shared\n"
      "  device 00:03.0\n"
      "    boot irq:9,shared\n");
  EXPECT_EQ(unrouted.unknown, 1U);
  EXPECT_EQ(unrouted.unrouted, 1U);
  EXPECT_EQ(unrouted.sentence, "healthy: nothing conflicts in what firmware configured.");
}

TEST(Verdict, WindowsThatNothingWaitsForAreNoSickness) {
  snapshot::Snapshot snapshot = snapshot_of(kFine);
  snapshot::Resource window;
  window.type = lists::ResourceType::port;
  window.role = snapshot::Role::window;
  snapshot.devices[0].resources.push_back(window);
  const Verdict one = verdict(snapshot);
  EXPECT_EQ(one.kind, VerdictKind::healthy);
  EXPECT_EQ(one.spare_windows, 1U);
  EXPECT_EQ(one.unplaced, 0U);
  EXPECT_EQ(one.sentence,
            "healthy: every device has what it asks for; nothing conflicts; 1 window of bridges found no "
            "room, and nothing needs it.");
  snapshot.devices[0].resources.push_back(window);
  EXPECT_TRUE(verdict(snapshot).sentence.ends_with("2 windows of bridges found no room, and nothing needs them."));
}

TEST(Verdict, ListsOfWhatIsThereNeverShowWhatIsMissing) {
  for (const auto kind :
       {snapshot::SourceKind::iomem, snapshot::SourceKind::ioports, snapshot::SourceKind::interrupts}) {
    snapshot::Snapshot snapshot = snapshot_of(kFine);
    snapshot.sources[0].kind = kind;
    EXPECT_EQ(verdict(snapshot).sentence, "healthy: nothing conflicts in what these sources show.");
    snapshot.sources.push_back({snapshot::SourceKind::dmesg, "log", false, {}});
    EXPECT_EQ(verdict(snapshot).sentence, "healthy: nothing conflicts in what these sources show.")
        << "a log that says nothing of BARs";
    snapshot::Resource bar = snapshot.devices[0].resources[0];
    bar.source = 1;
    bar.bar = 2;
    bar.place = AddressRange{0x5000, 0x500f};
    bar.type = lists::ResourceType::port;
    snapshot.devices[0].resources.push_back(bar);
    EXPECT_EQ(verdict(snapshot).sentence, "healthy: every device has what it asks for; nothing conflicts.");
  }
}

TEST(Verdict, AHiveAloneShowsFirmwaresView) {
  const Verdict hive = verdict(
      "machine\n"
      "  system Windows\n"
      "  device a\n"
      "    boot port:0x300+8\n"
      "  device b\n"
      "    wants port:8\n"
      "  device c\n"
      "    wants port:8\n");
  EXPECT_TRUE(hive.firmware_view);
  EXPECT_EQ(hive.without_firmware_resources, 2U);
  EXPECT_EQ(hive.sentence,
            "healthy: nothing conflicts in what firmware configured; 2 devices get their resources from Windows.");
  const Verdict live = verdict("machine\n  system Windows\n  device a\n    alloc port:0x300+8\n");
  EXPECT_FALSE(live.firmware_view);
  EXPECT_EQ(live.sentence, "healthy: every device has what it asks for; nothing conflicts.");
}

TEST(Verdict, WhatCouldNotBeReadMakesItPartialAndTheExitCode4) {
  snapshot::Snapshot snapshot = snapshot_of(kFine);
  snapshot.sources[0].gaps = {"a page"};
  EXPECT_EQ(verdict(snapshot).kind, VerdictKind::partial);
  EXPECT_EQ(verdict(snapshot).exit_code(), 4);
  EXPECT_TRUE(verdict(snapshot).sentence.ends_with("; something could not be read (see above)."));
  snapshot.devices[0].problem = snapshot::ProblemCode::normal_conflict;
  EXPECT_EQ(verdict(snapshot).kind, VerdictKind::sick);
  EXPECT_EQ(verdict(snapshot).exit_code(), 4) << "4 wins over 1";
}

TEST(Verdict, ADirtyHiveChangesNoExitCode) {
  snapshot::Snapshot snapshot = snapshot_of(kFine);
  snapshot.sources[0].dirty = true;
  EXPECT_TRUE(verdict(snapshot).dirty);
  EXPECT_EQ(verdict(snapshot).kind, VerdictKind::healthy);
  EXPECT_EQ(verdict(snapshot).exit_code(), 0);
}

TEST(Verdict, MessagesAloneAreHardwareResources) {
  EXPECT_EQ(verdict("machine\n  device a\n    messages 1\n").kind, VerdictKind::healthy);
}

}  // namespace
}  // namespace resmap::report
