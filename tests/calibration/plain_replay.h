// SPDX-License-Identifier: MIT
#pragma once

#include "tests/calibration/files.h"
#include "tests/calibration/judge.h"

namespace resmap::calibration {

// The model of windows-traces.md, section 1, read plainly: numbers 1 to 8, devices one after another, with nothing of arbiters/ or
// pnp/. It never reads what is expected. It shows that the machines were written down rightly before anybody is judged by them,
// and tells a fault of the engine from one of the text afterwards. What no machine here needs it does not know: translation, ISA
// aliases, bus numbers, messages, link devices, reserved lists, retries.
[[nodiscard]] Given plain_replay(const CalibratedMachine& machine);

}  // namespace resmap::calibration
