// SPDX-License-Identifier: MIT
#include "resmap/arbiters/placement_search.h"

#include <algorithm>

namespace resmap::arbiters {

using ranges::RangeList;

namespace {

constexpr AddressRange kWhole{0, ~std::uint64_t{0}};

}  // namespace

PlacementSearch::PlacementSearch(const Arbiter& arbiter, RangeList& occupied, const Pool& pool,
                                 std::span<ArbiterEntry> entries, StepBudget& budget)
    : arbiter_(arbiter),
      occupied_(occupied),
      at_first_(occupied),
      pool_(pool),
      entries_(entries),
      budget_(budget),
      trials_(arbiter.setup_.memory),
      levels_(arbiter.setup_.memory) {}

Result<void> PlacementSearch::run() {
  for (ArbiterEntry& entry : entries_) {
    entry.result = ArbiterResult::undefined;
    entry.selected_alternative = 0;
    entry.assigned = std::nullopt;
  }
  RESMAP_TRY(unpack_entries());
  sort();
  std::size_t depth = 0, deepest = 0;
  if (!levels_.empty()) reset(levels_[0]);
  while (depth < levels_.size()) {
    Level& level = levels_[depth];
    const auto placed = place_next(level);
    if (!placed) {
      Error error = placed.error();
      if (error.code == ErrorCode::limit_exceeded) error.index = level.entry;
      return fail(error);
    }
    if (*placed) {
      if (++depth < levels_.size()) reset(levels_[depth]);
      continue;
    }
    deepest = std::max(deepest, depth);
    level.shown_alone = level.shown_alone || finds_room(level, at_first_, 0);
    if (!level.shown_alone) return refuse(level);
    for (bool moves = false; !moves;) {
      if (depth == 0) return refuse(levels_[deepest]);
      RESMAP_TRY_ASSIGN(moves, take_back(levels_[--depth]));
    }
  }
  for (const Level& level : levels_) {
    ArbiterEntry& entry = entries_[level.entry];
    const Candidate& candidate = trials_[level.current].candidate;
    entry.result = candidate.null_request ? ArbiterResult::null_request : ArbiterResult::success;
    entry.selected_alternative = candidate.alternative;
    entry.assigned = level.place;
  }
  return {};
}

Result<void> PlacementSearch::unpack_entries() {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    ArbiterEntry& entry = entries_[i];
    const ArbiterResult answer = arbiter_.answer_without_place(entry);
    if (answer != ArbiterResult::undefined) {
      entry.result = answer;
      continue;
    }
    Level level{.entry = i,
                .first_trial = trials_.size(),
                .trials = 0,
                .device_order = i,
                .places = 0,
                .alignment = 0,
                .last_offset = 0,
                .place = {}};
    for (std::uint32_t k = 0; k < i && level.device_order == i; ++k)
      if (entries_[k].device == entry.device) level.device_order = k;
    const auto add = [&](const Candidate& candidate) -> Result<void> {
      if (!candidate.usable) return {};
      RESMAP_TRY(trials_.append({.candidate = candidate}));
      level.places += candidate.places();
      level.alignment = std::max(level.alignment, candidate.null_request ? 0 : candidate.alignment);
      level.last_offset = std::max(level.last_offset, candidate.last_offset);
      return {};
    };
    for (std::uint32_t k = 0; k < entry.alternatives.size(); ++k)
      RESMAP_TRY(arbiter_.unpack_requirement(entry, k, at_first_, add));
    level.trials = trials_.size() - level.first_trial;
    if (level.trials == 0) return fail({.code = ErrorCode::malformed, .rule = rule::no_usable_alternative, .index = i});
    RESMAP_TRY(levels_.append(level));
  }
  return {};
}

bool PlacementSearch::before(const Level& a, const Level& b) const {
  if (arbiter_.setup_.entry_order == EntryOrder::most_constrained_first) return a.places < b.places;
  if (a.device_order != b.device_order) return a.device_order < b.device_order;
  if ((a.places == 1) != (b.places == 1)) return a.places == 1;  // who has no choice is not stepped around
  if (a.alignment != b.alignment) return a.alignment > b.alignment;
  return a.last_offset > b.last_offset;
}

