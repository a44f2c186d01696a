// SPDX-License-Identifier: MIT
#include "resmap/report/policy_words.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "tests/support/golden.h"

namespace resmap::report {
namespace {

TEST(PolicyWords, KnowEverySwitchOfTheArbitersAndThePnpManagerWithEveryValue) {
  std::size_t switches = 0;
  for (const char* file : {"/resmap/arbiters/policy.h", "/resmap/pnp/policy.h"}) {
    const std::string header = testing_support::read_text(std::string(RESMAP_SOURCE_DIR) + file);
    const std::regex kind(R"(enum class (\w+) : std::uint8_t \{([^}]*)\};\s*(\w+) (\w+) = (\w+)::(\w+);)"),
        name(R"((\w+)(,[^\n]*|\s*//[^\n]*)?)"), comment(R"(//[^\n]*)");
    for (std::sregex_iterator at(header.begin(), header.end(), kind), end; at != end; ++at) {
      ++switches;
      const std::string values = std::regex_replace((*at)[2].str(), comment, "");
      const std::regex word(R"(\w+)");
      for (std::sregex_iterator value(values.begin(), values.end(), word); value != end; ++value) {
        pnp::Policy policy;
        const std::string said = value->str() == "win8_1" ? "win8.1" : value->str();
        EXPECT_TRUE(set_policy(policy, (*at)[4].str(), said).has_value()) << (*at)[4] << "=" << said;
      }
    }
  }
  EXPECT_EQ(switches, policy_switches().size());
  EXPECT_GE(switches, 13U);
}

TEST(PolicyWords, SetWhatTheySay) {
  pnp::Policy policy;
  EXPECT_TRUE(set_policy(policy, "retry", "below").has_value());
  EXPECT_EQ(policy.arbiters.retry, arbiters::ArbiterPolicy::Retry::below);
  EXPECT_TRUE(set_policy(policy, "lpt-interrupt", "required").has_value());
  EXPECT_EQ(policy.pnp.lpt_interrupt, pnp::PnpPolicy::LptInterrupt::required);
  EXPECT_EQ(set_policy(policy, "retry", "sideways").error().code, ErrorCode::malformed);
  EXPECT_EQ(set_policy(policy, "nothing", "below").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace resmap::report
