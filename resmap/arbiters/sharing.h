// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/lists/resource_type.h"

namespace resmap::arbiters {

// What two parties that meet at one place know of each other.
struct Acquaintance {
  bool same_driver = false;           // one driver serves both
  bool both_root_enumerated = false;  // both hang from the root of the device tree
};

// May a new claim lie over one that stands? The matrix of the claim path (IoReportResourceUsage):
//
//   new \ holder    0 undetermined   1 device   2 driver   3 shared
//   0 undetermined        no            no         no         no
//   1 device              no            no         no         no
//   2 driver              no            no        same       same
//   3 shared              no            no        same        yes        "same": only within one driver
//
// The trigger of an interrupt plays no part. Source: claims-and-hal.md 1.10; R15, R18, R30.
[[nodiscard]] constexpr bool claims_may_share(lists::ShareDisposition claimed, lists::ShareDisposition held,
                                              Acquaintance acquaintance) {
  using enum lists::ShareDisposition;
  const auto yields = [](lists::ShareDisposition share) { return share == driver_exclusive || share == shared; };
  if (!yields(claimed) || !yields(held)) return false;
  return (claimed == shared && held == shared) || acquaintance.same_driver;
}

// May a requirement be placed over a range that is assigned? The matrix of the arbiters: shared on shared; driver-exclusive
// beside whatever belongs to the same driver, or where both devices are root-enumerated. Undetermined counts as exclusive.
// Source: pnp-and-arbiters.md 2.1, 2.7 step 4; rules 11 and 12.
[[nodiscard]] constexpr bool arbiters_may_share(lists::ShareDisposition wanted, lists::ShareDisposition held,
                                                Acquaintance acquaintance) {
  using enum lists::ShareDisposition;
  if (wanted == shared && held == shared) return true;
  const bool one_is_the_drivers = wanted == driver_exclusive || held == driver_exclusive;
  return one_is_the_drivers && (acquaintance.same_driver || acquaintance.both_root_enumerated);
}

}  // namespace resmap::arbiters
