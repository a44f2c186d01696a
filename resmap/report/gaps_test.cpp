// SPDX-License-Identifier: MIT
#include "resmap/report/gaps.h"

#include <gtest/gtest.h>

#include "resmap/report/check_json.h"
#include "resmap/report/check_screen.h"
#include "resmap/report/screen_test_support.h"
#include "tests/support/hex_literal.h"

namespace resmap::report {
namespace {

using testing_support::machine_of;
using testing_support::written;
using namespace resmap::testing_support;  // NOLINT(google-build-using-namespace): the literal operator

// A serial port's BootConfig that counts 15 descriptors and has two.
constexpr auto kBroken =
    "01000000 0f000000 00000000 01000100 07000000 01011100 f803000000000000 08000000 00000000 "
    "02010100 04000000 04000000 ffffffff 00000000"_hex;

snapshot::Snapshot broken() {
  snapshot::Snapshot snapshot;
  snapshot.platform = snapshot::Platform::windows;
  snapshot.sources.push_back({snapshot::SourceKind::hive, "other", false, {}});
  snapshot.sources.push_back({snapshot::SourceKind::reg, "broken.reg", false, {"line 9 could not be read"}});
  snapshot::Device device;
  device.id = "ACPI\\PNP0501\\1";
  device.configurations.push_back({lists::LogConfType::boot, 8, {kBroken.begin(), kBroken.end()}, 1});
  snapshot.devices.push_back(device);
  return snapshot;
}

TEST(Gaps, ABrokenListIsAGapOfItsSourceWithKeyNameRuleAndByte) {
  const pnp::Machine machine = machine_of(broken());
  EXPECT_TRUE(gaps_of(machine, 0).empty());
  const auto gaps = gaps_of(machine, 1);
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0], "line 9 could not be read");
  EXPECT_EQ(gaps[1],
            "Enum\\ACPI\\PNP0501\\1, value BootConfig: RM1012 at byte 60: descriptor 2 begins at byte 60, but only 0 "
            "bytes are left");
  EXPECT_TRUE(has_gaps(machine));
}

TEST(Gaps, AMachineWithABrokenListIsPartialAndShowsWhatIsWhole) {
  snapshot::Snapshot snapshot = broken();
  snapshot.sources[1].gaps.clear();
  const pnp::Machine machine = machine_of(std::move(snapshot));
  const Verdict verdict = verdict_of(machine);
  EXPECT_EQ(verdict.kind, VerdictKind::partial);
  EXPECT_EQ(verdict.exit_code(), 4);
  const std::string screen =
      written([&](TextWriter& out) { EXPECT_TRUE(print_check(out, machine, verdict, Paint(false))); });
  EXPECT_NE(screen.find("0x3f8-0x3ff"), std::string::npos) << screen;
  EXPECT_NE(screen.find("NOT READ  broken.reg: Enum\\ACPI\\PNP0501\\1, value BootConfig: RM1012 at byte 60"),
            std::string::npos)
      << screen;
  EXPECT_EQ(screen.find("complete"), std::string::npos) << screen;
  const std::string json = written([&](TextWriter& out) { EXPECT_TRUE(write_check_json(out, machine, verdict)); });
  EXPECT_NE(json.find("value BootConfig: RM1012 at byte 60"), std::string::npos) << json;
  EXPECT_NE(json.find("\"complete\":false"), std::string::npos) << json;
}

TEST(Gaps, OfAWholeMachineThereAreNone) {
  const pnp::Machine machine = machine_of("machine\n  device a\n    has irq:3\n");
  EXPECT_FALSE(has_gaps(machine));
  EXPECT_TRUE(gaps_of(machine, 0).empty());
}

TEST(Gaps, ABrokenClaimIsNamedByItsDriver) {
  snapshot::Snapshot snapshot;
  snapshot.sources.push_back({snapshot::SourceKind::reg, "a.reg", false, {}});
  snapshot.claims.push_back({"PnP Manager", "PnpManager", "x.Translated", {1, 2}, 0});
  const auto gaps = gaps_of(machine_of(std::move(snapshot)), 0);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_TRUE(gaps[0].starts_with("ResourceMap\\PnP Manager\\PnpManager, value x.Translated: RM1001 at byte 0: "));
}

TEST(Gaps, ALimitIsNamedWithWhatReachedItAndTheRestIsShown) {
  std::string text = "machine\n";
  for (int i = 0; i < 3000; ++i) text += "  device d" + std::to_string(i) + "\n    has irq:9,shared\n";
  const pnp::Machine machine = machine_of(text);
  const auto gaps = gaps_of(machine, 0);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0], "more than 4000000 pairs of ranges of type interrupt meet: from line 9 on they were not compared");
  const Verdict verdict = verdict_of(machine);
  EXPECT_EQ(verdict.exit_code(), 4);
  EXPECT_EQ(verdict.kind, VerdictKind::partial);
  const std::string screen =
      written([&](TextWriter& out) { EXPECT_TRUE(print_check(out, machine, verdict, Paint(false))); });
  EXPECT_NE(screen.find("d2999 "), std::string::npos);
  EXPECT_NE(screen.find("shared with d0, d1, d10 and"), std::string::npos);
}

TEST(Gaps, ACrowdOnOneLineIsCountedAndNotWrittenPairByPair) {
  std::string text = "machine\n";
  for (int i = 0; i < 500; ++i) text += "  device d" + std::to_string(i) + "\n    has irq:9,shared\n";
  const pnp::Machine machine = machine_of(text);
  const Verdict verdict = verdict_of(machine);
  EXPECT_EQ(verdict.kind, VerdictKind::healthy);
  const std::string screen =
      written([&](TextWriter& out) { EXPECT_TRUE(print_check(out, machine, verdict, Paint(false))); });
  EXPECT_NE(screen.find("shared with d1, d10, d100 and 496 more"), std::string::npos) << screen.substr(0, 2000);
  EXPECT_NE(screen.find("irq line 9  d0, d1, d10, d100"), std::string::npos) << screen.substr(screen.size() - 300);
  EXPECT_NE(screen.find("d108 and 488 more\n"), std::string::npos) << screen.substr(screen.size() - 300);
  const std::string json = written([&](TextWriter& out) { EXPECT_TRUE(write_check_json(out, machine, verdict)); });
  EXPECT_LT(json.size(), 700'000U);
  EXPECT_NE(json.find("\"pairs_left_out\":12"), std::string::npos) << json.substr(json.size() - 400);
}

}  // namespace
}  // namespace resmap::report
