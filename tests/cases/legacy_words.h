// SPDX-License-Identifier: MIT
#pragma once

#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// legacy era|policy|order|reserved|holds|needs|bus|pnp, legacy assign|slot|detect|detected, inf; expect legacy ..., expect inf ...
[[nodiscard]] std::unique_ptr<Vocabulary> legacy_words();

}  // namespace resmap::cases
