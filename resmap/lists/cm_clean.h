// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/lists/cm_walker.h"

namespace resmap::lists {

// Whether validate_cm would find nothing at all: the same rules, answered with yes or no. Nothing is allocated.
// Cost: one pass, about a nanosecond a descriptor; no branch depends on a descriptor's content while all is well.
[[nodiscard]] bool is_clean_cm(Bytes bytes, CmForm form, CmLayout layout, CmSide side);

}  // namespace resmap::lists
