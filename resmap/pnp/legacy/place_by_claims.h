// SPDX-License-Identifier: MIT
// Not installed: how NT 4 chooses, by the ResourceMap alone.
#pragma once

#include <functional>
#include <vector>

#include "resmap/arbiters/arbiter_entry.h"
#include "resmap/claims/resource_map.h"
#include "resmap/lists/io_list.h"
#include "resmap/pnp/legacy/assign_resources.h"

namespace resmap::pnp {

// Who chooses, and from what. Everything is borrowed.
struct ClaimPlacement {
  const claims::ResourceMap* map = nullptr;
  claims::ClaimRequest who = {};  // lists are ignored; `device` decides whose list is replaced
  const SystemResources* order = nullptr;
  LegacyPolicy policy = {};
  std::span<const BusPart> bus = {};
  lists::CmLayout layout = lists::CmLayout::x86;
};

// One place for each group of arbitrated type; what is not arbitrated is passed over (IoAssignResources does not process it).
struct ChosenPlace {
  std::uint32_t group = 0;  // which, counting all
  lists::CmDescriptor raw{lists::CmLayout::x86};
};

// The first logical configuration that can be met, in list order (R63). Inside one: group after group; in a group the
// alternatives in list order (R64); of an alternative the ordering windows one after another, in each the first place from
// `policy.direction` on; then every place that the order leaves out. A place is free when the map would grant it to `who`; two
// places of the answer meet only where both are shared (R69). Where a group finds no room because of an earlier one, that one
// takes its next place. Never a part (R68). An alternative of length 0 has no place, and is passed over.
//   conflict RM6406   no configuration can be met; index: how many there are
//   limit_exceeded    the steps ran out: undecided; or a configuration has more than 4096 descriptors
//   malformed         the list, as IoRequirementsListView and GroupWalker say
//   unsupported RM6401   a requirement of messages, or of a type that is arbitrated but not by a claim
// and what ResourceMap::query() answers but for places that do not translate, which are passed over. Throws bad_alloc.
// Cost: a step a place, each one query. Source: claims-and-hal.md 3.3.
[[nodiscard]] Result<std::vector<ChosenPlace>> place_by_claims(const ClaimPlacement& by, Bytes requirements,
                                                               arbiters::StepBudget& budget);

// The places that the first configuration wants most, free or not: what a refusal is about.
[[nodiscard]] Result<std::vector<ChosenPlace>> wanted_first(const ClaimPlacement& by, Bytes requirements);

// A resource list of these places on the requirements' bus.
[[nodiscard]] Result<std::vector<std::uint8_t>> list_of_places(std::span<const ChosenPlace> places,
                                                               const lists::IoRequirementsHeader& header,
                                                               lists::CmLayout layout);

}  // namespace resmap::pnp
