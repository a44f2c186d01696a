// SPDX-License-Identifier: MIT
#include "resmap/import/machine_policy.h"

#include <gtest/gtest.h>

#include "resmap/arbiters/registry_policy.h"

namespace resmap::import {
namespace {

lists::IoDescriptor range(const char* word) {
  auto parsed = parse_policy_range(word);
  EXPECT_TRUE(parsed) << word;
  return parsed ? *parsed : lists::IoDescriptor();
}

TEST(MachinePolicy, ARangeIsTypeAndBoundsAlone) {
  for (const char* word : {"port:0x500-0xffff", "mem:0x100000-0xffffffffffffffff"}) {
    const lists::IoDescriptor bounds = range(word);
    EXPECT_EQ(bounds.view().length(), 0U) << word;
  }
  EXPECT_EQ(arbiters::bounds_of(range("mem:0x100000-0xffffffffffffffff").view()), (AddressRange{0x100000, ~0ULL}));
  EXPECT_EQ(arbiters::bounds_of(range("irq:16-0xfffeffff").view()), (AddressRange{16, 0xFFFEFFFF}));
  EXPECT_EQ(arbiters::bounds_of(range("dma:6-15").view()), (AddressRange{6, 15}));
  EXPECT_EQ(arbiters::bounds_of(range("bus:3").view()), (AddressRange{3, 3}));
}

TEST(MachinePolicy, TheArbitersReadWhatIsWritten) {
  const std::string text = "order Pci as Root\norder Root port:0x500-0xffff irq:9\norder Root port:0x100\n";
  PolicyLists lists;
  for (const TextLine& line : read_lines(text)) ASSERT_TRUE(lists.add("k", line.words));
  snapshot::Snapshot facts;
  ASSERT_TRUE(lists.finish(0, facts));
  ASSERT_EQ(facts.policy.size(), 2U);
  const snapshot::PolicyValue &order = facts.policy[0], &alias = facts.policy[1];
  EXPECT_EQ(alias.registry_type, 1U);
  EXPECT_EQ(alias.bytes, (std::vector<std::uint8_t>{'R', 0, 'o', 0, 'o', 0, 't', 0, 0, 0}));
  const arbiters::PolicyValue values[] = {{"Root", order.bytes, {}}, {"Pci", {}, "Root"}};
  const arbiters::RegistryPolicy policy{values, {}, {}};
  const auto windows = arbiters::window_order_from(policy, "pci", lists::ResourceType::port);
  ASSERT_TRUE(windows);
  const auto plain = arbiters::find_policy_list(values, "Pci");
  ASSERT_TRUE(plain && *plain);
  EXPECT_EQ((*(*plain)->begin()).size(), 3U);
}

}  // namespace
}  // namespace resmap::import
