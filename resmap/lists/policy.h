// SPDX-License-Identifier: MIT
#pragma once

namespace resmap::lists {

// What no public source settles about lists: one switch a question, each with its line in CAVEATS.md. No logic here.
struct ListPolicy {
  // A requirement of 4 GiB or more whose alignment is no multiple of the unit of its length.
  enum class LargeAlignment {
    round_up,  // the length alone chooses the form, the alignment is doubled until it fits (one open implementation)
    refuse,    // the first form whose unit divides both, else not encodable (the other one)
  };
  LargeAlignment large_alignment = LargeAlignment::round_up;
};

}  // namespace resmap::lists
