// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "resmap/ranges/range_path.h"

// What is done to the rows of one node of a RangeTree; the node is the tree's own. Not installed. Each change keeps what an
// inner node says of its kids true (first, last, reach, special), and forgets of its room columns what it can have touched.
namespace resmap::ranges::detail {

// `Walk` is what moves rows.
template <typename Word, unsigned Capacity, typename Walk = PlainWalk<Word, Capacity>>
struct RangeRows {
  using Nodes = RangeNodes<Word, Capacity>;
  using Node = typename Nodes::Node;
  using Leaf = typename Nodes::Leaf;
  using Inner = typename Nodes::Inner;
  using Entry = TreeEntry<Word>;

  static std::uint16_t open_bit(std::uint16_t mask, unsigned at) {
    const unsigned low = (1U << at) - 1;
    return static_cast<std::uint16_t>((mask & low) | ((mask & ~low) << 1));
  }
  static std::uint16_t close_bit(std::uint16_t mask, unsigned at) {
    const unsigned low = (1U << at) - 1;
    return static_cast<std::uint16_t>((mask & low) | ((mask >> 1) & ~low));
  }

  [[nodiscard]] static Entry entry(const Leaf* leaf, unsigned at) {
    const unsigned slot = leaf->slots[at];
    return {leaf->first[at],
            leaf->last[at],
            leaf->owners[slot].owner,
            leaf->owners[slot].user_data,
            leaf->marks[slot].attributes,
            leaf->marks[slot].flags};
  }

  static void insert_entry(Leaf* leaf, unsigned at, const Entry& entry) {
    Walk::open_row(leaf, at, entry.first, entry.last);
    leaf->special = open_bit(leaf->special, at);
    const unsigned slot = leaf->slots.insert(at, leaf->count);
    leaf->owners[slot] = {entry.owner, entry.user_data};
    leaf->marks[slot] = {entry.attributes, entry.flags};
    if (entry.is_special()) leaf->special = static_cast<std::uint16_t>(leaf->special | (1U << at));
    ++leaf->count;
  }

  static void remove_entry(Leaf* leaf, unsigned at) {
    Walk::close_row(leaf, at);
    leaf->special = close_bit(leaf->special, at);
    leaf->slots.remove(at, leaf->count);
    --leaf->count;
  }

  template <typename T>
  static void copy_part(T* to, const T* from, unsigned count) {
    for (unsigned i = 0; i < count; ++i) to[i] = from[i];
  }

  // Entries from[at..] behind those of `to`.
  static void move_entries(Leaf* to, Leaf* from, unsigned at) {
    const unsigned many = from->count - at, had = to->count;
    copy_part(to->first + had, from->first + at, many);
    copy_part(to->last + had, from->last + at, many);
    for (unsigned i = 0; i < many; ++i) {
      const unsigned free = to->slots[had + i], slot = from->slots[at + i];
      to->owners[free] = from->owners[slot];
      to->marks[free] = from->marks[slot];
    }
    to->special = static_cast<std::uint16_t>(to->special | ((from->special >> at) << had));
    to->count = static_cast<std::uint8_t>(had + many);
  }
  static void cut(Node* node, unsigned count) {
    node->count = static_cast<std::uint8_t>(count);
    node->special = static_cast<std::uint16_t>(node->special & ((1U << count) - 1));
  }
  static void split_leaf(Leaf* left, Leaf* right, unsigned keep) {
    move_entries(right, left, keep);
    cut(left, keep);
  }

  static void move_kids(Inner* to, Inner* from, unsigned at) {
    const unsigned many = from->count - at, had = to->count;
    copy_part(to->first + had, from->first + at, many);
    copy_part(to->last + had, from->last + at, many);
    copy_part(to->kid + had, from->kid + at, many);
    to->special = static_cast<std::uint16_t>(to->special | ((from->special >> at) << had));
    to->count = static_cast<std::uint8_t>(had + many);
    refresh_reach(to, had);
    forget(to);
  }
  static void split_inner(Inner* left, Inner* right, unsigned keep) {
    move_kids(right, left, keep);
    cut(left, keep);
    forget(left);
  }

