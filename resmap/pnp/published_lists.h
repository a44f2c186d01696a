// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "resmap/base/result.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::pnp {

// AllocationOrder and ReservedResources as all five decoded Windows have them (7 to 10; the memory order of "Pci" is that of 8.1
// and later), as values of a snapshot: for machines whose source shows none. Errors: those of the list builder.
// May throw bad_alloc. Source: pnp-and-arbiters.md 2.5.
[[nodiscard]] Result<std::vector<snapshot::PolicyValue>> published_lists();

}  // namespace resmap::pnp
