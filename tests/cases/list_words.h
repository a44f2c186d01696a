// SPDX-License-Identifier: MIT
#pragma once

#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// list, claims, requirements; expect layout, descriptor, bytes, finding.
[[nodiscard]] std::unique_ptr<Vocabulary> list_words();

}  // namespace resmap::cases
