// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "resmap/claims/policy.h"

namespace resmap::claims {

// The switches of ClaimPolicy by the words that a person writes: the member's name, and the enumerator's. What the command line
// takes and what cases say. May throw bad_alloc; the words live as long as the program.
enum class SwitchAnswer : std::uint8_t { set, no_such_switch, no_such_value };

// Sets the switch of that name; any other answer, and nothing was changed.
[[nodiscard]] SwitchAnswer set_switch(ClaimPolicy& policy, std::string_view name, std::string_view value);
// All of them, in the order of policy.h.
[[nodiscard]] std::vector<std::string_view> switch_names();
// What a switch can be; nothing for a name that is no switch.
[[nodiscard]] std::vector<std::string_view> switch_values(std::string_view name);

}  // namespace resmap::claims
