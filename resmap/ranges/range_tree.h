// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/base/function_ref.h"
#include "resmap/ranges/range_path.h"
#include "resmap/ranges/range_rows.h"

// A copy-on-write B+tree of ranges that may overlap, sorted by (first, order of insertion): the inside of RangeList.
//
//   range_node.h   what nodes hold           range_path.h   walks to entries       range_walk.h   the same with AVX2
//   range_rows.h   changes in one node       range_edit.h   insert, erase          range_room.h   where is room
//
// A template so that trees over an 8-bit word with two to four kids a node can be tried exhaustively; the product's is
// RangeTree<std::uint64_t, 16, FastestWalk>, instantiated in range_tree.cpp from range_tree_body.h.
namespace resmap::ranges::detail {

// `last_offset` + 1 numbers, the first at a multiple of `alignment`, within [lowest, highest].
template <typename Word>
struct RoomWanted {
  Word last_offset;
  Word alignment;  // not 0
  Word lowest;
  Word highest;
};

// What counts as free though it is occupied.
template <typename Word>
struct SomePass {
  static constexpr bool is_trivial = false;
  const FunctionRef<bool(const TreeEntry<Word>&)>& passes;
  bool asks_about_all;  // not only about those that are special

  [[nodiscard]] bool lets_pass(const TreeEntry<Word>& entry) const {
    return (asks_about_all || entry.is_special()) && passes(entry);
  }
};

// `Walk` is how entries are looked for.
template <typename Word, unsigned Capacity, typename Walk = PlainWalk<Word, Capacity>>
class RangeTree {
 public:
  using Entry = TreeEntry<Word>;
  using Path = RangePath<Word, Capacity>;
  using Node = RangeNode<Word, Capacity>;
  using Passes = SomePass<Word>;

  RangeTree() = default;
  // Shares everything with `other` until one of the two changes; both belong to one thread.
  RangeTree(const RangeTree& other);
  RangeTree(RangeTree&& other) noexcept;
  RangeTree& operator=(RangeTree other) noexcept;
  ~RangeTree();

  [[nodiscard]] std::size_t size() const { return size_; }
  // Bytes of this tree and of all copies that it shares a history with.
  [[nodiscard]] std::size_t memory_used() const;

  // Enters behind all entries that begin at or before entry.first. `memory` counts for a tree that never held anything. False: no
  // memory; nothing changes.
  [[nodiscard]] bool insert(const Entry& entry, const MemorySource& memory);
  // To where insert() would enter [first, last]; whether nothing in the tree has a number in common with it.
  [[nodiscard]] bool to_free_place(Word first, Word last, Path& path) const {
    path.depth = 0;
    return root_ == nullptr || Walk::to_free_place(root_, first, last, path);
  }
  // insert(), where to_free_place() has led for this entry, and nothing has changed since.
  [[nodiscard]] bool insert_at(Path& path, const Entry& entry, const MemorySource& memory);
  // Takes out the entry at `path`, which leads nowhere then. False: no memory to part from a copy; nothing changes.
  [[nodiscard]] bool erase(Path& path);

  // Each of these: to an entry, or false and a path that leads nowhere.
  [[nodiscard]] bool to_first_overlap(Word low, Word high, Path& path) const {
    return Walk::to_first_overlap(root_, low, high, path);
  }
  [[nodiscard]] static bool to_next_overlap(Word low, Word high, Path& path) {
    return Walk::to_next_overlap(low, high, path);
  }
  // The first entry that begins at or behind `first`.
  [[nodiscard]] bool to_first_from(Word first, Path& path) const {
    if (first == 0 || root_ == nullptr) return to_first(path);
    Walk::to_place(root_, static_cast<Word>(first - 1), path);
    return path.end().index < path.end().node->count || to_next(path);
  }
  // The next one in the order of the tree.
  [[nodiscard]] static bool to_next(Path& path);
  [[nodiscard]] static Entry at(const Path& path) {
    return RangeRows<Word, Capacity>::entry(RangeNodes<Word, Capacity>::leaf(path.end().node), path.end().index);
  }

  // The lowest or highest place for what is wanted, where entries that pass count as free (null: none do). False: there is none.
  // Fills room columns, so copies must not be searched by two threads.
  [[nodiscard]] bool lowest_room(const RoomWanted<Word>& wanted, const Passes* passes, Word& place) const;
  [[nodiscard]] bool highest_room(const RoomWanted<Word>& wanted, const Passes* passes, Word& place) const;

  // For tests.
  [[nodiscard]] const Node* root() const { return root_; }
  [[nodiscard]] const RangeFamily<Word>* family() const { return family_; }

 private:
  [[nodiscard]] bool to_first(Path& path) const;
  [[nodiscard]] bool begin(const MemorySource& memory);
  static void descend(Node* node, Path& path);
  [[nodiscard]] bool room(const RoomWanted<Word>& wanted, const Passes* passes, bool upwards, Word& place) const;

  RangeFamily<Word>* family_ = nullptr;  // null: never held anything
  Node* root_ = nullptr;                 // null: holds nothing
  std::size_t size_ = 0;
};

}  // namespace resmap::ranges::detail
