// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "resmap/ranges/range_rows.h"
#include "resmap/ranges/range_tree.h"

// What must be true of every RangeTree, whatever was done to it.
namespace resmap::ranges::testing_support {

template <typename Word, unsigned Capacity>
class TreeCheck {
  using Nodes = detail::RangeNodes<Word, Capacity>;
  using Node = typename Nodes::Node;
  using Entry = detail::TreeEntry<Word>;
  using Family = detail::RangeFamily<Word>;

 public:
  // The first thing that is not as it must be; empty: all is well. Fills entries().
  template <typename Walk>
  [[nodiscard]] std::string fault_of(const detail::RangeTree<Word, Capacity, Walk>& tree) {
    entries_.clear();
    fault_.clear();
    family_ = tree.family();
    if (const Node* root = tree.root()) {
      expect(root->height == 0 || root->count > 1, "the root has one kid");
      check(root, root->height);
    }
    expect(tree.size() == entries_.size(), "size");
    for (std::size_t i = 1; i < entries_.size(); ++i)
      expect(entries_[i - 1].first <= entries_[i].first, "the entries are not in order");
    return fault_;
  }
  // What stands in the tree, in its order.
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  void expect(bool holds, const char* what) {
    if (!holds && fault_.empty()) fault_ = what;
  }

  // Appends the entries below `node`.
  void check(const Node* node, unsigned height) {
    expect(node->height == height, "height");
    expect(node->references != 0, "a node that nobody holds");
    expect(node->count != 0 && node->count <= Capacity, "count");
    expect(node->special >> node->count == 0, "special bits behind the last row");
    for (unsigned j = 0; j < node->count && fault_.empty(); ++j) {
      if (height == 0) {
        entries_.push_back(detail::RangeRows<Word, Capacity>::entry(Nodes::leaf(node), j));
        expect((node->special >> j & 1) == entries_.back().is_special(), "special bit of an entry");
      } else {
        check_kid(Nodes::inner(node), j);
      }
    }
  }

  void check_kid(const typename Nodes::Inner* node, unsigned j) {
    const std::size_t begin = entries_.size();
    check(node->kid[j], node->height - 1U);
    if (!fault_.empty()) return;
    Word last = 0;
    for (std::size_t i = begin; i < entries_.size(); ++i) last = std::max(last, entries_[i].last);
    expect(node->first[j] == entries_[begin].first, "first of a kid");
    expect(node->last[j] == last, "last of a kid");
    expect(node->reach[j] == std::max(last, j == 0 ? Word{0} : node->reach[j - 1]), "reach");
    expect((node->special >> j & 1) == (node->kid[j]->special != 0), "special bit of a kid");
    if (node->columns == nullptr) return;
    for (unsigned alignment = 0; alignment < Family::classes; ++alignment) {
      const unsigned row = family_->row_of[alignment];
      if (row == 0 || row > node->columns->rows || (node->columns->valid[j] >> (row - 1) & 1) == 0) continue;
      expect(node->columns->room(row - 1)[j] == most_room(node, j, begin, alignment), "room of a kid");
    }
  }

  // The most numbers in a row behind a multiple of 2^alignment, between the entries from `begin` on, all of them below kid j.
  Word most_room(const typename Nodes::Inner* node, unsigned j, std::size_t begin, unsigned alignment) const {
    const std::uint64_t step = std::uint64_t{1} << alignment, mask = ~(step - 1);
    // Numbers below this one are taken; closed: all are.
    std::uint64_t from = node->first[j];
    bool closed = false;
    const auto pass = [&](Word last) {
      closed = closed || last == std::numeric_limits<Word>::max();
      if (!closed) from = std::max(from, std::uint64_t{last} + 1);
    };
    if (j != 0) pass(node->reach[j - 1]);
    std::uint64_t most = 0;
    for (std::size_t i = begin; i < entries_.size() && !closed; ++i) {
      const std::uint64_t first = entries_[i].first, aligned = (from + step - 1) & mask;
      if (aligned >= from && aligned < first) most = std::max(most, first - aligned);
      pass(entries_[i].last);
    }
    return static_cast<Word>(most);
  }

  std::vector<Entry> entries_;
  std::string fault_;
  const Family* family_ = nullptr;
};

}  // namespace resmap::ranges::testing_support
