// SPDX-License-Identifier: MIT
// The plain reading reproduces every row, and turning one of its premises round makes it fail: so the rows are no empty words.
#include "tests/calibration/plain_replay.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/calibration/figure.h"

namespace resmap::calibration {
namespace {

std::vector<CalibratedMachine> machines() { return read_machines(RESMAP_SOURCE_DIR "/spec/calibration"); }

TEST(PlainReplay, EveryRowHolds) {
  const auto all = machines();
  const Figure figure = measure(all, plain_replay);
  EXPECT_EQ(in_words(figure, all.size()), "41 of 41 rows, 65 of 65 places on 15 machines");
  for (const std::string& missed : figure.missed) ADD_FAILURE() << missed;
}

TEST(PlainReplay, WithTheStartTurnedRoundTheLongRowsDoNot) {
  auto turned = machines();
  for (CalibratedMachine& machine : turned) std::reverse(machine.expected.start.begin(), machine.expected.start.end());
  EXPECT_LT(measure(turned, plain_replay).rows_holding, 35U);
}

TEST(PlainReplay, WithEveryDecodeBitOnNothingMoves) {
  auto all_on = machines();
  for (CalibratedMachine& machine : all_on)
    for (snapshot::Device& device : machine.snapshot.devices)
      if (device.memory_decode) device.memory_decode = device.io_decode = true;
  EXPECT_LT(measure(all_on, plain_replay).rows_holding, 38U);
}

}  // namespace
}  // namespace resmap::calibration
