// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "tests/calibration/files.h"
#include "tests/calibration/judge.h"

namespace resmap::calibration {

// Who gives out resources. Of what is expected it may read `start` and `policy` alone.
using Assigner = std::function<Given(const CalibratedMachine& machine)>;

// How much of what Windows decided comes out the same.
struct Figure {
  std::size_t rows = 0, rows_holding = 0;
  std::size_t places = 0, places_holding = 0;  // of placements.jsonl: one a BAR or window
  std::vector<std::string> missed;             // "MACHINE, FILE NUMBER (TITLE): what differs"
};

[[nodiscard]] Figure measure(const std::vector<CalibratedMachine>& machines, const Assigner& assign);
// "41 of 41 rows, 65 of 65 places on 15 machines"
[[nodiscard]] std::string in_words(const Figure& figure, std::size_t machines);

}  // namespace resmap::calibration
