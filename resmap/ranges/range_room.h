// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>

#include "resmap/base/range_kernels.h"
#include "resmap/ranges/range_rows.h"
#include "resmap/ranges/range_tree.h"

// Where is room in a RangeTree. Not installed.
//
// A gap lies before an entry, behind the furthest of all that precede it. Each inner node remembers, for each alignment class that
// was asked for, the most room between the entries below each of its kids, as seen behind the kid's left siblings in that node;
// gaps between kids are computed on the way. So a search goes down only where room is, or where the window or what reaches in
// from further left spoils what is remembered, which is one path a level.
namespace resmap::ranges::detail {

struct NothingPasses {
  static constexpr bool is_trivial = true;
};

// All lengths here are counts (the last offset + 1), 0 for none.
template <typename Word, unsigned Capacity, typename Filter>
class RangeRoom {
  using Nodes = RangeNodes<Word, Capacity>;
  using Node = typename Nodes::Node;
  using Inner = typename Nodes::Inner;
  using Columns = typename Nodes::Columns;
  using Family = typename Nodes::Family;
  static constexpr Word word_max = std::numeric_limits<Word>::max();

 public:
  RangeRoom(Family* family, const RoomWanted<Word>& wanted, const Filter& filter)
      : family_(family),
        filter_(filter),
        alignment_(wanted.alignment),
        offset_(wanted.last_offset),
        length_(static_cast<Word>(wanted.last_offset + 1)),
        lowest_(wanted.lowest),
        highest_(wanted.highest),
        bits_(static_cast<Word>((wanted.alignment & (~wanted.alignment + 1)) - 1)) {
    const auto alignment_class = static_cast<unsigned>(std::countr_zero(wanted.alignment));
    if (family == nullptr) return;  // an empty tree
    if (family->row_of[alignment_class] == 0) family->row_of[alignment_class] = ++family->rows;
    row_ = family->row_of[alignment_class] - 1U;
  }

  // The lowest place. False: there is none.
  bool lowest(Node* root, Word& place) {
    Edge edge{lowest_, false};
    if (root != nullptr && low(root, edge, no_next, place)) return true;
    return !edge.closed && fits_low(edge.free_from, highest_, place);
  }

  // The highest place. False: there is none.
  bool highest(Node* root, Word& place) {
    const Edge edge{lowest_, false};
    if (root == nullptr || root->first[0] > highest_) return fits_high(lowest_, highest_, place);
    return high(root, edge, true, place);
  }

 private:
  // Everything below `free_from` is taken or outside the window; `closed`: up to the last number of the space.
  struct Edge {
    Word free_from;
    bool closed;
    void pass(Word last) {
      if (last < free_from) return;
      if (last == word_max) closed = true;
      free_from = static_cast<Word>(last + 1);
    }
  };
  static constexpr Word no_next = word_max;

  // The numbers in [from, next_first - 1] behind a multiple of bits_ + 1.
  static Word room(Word from, Word next_first, Word bits) {
    const auto aligned = static_cast<Word>((from + bits) & static_cast<Word>(~bits));
    return aligned >= from && aligned < next_first ? static_cast<Word>(next_first - aligned) : Word{0};
  }

  bool is_power_of_two() const { return bits_ + Word{1} == alignment_; }
  // The lowest place in the free numbers [from, last].
  bool fits_low(Word from, Word last, Word& place) const {
    if (from > last || last - from < offset_) return false;  // most gaps are too short
    if (is_power_of_two()) {
      const auto fit = kernel::lowest_fit(from, last, offset_, bits_);
      place = fit.first;
      return fit.exists;
    }
    const auto rest = static_cast<Word>(from % alignment_);
    const auto aligned = rest == 0 ? from : static_cast<Word>(from + (alignment_ - rest));
    if (aligned < from || aligned > last || last - aligned < offset_) return false;
    place = aligned;
    return true;
  }
  bool fits_high(Word from, Word last, Word& place) const {
    if (from > last || last - from < offset_) return false;
    if (is_power_of_two()) {
      const auto fit = kernel::highest_fit(from, last, offset_, bits_);
      place = fit.first;
      return fit.exists;
    }
    const auto top = static_cast<Word>(last - offset_);
    const auto aligned = static_cast<Word>(top - top % alignment_);
    if (aligned < from) return false;
    place = aligned;
    return true;
  }

  // --- the columns

