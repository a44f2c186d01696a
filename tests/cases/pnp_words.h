// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// assign, arrive, remove and what may be expected of them. Reads the machine of a case beside check_words, which must come after.
[[nodiscard]] std::unique_ptr<Vocabulary> pnp_words();

}  // namespace resmap::cases
