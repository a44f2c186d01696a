// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resmap/snapshot/snapshot.h"
#include "tests/calibration/expected.h"

namespace resmap::calibration {

struct CalibratedMachine {
  std::string name;             // "acer-an515-57"
  std::string path;             // of NAME.machine
  snapshot::Snapshot snapshot;  // of NAME.machine
  Expected expected;            // of NAME.expected
};

// All machines of `folder`, by name. Throws std::runtime_error, which names the file, where one cannot be read or lacks its twin.
[[nodiscard]] std::vector<CalibratedMachine> read_machines(const std::string& folder);

}  // namespace resmap::calibration
