// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/ranges/range_path.h"
#include "resmap/ranges/range_rows.h"

// Entering into a RangeTree and taking out. Not installed.
namespace resmap::ranges::detail {

template <typename Word, unsigned Capacity, typename Walk>
class RangeEdit {
  using Nodes = RangeNodes<Word, Capacity>;
  using Node = typename Nodes::Node;
  using Leaf = typename Nodes::Leaf;
  using Inner = typename Nodes::Inner;
  using Family = typename Nodes::Family;
  using Rows = RangeRows<Word, Capacity, Walk>;
  using Path = RangePath<Word, Capacity>;
  using Entry = TreeEntry<Word>;

 public:
  RangeEdit(Family& family, Node*& root) : family_(family), root_(root) {}

  // Enters where `path` leads, which to_place() found; `root` may be null, then the path is not looked at. False: no memory, and
  // the tree says what it said.
  [[nodiscard]] bool insert(Path& path, const Entry& entry) {
    if (root_ == nullptr) {
      root_ = Nodes::make(family_, 0);
      if (root_ == nullptr) return false;
      Rows::insert_entry(Nodes::leaf(root_), 0, entry);
      return true;
    }
    if (!own(path)) return false;
    const auto [node, index] = path.end();
    if (node->count < Capacity) {
      Rows::insert_entry(Nodes::leaf(node), index, entry);
      tell(path, path.depth - 1, entry.last);
      return true;
    }
    Spare spare;
    if (!reserve_splits(path, spare)) return false;
    split(path, entry, spare);
    return true;
  }

  // Takes out the entry where `path` leads. False: no memory to part from copies, and the tree says what it said.
  [[nodiscard]] bool erase(Path& path) {
    if (!own(path)) return false;
    const auto [leaf, index] = path.end();
    const Word last = leaf->last[index];
    Rows::remove_entry(Nodes::leaf(leaf), index);
    shrink(path, last);
    return true;
  }

 private:
  struct Spare {  // nodes for the splits that will happen, the leaf's first
    Node* node[Path::max_height + 1];
    unsigned count = 0, used = 0;
    Node* take() { return node[used++]; }
  };

  // Makes every node of the path this tree's own. False: no memory; what was copied so far says the same as before.
  bool own(Path& path) {
    if (family_.references == 1) return true;  // there is no other tree
    for (unsigned level = 0; level < path.depth; ++level) {
      Node* node = path.step[level].node;
      if (node->references == 1) continue;
      Node* copy = Nodes::clone(family_, node);
      if (copy == nullptr) return false;
      --node->references;
      if (level == 0) {
        root_ = copy;
      } else {
        Nodes::inner(path.step[level - 1].node)->kid[path.step[level - 1].index] = copy;
      }
      path.step[level].node = copy;
    }
    return true;
  }

  bool reserve_splits(const Path& path, Spare& spare) {
    unsigned level = path.depth;
    while (level > 0 && path.step[level - 1].node->count == Capacity) {
      --level;
      spare.node[spare.count] = Nodes::make(family_, path.step[level].node->height);
      if (spare.node[spare.count] == nullptr) return give_up(spare);
      ++spare.count;
    }
    if (level != 0 || spare.count == 0) return true;
    if (path.depth == Path::max_height) return give_up(spare);
    spare.node[spare.count] = Nodes::make(family_, path.step[0].node->height + 1U);  // a new root
    if (spare.node[spare.count] == nullptr) return give_up(spare);
    ++spare.count;
    return true;
  }
  bool give_up(Spare& spare) {
    for (unsigned i = 0; i < spare.count; ++i) Nodes::let_go(family_, spare.node[i]);
    return false;
  }

  // Whether `path` leads behind the last entry of the tree.
  static bool is_end(const Path& path) {
    for (unsigned level = 0; level + 1 < path.depth; ++level)
      if (path.step[level].index + 1U != path.step[level].node->count) return false;
    return path.end().index == path.end().node->count;
  }

  // How many rows a full node keeps when one more comes at `index`: half, so that either side has room for more. All of them
  // where the tree grows at its end, so that entries that come in order leave full nodes behind. Not wherever a node grows at its
  // end: entries that come in falling order behind a full node would get a node each.
  static unsigned kept_at_split(unsigned index, bool at_end) {
    if (at_end) return Capacity;
    return index > Capacity / 2 ? (Capacity + 1) / 2 : Capacity / 2;
  }

