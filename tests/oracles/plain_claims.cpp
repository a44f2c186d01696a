// SPDX-License-Identifier: MIT
#include "tests/oracles/plain_claims.h"

#include <algorithm>

namespace plain {

namespace {

struct Span {
  std::uint64_t first, last;
  bool alias;
};

// Every place of a thing, its aliases included.
std::vector<Span> places(const ClaimedThing& thing, bool aliases) {
  const bool has_length =
      thing.type == ClaimedThing::port || thing.type == ClaimedThing::memory || thing.type == ClaimedThing::bus;
  const std::uint64_t length = has_length ? thing.length : 1;
  if (length == 0) return {};
  std::vector<Span> all = {{thing.start, thing.start + length - 1, false}};
  if (!aliases || thing.type != ClaimedThing::port || !thing.io || thing.decoded_bits == 16) return all;
  const std::uint64_t step = thing.decoded_bits == 10 ? 0x400 : 0x1000;
  for (std::uint64_t at = thing.start + step; at <= 0xFFFF && thing.start <= 0xFFFF; at += step)
    all.push_back({at, std::min<std::uint64_t>(0xFFFF, at + length - 1), true});
  return all;
}

int space(const ClaimedThing& thing) {
  return thing.type == ClaimedThing::port && !thing.io ? ClaimedThing::memory : thing.type;
}

bool empty(const ClaimedThing& thing) { return places(thing, false).empty(); }

}  // namespace

bool PlainMap::same_slot(const ClaimedList& a, const ClaimedList& b) const {
  return a.driver == b.driver && a.device == b.device && (!answers_.class_separates || a.class_name == b.class_name);
}

bool PlainMap::at_one_place(const ClaimedThing& a, bool a_aliases, const ClaimedThing& b, bool b_aliases) const {
  if (empty(a) || empty(b)) {
    if (!answers_.zero_meets || (empty(a) && empty(b))) return false;
    const ClaimedThing& point = empty(a) ? a : b;
    for (const Span& span : empty(a) ? places(b, a_aliases && b_aliases) : places(a, a_aliases))
      if (span.first < point.start && point.start <= span.last) return true;
    return false;
  }
  for (const Span& one : places(a, a_aliases)) {
    // What nobody expands on the claimant's side is not looked at on the holder's.
    for (const Span& other : places(b, b_aliases && a_aliases)) {
      if (one.alias && other.alias && !answers_.alias_meets_alias) continue;
      if (one.first <= other.last && other.first <= one.last) return true;
    }
  }
  return false;
}

bool PlainMap::meet(const ClaimedThing& claimed, const ClaimedThing& held, const ClaimedList& by,
                    const ClaimedList& holder, bool w2k) const {
  if (claimed.type == ClaimedThing::private_data || space(claimed) != space(held)) return false;
  if (claimed.type == ClaimedThing::bus && (answers_.buses_never || (!answers_.buses_always && !w2k))) return false;
  if (!at_one_place(claimed, aliases(w2k), held, aliases(holder.w2k))) return false;
  if (claimed.type == ClaimedThing::interrupt && answers_.affinity_counts && (claimed.affinity & held.affinity) == 0)
    return false;
  if (claimed.type == ClaimedThing::dma && answers_.dma_port_counts && claimed.dma_port != held.dma_port) return false;
  const bool own = by.driver == holder.driver;
  const int low = std::min(claimed.share, held.share), high = std::max(claimed.share, held.share);
  if (low <= 1) return true;
  if (low == 2 && !own) return true;
  if (low != high && answers_.mixed_share_conflicts) return true;
  return claimed.type == ClaimedThing::interrupt && answers_.trigger_counts && claimed.latched != held.latched;
}

PlainMap::Verdict PlainMap::claim(const std::vector<ClaimedList>& lists, bool override_conflict, bool w2k) {
  Verdict verdict;
  for (std::size_t l = 0; l < lists.size(); ++l) {
    for (std::size_t t = 0; t < lists[l].things.size(); ++t) {
      const ClaimedThing& claimed = lists[l].things[t];
      for (const ClaimedList& holder : standing_) {
        const bool replaced =
            std::any_of(lists.begin(), lists.end(), [&](const ClaimedList& each) { return same_slot(each, holder); });
        if (replaced || (holder.boot_only && w2k && !answers_.boot_always_holds)) continue;
        if (answers_.driver_list_exempt && holder.driver == lists[l].driver &&
            holder.device.empty() != lists[l].device.empty())
          continue;
        for (std::size_t h = 0; h < holder.things.size(); ++h)
          if (meet(claimed, holder.things[h], lists[l], holder, w2k))
            verdict.meetings.push_back({l, t, holder.class_name + "/" + holder.driver + "/" + holder.device, h});
      }
      if (!answers_.own_compared) continue;
      for (std::size_t l2 = 0; l2 <= l; ++l2) {
        for (std::size_t t2 = 0; t2 < (l2 == l ? t : lists[l2].things.size()); ++t2) {
          const ClaimedThing& other = lists[l2].things[t2];
          PlainMap without_aliases(answers_);
          without_aliases.answers_.aliases_never = true;
          without_aliases.answers_.aliases_always = false;
          without_aliases.answers_.zero_meets = false;
          if (without_aliases.meet(claimed, other, lists[l], lists[l2], w2k))
            verdict.meetings.push_back(
                {l, t, lists[l2].class_name + "/" + lists[l2].driver + "/" + lists[l2].device, t2});
        }
      }
    }
  }
  std::sort(verdict.meetings.begin(), verdict.meetings.end());
  const bool any = !verdict.meetings.empty();
  verdict.granted = !any || override_conflict;
  verdict.conflict_detected = any && !(override_conflict && answers_.override_hears_nothing);
  if (verdict.granted) {
    for (const ClaimedList& list : lists) put(list);
  } else if (answers_.refused_loses_old) {
    for (const ClaimedList& list : lists)
      std::erase_if(standing_, [&](const ClaimedList& each) { return same_slot(each, list); });
  }
  return verdict;
}

void PlainMap::record(const ClaimedList& list) { put(list); }

void PlainMap::put(const ClaimedList& list) {
  std::erase_if(standing_, [&](const ClaimedList& each) { return same_slot(each, list); });
  if (!list.things.empty()) standing_.push_back(list);
}

}  // namespace plain
