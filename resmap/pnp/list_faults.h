// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "resmap/lists/finding.h"
#include "resmap/pnp/occupancy.h"

namespace resmap::pnp {

// A list that a machine was put together from and that breaks a rule whose breach is an error: what of it could not be read, or
// not be believed, is missing from what the machine shows. Its descriptors that are whole count all the same.
struct ListFault {
  Owner owner;                      // a device, or a claim of the ResourceMap
  std::uint32_t configuration = 0;  // of a device: into its configurations
  lists::Finding first;             // the breach that comes first
  std::uint32_t errors = 1;         // how many there are
};

// The faults of every list of the snapshot: devices in its order, each one's lists in theirs, then claims. Mere warnings are none.
// May throw bad_alloc. Cost: linear in the lists.
[[nodiscard]] std::vector<ListFault> list_faults_of(const snapshot::Snapshot& snapshot);

}  // namespace resmap::pnp