  static void refresh_reach(Inner* node, unsigned from) {
    Word furthest = from == 0 ? 0 : node->reach[from - 1];
    for (unsigned j = from; j < node->count; ++j) {
      furthest = furthest < node->last[j] ? node->last[j] : furthest;
      node->reach[j] = furthest;
    }
  }

  // The same where only last[from] has changed: where one row says what it said, so do all that follow.
  static void spread_reach(Inner* node, unsigned from) {
    Word furthest = from == 0 ? 0 : node->reach[from - 1];
    for (unsigned j = from; j < node->count; ++j) {
      furthest = std::max(furthest, node->last[j]);
      if (node->reach[j] == furthest) return;
      node->reach[j] = furthest;
    }
  }

  // What the columns know of the kids from `begin` to `end` - 1.
  static void forget(Inner* node, unsigned begin = 0, unsigned end = Capacity) {
    if (node->columns != nullptr) std::fill(node->columns->valid + begin, node->columns->valid + end, 0);
  }

  static Word largest_last(const Node* node) {
    if (node->height != 0) return Nodes::inner(node)->reach[node->count - 1];
    Word furthest = 0;
    for (unsigned j = 0; j < node->count; ++j) furthest = furthest < node->last[j] ? node->last[j] : furthest;
    return furthest;
  }

  static void insert_kid(Inner* node, unsigned at, Node* kid) {
    Walk::open_row(node, at, kid->first[0], largest_last(kid));
    std::copy_backward(node->kid + at, node->kid + node->count, node->kid + node->count + 1);
    node->special = open_bit(node->special, at);
    node->kid[at] = kid;
    if (kid->special != 0) node->special = static_cast<std::uint16_t>(node->special | (1U << at));
    ++node->count;
    refresh_reach(node, at);
    forget(node);
  }
  static void remove_kid(Inner* node, unsigned at) {
    Walk::close_row(node, at);
    std::copy(node->kid + at + 1, node->kid + node->count, node->kid + at);
    node->special = close_bit(node->special, at);
    --node->count;
    refresh_reach(node, at);
    forget(node);
  }

  // The summary of kid `at`, whose content has changed.
  static void refresh(Inner* node, unsigned at) { refresh(node, at, largest_last(node->kid[at])); }
  // The same where an entry up to `last` has been entered below it. False: it says what it said.
  static bool refresh_after_insert(Inner* node, unsigned at, Word last) {
    return refresh(node, at, std::max(node->last[at], last));
  }
  // And where one up to `last` has been taken out: it needs no look at the kid where another reached further.
  static bool refresh_after_erase(Inner* node, unsigned at, Word last) {
    return refresh(node, at, last < node->last[at] ? node->last[at] : largest_last(node->kid[at]));
  }

 private:
  static bool refresh(Inner* node, unsigned at, Word after) {
    const Node* kid = node->kid[at];
    const Word before = node->last[at];
    const bool same =
        node->first[at] == kid->first[0] && before == after && (node->special >> at & 1) == (kid->special != 0 ? 1 : 0);
    // Nothing is written that stands there: a word just written holds up the vector that is read over it.
    if (same) {
      forget(node, at, at + 1);
      return false;
    }
    node->first[at] = kid->first[0];
    node->last[at] = after;
    const auto bit = static_cast<std::uint16_t>(1U << at);
    node->special = static_cast<std::uint16_t>(kid->special != 0 ? node->special | bit : node->special & ~bit);
    unsigned changed = at + 1;
    if (before != after) {
      spread_reach(node, at);
      // Later kids into which the one or the other reaches see another room.
      const Word further = before < after ? after : before;
      while (changed < node->count && node->first[changed] <= further) ++changed;
    }
    forget(node, at, changed);
    return true;
  }
};

}  // namespace resmap::ranges::detail
