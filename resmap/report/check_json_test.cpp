// SPDX-License-Identifier: MIT
#include "resmap/report/check_json.h"

#include <gtest/gtest.h>

#include "resmap/report/screen_test_support.h"
#include "tests/support/failing_memory.h"

namespace resmap::report {
namespace {

using testing_support::expect_golden;
using testing_support::golden_snapshot;
using testing_support::machine_of;
using testing_support::snapshot_of;
using testing_support::written;

TEST(CheckJson, WritesAMachineAsReviewed) {
  for (const char* name : {"healthy", "sick", "hive"}) {
    const pnp::Machine machine = machine_of(golden_snapshot(name));
    expect_golden(std::string(name) + ".check.json",
                  written([&](TextWriter& out) { EXPECT_TRUE(write_check_json(out, machine, verdict_of(machine))); }));
  }
}

TEST(CheckJson, WhatNobodySaidIsLeftOut) {
  snapshot::Snapshot snapshot = snapshot_of("machine\n  device a\n    has mem:0x1000+4K\n");
  snapshot.devices[0].resources[0].share.reset();
  snapshot.devices[0].resources[0].flags.reset();
  const pnp::Machine machine = machine_of(std::move(snapshot));
  EXPECT_EQ(written([&](TextWriter& out) { write_device_record(out, machine, 0); }),
            R"({"record":"device","device":"a","kind":"other","present":"yes","resources":[)"
            R"({"type":"memory","start":"0x1000","end":"0x1fff","role":"use","stage":"current","fixed":"no"}],)"
            R"("messages":0,"unplaced":[]})"
            "\n");
}

TEST(CheckJson, MessagesOfADeviceAreAddedUp) {
  const pnp::Machine machine =
      machine_of("machine\n  device a\n    messages 3\n    has msg:2\n  device b\n    messages 1\n");
  EXPECT_NE(written([&](TextWriter& out) { write_device_record(out, machine, 0); }).find(R"("messages":5)"),
            std::string::npos);
}

TEST(CheckJson, AConflictNamesBothOwnersAndWhatIsCommon) {
  const pnp::Machine machine = machine_of(
      "machine\n"
      "  device a\n"
      "    driver one\n"
      "    class Ports\n"
      "    has port:0x104-0x10b\n"
      "  device b\n"
      "    has port:0x100-0x107\n");
  ASSERT_EQ(machine.overlaps().size(), 1U);
  EXPECT_EQ(written([&](TextWriter& out) { write_conflict_record(out, machine, machine.overlaps()[0]); }),
            R"({"record":"conflict","type":"port","overlap":"conflict","ranges":[{"start":"0x100","end":"0x107"},)"
            R"({"start":"0x104","end":"0x10b"}],"owners":[{"driver":"","device":"b","class":""},)"
            R"({"driver":"one","device":"a","class":"Ports"}],"common":{"start":"0x104","end":"0x107"}})"
            "\n");
}

TEST(CheckJson, ARangeOutsideEveryWindowHasOneOwner) {
  const pnp::Machine machine = machine_of(
      "machine\n"
      "  device pci0 host-bridge\n"
      "    window port:0xd00-0xffff\n"
      "    device a\n"
      "      has port:0x60\n");
  EXPECT_EQ(written([&](TextWriter& out) { write_conflict_record(out, machine, machine.overlaps()[0]); }),
            R"({"record":"conflict","type":"port","overlap":"outside","ranges":[{"start":"0x60","end":"0x60"}],)"
            R"("owners":[{"driver":"","device":"a","class":""}],"common":{"start":"0x60","end":"0x60"}})"
            "\n");
}

TEST(CheckJson, ARangeOfARegionNamesTheRegion) {
  const pnp::Machine machine = machine_of("machine\n  region mem:0x0+640K \"System RAM\"\n");
  EXPECT_EQ(written([&](TextWriter& out) { write_range_record(out, machine, machine.held()[0]); }),
            R"({"record":"range","owner":{"driver":"","device":"System RAM","class":"region"},"type":"memory",)"
            R"("start":"0x0","end":"0x9ffff","role":"use","stage":"current","fixed":"yes","label":"System RAM"})"
            "\n");
}

TEST(CheckJson, SourcesSayWhatTheyCouldNotDeliver) {
  snapshot::Snapshot snapshot;
  snapshot.sources = {{snapshot::SourceKind::hive, "SYSTEM", true, {"a page"}},
                      {snapshot::SourceKind::reg, "live.reg", false, {}}};
  const pnp::Machine machine = machine_of(std::move(snapshot));
  EXPECT_EQ(written([&](TextWriter& out) { write_machine_record(out, machine); }),
            R"({"record":"machine","title":"","platform":"unknown","dirty":true,"sources":[)"
            R"({"kind":"hive","name":"SYSTEM","dirty":true,"gaps":["a page"]},)"
            R"({"kind":"reg","name":"live.reg","dirty":false,"gaps":[]}]})"
            "\n");
}

TEST(CheckJson, RunningOutOfMemoryIsSaid) {
  const pnp::Machine machine = machine_of("machine\n  device a\n    has irq:3\n");
  resmap::testing_support::FailingMemory memory(0);
  TextWriter out(memory.source());
  const auto done = write_check_json(out, machine, verdict_of(machine));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::out_of_memory);
}

}  // namespace
}  // namespace resmap::report
