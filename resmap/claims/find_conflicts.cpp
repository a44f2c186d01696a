// SPDX-License-Identifier: MIT
// Tested in resource_map_conflict_test.cpp.
#include <algorithm>
#include <unordered_set>

#include "resmap/arbiters/sharing.h"
#include "resmap/claims/claim_work.h"
#include "resmap/claims/rules.h"

namespace resmap::claims {

namespace {

using lists::CmDescriptor;
using lists::CmDescriptorView;
using lists::ShareDisposition;
using ranges::RangeEntry;

lists::CmDescriptorView descriptor_at(Bytes list, lists::CmLayout layout, std::uint64_t offset) {
  return lists::CmDescriptorView(list.subspan(static_cast<std::size_t>(offset), size_of(layout)));
}

// Whether two descriptors may lie over each other, by their share and what the policy asks of their type beyond that.
bool may_meet(const CmDescriptorView& claimed, ShareDisposition claimed_share, const CmDescriptorView& held,
              ShareDisposition held_share, bool same_driver, Space space, const ClaimPolicy& policy) {
  if (space == Space::dma && policy.dma_port == ClaimPolicy::DmaPort::compared && claimed.dma_port() != held.dma_port())
    return true;
  if (space == Space::interrupt && policy.interrupt_affinity == ClaimPolicy::InterruptAffinity::compared &&
      (claimed.affinity() & held.affinity()) == 0)
    return true;
  if (!arbiters::claims_may_share(claimed_share, held_share, {.same_driver = same_driver})) return false;
  if (policy.mixed_share == ClaimPolicy::MixedShare::conflicts && claimed_share != held_share) return false;
  return space != Space::interrupt || policy.trigger_mismatch == ClaimPolicy::TriggerMismatch::ignored ||
         ((claimed.flags() ^ held.flags()) & lists::interrupt_flag::level_latched_bits) == 0;
}

// A length of 0 meets what it stands strictly inside of, where it meets anything.
bool empty_meets(const LeafRange& leaf, AddressRange held, bool held_empty) {
  if (leaf.empty && held_empty) return false;
  if (leaf.empty) return held.first < leaf.range.first;
  return !held_empty || leaf.range.first < held.first;
}

class Finder {
 public:
  Finder(const ClaimWork& work, const StandingLists& standing, const ClaimPolicy& policy)
      : work_(work), standing_(standing), policy_(policy), driver_(standing.slots().find_driver(work.driver)) {}

  std::vector<Conflict> all() {
    for (const WorkList& list : work_.lists)
      if (!list.list.erases) against_standing(list);
    if (policy_.own_descriptors == ClaimPolicy::OwnDescriptors::compared) against_itself();
    return std::move(found_);
  }

 private:
  LeafOptions options(const WorkList& list) const {
    return {.aliases = list.aliases, .empty = policy_.zero_length == ClaimPolicy::ZeroLength::conflicts_inside};
  }

  void against_standing(const WorkList& list) {
    std::uint32_t offset = 0;
    for_each_leaf(list.list.translated.bytes(), list.list.layout, list.windows, options(list),
                  [&](const LeafRange& leaf) {
                    if (leaf.offset != offset) seen_.clear();
                    offset = leaf.offset;
                    if (leaf.space == Space::bus && !compares_bus_numbers(policy_, work_.era)) return true;
                    standing_.index().of(leaf.space).for_each_overlap(leaf.range, [&](const RangeEntry& entry) {
                      meet(list, leaf, entry);
                      return true;
                    });
                    return true;
                  });
  }

