// SPDX-License-Identifier: MIT
#include "resmap/claims/claim_work.h"

#include <gtest/gtest.h>

#include "resmap/claims/claims_test_support.h"
#include "resmap/claims/rules.h"

namespace resmap::claims {
namespace {

Result<ClaimWork> prepared(const ClaimRequest& request, const ClaimPolicy& policy = {}) {
  return prepare(request, nullptr, policy);
}

TEST(ClaimWork, NamesTheDriversKeyByItsLastComponent) {
  EXPECT_EQ(driver_key_name(R"(\Driver\Serial)"), "Serial");
  EXPECT_EQ(driver_key_name(R"(\FileSystem\Filters\x)"), "x");
  EXPECT_EQ(driver_key_name("Serial"), "Serial");
  EXPECT_EQ(driver_key_name(R"(\Driver\)"), "");
}

TEST(ClaimWork, PutsTheDriversListFirst) {
  const ByteRow a = list_of({"irq:5"}), b = list_of({"irq:6"});
  const auto work =
      prepared({.driver = R"(\Driver\x)", .driver_list = Bytes(a), .device = "d", .device_list = Bytes(b)});
  ASSERT_TRUE(work);
  EXPECT_EQ(work->class_name, "Other");
  EXPECT_EQ(work->driver, "x");
  ASSERT_EQ(work->lists.size(), 2U);
  EXPECT_EQ(work->lists[0].device, "");
  EXPECT_EQ(work->lists[1].device, "d");
}

TEST(ClaimWork, FollowsTheErasOfPolicyAndRequest) {
  const ByteRow list = list_of({"irq:5"});
  ClaimPolicy policy;
  EXPECT_FALSE(prepared({.driver = "x", .driver_list = Bytes(list)}, policy)->lists[0].aliases);
  EXPECT_TRUE(prepared({.driver = "x", .driver_list = Bytes(list), .era = Era::w2k}, policy)->lists[0].aliases);
  policy.era = Era::w2k;
  EXPECT_TRUE(prepared({.driver = "x", .driver_list = Bytes(list)}, policy)->lists[0].aliases);
  policy.decode_aliases = ClaimPolicy::DecodeAliases::never;
  EXPECT_FALSE(prepared({.driver = "x", .driver_list = Bytes(list)}, policy)->lists[0].aliases);
  EXPECT_TRUE(compares_bus_numbers(policy, Era::w2k));
  EXPECT_FALSE(compares_bus_numbers(policy, Era::nt4));
}

TEST(ClaimWork, RefusesNamesThatNoKeyOrValueCanHave) {
  const ByteRow list = list_of({"irq:5"});
  const auto rule_of = [&](ClaimRequest request) {
    request.device_list = Bytes(list);
    const auto work = prepared(request);
    return work ? 0 : work.error().rule;
  };
  const std::string nul("a\0b", 3), long_name(registry::Registry::max_name, 'x');
  EXPECT_EQ(rule_of({.driver = nul, .device = "d"}), rule::bad_name);
  EXPECT_EQ(rule_of({.driver = "x", .device = nul}), rule::bad_name);
  EXPECT_EQ(rule_of({.driver = "x", .device = long_name}), rule::bad_name);
  EXPECT_EQ(rule_of({.class_name = R"(a\b)", .driver = "x", .device = "d"}), rule::bad_name);
  EXPECT_EQ(rule_of({.class_name = "a/b", .driver = "x", .device = R"(\Device\d)"}), 0);
}

TEST(ClaimWork, RemarksOnEveryDescriptorThatMeetsAnEarlierOne) {
  const ByteRow list = list_of({"port:0x300+8", "mem:0x300+8", "port:0x310+8", "port:0x304+16", "port:0x318"});
  const auto work = prepared({.driver = "x", .driver_list = Bytes(list)});
  ASSERT_EQ(work->remarks.size(), 2U);
  EXPECT_EQ(work->remarks[0], (Remark{rule::overlaps_itself, 20 + 3 * 16, 0x304}));
  EXPECT_EQ(work->remarks[1], (Remark{rule::overlaps_itself, 20 + 2 * 16, 0x310}));
}

}  // namespace
}  // namespace resmap::claims
