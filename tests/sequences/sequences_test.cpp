// SPDX-License-Identifier: MIT
// The share of the sequences that every change must pass.
#include "tests/sequences/sequences.h"

#include <gtest/gtest.h>

namespace resmap::sequences {
namespace {

std::uint64_t all_of(unsigned capacity) {
  constexpr unsigned lengths[kStarts] = {4, 3, 3, 3};
  std::uint64_t count = 0;
  for (unsigned start = 0; start < kStarts; ++start) {
    for (unsigned length = 1; length <= lengths[start]; ++length) {
      const Tally tally = run({capacity, start, length});
      EXPECT_EQ(tally.fault, "");
      count += tally.sequences;
    }
  }
  return count;
}

constexpr std::uint64_t kShare = 175852;

TEST(Sequences, OfTreesOfTwoRowsANodeAreAllRight) { EXPECT_EQ(all_of(2), kShare); }
TEST(Sequences, OfTreesOfThreeRowsANodeAreAllRight) { EXPECT_EQ(all_of(3), kShare); }
TEST(Sequences, OfTreesOfFourRowsANodeAreAllRight) { EXPECT_EQ(all_of(4), kShare); }

TEST(Sequences, PartsAreTheWhole) {
  std::uint64_t count = 0;
  for (unsigned part = 0; part < 7; ++part) count += run({3, 1, 2}, part, 7).sequences;
  EXPECT_EQ(count, run({3, 1, 2}).sequences);
  EXPECT_EQ(run({5, 0, 1}).fault, "no such job");
}

}  // namespace
}  // namespace resmap::sequences
