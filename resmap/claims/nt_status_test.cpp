// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/claims/resource_map.h"

namespace resmap::claims {
namespace {

std::uint32_t status(ErrorCode code, Era era, const ClaimPolicy& policy = {}) {
  return nt_status(fail({.code = code}), era, policy);
}

ClaimOutcome refused() {
  ClaimOutcome outcome;
  outcome.conflict_detected = true;
  return outcome;
}

TEST(NtStatus, OfAConflictDependsOnTheEra) {
  ClaimOutcome granted;
  granted.granted = true;
  EXPECT_EQ(nt_status(granted, Era::nt4, {}), 0U);
  EXPECT_EQ(nt_status(refused(), Era::nt4, {}), 0xC000009A);
  EXPECT_EQ(nt_status(refused(), Era::w2k, {}), 0xC0000018);
  ClaimPolicy policy;
  policy.conflict_status = ClaimPolicy::ConflictStatus::conflicting_addresses;
  EXPECT_EQ(nt_status(refused(), Era::nt4, policy), 0xC0000018);
  policy.conflict_status = ClaimPolicy::ConflictStatus::insufficient_resources;
  EXPECT_EQ(nt_status(refused(), Era::w2k, policy), 0xC000009A);
  policy.conflict_status = ClaimPolicy::ConflictStatus::success;
  EXPECT_EQ(nt_status(refused(), Era::w2k, policy), 0U);
}

TEST(NtStatus, OfAListThatCannotBeReadDependsOnTheEra) {
  for (const ErrorCode code : {ErrorCode::truncated, ErrorCode::malformed, ErrorCode::overflow, ErrorCode::not_found}) {
    EXPECT_EQ(status(code, Era::nt4), 0xC000000D);
    EXPECT_EQ(status(code, Era::w2k), 0xC0000001);
  }
  ClaimPolicy policy;
  policy.malformed_status = ClaimPolicy::MalformedStatus::unsuccessful;
  EXPECT_EQ(status(ErrorCode::truncated, Era::nt4, policy), 0xC0000001);
  policy.malformed_status = ClaimPolicy::MalformedStatus::invalid_parameter;
  EXPECT_EQ(status(ErrorCode::truncated, Era::w2k, policy), 0xC000000D);
}

TEST(NtStatus, OfEverythingElseDoesNot) {
  for (const Era era : {Era::nt4, Era::w2k}) {
    EXPECT_EQ(status(ErrorCode::out_of_memory, era), 0xC000009A);
    EXPECT_EQ(status(ErrorCode::invalid_argument, era), 0xC000000D);
    EXPECT_EQ(status(ErrorCode::unreadable, era), 0xC0000001);
  }
}

}  // namespace
}  // namespace resmap::claims
