// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/arbiters/arbiter.h"

namespace resmap::arbiters {

// DMA channels, one for each requirement. A version 3 requirement names its one channel; its request line is no place.
// Source: pnp-and-arbiters.md 2.10; rule 23.
class DmaArbiter : public Arbiter {
 public:
  // `setup.type` is ignored.
  explicit DmaArbiter(const ArbiterSetup& setup = {.type = lists::ResourceType::dma});

 protected:
  [[nodiscard]] Result<void> unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                                const ranges::RangeList& possible,
                                                FunctionRef<Result<void>(const Candidate&)> add) const override;
};

// Bus numbers 0 to 255. At the root host bridges ask for theirs; below a bridge the pool is secondary to subordinate.
// Source: pnp-and-arbiters.md 2.10, 4.6.
class BusNumberArbiter : public Arbiter {
 public:
  static constexpr AddressRange kBuses{0, 255};

  // `setup.type` is ignored.
  explicit BusNumberArbiter(const ArbiterSetup& setup = {.type = lists::ResourceType::bus_number});

 protected:
  [[nodiscard]] Result<void> unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                                const ranges::RangeList& possible,
                                                FunctionRef<Result<void>(const Candidate&)> add) const override;
};

}  // namespace resmap::arbiters
