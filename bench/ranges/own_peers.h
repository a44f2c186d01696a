// SPDX-License-Identifier: MIT
#pragma once

#include "bench/ranges/rows.h"
#include "resmap/ranges/range_list.h"

// Our side: the list as everybody uses it, and the same tree without AVX2.
namespace resmap::bench {

class RangeListPeer {
 public:
  explicit RangeListPeer(const std::vector<Span>& order) {
    for (const Span& span : order) add(span);
  }
  explicit RangeListPeer(const Layout& layout) {
    for (const Span& span : layout.in_build_order()) expect(claim(span));
  }

  bool claim(const Span& span) { return list_.claim(entry(span), ranges::OnOverlap::refuse).has_value(); }
  void release(const Span& span) { expect(list_.release({span.first, span.last}, span.owner).has_value()); }
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const {
    const auto found = list_.first_overlap({first, last});
    return found ? found->owner : 0;
  }

  // Where owners share, and nobody asks whether they may.
  void add(const Span& span) { expect(list_.claim(entry(span), ranges::OnOverlap::allow).has_value()); }
  [[nodiscard]] std::uint64_t owners(std::uint64_t first, std::uint64_t last) const {
    std::uint64_t sum = 0;
    list_.for_each_overlap({first, last}, [&](const ranges::RangeEntry& found) {
      sum += found.owner;
      return true;
    });
    return sum;
  }

  [[nodiscard]] bool find(const RoomQuestion& question, std::uint64_t& place) const {
    const auto found =
        list_.find_room({.last_offset = question.size - 1,
                         .alignment = question.alignment,
                         .window = {question.lowest, question.highest},
                         .direction = question.top_down ? ranges::Direction::top_down : ranges::Direction::bottom_up});
    if (found) place = *found;
    return found.has_value();
  }
  bool allocate(const RoomQuestion& question, std::uint64_t& place) {
    return find(question, place) && claim({place, place + question.size - 1, ~0U, 0});
  }
  void free(const RoomQuestion& question, std::uint64_t place) { release({place, place + question.size - 1, ~0U, 0}); }

  [[nodiscard]] ranges::RangeList& list() { return list_; }

 private:
  static ranges::RangeEntry entry(const Span& span) { return {.range = {span.first, span.last}, .owner = span.owner}; }
  ranges::RangeList list_;
};

// The three questions of G1 put to a RangeTree with the walk that any x86-64 can do.
class PlainTreePeer {
 public:
  explicit PlainTreePeer(const Layout& layout);
  ~PlainTreePeer();
  bool claim(const Span& span);
  void release(const Span& span);
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const;

 private:
  struct Tree;
  Tree* tree_;
};

}  // namespace resmap::bench
