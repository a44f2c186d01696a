// SPDX-License-Identifier: MIT
// What an arbiter tells without changing anything.
#include <algorithm>

#include "resmap/arbiters/arbiter.h"
#include "resmap/arbiters/assigned_descriptor.h"
#include "resmap/arbiters/placement.h"
#include "resmap/arbiters/placement_search.h"

namespace resmap::arbiters {

namespace {

using lists::CmDescriptor;
using lists::CmLayout;
using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;
using ranges::RangeEntry;
using ranges::RangeList;

constexpr AddressRange kEverything{0, ~std::uint64_t{0}};

Result<CmDescriptor> descriptor_of(const RangeEntry& entry, ResourceType type, CmLayout layout) {
  const bool shares = (entry.attributes & range_attribute::shared) != 0;
  const bool drivers = (entry.attributes & range_attribute::driver_exclusive) != 0;
  const ShareDisposition share = shares    ? ShareDisposition::shared
                                 : drivers ? ShareDisposition::driver_exclusive
                                           : ShareDisposition::device_exclusive;
  return descriptor_at(entry.range, type, share, static_cast<std::uint16_t>(entry.user_data), layout);
}

IoDescriptor reserved_descriptor(AddressRange range, ResourceType type) {
  IoDescriptor descriptor;
  descriptor.set_type(type);
  if (lists::is_address(type)) return descriptor.set_minimum(range.first).set_maximum(range.last);
  const std::size_t at = type == ResourceType::bus_number ? 1 : 0;
  descriptor.set_data(at, static_cast<std::uint32_t>(range.first));
  return descriptor.set_data(at + 1, static_cast<std::uint32_t>(std::min<std::uint64_t>(range.last, 0xFFFF'FFFF)));
}

// Blockers, each range of a device once; nobody's are only remembered.
struct Blockers {
  Array<Conflict>& out;
  std::size_t begin;
  bool nobody = false;

  Result<void> add(const RangeEntry& entry) {
    const Conflict conflict{entry.owner, entry.range};
    if (entry.owner == ranges::kNobody) {
      nobody = true;
      return {};
    }
    std::size_t at = begin;
    for (; at < out.size() && out[at].range.first <= conflict.range.first; ++at)
      if (out[at] == conflict) return {};
    return out.insert(at, conflict);
  }
};

}  // namespace

Result<void> Arbiter::query_allocated_resources(CmLayout layout, Array<CmDescriptor>& out) const {
  const std::size_t before = out.size();
  RangeList::Iterator entries = committed_.entries();
  while (const RangeEntry* entry = entries.next()) {
    const bool alias = (entry->attributes & range_attribute::port_alias) != 0;
    if (entry->owner == ranges::kNobody || alias) continue;
    const auto descriptor = descriptor_of(*entry, setup_.type, layout);
    const auto added = descriptor ? out.append(*descriptor) : std::unexpected(descriptor.error());
    if (added) continue;
    out.truncate(before);
    return added;
  }
  return {};
}

Result<void> Arbiter::write_reserved_resources(Array<IoDescriptor>& out) const {
  RESMAP_TRY(out.reserve(out.size() + order_.reserved().size()));
  for (const AddressRange range : order_.reserved()) RESMAP_TRY(out.append(reserved_descriptor(range, setup_.type)));
  return {};
}

Result<void> Arbiter::query_arbitrate(std::span<const ArbiterEntry> entries, StepBudget& budget) const {
  RESMAP_TRY(check(entries));
  Array<ArbiterEntry> copies(setup_.memory);
  RESMAP_TRY(copies.append_all(entries));
  RESMAP_TRY_ASSIGN(RangeList attempt, without_devices_of(entries));
  return PlacementSearch(*this, attempt, pool_, {copies.data(), copies.size()}, budget).run();
}

Result<void> Arbiter::query_conflict(const ArbiterEntry& wanted, Array<Conflict>& out) const {
  RESMAP_TRY(check({&wanted, 1}));
  if (answer_without_place(wanted) != ArbiterResult::undefined) return {};
  RESMAP_TRY_ASSIGN(const RangeList others, without_devices_of({&wanted, 1}));
  const std::size_t before = out.size();
  Blockers blockers{.out = out, .begin = before};
  bool usable = false, free = false;

  const auto name_blockers = [&](const Candidate& asked) -> Result<void> {
    if (!asked.usable || free) return {};
    usable = true;
    const Leniency most = asked.fixed() ? Leniency::own : Leniency::none;
    const std::uint8_t kinds = asked.kinds[0] | asked.kinds[1];
    const Placement placement(asked, wanted.device, setup_.policy, setup_.acquaintances);
    StepBudget unbounded{.left = ~std::uint64_t{0}};
    RESMAP_TRY_ASSIGN(const auto place, placement.find(others, pool_, kinds, asked.bounds, most, unbounded));
    free = asked.null_request || place;
    if (free) return {};
    Result<void> named;
    const auto name = [&](const RangeEntry& entry, bool passes) {
      if (!passes) named = blockers.add(entry);
      return named.has_value();
    };
    const bool met = pool_.for_each_part(asked.bounds, asked.bounds, kinds, false, [&](AddressRange part) {
      others.for_each_overlap(part,
                              [&](const RangeEntry& entry) { return name(entry, placement.passes(entry, most)); });
      return asked.fixed() && part == asked.bounds;  // a fixed place that is cut by the bus has somebody without a name
    });
    if (asked.fixed()) {
      blockers.nobody = blockers.nobody || !met;
      placement.for_each_alias(asked.bounds, [&](AddressRange alias) {
        others.for_each_overlap(alias,
                                [&](const RangeEntry& entry) { return name(entry, placement.alias_passes(entry)); });
        return named.has_value();
      });
    }
    return named;
  };

  Result<void> done;
  for (std::uint32_t i = 0; i < wanted.alternatives.size() && done; ++i)
    done = unpack_requirement(wanted, i, others, name_blockers);
  if (done && !usable) done = fail({.code = ErrorCode::malformed, .rule = rule::no_usable_alternative});
  if (!done || free) out.truncate(before);
  if (done && !free && (blockers.nobody || out.size() == before)) done = out.append({ranges::kNobody, kEverything});
  if (!done) out.truncate(before);
  return done;
}

}  // namespace resmap::arbiters
