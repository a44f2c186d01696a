// SPDX-License-Identifier: MIT
#include "resmap/lists/logical_configuration.h"

#include <gtest/gtest.h>

#include <set>

namespace resmap::lists {
namespace {

TEST(LogicalConfiguration, EveryKindHasARegistryValueOfItsOwn) {
  std::set<std::string_view> names;
  for (std::uint32_t code = 0; code <= static_cast<std::uint32_t>(LogConfType::override_); ++code) {
    EXPECT_LE(code, kLogConfBits);
    EXPECT_TRUE(names.insert(registry_value_name(LogConfType{code})).second) << code;
  }
  EXPECT_FALSE(names.contains(""));
  EXPECT_TRUE(registry_value_name(LogConfType{6}).empty());
}

// Source: pnp-and-arbiters.md 1.6.
TEST(LogicalConfiguration, ValuesAreNamedAsTheRegistryNamesThem) {
  EXPECT_EQ(registry_value_name(LogConfType::basic), "BasicConfigVector");
  EXPECT_EQ(registry_value_name(LogConfType::filtered), "FilteredConfigVector");
  EXPECT_EQ(registry_value_name(LogConfType::alloc), "AllocConfig");
  EXPECT_EQ(registry_value_name(LogConfType::boot), "BootConfig");
  EXPECT_EQ(registry_value_name(LogConfType::forced), "ForcedConfig");
  EXPECT_EQ(registry_value_name(LogConfType::override_), "OverrideConfigVector");
}

// The lower number is tried earlier. Source: pnp-and-arbiters.md 1.5.
TEST(LogicalConfiguration, PrioritiesRiseFromForcedToDisabled) {
  using namespace configuration_priority;  // NOLINT(google-build-using-namespace)
  constexpr std::uint32_t in_order[] = {force_config,  boot_config,      desired,    normal,  last_best_config,
                                        suboptimal,    last_soft_config, restart,    reboot,  power_off,
                                        hard_reconfig, hard_wired,       impossible, disabled};
  for (std::size_t i = 1; i < std::size(in_order); ++i) EXPECT_LT(in_order[i - 1], in_order[i]);
}

}  // namespace
}  // namespace resmap::lists
