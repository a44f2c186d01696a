// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "resmap/lists/cm_walker.h"

namespace resmap::lists {

// How well a reading in one layout explains the bytes.
enum class CmFit : std::uint8_t {
  broken,  // the bytes end early
  loose,   // whole, but bytes are left over, or a type or share is none that NT knows
  exact,   // every byte is used and every type and share is known; DeviceSpecific stands last only
};

struct CmLayoutChoice {
  CmLayout layout;
  CmFit fit;       // of the chosen layout
  bool ambiguous;  // the other layout fits as well: an empty list, or a rare coincidence with trailing data
};

// Which of the two layouts the bytes are written in. Nothing in a list says so; the reading that uses every byte with known
// types and shares is taken (of 400,000 random lists both readings did so in 106, empty ones apart). Where both or neither
// do, the reading with fewer errors, then fewer warnings, then the one with more whole descriptors; and where all that is equal,
// `prefer` (what the rest of the hive uses), then x64.
// Cost: two walks. Source: structures-and-wdf.md 5, "Deciding".
[[nodiscard]] CmLayoutChoice choose_layout(Bytes bytes, CmForm form, std::optional<CmLayout> prefer = std::nullopt);

}  // namespace resmap::lists
