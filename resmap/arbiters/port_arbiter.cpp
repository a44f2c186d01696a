// SPDX-License-Identifier: MIT
#include "resmap/arbiters/port_arbiter.h"

namespace resmap::arbiters {

namespace {

ArbiterSetup for_ports(ArbiterSetup setup) {
  setup.type = lists::ResourceType::port;
  return setup;
}

// The distance of the aliases of a port with these flags; 0 where there are none.
std::uint64_t alias_step(std::uint16_t flags) {
  using namespace lists::port_flag;
  if ((flags & (positive_decode | decode_16_bit)) != 0) return 0;
  if ((flags & decode_10_bit) != 0) return 0x400;
  return (flags & decode_12_bit) != 0 ? 0x1000 : 0;
}

}  // namespace

PortArbiter::PortArbiter(const ArbiterSetup& setup) : Arbiter(for_ports(setup)) {}

Result<void> PortArbiter::unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                             const ranges::RangeList&,
                                             FunctionRef<Result<void>(const Candidate&)> add) const {
  const lists::IoDescriptorView descriptor = entry.alternatives[alternative];
  Candidate candidate = unpack(descriptor, entry, alternative);
  candidate.alias_step = alias_step(descriptor.flags());
  candidate.takes_nothing = (descriptor.flags() & lists::port_flag::passive_decode) != 0;
  return add(candidate);
}

}  // namespace resmap::arbiters
