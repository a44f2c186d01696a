// SPDX-License-Identifier: MIT
#include "resmap/claims/resource_map.h"
#include "resmap/claims/rules.h"

namespace resmap::claims {

namespace {

constexpr std::uint32_t kSuccess = 0x00000000;
constexpr std::uint32_t kUnsuccessful = 0xC0000001;
constexpr std::uint32_t kInvalidParameter = 0xC000000D;
constexpr std::uint32_t kConflictingAddresses = 0xC0000018;
constexpr std::uint32_t kInsufficientResources = 0xC000009A;

std::uint32_t conflict_status(Era era, const ClaimPolicy& policy) {
  switch (policy.conflict_status) {
    case ClaimPolicy::ConflictStatus::insufficient_resources: return kInsufficientResources;
    case ClaimPolicy::ConflictStatus::conflicting_addresses: return kConflictingAddresses;
    case ClaimPolicy::ConflictStatus::success: return kSuccess;
    case ClaimPolicy::ConflictStatus::by_era: break;
  }
  return era == Era::nt4 ? kInsufficientResources : kConflictingAddresses;
}

std::uint32_t malformed_status(Era era, const ClaimPolicy& policy) {
  switch (policy.malformed_status) {
    case ClaimPolicy::MalformedStatus::invalid_parameter: return kInvalidParameter;
    case ClaimPolicy::MalformedStatus::unsuccessful: return kUnsuccessful;
    case ClaimPolicy::MalformedStatus::by_era: break;
  }
  return era == Era::nt4 ? kInvalidParameter : kUnsuccessful;
}

}  // namespace

std::uint32_t nt_status(const Result<ClaimOutcome>& result, Era era, const ClaimPolicy& policy) {
  if (result) return result->granted ? kSuccess : conflict_status(era, policy);
  switch (result.error().code) {
    case ErrorCode::out_of_memory: return kInsufficientResources;
    case ErrorCode::invalid_argument: return kInvalidParameter;
    case ErrorCode::truncated:
    case ErrorCode::malformed:
    case ErrorCode::overflow:
    case ErrorCode::not_found:
    case ErrorCode::not_encodable:
    case ErrorCode::limit_exceeded: return malformed_status(era, policy);
    default: return kUnsuccessful;
  }
}

}  // namespace resmap::claims
