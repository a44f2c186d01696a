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
//   2 driver              no            no        same*      same+
//   3 shared              no            no        same+       yes        "same": only within one driver
//
// Unmarked cells are documented and seen in ReactOS: claims-and-hal.md 1.10; R15, R18, R30.
//   * one source alone, ReactOS 2026, beside the literal meaning of the word: R31
//   + no source: our reading, that what is the driver's own yields within the driver
// The trigger of an interrupt plays no part: no source shows the claim path looking at it (R18).
[[nodiscard]] constexpr bool claims_may_share(lists::ShareDisposition claimed, lists::ShareDisposition held,
                                              Acquaintance acquaintance) {
  using enum lists::ShareDisposition;
  const auto yields = [](lists::ShareDisposition share) { return share == driver_exclusive || share == shared; };
  if (!yields(claimed) || !yields(held)) return false;
  return (claimed == shared && held == shared) || acquaintance.same_driver;
}

// May a requirement be placed over a range that is assigned? The matrix of the arbiters, the same both ways:
//
//                    0 undetermined   1 device   2 driver   3 shared
//   0 undetermined        no+            no+       kin*+       no+
//   1 device              no+            no        kin*        no
//   2 driver              kin*+          kin*      kin*        kin*
//   3 shared              no+            no        kin*        yes      "kin": same driver, or both root-enumerated
//
// Unmarked cells: Oshins, pnp-and-arbiters.md rule 11.
//   * one source alone, ReactOS's arbiter library of 2026: rule 12, 2.7 step 4; rule 11 has "1 vs anything conflicts"
//   + no source: undetermined is taken for device-exclusive
[[nodiscard]] constexpr bool arbiters_may_share(lists::ShareDisposition wanted, lists::ShareDisposition held,
                                                Acquaintance acquaintance) {
  using enum lists::ShareDisposition;
  if (wanted == shared && held == shared) return true;
  const bool one_is_the_drivers = wanted == driver_exclusive || held == driver_exclusive;
  return one_is_the_drivers && (acquaintance.same_driver || acquaintance.both_root_enumerated);
}

}  // namespace resmap::arbiters
