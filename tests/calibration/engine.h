// SPDX-License-Identifier: MIT
#pragma once

#include "tests/calibration/judge.h"

namespace resmap::calibration {

// What the PnP manager gives: first choices, everything as `resmap assign` does when nothing else is asked for, the devices of
// `start` behind all others. Throws std::runtime_error where it refuses to work.
[[nodiscard]] Given assign(const snapshot::Snapshot& machine, const std::vector<std::string>& start);

}  // namespace resmap::calibration
