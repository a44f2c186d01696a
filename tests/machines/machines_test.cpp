// SPDX-License-Identifier: MIT
// The share of small machines that every change must pass, and that each rule of the plain reading is felt.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/machines/compare.h"

namespace resmap::machines {
namespace {

std::uint64_t seed() {
  const char* given = std::getenv("RESMAP_SEED");
  const std::uint64_t made = given != nullptr ? std::strtoull(given, nullptr, 10) : 1;
  ::testing::Test::RecordProperty("seed", std::to_string(made));
  return made;
}

constexpr std::uint64_t kShare = 100'000;

TEST(SmallMachines, OfTheCountedFamilyGetWhatThePlainReadingSays) {
  // A hundred pieces, spread over the whole family.
  constexpr std::uint64_t pieces = 100, step = kCounted / pieces;
  std::uint64_t machines = 0;
  for (std::uint64_t piece = 0; piece < pieces; ++piece) {
    const Tally tally = compare(Family::counted, 0, piece * step, kShare / pieces);
    ASSERT_EQ(tally.disagreements, 0U) << tally.first;
    machines += tally.machines;
  }
  EXPECT_EQ(machines, kShare);
}

TEST(SmallMachines, OfTheWideFamilyGetWhatThePlainReadingSays) {
  const Tally tally = compare(Family::wide, seed(), 0, kShare);
  EXPECT_EQ(tally.machines, kShare);
  EXPECT_EQ(tally.disagreements, 0U) << "seed " << seed() << "\n" << tally.first;
}

TEST(SmallMachines, EachRuleTurnedRoundIsFelt) {
  constexpr std::uint64_t most = 20'000;
  for (int rule = 1; rule < static_cast<int>(plain::Rule::count); ++rule) {
    const auto turned = static_cast<plain::Rule>(rule);
    EXPECT_LT(felt_after(turned, 1, most), most) << plain::name_of(turned);
  }
}

TEST(SmallMachines, ANumberIsAlwaysTheSameMachine) {
  EXPECT_EQ(text_of(machine_of(Family::wide, 1)), text_of(machine_of(Family::wide, 1)));
  EXPECT_NE(text_of(machine_of(Family::wide, 1)), text_of(machine_of(Family::wide, 2)));
  EXPECT_EQ(text_of(machine_of(Family::counted, 0)),
            "machine\n  device a\n    wants mem:1@1/0-7\n  device b\n    wants mem:1@1/0-7\n  device c\n    wants "
            "mem:1@1/0-7\n");
  EXPECT_EQ(text_of(plain::first_choice(machine_of(Family::counted, 0))),
            "configuration 0 7-7/0; configuration 0 6-6/0; configuration 0 5-5/0");
}

}  // namespace
}  // namespace resmap::machines
