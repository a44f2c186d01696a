// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "resmap/claims/claim_request.h"
#include "resmap/report/table.h"

namespace resmap::report {

// One range of a list that stands, as the whole system sees it.
struct HeldClaim {
  lists::ResourceType type = lists::ResourceType::memory;  // never memory_large; ports in memory are memory
  AddressRange range{0, 0};
  lists::ShareDisposition share = lists::ShareDisposition::undetermined;
  std::string owner;    // Class\Driver, and the device after two blanks where it is one's
  bool window = false;  // passed on to the devices below it
  bool overrides = false;
};

// Appends what a list holds: one for each descriptor that takes a place. May throw bad_alloc.
void append_held(std::vector<HeldClaim>& held, const claims::StoredList& list);

// `claims --by-type`: ranges by type, rising, what lies within a range indented below it, who shares a range together.
// `only`: one type. May throw bad_alloc.
void print_claims_by_type(TextWriter& out, std::vector<HeldClaim> held, std::optional<lists::ResourceType> only,
                          const Paint& paint);

}  // namespace resmap::report
