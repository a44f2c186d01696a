// SPDX-License-Identifier: MIT
#include "resmap/pnp/list_faults.h"

#include <gtest/gtest.h>

#include "resmap/lists/rules.h"
#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using lists::LogConfType;
using testing_support::cm_list;
using testing_support::Draft;
using testing_support::io_list;

// A list that counts more descriptors than it has bytes for.
std::vector<std::uint8_t> counting_more(std::vector<std::uint8_t> list) {
  list.at(16) = 15;
  return list;
}

TEST(ListFaults, WholeListsHaveNone) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.boot(device, {"port:0x3f8+8", "irq:4"});
  draft.wants(device, {{"port:0x3f8+8"}});
  draft.claim("PnP", "d", "a.Translated", {"port:0x3f8+8"});
  EXPECT_TRUE(list_faults_of(draft.snapshot()).empty());
}

TEST(ListFaults, ABrokenListIsNamedWithRuleAndPlace) {
  Draft draft;
  draft.boot(draft.add("whole"), {"irq:3"});
  const DeviceIndex device = draft.add("broken");
  draft.boot(device, {"irq:5"});
  draft[device].configurations.push_back({LogConfType::alloc, 8, counting_more(cm_list({"port:0x3f8+8"})), 0});
  const auto faults = list_faults_of(draft.snapshot());
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].owner, (Owner{Owner::Kind::device, device}));
  EXPECT_EQ(faults[0].configuration, 1U);
  EXPECT_EQ(faults[0].first.rule, lists::rule::cm_descriptor_truncated);
  EXPECT_EQ(faults[0].first.offset, 40U);
  EXPECT_EQ(faults[0].errors, 1U);
}

TEST(ListFaults, RequirementsAndClaimsAreHeldToTheirRulesToo) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  auto requirements = io_list({{"port:0x3f8+8"}});
  requirements.resize(requirements.size() - 1);
  draft[device].configurations.push_back({LogConfType::basic, 10, requirements, 0});
  draft.claim("PnP", "d", "a.Raw", {"irq:4"});
  draft.snapshot().claims[0].bytes.resize(3);
  const auto faults = list_faults_of(draft.snapshot());
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0].errors, 2U) << "its ListSize passes its end as well";
  EXPECT_EQ(faults[1].owner, (Owner{Owner::Kind::claim, 0}));
  EXPECT_EQ(faults[1].first.rule, lists::rule::cm_too_short);
}

TEST(ListFaults, WarningsAreNone) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.boot(device, {"irq:4"});
  draft[device].configurations[0].bytes.push_back(0);  // slack
  EXPECT_TRUE(list_faults_of(draft.snapshot()).empty());
}

TEST(ListFaults, WhatStandsBeforeABreakCounts) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft[device].configurations.push_back({LogConfType::boot, 8, counting_more(cm_list({"port:0x3f8+8", "irq:4"})), 0});
  auto requirements = io_list({{"port:0x3f8+8"}, {"port:0x2f8+8"}});
  requirements.resize(requirements.size() - 1);
  draft[device].configurations.push_back({LogConfType::basic, 10, requirements, 0});
  const Machine machine = draft.machine();
  ASSERT_EQ(machine.held().size(), 2U);
  EXPECT_EQ(machine.held()[0].range, (AddressRange{0x3f8, 0x3ff}));
  EXPECT_EQ(machine.held()[1].range, (AddressRange{4, 4}));
  EXPECT_EQ(machine.list_faults().size(), 2U);
}

}  // namespace
}  // namespace resmap::pnp
