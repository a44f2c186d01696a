// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "resmap/ranges/range_node.h"

// Where an entry of a RangeTree stands, and the walks that lead there. An inside: it may change.
namespace resmap::ranges::detail {

// A node and an index on each level, the root first. Good until the tree changes.
template <typename Word, unsigned Capacity>
struct RangePath {
  // Halves of a split node take Capacity / 2 more rows before they are split (the product's eight), so a tree of this height has
  // seen 8^40 entries. A half of a node of two rows can be full at once, and each entry raise the tree: such trees are for tests,
  // and refuse to grow over this height as if there were no memory.
  static constexpr unsigned max_height = 40;
  struct Step {
    RangeNode<Word, Capacity>* node;
    unsigned index;
  };
  Step step[max_height];
  unsigned depth = 0;  // steps in use; the last is the leaf's. 0: it leads nowhere

  [[nodiscard]] const Step& end() const { return step[depth - 1]; }
  [[nodiscard]] Step& end() { return step[depth - 1]; }
};

// The questions that a walk asks of one node, for any processor. Lanes from `count` on may hold anything.
struct PlainScan {
  // How many of the rising value[0..count-1] are at most `word`.
  template <unsigned Capacity, typename Word>
  [[nodiscard]] static unsigned count_at_most(const Word (&value)[Capacity], unsigned count, Word word) {
    unsigned n = 0;
    for (unsigned j = 0; j < count; ++j) n += value[j] <= word;
    return n;
  }
  // The first j of begin..count-1 with value[j] >= least; count where there is none.
  template <unsigned Capacity, typename Word>
  [[nodiscard]] static unsigned first_at_least(const Word (&value)[Capacity], unsigned begin, unsigned count,
                                               Word least) {
    while (begin < count && value[begin] < least) ++begin;
    return begin;
  }
};

// Inlined into one function for each processor, and takes on what that one may use.
template <typename Word, unsigned Capacity, typename Scan>
struct RangeWalk {
  using Nodes = RangeNodes<Word, Capacity>;
  using Node = typename Nodes::Node;
  using Path = RangePath<Word, Capacity>;

  // To the place of a new entry: behind all that begin at or before `first`. `root` is not null.
  [[gnu::always_inline]] static inline void to_place(Node* root, Word first, Path& path) {
    path.depth = 0;
    for (Node* node = root;;) {
      const unsigned upto = Scan::template count_at_most<Capacity>(node->first, node->count, first);
      if (node->height == 0) {
        path.step[path.depth++] = {node, upto};
        return;
      }
      const unsigned index = upto == 0 ? 0 : upto - 1;
      path.step[path.depth++] = {node, index};
      node = coming(Nodes::inner(node)->kid[index]);
    }
  }

  // The same, and whether nothing has a number in common with [first, last]: no entry left of the place reaches up to `first`, and
  // the one that follows begins behind `last`.
  [[gnu::always_inline]] static inline bool to_free_place(Node* root, Word first, Word last, Path& path) {
    path.depth = 0;
    bool taken = false, follows = false;
    Word next = 0;  // where the entry behind this subtree begins, if one follows
    for (Node* node = root;;) {
      const unsigned upto = Scan::template count_at_most<Capacity>(node->first, node->count, first);
      if (node->height == 0) {
        path.step[path.depth++] = {node, upto};
        if (upto < node->count) {
          follows = true;
          next = node->first[upto];
        }
        return !taken && !(follows && next <= last) &&
               Scan::template first_at_least<Capacity>(node->last, 0, upto, first) == upto;
      }
      const unsigned index = upto == 0 ? 0 : upto - 1;
      path.step[path.depth++] = {node, index};
      const auto* inner = Nodes::inner(node);
      taken = taken || (index != 0 && inner->reach[index - 1] >= first);
      if (index + 1U < node->count) {
        follows = true;
        next = node->first[index + 1];
      }
      node = coming(inner->kid[index]);
    }
  }

  // To the first entry that has a number in common with [low, high]. False: there is none. The first one that ends at or behind
  // `low` decides: if it begins behind `high`, so do all that follow it.
  [[gnu::always_inline]] static inline bool to_first_overlap(Node* root, Word low, Word high, Path& path) {
    path.depth = 0;
    return root != nullptr && descend(root, 0, low, high, path);
  }

  // From one such entry to the next.
  [[gnu::always_inline]] static inline bool to_next_overlap(Word low, Word high, Path& path) {
    while (path.depth != 0) {
      const auto [node, index] = path.end();
      --path.depth;
      const unsigned j = Scan::template first_at_least<Capacity>(node->last, index + 1, node->count, low);
      if (j == node->count) continue;
      if (node->first[j] > high) break;  // asked here so that no leaf is looked at for it
      return descend(node, index + 1, low, high, path);
    }
    path.depth = 0;
    return false;
  }

 private:
  // Asks for a whole node at once: which of its rows is wanted shows only when the first of its lines has come.
  [[gnu::always_inline]] static inline Node* coming(Node* node) {
    for (std::size_t at = 0; at < sizeof(typename Nodes::Leaf); at += 64)
      __builtin_prefetch(reinterpret_cast<const char*>(node) + at);
    return node;
  }
  [[gnu::always_inline]] static inline bool descend(Node* node, unsigned begin, Word low, Word high, Path& path) {
    for (;;) {
      const unsigned j = Scan::template first_at_least<Capacity>(node->last, begin, node->count, low);
      if (j == node->count || (node->height == 0 && node->first[j] > high)) {
        path.depth = 0;
        return false;
      }
      path.step[path.depth++] = {node, j};
      if (node->height == 0) return true;
      node = coming(Nodes::inner(node)->kid[j]);
      begin = 0;
    }
  }
};

// The walks of one kind of tree on any processor, and how the rows of its nodes move.
template <typename Word, unsigned Capacity>
struct PlainWalk {
  using Walk = RangeWalk<Word, Capacity, PlainScan>;
  using Path = RangePath<Word, Capacity>;
  using Node = RangeNode<Word, Capacity>;

  static void to_place(Node* root, Word first, Path& path) { Walk::to_place(root, first, path); }
  static bool to_free_place(Node* root, Word first, Word last, Path& path) {
    return Walk::to_free_place(root, first, last, path);
  }
  static bool to_first_overlap(Node* root, Word low, Word high, Path& path) {
    return Walk::to_first_overlap(root, low, high, path);
  }
  static bool to_next_overlap(Word low, Word high, Path& path) { return Walk::to_next_overlap(low, high, path); }

  // What stands in first and last from row `at` on moves up, and the two come there; the last row is lost.
  static void open_row(Node* node, unsigned at, Word first, Word last) {
    std::copy_backward(node->first + at, node->first + Capacity - 1, node->first + Capacity);
    std::copy_backward(node->last + at, node->last + Capacity - 1, node->last + Capacity);
    node->first[at] = first;
    node->last[at] = last;
  }
  // What stands behind row `at` moves down; the last row stays.
  static void close_row(Node* node, unsigned at) {
    std::copy(node->first + at + 1, node->first + Capacity, node->first + at);
    std::copy(node->last + at + 1, node->last + Capacity, node->last + at);
  }
};

}  // namespace resmap::ranges::detail
