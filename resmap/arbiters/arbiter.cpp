// SPDX-License-Identifier: MIT
#include "resmap/arbiters/arbiter.h"

#include <utility>

#include "resmap/arbiters/placement.h"
#include "resmap/arbiters/placement_search.h"

namespace resmap::arbiters {

using ranges::RangeEntry;
using ranges::RangeList;

Arbiter::Arbiter(const ArbiterSetup& setup)
    : setup_(setup),
      order_(setup.memory),
      pool_(Pool::of_everything(setup.memory)),
      committed_(setup.memory),
      possible_(setup.memory),
      possible_pool_(setup.memory) {}

Result<void> Arbiter::unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative, const RangeList&,
                                         FunctionRef<Result<void>(const Candidate&)> add) const {
  return add(unpack(entry.alternatives[alternative], entry, alternative));
}

std::optional<std::uint64_t> Arbiter::place_to_keep(const ArbiterEntry&, const Candidate&, const RangeList&) const {
  return std::nullopt;
}

ArbiterResult Arbiter::answer_without_place(const ArbiterEntry& entry) const {
  return entry.alternatives.empty() ? ArbiterResult::success : ArbiterResult::undefined;
}

// Entries of types that are not ours, or of nobody.
Result<void> Arbiter::check(std::span<const ArbiterEntry> entries) const {
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    if (entries[i].device == ranges::kNobody) return fail({.code = ErrorCode::invalid_argument, .index = i});
    for (std::size_t k = 0; k < entries[i].alternatives.size(); ++k) {
      const lists::ResourceType type = entries[i].alternatives[k].type();
      if (handles(type)) continue;
      return fail({.code = ErrorCode::malformed,
                   .rule = rule::wrong_type,
                   .index = i,
                   .value = static_cast<std::uint64_t>(type)});
    }
  }
  return {};
}

Result<RangeList> Arbiter::without_devices_of(std::span<const ArbiterEntry> entries) const {
  RangeList rest(committed_);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i == 0 || entries[i].device != entries[i - 1].device) RESMAP_TRY(rest.release_owner(entries[i].device));
  }
  return rest;
}

Result<Pool> Arbiter::pool_with(std::span<const PoolWindow> opened) const {
  RESMAP_TRY_ASSIGN(Pool pool, pool_.clone());
  for (const PoolWindow& window : opened) RESMAP_TRY(pool.add(window));
  return pool;
}

namespace {

[[nodiscard]] std::unexpected<Error> wrong_moment(std::uint16_t which) {
  return fail({.code = ErrorCode::invalid_argument, .rule = which});
}

}  // namespace

Result<void> Arbiter::test_allocation(std::span<ArbiterEntry> entries, StepBudget& budget,
                                      std::span<const PoolWindow> opened) {
  if (in_transaction_) return wrong_moment(rule::transaction_open);
  RESMAP_TRY(check(entries));
  RESMAP_TRY_ASSIGN(RangeList attempt, without_devices_of(entries));
  RESMAP_TRY_ASSIGN(Pool pool, pool_with(opened));
  RESMAP_TRY(PlacementSearch(*this, attempt, pool, entries, budget).run());
  possible_ = std::move(attempt);
  possible_pool_ = std::move(pool);
  pool_grows_ = !opened.empty();
  in_transaction_ = true;
  return {};
}

