// SPDX-License-Identifier: MIT
#pragma once

#include <absl/container/btree_map.h>
#include <llvm/ADT/IntervalMap.h>

#include <algorithm>
#include <boost/icl/interval_map.hpp>
#include <map>
#include <set>

#include "bench/ranges/rows.h"

// What people take off the shelf, each used as its documents show it: hints where there are hints, one descent where one does.
namespace resmap::bench {

class LlvmPeer {
 public:
  explicit LlvmPeer(const Layout& layout) : map_(allocator_) {
    for (const Span& span : layout.in_build_order()) expect(claim(span));
  }
  bool claim(const Span& span) {
    Map::iterator at = map_.find(span.first);
    if (at.valid() && at.start() <= span.last) return false;
    at.insert(span.first, span.last, span.owner);
    return true;
  }
  void release(const Span& span) { map_.find(span.first).erase(); }
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const {
    const Map::const_iterator at = map_.find(first);
    return at.valid() && at.start() <= last ? at.value() : 0;
  }

 private:
  using Map = llvm::IntervalMap<std::uint64_t, std::uint32_t>;
  Map::Allocator allocator_;
  Map map_;
};

// A map from the first number to the rest: std::map and absl::btree_map.
template <template <typename, typename> typename MapOf>
class OrderedMapPeer {
 public:
  explicit OrderedMapPeer(const Layout& layout) {
    for (const Span& span : layout.in_build_order()) expect(claim(span));
  }
  bool claim(const Span& span) {
    const auto next = map_.upper_bound(span.first);
    if (next != map_.end() && next->first <= span.last) return false;
    if (next != map_.begin() && std::prev(next)->second.last >= span.first) return false;
    map_.emplace_hint(next, span.first, Rest{span.last, span.owner});
    return true;
  }
  void release(const Span& span) { map_.erase(map_.find(span.first)); }
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const {
    const auto next = map_.upper_bound(first);
    if (next != map_.begin()) {
      const auto before = std::prev(next);
      if (before->second.last >= first) return before->second.owner;
    }
    return next != map_.end() && next->first <= last ? next->second.owner : 0;
  }

  // First fit as one writes it over such a map: gap after gap.
  bool allocate(const RoomQuestion& question, std::uint64_t& place) {
    return question.top_down ? from_above(question, place) : from_below(question, place);
  }
  void free(const RoomQuestion&, std::uint64_t place) { map_.erase(place); }

 private:
  struct Rest {
    std::uint64_t last;
    std::uint32_t owner;
  };
  using Map = MapOf<std::uint64_t, Rest>;

  bool from_below(const RoomQuestion& question, std::uint64_t& place) {
    const std::uint64_t mask = question.alignment - 1;
    std::uint64_t from = question.lowest;
    auto next = map_.upper_bound(from);
    if (next != map_.begin()) from = std::max(from, std::prev(next)->second.last + 1);
    for (;; from = next->second.last + 1, ++next) {
      const std::uint64_t at = (from + mask) & ~mask;
      if (at > question.highest || question.highest - at < question.size - 1) return false;
      if (next != map_.end() && next->first < at + question.size) continue;
      map_.emplace_hint(next, at, Rest{at + question.size - 1, ~0U});
      place = at;
      return true;
    }
  }
  bool from_above(const RoomQuestion& question, std::uint64_t& place) {
    const std::uint64_t mask = question.alignment - 1;
    std::uint64_t end = question.highest + 1;
    auto next = map_.upper_bound(question.highest);
    for (;;) {
      const std::uint64_t from =
          next == map_.begin() ? question.lowest : std::max(question.lowest, std::prev(next)->second.last + 1);
      const std::uint64_t at = (end - question.size) & ~mask;
      if (end >= question.size && at >= from && at + question.size <= end) {
        map_.emplace_hint(next, at, Rest{at + question.size - 1, ~0U});
        place = at;
        return true;
      }
      if (next == map_.begin()) return false;
      --next;
      if (next->first <= question.lowest) return false;
      end = next->first;
    }
  }
  Map map_;
};
template <typename Key, typename Value>
using StdMap = std::map<Key, Value>;
template <typename Key, typename Value>
using AbslBtreeMap = absl::btree_map<Key, Value>;
using StdMapPeer = OrderedMapPeer<StdMap>;
using AbslPeer = OrderedMapPeer<AbslBtreeMap>;

class SortedVectorPeer {
 public:
  explicit SortedVectorPeer(const Layout& layout) : spans_(layout.spans) {}
  bool claim(const Span& span) {
    const auto at = ending_from(span.first);
    if (at != spans_.end() && at->first <= span.last) return false;
    spans_.insert(at, span);
    return true;
  }
  void release(const Span& span) { spans_.erase(ending_from(span.first)); }
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const {
    const auto at = ending_from(first);
    return at != spans_.end() && at->first <= last ? at->owner : 0;
  }

 private:
  [[nodiscard]] std::vector<Span>::const_iterator ending_from(std::uint64_t first) const {
    return std::lower_bound(spans_.begin(), spans_.end(), first,
                            [](const Span& span, std::uint64_t value) { return span.last < value; });
  }
  std::vector<Span> spans_;
};

class IclPeer {
 public:
  explicit IclPeer(const Layout& layout) {
    for (const Span& span : layout.in_build_order()) expect(claim(span));
  }
  bool claim(const Span& span) {
    if (map_.find(Interval(span.first, span.last)) != map_.end()) return false;
    map_.insert({Interval(span.first, span.last), span.owner});
    return true;
  }
  void release(const Span& span) { map_.erase(Interval(span.first, span.last)); }
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const {
    const auto at = map_.find(Interval(first, last));
    return at == map_.end() ? 0 : at->second;
  }

 private:
  using Interval = boost::icl::closed_interval<std::uint64_t>;
  boost::icl::interval_map<std::uint64_t, std::uint32_t, boost::icl::partial_absorber, std::less,
                           boost::icl::inplace_plus, boost::icl::inter_section, Interval>
      map_;
};

// Shared ranges: from each stretch to the set of its owners.
class IclSetPeer {
 public:
  explicit IclSetPeer(const std::vector<Span>& order) {
    for (const Span& span : order) add(span);
  }
  void add(const Span& span) { map_.add({Interval(span.first, span.last), Owners{span.owner}}); }
  void release(const Span& span) { map_.subtract({Interval(span.first, span.last), Owners{span.owner}}); }
  [[nodiscard]] std::uint64_t owners(std::uint64_t first, std::uint64_t last) {
    found_.clear();
    const auto [from, to] = map_.equal_range(Interval(first, last));
    for (auto at = from; at != to; ++at) found_.insert(found_.end(), at->second.begin(), at->second.end());
    std::sort(found_.begin(), found_.end());
    std::uint64_t sum = 0;
    for (auto at = found_.begin(); at != found_.end(); at = std::upper_bound(at, found_.end(), *at)) sum += *at;
    return sum;
  }

 private:
  using Interval = boost::icl::closed_interval<std::uint64_t>;
  using Owners = std::set<std::uint32_t>;
  boost::icl::interval_map<std::uint64_t, Owners, boost::icl::partial_absorber, std::less, boost::icl::inplace_plus,
                           boost::icl::inter_section, Interval>
      map_;
  std::vector<std::uint32_t> found_;
};

}  // namespace resmap::bench