// By insertion: stable, and without memory.
void PlacementSearch::sort() {
  for (std::size_t i = 1; i < levels_.size(); ++i) {
    const Level moving = levels_[i];
    std::size_t at = i;
    for (; at > 0 && before(moving, levels_[at - 1]); --at) levels_[at] = levels_[at - 1];
    levels_[at] = moving;
  }
}

void PlacementSearch::reset(Level& level) {
  for (std::size_t i = 0; i < level.trials; ++i) {
    Trial& trial = trials_[level.first_trial + i];
    trial = {.candidate = trial.candidate};
    if (!meets_window(trial)) next_window(trial);
  }
}

Result<bool> PlacementSearch::place_next(Level& level) {
  while (Trial* trial = best_trial(level)) {
    RESMAP_TRY_ASSIGN(const bool placed, attempt(level, *trial));
    if (placed) return true;
    next_window(*trial);
  }
  return false;
}

Result<bool> PlacementSearch::attempt(Level& level, Trial& trial) {
  if (!budget_.take()) return fail({.code = ErrorCode::limit_exceeded});
  const Candidate& candidate = trial.candidate;
  level.current = static_cast<std::size_t>(&trial - trials_.data());
  level.entered = level.kept = false;
  level.place = std::nullopt;
  if (candidate.null_request) return trial.keep_tried = true;
  const Placement placement = placement_of(level, trial);
  if (!trial.keep_tried) {
    trial.keep_tried = true;
    const auto keep = arbiter_.place_to_keep(entries_[level.entry], candidate, occupied_);
    if (keep) {
      const AddressRange place{*keep, *keep + candidate.last_offset};
      if (placement.may_stand(occupied_, place, Leniency::none)) {
        level.kept = true;
        return settle(level, trial, place);
      }
    }
  }
  const auto window = window_of(trial).intersection(candidate.bounds);
  for (; window && trial.tier < 2 && candidate.kinds[trial.tier] != 0; ++trial.tier, trial.limit = kWhole) {
    const auto within = window->intersection(trial.limit);
    if (!within) continue;
    // Only where there is one place is anything forgiven: who could go elsewhere shall (2.7 steps 4 and 5).
    const Leniency most = candidate.fixed() ? Leniency::own : Leniency::none;
    for (std::uint8_t leniency = 0; leniency <= static_cast<std::uint8_t>(most); ++leniency) {
      RESMAP_TRY_ASSIGN(const auto start, placement.find(occupied_, pool_, candidate.kinds[trial.tier], *within,
                                                         Leniency{leniency}, budget_));
      if (start) return settle(level, trial, {*start, *start + candidate.last_offset});
    }
  }
  return false;
}

Result<bool> PlacementSearch::settle(Level& level, const Trial& trial, AddressRange place) {
  level.place = place;
  if (!trial.candidate.takes_nothing) {
    RESMAP_TRY_ASSIGN(level.entered, placement_of(level, trial).enter(occupied_, place));
  }
  return true;
}

PlacementSearch::Trial* PlacementSearch::best_trial(Level& level) {
  Trial* best = nullptr;
  for (std::size_t i = 0; i < level.trials; ++i) {
    Trial& trial = trials_[level.first_trial + i];
    if (trial.window > window_count()) continue;
    if (best == nullptr || outranks(trial, *best)) best = &trial;
  }
  return best;
}

// Whether `a` goes before `b`, which stands before it in the list.
bool PlacementSearch::outranks(const Trial& a, const Trial& b) const {
  if (arbiter_.setup_.policy.alternative_order == ArbiterPolicy::AlternativeOrder::documented) {
    if (a.candidate.preferred != b.candidate.preferred) return a.candidate.preferred;
    return !a.candidate.preferred && a.window < b.window;
  }
  const auto priority = [&](const Trial& trial) -> std::int64_t {
    const bool own = trial.window == window_count();
    if (own) return trial.candidate.preferred ? 0x7FFF'FFFD : 0x7FFF'FFFE;
    const auto rank = static_cast<std::int64_t>(trial.window) + 1;
    return trial.candidate.preferred ? -rank : rank;
  };
  return priority(a) < priority(b);
}

