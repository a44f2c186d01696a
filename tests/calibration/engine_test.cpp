// SPDX-License-Identifier: MIT
// What Windows decided, and what the PnP manager decides: every row.
#include "tests/calibration/engine.h"

#include <gtest/gtest.h>

#include "tests/calibration/figure.h"

namespace resmap::calibration {
namespace {

TEST(Calibration, EveryRowHolds) {
  const auto machines = read_machines(RESMAP_SOURCE_DIR "/spec/calibration");
  const Figure figure = measure(machines, assign);
  EXPECT_EQ(in_words(figure, machines.size()), "41 of 41 rows, 65 of 65 places on 15 machines");
  for (const std::string& missed : figure.missed) ADD_FAILURE() << missed;
}

}  // namespace
}  // namespace resmap::calibration
