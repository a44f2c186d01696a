// SPDX-License-Identifier: MIT
#include "resmap/arbiters/number_arbiters.h"

namespace resmap::arbiters {

namespace {

ArbiterSetup with_type(ArbiterSetup setup, lists::ResourceType type) {
  setup.type = type;
  return setup;
}

}  // namespace

DmaArbiter::DmaArbiter(const ArbiterSetup& setup) : Arbiter(with_type(setup, lists::ResourceType::dma)) {}

Result<void> DmaArbiter::unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                            const ranges::RangeList&,
                                            FunctionRef<Result<void>(const Candidate&)> add) const {
  const lists::IoDescriptorView descriptor = entry.alternatives[alternative];
  Candidate candidate = unpack(descriptor, entry, alternative);
  if (descriptor.is_dma_v3()) {
    candidate.bounds = {descriptor.v3_channel(), descriptor.v3_channel()};
    candidate.usable = true;
  }
  return add(candidate);
}

BusNumberArbiter::BusNumberArbiter(const ArbiterSetup& setup)
    : Arbiter(with_type(setup, lists::ResourceType::bus_number)) {}

Result<void> BusNumberArbiter::unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                                  const ranges::RangeList&,
                                                  FunctionRef<Result<void>(const Candidate&)> add) const {
  Candidate candidate = unpack(entry.alternatives[alternative], entry, alternative);
  candidate.bottom_up = setup().policy.bus_number_direction == ArbiterPolicy::BusNumberDirection::bottom_up;
  candidate.clip(kBuses);
  return add(candidate);
}

}  // namespace resmap::arbiters
