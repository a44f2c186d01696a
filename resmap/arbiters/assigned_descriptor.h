// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/arbiters/arbiter_entry.h"
#include "resmap/lists/cm_descriptor_value.h"

namespace resmap::arbiters {

// A place as a raw descriptor. Lines carry their number as level and vector, and any processor; of an interrupt's flags the one
// that belongs to requirements alone is left out. `type`: one that is arbitrated. Errors: those of CmDescriptor::address.
[[nodiscard]] Result<lists::CmDescriptor> descriptor_at(AddressRange place, lists::ResourceType type,
                                                        lists::ShareDisposition share, std::uint16_t flags,
                                                        lists::CmLayout layout);

// What a device gets in its START for one requirement that a test has answered: the alternative that was chosen, at its place,
// flags and share as they were asked (PackResource). A null request has length 0 at its minimum.
// not_found: there is no answer, or no place in it (unknown_route). Errors of CmDescriptor::address besides.
// Source: pnp-and-arbiters.md 1.3, 1.4; rule 1.
[[nodiscard]] Result<lists::CmDescriptor> assigned_descriptor(const ArbiterEntry& entry, lists::CmLayout layout);

}  // namespace resmap::arbiters
