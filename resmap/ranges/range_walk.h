// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/ranges/range_tree.h"

// The walks of the product's tree, on the processor at hand. An inside: it may change.
namespace resmap::ranges::detail {

inline constexpr unsigned kNodeCapacity = 16;

struct Avx2Walk {
  using Path = RangePath<std::uint64_t, kNodeCapacity>;
  using Node = RangeNode<std::uint64_t, kNodeCapacity>;

  // Whether this processor has AVX2; the others may be called only where it has.
  [[nodiscard]] static bool is_possible();
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
    Avx2Walk::is_possible() ? Avx2Walk::to_place(root, first, path) : Plain::to_place(root, first, path);
  }
  static bool to_free_place(Node* root, std::uint64_t first, std::uint64_t last, Path& path) {
    return Avx2Walk::is_possible() ? Avx2Walk::to_free_place(root, first, last, path)
                                   : Plain::to_free_place(root, first, last, path);
  }
  static bool to_first_overlap(Node* root, std::uint64_t low, std::uint64_t high, Path& path) {
    return Avx2Walk::is_possible() ? Avx2Walk::to_first_overlap(root, low, high, path)
                                   : Plain::to_first_overlap(root, low, high, path);
  }
  static bool to_next_overlap(std::uint64_t low, std::uint64_t high, Path& path) {
    return Avx2Walk::is_possible() ? Avx2Walk::to_next_overlap(low, high, path)
                                   : Plain::to_next_overlap(low, high, path);
  }
  static void open_row(Node* node, unsigned at, std::uint64_t first, std::uint64_t last) {
    Avx2Walk::is_possible() ? Avx2Walk::open_row(node, at, first, last) : Plain::open_row(node, at, first, last);
  }
  static void close_row(Node* node, unsigned at) {
    Avx2Walk::is_possible() ? Avx2Walk::close_row(node, at) : Plain::close_row(node, at);
  }
};

#if defined(__x86_64__) || defined(__i386__)
// The compiler's runtime asked the processor when the program began: this is a load and a test.
inline bool Avx2Walk::is_possible() { return __builtin_cpu_supports("avx2") != 0; }
#else
inline bool Avx2Walk::is_possible() { return false; }
#endif

// What a RangeList holds.
using RangeListTree = RangeTree<std::uint64_t, kNodeCapacity, FastestWalk>;
extern template class RangeTree<std::uint64_t, kNodeCapacity, FastestWalk>;

}  // namespace resmap::ranges::detail
