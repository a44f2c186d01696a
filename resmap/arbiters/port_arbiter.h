// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/arbiters/arbiter.h"

namespace resmap::arbiters {

// Ports. A card that decodes only 10 or 12 address lines answers at every 0x400 or 0x1000 more, up to FFFF: those aliases are
// entered with its range and go with it; what they collide with is ArbiterPolicy::alias_conflict. A port that is decoded but
// not used (passive decode) is placed and keeps nobody away.
// Source: pnp-and-arbiters.md 2.11; rules 55 to 57.
class PortArbiter : public Arbiter {
 public:
  // `setup.type` is ignored.
  explicit PortArbiter(const ArbiterSetup& setup = {.type = lists::ResourceType::port});

 protected:
  [[nodiscard]] Result<void> unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                                const ranges::RangeList& possible,
                                                FunctionRef<Result<void>(const Candidate&)> add) const override;
};

}  // namespace resmap::arbiters