  // Above `level`, where an entry up to `last` has come and no node.
  void tell(const Path& path, unsigned level, Word last) {
    while (level-- > 0) {
      const bool changed =
          Rows::refresh_after_insert(Nodes::inner(path.step[level].node), path.step[level].index, last);
      if (!changed && !has_columns()) return;
    }
  }
  // Where there are any, each node up to the root has something to forget.
  [[nodiscard]] bool has_columns() const { return family_.rows != 0; }

  // The leaf is full.
  void split(Path& path, const Entry& entry, Spare& spare) {
    unsigned level = path.depth - 1;
    Leaf* leaf = Nodes::leaf(path.step[level].node);
    const unsigned index = path.step[level].index;
    const bool at_end = is_end(path);
    Node* right = spare.take();
    const unsigned kept = kept_at_split(index, at_end);
    Rows::split_leaf(leaf, Nodes::leaf(right), kept);
    if (index > Capacity / 2) {
      Rows::insert_entry(Nodes::leaf(right), index - kept, entry);
    } else {
      Rows::insert_entry(leaf, index, entry);
    }
    // Upwards: the summary of the kid that changed, and the one that came.
    while (level-- > 0) {
      Inner* node = Nodes::inner(path.step[level].node);
      const unsigned at = path.step[level].index;
      Rows::refresh(node, at);
      if (node->count < Capacity) {
        Rows::insert_kid(node, at + 1, right);
        tell(path, level, entry.last);
        return;
      }
      Inner* fresh = Nodes::inner(spare.take());
      const unsigned keep = kept_at_split(at + 1, at_end);
      Rows::split_inner(node, fresh, keep);
      if (at + 1 > Capacity / 2) {
        Rows::insert_kid(fresh, at + 1 - keep, right);
      } else {
        Rows::insert_kid(node, at + 1, right);
      }
      right = fresh;
    }
    Inner* root = Nodes::inner(spare.take());
    Rows::insert_kid(root, 0, root_);
    Rows::insert_kid(root, 1, right);
    root_ = root;
  }

  static constexpr unsigned merge_limit = Capacity >= 4 ? Capacity - Capacity / 4 : Capacity;

  // Upwards after an entry up to `last` has gone: empty nodes go, thin neighbours become one. Needs no memory.
  void shrink(const Path& path, Word last) {
    for (unsigned level = path.depth - 1; level-- > 0;) {
      Inner* node = Nodes::inner(path.step[level].node);
      const unsigned at = path.step[level].index;
      if (node->kid[at]->count == 0) {
        Nodes::let_go(family_, node->kid[at]);
        Rows::remove_kid(node, at);
        continue;
      }
      const bool changed = Rows::refresh_after_erase(node, at, last);
      if (node->kid[at]->count > (merge_limit + 1) / 2) {  // the neighbours are not looked at for nothing
        if (changed || has_columns()) continue;
        return;
      }
      if (at + 1 < node->count && node->kid[at]->count + node->kid[at + 1]->count <= merge_limit) {
        merge(node, at, at + 1);
      } else if (at > 0 && node->kid[at - 1]->count + node->kid[at]->count <= merge_limit &&
                 node->kid[at - 1]->references == 1) {
        merge(node, at - 1, at);
      }
    }
    if (root_->count == 0) {
      Nodes::let_go(family_, root_);
      root_ = nullptr;
    }
    while (root_ != nullptr && root_->height != 0 && root_->count == 1) {
      Node* only = Nodes::inner(root_)->kid[0];
      ++only->references;
      Nodes::let_go(family_, root_);
      root_ = only;
    }
  }

  // Kid `right` into kid `left`, which is this tree's own; `right` may be shared.
  void merge(Inner* node, unsigned left, unsigned right) {
    Node *into = node->kid[left], *from = node->kid[right];
    if (into->height == 0) {
      Rows::move_entries(Nodes::leaf(into), Nodes::leaf(from), 0);
    } else {
      for (unsigned j = 0; j < from->count; ++j) ++Nodes::inner(from)->kid[j]->references;
      Rows::move_kids(Nodes::inner(into), Nodes::inner(from), 0);
    }
    Nodes::let_go(family_, from);
    Rows::remove_kid(node, right);
    Rows::refresh(node, left);
  }

  Family& family_;
  Node*& root_;
};

}  // namespace resmap::ranges::detail
