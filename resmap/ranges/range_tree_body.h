// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <new>
#include <utility>

#include "resmap/ranges/range_edit.h"
#include "resmap/ranges/range_room.h"
#include "resmap/ranges/range_tree.h"

// The members of RangeTree, for the files that instantiate one. Not installed.
namespace resmap::ranges::detail {

template <typename Word, unsigned Capacity, typename Walk>
RangeTree<Word, Capacity, Walk>::RangeTree(const RangeTree& other)
    : family_(other.family_), root_(other.root_), size_(other.size_) {
  if (family_ != nullptr) ++family_->references;
  if (root_ != nullptr) ++root_->references;
}

template <typename Word, unsigned Capacity, typename Walk>
RangeTree<Word, Capacity, Walk>::RangeTree(RangeTree&& other) noexcept
    : family_(std::exchange(other.family_, nullptr)),
      root_(std::exchange(other.root_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

template <typename Word, unsigned Capacity, typename Walk>
RangeTree<Word, Capacity, Walk>& RangeTree<Word, Capacity, Walk>::operator=(RangeTree other) noexcept {
  std::swap(family_, other.family_);
  std::swap(root_, other.root_);
  std::swap(size_, other.size_);
  return *this;
}

template <typename Word, unsigned Capacity, typename Walk>
RangeTree<Word, Capacity, Walk>::~RangeTree() {
  if (family_ == nullptr) return;
  if (root_ != nullptr) RangeNodes<Word, Capacity>::let_go(*family_, root_);
  if (--family_->references != 0) return;
  const MemorySource memory = family_->memory;
  memory.release(memory.context, family_, sizeof(RangeFamily<Word>), alignof(RangeFamily<Word>));
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::begin(const MemorySource& memory) {
  void* const block = memory.allocate(memory.context, sizeof(RangeFamily<Word>), alignof(RangeFamily<Word>));
  if (block == nullptr) return false;
  family_ = ::new (block) RangeFamily<Word>{memory, 1, 0, 0, {}};
  return true;
}

template <typename Word, unsigned Capacity, typename Walk>
std::size_t RangeTree<Word, Capacity, Walk>::memory_used() const {
  return family_ == nullptr ? 0 : sizeof(RangeFamily<Word>) + family_->bytes;
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::insert(const Entry& entry, const MemorySource& memory) {
  Path path;
  if (root_ != nullptr) Walk::to_place(root_, entry.first, path);
  return insert_at(path, entry, memory);
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::insert_at(Path& path, const Entry& entry, const MemorySource& memory) {
  if (family_ == nullptr && !begin(memory)) return false;
  if (!RangeEdit<Word, Capacity, Walk>(*family_, root_).insert(path, entry)) return false;
  ++size_;
  return true;
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::erase(Path& path) {
  if (!RangeEdit<Word, Capacity, Walk>(*family_, root_).erase(path)) return false;
  path.depth = 0;
  --size_;
  return true;
}

template <typename Word, unsigned Capacity, typename Walk>
void RangeTree<Word, Capacity, Walk>::descend(Node* node, Path& path) {
  while (node->height != 0) {
    path.step[path.depth++] = {node, 0};
    node = RangeNodes<Word, Capacity>::inner(node)->kid[0];
  }
  path.step[path.depth++] = {node, 0};
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::to_first(Path& path) const {
  path.depth = 0;
  if (root_ == nullptr) return false;
  descend(root_, path);
  return true;
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::to_next(Path& path) {
  while (path.depth != 0) {
    auto& [node, index] = path.end();
    if (++index < node->count) {
      if (node->height != 0) descend(RangeNodes<Word, Capacity>::inner(node)->kid[index], path);
      return true;
    }
    --path.depth;
  }
  return false;
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::room(const RoomWanted<Word>& wanted, const Passes* passes, bool upwards,
                                           Word& place) const {
  constexpr Word last = std::numeric_limits<Word>::max();
  if (wanted.last_offset == last) {  // one number more than a word counts
    if (wanted.lowest != 0 || wanted.highest != last) return false;
    Path path;
    for (bool more = to_first_from(0, path); more; more = to_next(path)) {
      if (passes == nullptr || !passes->lets_pass(at(path))) return false;
    }
    place = 0;
    return true;
  }
  const auto search = [&](const auto& filter) {
    RangeRoom<Word, Capacity, std::remove_cvref_t<decltype(filter)>> room(family_, wanted, filter);
    return upwards ? room.lowest(root_, place) : room.highest(root_, place);
  };
  return passes == nullptr ? search(NothingPasses{}) : search(*passes);
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::lowest_room(const RoomWanted<Word>& wanted, const Passes* passes,
                                                  Word& place) const {
  return room(wanted, passes, true, place);
}

template <typename Word, unsigned Capacity, typename Walk>
bool RangeTree<Word, Capacity, Walk>::highest_room(const RoomWanted<Word>& wanted, const Passes* passes,
                                                   Word& place) const {
  return room(wanted, passes, false, place);
}

}  // namespace resmap::ranges::detail
