// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/arbiters/bus_map.h"
#include "resmap/pnp/assignment.h"
#include "resmap/pnp/first_choice.h"

// What a search found, as the lists of a START. Not installed: pnp_manager.cpp uses it.
namespace resmap::pnp {

// How the device's resources are seen by the processor; null: as they are.
struct Translation {
  const arbiters::BusMap* buses = nullptr;
  arbiters::BusMap::Place place = arbiters::BusMap::kRoot;
};

// Fills in resources and lists: one descriptor a group, in order, what is not arbitrated copied as it stands; each translated by
// itself, so that element i of one list is element i of the other. A line that nothing routes is a Null descriptor in its place.
//   not_found RM2130, overflow   index: the resource that does not translate (problem 33; 36 for an interrupt)
//   not_encodable, out_of_memory, limit_exceeded
// May throw bad_alloc. Source: pnp-and-arbiters.md 1.3, 2.12; rules 1, 10.
[[nodiscard]] Result<void> write_lists(const Chosen& chosen, const Requirements& requirements,
                                       const ArbiterTree& arbiters, const Translation& translation, Assignment& into);

// The two lists again, from the resources as they stand now.
[[nodiscard]] Result<void> rewrite_lists(const Requirements& requirements, Assignment& into);

}  // namespace resmap::pnp
