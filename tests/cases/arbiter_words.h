// SPDX-License-Identifier: MIT
#pragma once

#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// arbiters, bus, bridge, order, reserved, block, boot, place, test, ...; spec/case-language.md has all.
[[nodiscard]] std::unique_ptr<Vocabulary> arbiter_words();

}  // namespace resmap::cases
