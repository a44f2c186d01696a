// SPDX-License-Identifier: MIT
#include "resmap/claims/policy_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace resmap::claims {
namespace {

TEST(PolicyWords, SetTheSwitchThatTheyName) {
  ClaimPolicy policy;
  EXPECT_EQ(set_switch(policy, "era", "w2k"), SwitchAnswer::set);
  EXPECT_EQ(policy.era, ClaimPolicy::Era::w2k);
  EXPECT_EQ(set_switch(policy, "pnp_events", "on"), SwitchAnswer::set);
  EXPECT_EQ(policy.pnp_events, ClaimPolicy::PnpEvents::on);
}

TEST(PolicyWords, ChangeNothingWhenTheyNameNothing) {
  ClaimPolicy policy;
  EXPECT_EQ(set_switch(policy, "pnp_event", "on"), SwitchAnswer::no_such_switch);
  EXPECT_EQ(set_switch(policy, "pnp_events", "maybe"), SwitchAnswer::no_such_value);
  EXPECT_EQ(policy.pnp_events, ClaimPolicy::PnpEvents::off);
  EXPECT_TRUE(switch_values("pnp_event").empty());
}

TEST(PolicyWords, NameEachSwitchOnceAndEachWithAChoice) {
  const std::vector<std::string_view> names = switch_names();
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size());
  for (const std::string_view name : names) {
    EXPECT_GE(switch_values(name).size(), 2U) << name;
    for (const std::string_view value : switch_values(name)) {
      ClaimPolicy policy;
      EXPECT_EQ(set_switch(policy, name, value), SwitchAnswer::set) << name << "=" << value;
    }
  }
}

}  // namespace
}  // namespace resmap::claims
