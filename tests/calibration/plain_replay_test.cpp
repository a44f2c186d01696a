// SPDX-License-Identifier: MIT
// The plain reading reproduces every row, and turning one of its premises round makes it fail: so the rows are no empty words.
#include "tests/calibration/plain_replay.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/calibration/files.h"

namespace resmap::calibration {
namespace {

std::vector<CalibratedMachine> machines() { return read_machines(RESMAP_SOURCE_DIR "/spec/calibration"); }

std::size_t rows_that_hold(const std::vector<CalibratedMachine>& all, bool say) {
  std::size_t holding = 0;
  for (const CalibratedMachine& machine : all) {
    const Given given = plain_replay(machine.snapshot, machine.expected.start);
    for (const Row& row : machine.expected.rows) {
      const auto found = differences(row, machine.snapshot, given);
      if (found.empty()) ++holding;
      if (!say) continue;
      for (const std::string& what : found)
        ADD_FAILURE() << machine.name << ", " << row.file << " " << row.number << " (" << row.title << "): " << what;
    }
  }
  return holding;
}

TEST(PlainReplay, EveryRowHolds) { EXPECT_EQ(rows_that_hold(machines(), true), 41U); }

TEST(PlainReplay, WithTheStartTurnedRoundTheLongRowsDoNot) {
  auto turned = machines();
  for (CalibratedMachine& machine : turned) std::reverse(machine.expected.start.begin(), machine.expected.start.end());
  EXPECT_LT(rows_that_hold(turned, false), 35U);
}

TEST(PlainReplay, WithEveryDecodeBitOnNothingMoves) {
  auto all_on = machines();
  for (CalibratedMachine& machine : all_on)
    for (snapshot::Device& device : machine.snapshot.devices)
      if (device.memory_decode) device.memory_decode = device.io_decode = true;
  EXPECT_LT(rows_that_hold(all_on, false), 38U);
}

}  // namespace
}  // namespace resmap::calibration
