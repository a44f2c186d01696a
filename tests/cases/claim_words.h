// SPDX-License-Identifier: MIT
#pragma once

#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// era, policy, translate, claim, release, record; expect success, refused, error, status, map, value, conflict, events, ...
[[nodiscard]] std::unique_ptr<Vocabulary> claim_words();

}  // namespace resmap::cases
