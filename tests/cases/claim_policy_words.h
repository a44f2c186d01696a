// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "resmap/claims/policy.h"

namespace resmap::cases {

// Sets the switch of that name; "": done, else what is wrong. `known` says whether there is such a switch at all.
[[nodiscard]] std::string set_claim_switch(claims::ClaimPolicy& policy, const std::string& name,
                                           const std::string& value, bool& known);

}  // namespace resmap::cases
