// SPDX-License-Identifier: MIT
#include "resmap/arbiters/registry_policy.h"

#include "resmap/arbiters/arbiter_test_support.h"
#include "resmap/arbiters/port_arbiter.h"

namespace resmap::arbiters {
namespace {

using test::list_of;
using test::place;

class RegistryPolicyTest : public testing::Test {
 protected:
  const std::vector<std::uint8_t> order_ =
      list_of({"port:0x500-0xffff", "port:0x100-0x3ff", "irq:9", "mem:0x100000-0xffffff"});
  const std::vector<std::uint8_t> reserved_ = list_of({"port:0x3f8-0x3ff", "mem:0xfff000-0xffffff"});
  const std::vector<std::uint8_t> inaccessible_ = list_of({"mem:0x800000+8M"});
  const std::vector<std::uint8_t> ecam_ = list_of({"mem:0x700000+1M"});
  const std::vector<PolicyValue> orders_ = {{.name = "Root", .list = order_, .refers_to = {}}};
  const std::vector<PolicyValue> reserves_ = {{.name = "root", .list = {}, .refers_to = "PCStandard"},
                                              {.name = "Twice", .list = {}, .refers_to = "root"},
                                              {.name = "Nowhere", .list = {}, .refers_to = "Missing"},
                                              {.name = "PCSTANDARD", .list = reserved_, .refers_to = {}},
                                              {.name = "MmConfigRange", .list = ecam_, .refers_to = {}}};
  const std::vector<PolicyValue> inaccessibles_ = {{.name = "Root", .list = {}, .refers_to = "PhysicalAddress"},
                                                   {.name = "PhysicalAddress", .list = inaccessible_, .refers_to = {}}};
  const RegistryPolicy policy_{orders_, reserves_, inaccessibles_};
};

TEST_F(RegistryPolicyTest, ANameLeadsToAListDirectlyOrByOneReference) {
  EXPECT_TRUE(find_policy_list(reserves_, "PCStandard")->has_value());
  EXPECT_TRUE(find_policy_list(reserves_, "Root")->has_value()) << "rule 27";
  EXPECT_FALSE(find_policy_list(reserves_, "Twice")->has_value()) << "one reference, no further";
  EXPECT_FALSE(find_policy_list(reserves_, "Nowhere")->has_value());
  EXPECT_FALSE(find_policy_list(reserves_, "Pci")->has_value());
  const PolicyValue broken[] = {{.name = "Root", .list = Bytes(order_).first(20), .refers_to = {}}};
  EXPECT_EQ(find_policy_list(broken, "Root").error().code, ErrorCode::truncated);
  EXPECT_FALSE(window_order_from({.allocation_order = broken, .reserved_resources = {}, .inaccessible_range = {}},
                                 "Root", lists::ResourceType::port));
}

TEST_F(RegistryPolicyTest, OrderAndReservedListMakeTheWindows) {
  PortArbiter ports;
  ASSERT_TRUE(ports.set_order(*window_order_from(policy_, "Root", lists::ResourceType::port)));
  EXPECT_EQ(place(ports, 1, {"port:8@8/0x100-0x3ff"}), "3f0");
  EXPECT_EQ(place(ports, 2, {"port:8@8/0-0xffff"}), "fff8");
  EXPECT_EQ(window_order_from(policy_, "Pci", lists::ResourceType::port)->windows().size(), 1U) << "no policy";
  EXPECT_EQ(window_order_from({}, "Root", lists::ResourceType::port)->windows().size(), 1U);
}

TEST_F(RegistryPolicyTest, InaccessibleAndConfigurationSpaceAreBlocked) {
  MemoryArbiter memory;
  ASSERT_TRUE(memory.set_order(*window_order_from(policy_, "Root", lists::ResourceType::memory)));
  ASSERT_TRUE(block_unusable(policy_, "Root", memory));
  EXPECT_EQ(place(memory, 1, {"mem:4K@4K/0-0xffffff"}), "6ff000") << "rule 28";
  MemoryArbiter free;
  ASSERT_TRUE(block_unusable({}, "Root", free));
  EXPECT_EQ(place(free, 1, {"mem:4K@4K/0-0xffffff"}), "fff000");
}

}  // namespace
}  // namespace resmap::arbiters
