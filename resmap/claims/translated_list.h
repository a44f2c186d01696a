// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "resmap/arbiters/bus_map.h"
#include "resmap/claims/policy.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/registry/blob.h"

namespace resmap::claims {

// Something unusual about a list that was taken all the same.
struct Remark {
  std::uint16_t rule = 0;    // RM1070, RM4010 to RM4012
  std::uint64_t offset = 0;  // in the caller's list
  std::uint64_t value = 0;   // as spec/rules.md says
  friend constexpr bool operator==(const Remark&, const Remark&) = default;
};

// A list that a driver hands in, checked, with its twin: the same bytes with every port, memory and interrupt descriptor
// replaced by what it is system-wide.
struct TranslatedList {
  registry::Blob raw;
  registry::Blob translated;
  lists::CmLayout layout = lists::CmLayout::x64;
  std::uint32_t descriptors = 0;
  bool erases = false;       // Count is 0: this is no list but the wish to have none
  bool has_aliases = false;  // some port decodes 10 or 12 bits
  std::optional<Remark> remark;
};

// Reads and translates; `buses` null: every bus is the system itself. `layout`: 16 or 20 bytes a descriptor where the caller knows it; else as choose_layout() finds it, and
// where that finds both as good, 16 bytes in era nt4, which knew no other.
// What follows the last descriptor is not kept, but for RawLength::as_given, and remarked on (RM1070).
// truncated, with the rule, index and offset of CmWalker: the list breaks off; fewer than 4 bytes are one of these (RM1001)
// malformed RM1030: a range runs past the end of its space, raw or translated, unless the policy clips it
// not_found, overflow: a descriptor does not translate; index and offset are its own, the rest is BusMap::translate()'s
// limit_exceeded: more than a registry value holds. Throws bad_alloc. Cost: two walks, three without `layout`.
// Source: claims-and-hal.md 1.2, 1.3, 1.12; R6, R7, R13, R29, R44, R85, R86.
[[nodiscard]] Result<TranslatedList> translate_list(Bytes list, std::optional<lists::CmLayout> layout, Era era,
                                                    const arbiters::BusMap* buses, const ClaimPolicy& policy);

// The same for a list that comes with its translation (the HAL's, the PnP manager's): both are only checked.
// invalid_argument: one is no list, they differ in layout, or in their number of descriptors.
[[nodiscard]] Result<TranslatedList> checked_pair(Bytes raw, Bytes translated, std::optional<lists::CmLayout> layout,
                                                  const ClaimPolicy& policy);

}  // namespace resmap::claims
