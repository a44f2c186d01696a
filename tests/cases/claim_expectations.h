// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/claims/resource_map.h"
#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// What a claim case has seen: the map, and what the last verb did to it.
struct ClaimSeen {
  claims::ResourceMap* map = nullptr;
  claims::ClaimPolicy policy = {};
  claims::Era era = claims::Era::nt4;
  Result<claims::ClaimOutcome> answer = {};
  std::uint64_t events_before = 0;
};

// `expect` about claims; false: the line asks about something else. Throws CaseFailure.
[[nodiscard]] bool expect_claim(const Line& line, const ClaimSeen& seen);

}  // namespace resmap::cases
