// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/processor.h"
#include "resmap/ranges/range_tree.h"

// The walks of the product's tree, on the processor at hand. An inside: it may change.
namespace resmap::ranges::detail {

inline constexpr unsigned kNodeCapacity = 16;

struct Avx2Walk {
  using Path = RangePath<std::uint64_t, kNodeCapacity>;
  using Node = RangeNode<std::uint64_t, kNodeCapacity>;

  // These may be called only where the processor has AVX2.
  static void to_place(Node* root, std::uint64_t first, Path& path);
  static bool to_free_place(Node* root, std::uint64_t first, std::uint64_t last, Path& path);
  static bool to_first_overlap(Node* root, std::uint64_t low, std::uint64_t high, Path& path);
  static bool to_next_overlap(std::uint64_t low, std::uint64_t high, Path& path);
  static void open_row(Node* node, unsigned at, std::uint64_t first, std::uint64_t last);
  static void close_row(Node* node, unsigned at);
};

struct FastestWalk {
  using Path = Avx2Walk::Path;
  using Node = Avx2Walk::Node;
  using Plain = PlainWalk<std::uint64_t, kNodeCapacity>;

  static void to_place(Node* root, std::uint64_t first, Path& path) {
    has_avx2() ? Avx2Walk::to_place(root, first, path) : Plain::to_place(root, first, path);
  }
  static bool to_free_place(Node* root, std::uint64_t first, std::uint64_t last, Path& path) {
    return has_avx2() ? Avx2Walk::to_free_place(root, first, last, path)
                      : Plain::to_free_place(root, first, last, path);
  }
  static bool to_first_overlap(Node* root, std::uint64_t low, std::uint64_t high, Path& path) {
    return has_avx2() ? Avx2Walk::to_first_overlap(root, low, high, path)
                      : Plain::to_first_overlap(root, low, high, path);
  }
  static bool to_next_overlap(std::uint64_t low, std::uint64_t high, Path& path) {
    return has_avx2() ? Avx2Walk::to_next_overlap(low, high, path) : Plain::to_next_overlap(low, high, path);
  }
  static void open_row(Node* node, unsigned at, std::uint64_t first, std::uint64_t last) {
    has_avx2() ? Avx2Walk::open_row(node, at, first, last) : Plain::open_row(node, at, first, last);
  }
  static void close_row(Node* node, unsigned at) {
    has_avx2() ? Avx2Walk::close_row(node, at) : Plain::close_row(node, at);
  }
};

// What a RangeList holds.
using RangeListTree = RangeTree<std::uint64_t, kNodeCapacity, FastestWalk>;
extern template class RangeTree<std::uint64_t, kNodeCapacity, FastestWalk>;

}  // namespace resmap::ranges::detail