  // Null: no memory for them. The search works without, only slower.
  Columns* columns_of(Inner* node) {
    if (node->columns != nullptr && node->columns->rows > row_) return node->columns;
    return grow(node);
  }
  Columns* grow(Inner* node) {
    const std::uint32_t rows = std::bit_ceil(static_cast<std::uint32_t>(family_->rows));
    auto* fresh = static_cast<Columns*>(family_->take(Columns::size_for(rows)));
    if (fresh == nullptr) return nullptr;
    std::fill(fresh->valid, fresh->valid + Capacity, 0);
    fresh->rows = rows;
    if (Columns* const old = node->columns) {
      std::copy(old->valid, old->valid + Capacity, fresh->valid);
      std::copy(old->room(0), old->room(old->rows), fresh->room(0));
    }
    Nodes::drop_columns(*family_, node);
    node->columns = fresh;
    return fresh;
  }

  // What lies to the left of kid j inside its node: taken up to this number, or nothing is.
  static Edge before(const Inner* node, unsigned j, Word first) {
    Edge edge{first, false};
    if (j != 0) edge.pass(node->reach[j - 1]);
    return edge;
  }

  // Whether the columns say that nothing below kid j, behind its left siblings, is long enough.
  bool is_known_too_short(Inner* node, unsigned j) const {
    Columns* const columns = node->columns;
    return columns != nullptr && columns->rows > row_ && (columns->valid[j] >> row_ & 1) != 0 &&
           columns->room(row_)[j] < length_;
  }

  // The most room between entries below kid j, behind its left siblings.
  Word interior(Inner* node, unsigned j) {
    Columns* const columns = columns_of(node);
    const std::uint64_t bit = std::uint64_t{1} << row_;
    if (columns != nullptr && (columns->valid[j] & bit) != 0) return columns->room(row_)[j];
    const Word most = best(node->kid[j], before(node, j, node->first[j]));
    if (columns != nullptr) {
      columns->room(row_)[j] = most;
      columns->valid[j] |= bit;
    }
    return most;
  }

  // The most room between entries of this subtree, behind `edge`.
  Word best(Node* node, Edge edge) {
    Word most = 0;
    for (unsigned j = 0; j < node->count && !edge.closed; ++j) {
      const Word first = node->first[j];
      if (first > edge.free_from) most = std::max(most, room(edge.free_from, first, bits_));
      if (node->height != 0 && node->last[j] >= edge.free_from) {
        Inner* in = Nodes::inner(node);
        most = std::max(most, knows(in, j, edge) ? interior(in, j) : best(in->kid[j], edge));
      }
      edge.pass(node->last[j]);
    }
    return most;
  }

  // Whether the columns speak of kid j as seen from `edge`.
  bool knows(const Inner* node, unsigned j, const Edge& edge) const {
    const Word first = node->first[j];
    const bool nothing_before = j == 0 || node->reach[j - 1] < first;
    if constexpr (Filter::is_trivial) {
      // The edge has passed the left siblings, so it is theirs, or the one that came in from further left.
      return edge.free_from <= first || (!nothing_before && edge.free_from == node->reach[j - 1] + 1);
    } else {
      return nothing_before && edge.free_from <= first;
    }
  }

  // Whether nothing at or below j can pass.
  bool is_plain(const Node* node, unsigned j) const {
    if constexpr (Filter::is_trivial) {
      return true;
    } else {
      return !filter_.asks_about_all && (node->special >> j & 1) == 0;
    }
  }
  bool passes(const Node* leaf, unsigned j) const {
    if constexpr (Filter::is_trivial) {
      return false;
    } else {
      return !is_plain(leaf, j) && filter_.passes(RangeRows<Word, Capacity>::entry(Nodes::leaf(leaf), j));
    }
  }

  // --- from below

  // `next`: where the entry behind this subtree begins, no_next where there is none.
  bool low(Node* node, Edge& edge, Word next, Word& place) {
    const unsigned count = node->count;
    for (unsigned j = 0; j < count; ++j) {
      const Word first = node->first[j];
      if (first > highest_) {
        const bool found = fits_low(edge.free_from, highest_, place);
        edge.closed = true;  // nothing further on is in the window
        return found;
      }
      if (first > edge.free_from && fits_low(edge.free_from, static_cast<Word>(first - 1), place)) return true;
      if (node->height == 0) {
        if (!passes(node, j)) edge.pass(node->last[j]);
      } else if (low_kid(Nodes::inner(node), j, edge, j + 1 < count ? node->first[j + 1] : next, place)) {
        return true;
      }
      if (edge.closed) return false;
    }
    return false;
  }

  // Where the columns do not know yet, looking comes first and remembering after: most often an update and the next search meet
  // in the same gap, and then there is nothing to remember.
  bool low_kid(Inner* node, unsigned j, Edge& edge, Word next, Word& place) {
    if (!is_plain(node, j)) return low(node->kid[j], edge, next, place);
    if (node->last[j] < edge.free_from) return false;
    const bool to_remember = next <= highest_ && next != no_next && knows(node, j, edge);
    if (to_remember && is_known_too_short(node, j)) {
      edge.pass(node->last[j]);
      return false;
    }
    if (low(node->kid[j], edge, next, place)) return true;
    if (to_remember) static_cast<void>(interior(node, j));
    return false;
  }

