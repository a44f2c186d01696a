// SPDX-License-Identifier: MIT
#pragma once

#include "tests/calibration/files.h"
#include "tests/calibration/judge.h"

namespace resmap::calibration {

// All devices of a machine in the order in which they start: those that `start` does not name in the order of the tree, then it.
[[nodiscard]] std::vector<std::string> whole_order(const CalibratedMachine& machine);

// What the PnP manager gives, asked in this process. Throws std::runtime_error where it refuses to work.
[[nodiscard]] Given assign(const CalibratedMachine& machine);

// The records of `resmap assign --json` as what devices were given. A bridge's ranges count as windows too: the records do not say
// which is which. Throws std::runtime_error for text that holds no records.
[[nodiscard]] Given given_by_records(const std::string& records, const snapshot::Snapshot& machine);

// The words behind `resmap` that assign this machine and write records.
[[nodiscard]] std::vector<std::string> assign_words(const CalibratedMachine& machine);

}  // namespace resmap::calibration
