// SPDX-License-Identifier: MIT
#include "tests/cases/claim_policy_words.h"

#include "resmap/claims/policy_words.h"

namespace resmap::cases {

std::string set_claim_switch(claims::ClaimPolicy& policy, const std::string& name, const std::string& value,
                             bool& known) {
  const auto answer = claims::set_switch(policy, name, value);
  known = answer != claims::SwitchAnswer::no_such_switch;
  if (answer == claims::SwitchAnswer::set) return "";
  if (!known) return "there is no switch " + name;
  std::string all = name + " is one of";
  for (const std::string_view word : claims::switch_values(name)) all += " " + std::string(word);
  return all;
}

}  // namespace resmap::cases