AddressRange PlacementSearch::window_of(const Trial& trial) const {
  return trial.window < window_count() ? arbiter_.order().windows()[trial.window] : trial.candidate.bounds;
}

// Whether there is any place to try in its window: an ordering window that the bus does not reach costs no step.
bool PlacementSearch::meets_window(const Trial& trial) const {
  const Candidate& candidate = trial.candidate;
  const auto common = window_of(trial).intersection(candidate.bounds);
  if (candidate.null_request) return common.has_value();  // it ranks by the window that it would lie in, open or not
  const std::uint8_t kinds = candidate.kinds[0] | candidate.kinds[1];
  return common && pool_.for_each_part(*common, candidate.bounds, kinds, false,
                                       [&](AddressRange part) { return part.last_offset() >= candidate.last_offset; });
}

void PlacementSearch::next_window(Trial& trial) {
  const bool tried = trial.keep_tried;  // set by every attempt
  trial.tier = 0;
  trial.limit = kWhole;
  if (tried && (trial.candidate.null_request || trial.candidate.fixed())) {
    trial.window = window_count() + 1;
    return;
  }
  do ++trial.window;
  while (trial.window < window_count() && !meets_window(trial));
}

Result<bool> PlacementSearch::take_back(Level& level) {
  Trial& trial = trials_[level.current];
  if (trial.candidate.null_request || trial.candidate.takes_nothing) return false;  // it is in nobody's way
  const AddressRange place = *level.place;
  if (level.entered) RESMAP_TRY(placement_of(level, trial).leave(occupied_, place));
  level.entered = false;
  if (level.kept) return true;
  const bool below = arbiter_.setup_.policy.retry == ArbiterPolicy::Retry::below;
  const bool up = trial.candidate.bottom_up;
  const std::uint64_t edge = up == below ? place.last : place.first;  // where the rest of the window begins
  if (trial.candidate.fixed()) {
    next_window(trial);
  } else if (up ? edge == ~std::uint64_t{0} : edge == 0) {
    ++trial.tier;
    trial.limit = kWhole;
  } else {
    (up ? trial.limit.first : trial.limit.last) = up ? edge + 1 : edge - 1;
  }
  return true;
}

Placement PlacementSearch::placement_of(const Level& level, const Trial& trial) const {
  return Placement(trial.candidate, entries_[level.entry].device, arbiter_.setup_.policy,
                   arbiter_.setup_.acquaintances);
}

bool PlacementSearch::finds_room(const Level& level, const RangeList& occupied, std::uint8_t also_passable) const {
  for (std::size_t i = 0; i < level.trials; ++i) {
    Trial trial = trials_[level.first_trial + i];
    if (trial.candidate.null_request) return true;
    trial.candidate.passable |= also_passable;
    const Placement placement = placement_of(level, trial);
    StepBudget unbounded{.left = ~0ULL};
    for (std::uint8_t tier = 0; tier < 2 && trial.candidate.kinds[tier] != 0; ++tier) {
      const Leniency leniency = trial.candidate.fixed() ? Leniency::own : Leniency::none;
      const auto start =
          placement.find(occupied, pool_, trial.candidate.kinds[tier], trial.candidate.bounds, leniency, unbounded);
      if (start && *start) return true;
    }
  }
  return false;
}

std::unexpected<Error> PlacementSearch::refuse(const Level& level) {
  const RangeList nothing(arbiter_.setup_.memory);
  Error error{.code = ErrorCode::conflict, .rule = rule::no_room_together, .index = level.entry};
  if (!level.shown_alone) {
    error.rule = !finds_room(level, nothing, 0)                        ? rule::outside_every_window
                 : finds_room(level, at_first_, range_attribute::ecam) ? rule::only_ecam_in_the_way
                                                                       : rule::no_room_alone;
  }
  error.value = trials_[level.first_trial].candidate.bounds.first;
  for (ArbiterEntry& entry : entries_) entry.result = ArbiterResult::undefined;
  entries_[level.entry].result = ArbiterResult::external_conflict;
  return fail(error);
}

}  // namespace resmap::arbiters
