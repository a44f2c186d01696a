// SPDX-License-Identifier: MIT
// Tested in placement_search_test.cpp.
#include "resmap/arbiters/placement.h"

#include <algorithm>

#include "resmap/base/checked.h"

namespace resmap::arbiters {

namespace {

using lists::ShareDisposition;
using ranges::Availability;
using ranges::OnOverlap;
using ranges::RangeEntry;
using ranges::RangeList;

constexpr std::uint64_t kLastAliasedPort = 0xFFFF;

ShareDisposition share_from(std::uint8_t attributes) {
  if ((attributes & range_attribute::shared) != 0) return ShareDisposition::shared;
  return (attributes & range_attribute::driver_exclusive) != 0 ? ShareDisposition::driver_exclusive
                                                               : ShareDisposition::device_exclusive;
}

}  // namespace

// Attributes that pass without a further question.
std::uint8_t Placement::mask() const {
  std::uint8_t mask = candidate_.passable;
  if (candidate_.trigger_matters) mask &= static_cast<std::uint8_t>(~range_attribute::shared);
  if (policy_.alias_conflict == ArbiterPolicy::AliasConflict::never) mask |= range_attribute::port_alias;
  return mask;
}

bool Placement::passes(const RangeEntry& entry, Leniency leniency) const {
  if ((entry.attributes & mask()) != 0) return true;
  const bool both_share = (entry.attributes & candidate_.passable & range_attribute::shared) != 0;
  if (both_share && ((entry.attributes ^ candidate_.attributes) & range_attribute::latched) == 0) return true;
  if (leniency == Leniency::none || entry.owner == ranges::kNobody) return false;
  if (leniency == Leniency::own && entry.owner == device_) return true;
  return entry.owner != device_ &&
         arbiters_may_share(share_from(candidate_.attributes), share_from(entry.attributes),
                            known_.between(device_, entry.owner)) &&
         !both_share;
}

bool Placement::alias_passes(const RangeEntry& entry) const {
  if (entry.owner == device_) return true;
  const bool alias = (entry.attributes & range_attribute::port_alias) != 0;
  if (alias && policy_.alias_conflict == ArbiterPolicy::AliasConflict::with_real_ports) return true;
  return passes(entry, Leniency::none);
}

bool Placement::for_each_alias(AddressRange range, FunctionRef<bool(AddressRange)> visit) const {
  const std::uint64_t step = candidate_.alias_step;
  if (step == 0 || range.last > kLastAliasedPort || range.last_offset() >= step) return true;
  for (std::uint64_t first = range.first + step; first <= kLastAliasedPort; first += step) {
    if (!visit({first, std::min(kLastAliasedPort, first + range.last_offset())})) return false;
  }
  return true;
}

bool Placement::main_is_free(const RangeList& occupied, AddressRange range, Leniency leniency) const {
  const auto asked = [&](const RangeEntry& entry) { return passes(entry, leniency); };
  const FunctionRef<bool(const RangeEntry&)> ask(asked);
  const bool simple = leniency == Leniency::none && !candidate_.trigger_matters;
  return occupied.is_free(range, {.attribute_mask = mask(), .passes = simple ? nullptr : &ask});
}

bool Placement::aliases_are_free(const RangeList& occupied, AddressRange range) const {
  if (policy_.alias_conflict == ArbiterPolicy::AliasConflict::never) return true;
  const auto asked = [&](const RangeEntry& entry) { return alias_passes(entry); };
  const FunctionRef<bool(const RangeEntry&)> ask(asked);
  return for_each_alias(range, [&](AddressRange alias) { return occupied.is_free(alias, {.passes = &ask}); });
}

bool Placement::may_stand(const RangeList& occupied, AddressRange range, Leniency leniency) const {
  return candidate_.takes_nothing || (main_is_free(occupied, range, leniency) && aliases_are_free(occupied, range));
}

Result<std::optional<std::uint64_t>> Placement::find(const RangeList& occupied, const Pool& pool, std::uint8_t kinds,
                                                     AddressRange within, Leniency leniency, StepBudget& budget) const {
  const RangeList nothing;  // what takes nothing is kept away by nobody
  const RangeList& against = candidate_.takes_nothing ? nothing : occupied;
  const auto asked = [&](const RangeEntry& entry) { return passes(entry, leniency); };
  const FunctionRef<bool(const RangeEntry&)> ask(asked);
  const bool simple = leniency == Leniency::none && !candidate_.trigger_matters;
  std::optional<std::uint64_t> found;
  Result<void> ended;
  pool.for_each_part(within, candidate_.bounds, kinds, candidate_.bottom_up, [&](AddressRange part) {
    for (;;) {
      if (candidate_.last_offset > part.last_offset()) return false;
      const auto start = against.find_room(
          {.last_offset = candidate_.last_offset,
           .alignment = candidate_.alignment,
           .window = part,
           .direction = candidate_.bottom_up ? ranges::Direction::bottom_up : ranges::Direction::top_down,
           .availability = {.attribute_mask = mask(), .passes = simple ? nullptr : &ask}});
      if (!start) return false;
      const AddressRange place{*start, *start + candidate_.last_offset};
      if (candidate_.takes_nothing || aliases_are_free(occupied, place)) {
        found = *start;
        return true;
      }
      if (!budget.take()) {
        ended = fail({.code = ErrorCode::limit_exceeded});
        return true;
      }
      if (place.last == part.first) return false;  // only ports have aliases, and they are placed from the top
      part.last = place.last - 1;
    }
  });
  if (!ended) return std::unexpected(ended.error());
  return found;
}

Result<bool> Placement::enter(RangeList& occupied, AddressRange range) const {
  bool held = false;
  occupied.for_each_overlap(range, [&](const RangeEntry& entry) {
    const bool alias = (entry.attributes & range_attribute::port_alias) != 0;
    // A range held shared and wanted exclusively is held twice: else others would go on sharing it (rule 11).
    held = entry.range == range && entry.owner == device_ && !alias && entry.attributes == candidate_.attributes;
    return !held;
  });
  if (held) return false;
  RangeEntry entry{.range = range, .owner = device_, .user_data = candidate_.user_data};
  entry.attributes = candidate_.attributes;
  auto claimed = occupied.claim(entry, candidate_.is_shared() ? OnOverlap::share : OnOverlap::allow);
  if (!claimed && claimed.error().code == ErrorCode::conflict) claimed = occupied.claim(entry, OnOverlap::allow);
  RESMAP_TRY(claimed);
  entry.attributes |= range_attribute::port_alias;
  Result<void> aliases;
  for_each_alias(range, [&](AddressRange alias) {
    entry.range = alias;
    aliases = occupied.claim(entry, OnOverlap::allow);
    return aliases.has_value();
  });
  RESMAP_TRY(aliases);
  return true;
}

// The device may hold the same range with other attributes too: those entries stay, behind the others of their place.
Result<void> Placement::leave_main(RangeList& occupied, AddressRange range) const {
  for (;;) {
    std::optional<RangeEntry> first;
    occupied.for_each_overlap(range, [&](const RangeEntry& entry) {
      if (entry.range == range && entry.owner == device_) first = entry;
      return !first;
    });
    RESMAP_TRY(occupied.release(range, device_));
    if (!first || first->attributes == candidate_.attributes) return {};
    RESMAP_TRY(occupied.claim(*first, OnOverlap::allow));
  }
}

Result<void> Placement::leave(RangeList& occupied, AddressRange range) const {
  RESMAP_TRY(leave_main(occupied, range));
  Result<void> aliases;
  for_each_alias(range, [&](AddressRange alias) {
    aliases = occupied.release(alias, device_);
    return aliases.has_value();
  });
  return aliases;
}

}  // namespace resmap::arbiters
