// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/result.h"
#include "resmap/pnp/policy.h"

namespace resmap::report {

// One switch of ArbiterPolicy or PnpPolicy by its name in the code, with the values it takes, the default first.
struct PolicySwitch {
  std::string_view name;
  std::vector<std::string_view> values;
};
[[nodiscard]] std::vector<PolicySwitch> policy_switches();

// Sets a switch by name and value ("retry", "below"); dashes count as underscores.
// not_found: no such switch; malformed: it has no such value.
[[nodiscard]] Result<void> set_policy(pnp::Policy& policy, std::string_view name, std::string_view value);

}  // namespace resmap::report