  void meet(const WorkList& list, const LeafRange& leaf, const RangeEntry& entry) {
    const ListId id = ListId::of(entry.owner);
    if (!standing_.is_current(id)) return;
    for (const WorkList& replacing : work_.lists)
      if (replacing.slot == id.slot) return;
    const auto has = [&](std::uint8_t attribute) { return (entry.attributes & attribute) != 0; };
    if (has(leaf_attribute::boot_only) && work_.era == Era::w2k &&
        policy_.boot_configuration == ClaimPolicy::BootConfiguration::free_in_w2k)
      return;
    if (has(leaf_attribute::alias)) {
      if (!list.aliases) return;
      if (leaf.alias && policy_.alias_overlap == ClaimPolicy::AliasConflict::with_real_ports) return;
    }
    if ((leaf.empty || has(leaf_attribute::empty)) && !empty_meets(leaf, entry.range, has(leaf_attribute::empty)))
      return;
    const StoredList holder = standing_.stored(id.slot);
    const bool same_driver = standing_.slots().at(id.slot).driver == driver_;
    if (same_driver && policy_.driver_list == ClaimPolicy::DriverList::exempt &&
        list.device.empty() != holder.device.empty())
      return;
    const CmDescriptorView claimed = descriptor_at(list.list.translated.bytes(), list.list.layout, leaf.offset);
    const CmDescriptorView held = descriptor_at(holder.translated, holder.layout, entry.user_data);
    const auto held_share = static_cast<ShareDisposition>(entry.attributes & leaf_attribute::share_mask);
    if (may_meet(claimed, leaf.share, held, held_share, same_driver, leaf.space, policy_)) return;
    // One pair of descriptors can meet at many aliases; it is one conflict.
    const bool alias = leaf.alias || has(leaf_attribute::alias);
    if (list.aliases && !seen_.insert(std::uint64_t{id.slot} << 32 | entry.user_data).second) return;
    Conflict& conflict = found_.emplace_back();
    conflict.space = leaf.space;
    conflict.common = leaf.range.intersection(entry.range).value_or(leaf.range);
    conflict.alias = alias;
    conflict.claimant = own_party(list, leaf);
    conflict.holder.class_name = holder.class_name;
    conflict.holder.driver = holder.driver;
    conflict.holder.device = holder.device;
    conflict.holder.descriptor = CmDescriptor(held);
    conflict.holder.range = held.range().value_or(entry.range);
    conflict.holder.offset = static_cast<std::uint32_t>(entry.user_data);
  }

  Party own_party(const WorkList& list, const LeafRange& leaf) const {
    const CmDescriptorView view = descriptor_at(list.list.translated.bytes(), list.list.layout, leaf.offset);
    Party party;
    party.class_name = work_.class_name;
    party.driver = work_.driver;
    party.device = list.device;
    party.descriptor = CmDescriptor(view);
    party.range = view.range().value_or(leaf.range);
    party.offset = leaf.offset;
    return party;
  }

  // All pairs of this call's own descriptors; only where the policy asks for it.
  void against_itself() {
    std::vector<std::pair<const WorkList*, LeafRange>> own;
    for (const WorkList& list : work_.lists) {
      if (list.list.erases) continue;
      for_each_leaf(list.list.translated.bytes(), list.list.layout, list.windows, {}, [&](const LeafRange& leaf) {
        own.emplace_back(&list, leaf);
        return true;
      });
    }
    for (std::size_t i = 0; i < own.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const auto& [list, leaf] = own[i];
        const auto& [other_list, other] = own[j];
        if (leaf.space != other.space || !leaf.range.overlaps(other.range)) continue;
        if (leaf.space == Space::bus && !compares_bus_numbers(policy_, work_.era)) continue;
        const Party mine = own_party(*list, leaf), theirs = own_party(*other_list, other);
        if (may_meet(mine.descriptor.view(), leaf.share, theirs.descriptor.view(), other.share, true, leaf.space,
                     policy_))
          continue;
        found_.push_back({leaf.space, *leaf.range.intersection(other.range), false, mine, theirs});
      }
    }
  }

  const ClaimWork& work_;
  const StandingLists& standing_;
  const ClaimPolicy& policy_;
  std::uint32_t driver_;
  std::unordered_set<std::uint64_t> seen_;  // slot and offset of holders, for the claimant's present descriptor
  std::vector<Conflict> found_;
};

}  // namespace

void locate(ClaimWork& work, const StandingLists& standing) {
  for (WorkList& list : work.lists) list.slot = standing.find(work.class_name, work.driver, list.device);
}

std::vector<Conflict> find_conflicts(const ClaimWork& work, const StandingLists& standing, const ClaimPolicy& policy) {
  return Finder(work, standing, policy).all();
}

void remark_on_aliases(const ClaimWork& work, const StandingLists& standing, std::vector<Remark>& remarks) {
  for (const WorkList& list : work.lists) {
    if (list.list.erases || list.aliases || !list.list.has_aliases) continue;
    for_each_leaf(list.list.translated.bytes(), list.list.layout, list.windows, {.aliases = true},
                  [&](const LeafRange& leaf) {
                    if (!leaf.alias) return true;
                    standing.index().of(leaf.space).for_each_overlap(leaf.range, [&](const RangeEntry& entry) {
                      const ListId id = ListId::of(entry.owner);
                      if (!standing.is_current(id) || list.slot == id.slot) return true;
                      remarks.push_back({rule::alias_collides, leaf.offset, leaf.range.first});
                      return false;
                    });
                    return true;
                  });
  }
}

}  // namespace resmap::claims