Result<void> Arbiter::retest_allocation(std::span<ArbiterEntry> entries, std::span<const PoolWindow> opened) {
  if (in_transaction_) return wrong_moment(rule::transaction_open);
  RESMAP_TRY(check(entries));
  RESMAP_TRY_ASSIGN(RangeList attempt, without_devices_of(entries));
  RESMAP_TRY_ASSIGN(Pool pool, pool_with(opened));
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const ArbiterEntry& entry = entries[i];
    const bool placeless = entry.result == ArbiterResult::null_request || entry.result == ArbiterResult::unknown_route;
    if (entry.alternatives.empty() || placeless) continue;
    if (!entry.assigned || entry.selected_alternative >= entry.alternatives.size()) {
      return fail({.code = ErrorCode::invalid_argument, .rule = rule::nothing_selected, .index = i});
    }
    const AddressRange place = *entry.assigned;
    bool stands = false;
    const auto stand = [&](const Candidate& asked) -> Result<void> {
      const bool answers = asked.usable && asked.bounds.contains(place) && asked.last_offset == place.last_offset() &&
                           place.first % asked.alignment == 0;
      const std::uint8_t kinds = asked.kinds[0] | asked.kinds[1];
      const Placement placement(asked, entry.device, setup_.policy, setup_.acquaintances);
      const Leniency most = asked.fixed() ? Leniency::own : Leniency::none;
      if (stands || !answers || !pool.holds(place, asked.bounds, kinds) || !placement.may_stand(attempt, place, most))
        return {};
      stands = true;
      if (!asked.takes_nothing) RESMAP_TRY(placement.enter(attempt, place));
      return {};
    };
    RESMAP_TRY(unpack_requirement(entry, entry.selected_alternative, attempt, stand));
    if (!stands) {
      return fail({.code = ErrorCode::conflict, .rule = rule::place_taken, .index = i, .value = place.first});
    }
  }
  possible_ = std::move(attempt);
  possible_pool_ = std::move(pool);
  pool_grows_ = !opened.empty();
  in_transaction_ = true;
  return {};
}

Result<void> Arbiter::commit() {
  if (!in_transaction_) return wrong_moment(rule::no_transaction);
  committed_ = std::move(possible_);
  if (pool_grows_) pool_ = std::move(possible_pool_);
  rollback();
  return {};
}

void Arbiter::rollback() {
  possible_ = RangeList(setup_.memory);
  possible_pool_ = Pool(setup_.memory);
  in_transaction_ = pool_grows_ = false;
}

Result<std::size_t> Arbiter::boot_allocation(std::span<const ArbiterEntry> entries) {
  if (in_transaction_) return wrong_moment(rule::transaction_open);
  RESMAP_TRY(check(entries));
  RangeList attempt(committed_);
  std::size_t reserved = 0;
  for (const ArbiterEntry& entry : entries) {
    if (entry.alternatives.empty()) continue;
    bool done = false;
    const auto reserve = [&](const Candidate& asked) -> Result<void> {
      if (done || !asked.usable || asked.null_request || asked.takes_nothing || !asked.fixed()) return {};
      Candidate candidate = asked;
      candidate.attributes |= range_attribute::boot_allocated | range_attribute::firmware_fixed;
      const Placement placement(candidate, entry.device, setup_.policy, setup_.acquaintances);
      RESMAP_TRY_ASSIGN(done, placement.enter(attempt, candidate.bounds));
      return {};
    };
    RESMAP_TRY(unpack_requirement(entry, 0, attempt, reserve));
    if (done) ++reserved;
  }
  committed_ = std::move(attempt);
  return reserved;
}

Result<std::size_t> Arbiter::release(DeviceId device) {
  if (in_transaction_) return wrong_moment(rule::transaction_open);
  if (device == ranges::kNobody) return fail({.code = ErrorCode::invalid_argument});
  return committed_.release_owner(device);
}

Result<void> Arbiter::add_reserved(DeviceId device) {
  if (in_transaction_) return wrong_moment(rule::transaction_open);
  RESMAP_TRY_ASSIGN(WindowOrder order, order_.clone());
  RangeList::Iterator entries = committed_.entries();
  while (const RangeEntry* entry = entries.next()) {
    const bool alias = (entry->attributes & range_attribute::port_alias) != 0;
    if (entry->owner == device && !alias) RESMAP_TRY(order.reserve(entry->range));
  }
  order_ = std::move(order);
  return {};
}

Result<void> Arbiter::set_pool(Pool pool) {
  if (in_transaction_) return wrong_moment(rule::transaction_open);
  pool_ = std::move(pool);
  return {};
}

Result<void> Arbiter::set_order(WindowOrder order) {
  if (in_transaction_) return wrong_moment(rule::transaction_open);
  order_ = std::move(order);
  return {};
}

Result<void> Arbiter::block(AddressRange range, std::uint8_t attributes) {
  if (in_transaction_) return wrong_moment(rule::transaction_open);
  return committed_.claim({.range = range, .attributes = attributes}, ranges::OnOverlap::allow);
}

}  // namespace resmap::arbiters
