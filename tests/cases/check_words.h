// SPDX-License-Identifier: MIT
#pragma once

#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// machine, check; expect overlap, window, unplaced, verdict, exit.
[[nodiscard]] std::unique_ptr<Vocabulary> check_words();

}  // namespace resmap::cases
