// SPDX-License-Identifier: MIT
#include "resmap/arbiters/memory_arbiter.h"

namespace resmap::arbiters {

namespace {

ArbiterSetup for_memory(ArbiterSetup setup) {
  setup.type = lists::ResourceType::memory;
  return setup;
}

}  // namespace

MemoryArbiter::MemoryArbiter(const ArbiterSetup& setup) : Arbiter(for_memory(setup)) {}

Result<void> MemoryArbiter::unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                               const ranges::RangeList&,
                                               FunctionRef<Result<void>(const Candidate&)> add) const {
  using PrefetchPlacement = ArbiterPolicy::PrefetchPlacement;
  const lists::IoDescriptorView descriptor = entry.alternatives[alternative];
  Candidate candidate = unpack(descriptor, entry, alternative);
  if ((descriptor.flags() & lists::memory_flag::bits_24) != 0) candidate.clip({0, 0xFF'FFFF});
  if ((descriptor.flags() & lists::memory_flag::prefetchable) != 0) {
    candidate.attributes |= range_attribute::prefetchable;
    if (setup().policy.prefetch_placement == PrefetchPlacement::highest_address) {
      candidate.kinds[0] = window_kind::prefetch | window_kind::plain;
    } else {
      candidate.kinds[0] = window_kind::prefetch;
      candidate.kinds[1] = window_kind::plain;
    }
  }
  return add(candidate);
}

}  // namespace resmap::arbiters
