// SPDX-License-Identifier: MIT
// Not installed: the inside of Arbiter.
#pragma once

#include <optional>

#include "resmap/arbiters/candidate.h"
#include "resmap/arbiters/policy.h"
#include "resmap/ranges/range_list.h"

namespace resmap::arbiters {

// How much is forgiven where a place is not simply free.
enum class Leniency : std::uint8_t {
  none,
  drivers,  // driver-exclusive ranges of acquaintances (2.7 step 4)
  own,      // ... and ranges of the same device (2.7 step 5)
};

// One device's wish against what is occupied: free places, and entering and leaving them with their ISA aliases.
class Placement {
 public:
  Placement(const Candidate& candidate, DeviceId device, const ArbiterPolicy& policy, const Acquaintances& known)
      : candidate_(candidate), device_(device), policy_(policy), known_(known) {}

  // Whether what stands in `entry` does not keep the candidate away.
  [[nodiscard]] bool passes(const ranges::RangeEntry& entry, Leniency leniency) const;
  // The same for one of its aliases.
  [[nodiscard]] bool alias_passes(const ranges::RangeEntry& entry) const;

  // Whether it may stand at `range`, its aliases included.
  [[nodiscard]] bool may_stand(const ranges::RangeList& occupied, AddressRange range, Leniency leniency) const;

  // The first place that may be had within `within`, which lies inside the bounds: the highest, or with bottom_up (which
  // excludes aliases) the lowest.
  // Every place that its aliases forbid costs a step of `budget`; without steps: limit_exceeded. nullopt: there is none.
  [[nodiscard]] Result<std::optional<std::uint64_t>> find(const ranges::RangeList& occupied, const Pool& pool,
                                                          std::uint8_t kinds, AddressRange within, Leniency leniency,
                                                          StepBudget& budget) const;

  // Enters the range and its aliases. Answers false where the device holds exactly this range already: nothing is entered then.
  [[nodiscard]] Result<bool> enter(ranges::RangeList& occupied, AddressRange range) const;
  [[nodiscard]] Result<void> leave(ranges::RangeList& occupied, AddressRange range) const;

  // Calls `visit` for every alias of `range` until it answers false; answers whether it never did.
  bool for_each_alias(AddressRange range, FunctionRef<bool(AddressRange)> visit) const;

 private:
  [[nodiscard]] Result<void> leave_main(ranges::RangeList& occupied, AddressRange range) const;
  [[nodiscard]] bool main_is_free(const ranges::RangeList& occupied, AddressRange range, Leniency leniency) const;
  [[nodiscard]] bool aliases_are_free(const ranges::RangeList& occupied, AddressRange range) const;
  [[nodiscard]] std::uint8_t mask() const;

  const Candidate& candidate_;
  DeviceId device_;
  const ArbiterPolicy& policy_;
  const Acquaintances& known_;
};

}  // namespace resmap::arbiters