  // --- from above

  // What entry or kid j takes of the space, but for what passes.
  void advance(Node* node, unsigned j, Edge& edge) {
    if (is_plain(node, j)) {
      edge.pass(node->last[j]);
    } else if (node->height == 0) {
      if (!passes(node, j)) edge.pass(node->last[j]);
    } else {
      Node* kid = Nodes::inner(node)->kid[j];
      for (unsigned i = 0; i < kid->count && !edge.closed; ++i) advance(kid, i, edge);
    }
  }

  // Gaps from the right to the left: those before entries that begin within the window, and where `bounded`, first the one up to
  // the window's end. `edge`: what everything left of this subtree takes.
  bool high(Node* node, Edge edge, bool bounded, Word& place) {
    if constexpr (Filter::is_trivial) {
      return node->height == 0 ? high_in_leaf(node, edge, bounded, place)
                               : high_below(Nodes::inner(node), edge, bounded, place);
    }
    Edge before_kid[Capacity + 1];
    before_kid[0] = edge;
    unsigned count = 0;
    for (; count < node->count && (!bounded || node->first[count] <= highest_); ++count) {
      before_kid[count + 1] = before_kid[count];
      if (!before_kid[count].closed) advance(node, count, before_kid[count + 1]);
    }
    if (bounded && node->height == 0) {
      const Edge& end = before_kid[count];
      if (!end.closed && fits_high(end.free_from, highest_, place)) return true;
    }
    for (unsigned j = count; j-- > 0;) {
      const Edge& left = before_kid[j];
      const Word first = node->first[j];
      if (node->height != 0 && !left.closed && high_kid(Nodes::inner(node), j, left, bounded && j + 1 == count, place))
        return true;
      if (first <= lowest_) return false;
      if (!left.closed && fits_high(left.free_from, static_cast<Word>(first - 1), place)) return true;
    }
    return false;
  }

  // The same for an inner node where nothing passes: it knows by itself what precedes each kid.
  bool high_below(Inner* node, const Edge& edge, bool bounded, Word& place) {
    unsigned count = node->count;
    while (bounded && count > 0 && node->first[count - 1] > highest_) --count;
    for (unsigned j = count; j-- > 0;) {
      Edge left = edge;
      if (j != 0) left.pass(node->reach[j - 1]);
      if (left.closed) continue;
      if (high_kid(node, j, left, bounded && j + 1 == count, place)) return true;
      if (node->first[j] <= lowest_) return false;
      if (fits_high(left.free_from, static_cast<Word>(node->first[j] - 1), place)) return true;
    }
    return false;
  }

  // And for a leaf. What precedes a row takes a look at all rows before it, so the nearest one is asked first: most gaps are too
  // short for what it alone leaves.
  bool high_in_leaf(const Node* leaf, const Edge& edge, bool bounded, Word& place) const {
    unsigned count = leaf->count;
    while (bounded && count > 0 && leaf->first[count - 1] > highest_) --count;
    if (bounded && fits_before_row(leaf, count, edge, highest_, place)) return true;
    for (unsigned j = count; j-- > 0;) {
      if (leaf->first[j] <= lowest_) return false;
      if (fits_before_row(leaf, j, edge, static_cast<Word>(leaf->first[j] - 1), place)) return true;
    }
    return false;
  }

  // The highest place behind all rows before `row`, up to the number `last`.
  bool fits_before_row(const Node* leaf, unsigned row, Edge left, Word last, Word& place) const {
    if (row != 0 && (leaf->last[row - 1] >= last || last - leaf->last[row - 1] <= offset_)) return false;
    for (unsigned i = 0; i < row; ++i) left.pass(leaf->last[i]);
    return !left.closed && fits_high(left.free_from, last, place);
  }

  bool high_kid(Inner* node, unsigned j, const Edge& left, bool bounded, Word& place) {
    if (bounded || !is_plain(node, j)) return high(node->kid[j], left, bounded, place);
    if (node->last[j] < left.free_from) return false;
    const bool to_remember = knows(node, j, left);
    if (to_remember && is_known_too_short(node, j)) return false;
    if (high(node->kid[j], left, false, place)) return true;
    if (to_remember) static_cast<void>(interior(node, j));
    return false;
  }

  Family* family_;
  const Filter& filter_;
  Word alignment_, offset_, length_, lowest_, highest_, bits_;
  unsigned row_ = 0;
};

}  // namespace resmap::ranges::detail
