// SPDX-License-Identifier: MIT
#pragma once

#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// ranges, and after it claim, release, room, place, subtract, replace, invert, clone, begin, commit, rollback, keep, merge;
// what `expect` may ask about them stands in spec/case-language.md. Before the line `ranges` no verb is taken.
[[nodiscard]] std::unique_ptr<Vocabulary> range_words();

}  // namespace resmap::cases
