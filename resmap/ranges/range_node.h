// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "resmap/base/memory_source.h"

// The nodes of a RangeTree: what they hold, and how they are made, copied and let go. An inside: it may change.
//
//   inner  first | last | header | columns --> room[class][kid], filled by searches | kid | reach
//   leaf   first | last | header | slots | attributes, flags | owner and user data, in slots
namespace resmap::ranges::detail {

template <typename Word>
struct TreeEntry {
  Word first;
  Word last;
  std::uint64_t owner = 0;
  std::uint64_t user_data = 0;
  std::uint8_t attributes = 0;
  std::uint8_t flags = 0;

  // Whether some search may pass over it though it is occupied, without asking a callback.
  [[nodiscard]] bool is_special() const { return attributes != 0 || flags != 0 || owner == 0; }
};

template <typename Word, unsigned Capacity>
struct RangeNode {
  static_assert(Capacity >= 2 && Capacity <= 16, "a mask of kids has 16 bits");
  Word first[Capacity];  // rising
  Word last[Capacity];   // of a leaf the entry's, of an inner node the largest below the kid
  std::uint32_t references;
  std::uint8_t count;
  std::uint8_t height;    // 0: a leaf
  std::uint16_t special;  // bit j: at or below j stands an entry that is_special()
};

// Which slot of a leaf holds the rest of its j-th entry, four bits each; behind those in use, the free ones. What is in a slot
// stays there while entries come and go beside it.
class LeafSlots {
 public:
  [[nodiscard]] unsigned operator[](unsigned j) const { return static_cast<unsigned>(order_ >> 4 * j & 15); }
  void clear() { order_ = 0xFEDCBA9876543210; }
  // The first free slot, that of row `count`, becomes that of row `at`; those between move up.
  unsigned insert(unsigned at, unsigned count) {
    const unsigned slot = (*this)[count];
    const std::uint64_t turning = up_to(count) & ~below(at);
    order_ = (order_ & ~turning) | (order_ << 4 & turning & ~up_to(at)) | std::uint64_t{slot} << 4 * at;
    return slot;
  }
  // The slot of row `at` becomes free, as that of the last row; those between move down.
  void remove(unsigned at, unsigned count) {
    const std::uint64_t slot = (*this)[at], turning = up_to(count - 1) & ~below(at);
    order_ = (order_ & ~turning) | (order_ >> 4 & turning & below(count - 1)) | slot << 4 * (count - 1);
  }

 private:
  static std::uint64_t below(unsigned row) { return (std::uint64_t{1} << 4 * row) - 1; }  // row < 16
  static std::uint64_t up_to(unsigned row) { return ~std::uint64_t{0} >> (60 - 4 * row); }
  std::uint64_t order_;
};

template <typename Word, unsigned Capacity>
struct RangeLeaf : RangeNode<Word, Capacity> {
  struct Marks {
    std::uint8_t attributes, flags;
  };
  struct alignas(16) Owner {  // never in two cache lines
    std::uint64_t owner, user_data;
  };
  LeafSlots slots;
  Marks marks[Capacity];  // the rest of an entry, in its slot
  Owner owners[Capacity];
};

// How much room there is between the entries below each kid of an inner node, a row for each alignment class that was asked for.
template <typename Word, unsigned Capacity>
struct RoomColumns {
  std::uint64_t valid[Capacity];  // bit r: room of row r and this kid is known
  std::uint32_t rows;

  // Of each kid the most numbers in a row that are free, behind its left siblings in this node, however far those reach.
  [[nodiscard]] Word* room(unsigned row) { return reinterpret_cast<Word*>(this + 1) + row * Capacity; }
  [[nodiscard]] static std::size_t size_for(unsigned rows) {
    return sizeof(RoomColumns) + rows * Capacity * sizeof(Word);
  }
};

template <typename Word, unsigned Capacity>
struct RangeInner : RangeNode<Word, Capacity> {
  RoomColumns<Word, Capacity>* columns;  // null until the first search comes by
  RangeNode<Word, Capacity>* kid[Capacity];
  Word reach[Capacity];  // the largest of last[0..j]
};

// What a tree and its copies share: where memory comes from, how much they hold, and which alignment class has which row.
template <typename Word>
struct RangeFamily {
  static constexpr unsigned classes = std::numeric_limits<Word>::digits;
  MemorySource memory;
  std::size_t references;
  std::size_t bytes;             // of all nodes and columns
  std::uint8_t rows;             // classes that were asked for
  std::uint8_t row_of[classes];  // 1 + its row; 0: nobody has asked yet

  [[nodiscard]] void* take(std::size_t size) {
    void* block = memory.allocate(memory.context, size, alignof(std::max_align_t));
    if (block != nullptr) bytes += size;
    return block;
  }
  void give_back(void* block, std::size_t size) {
    bytes -= size;
    memory.release(memory.context, block, size, alignof(std::max_align_t));
  }
};

template <typename Word, unsigned Capacity>
struct RangeNodes {
  using Node = RangeNode<Word, Capacity>;
  using Leaf = RangeLeaf<Word, Capacity>;
  using Inner = RangeInner<Word, Capacity>;
  using Columns = RoomColumns<Word, Capacity>;
  using Family = RangeFamily<Word>;

  [[nodiscard]] static Leaf* leaf(Node* node) { return static_cast<Leaf*>(node); }
  [[nodiscard]] static Inner* inner(Node* node) { return static_cast<Inner*>(node); }
  [[nodiscard]] static const Leaf* leaf(const Node* node) { return static_cast<const Leaf*>(node); }
  [[nodiscard]] static const Inner* inner(const Node* node) { return static_cast<const Inner*>(node); }

  // An empty node; null: no memory.
  [[nodiscard]] static Node* make(Family& family, unsigned height) {
    const std::size_t size = size_of(height);
    void* const block = family.take(size);
    if (block == nullptr) return nullptr;
    std::memset(block, 0, size);
    auto* node = static_cast<Node*>(block);
    node->references = 1;
    node->height = static_cast<std::uint8_t>(height);
    if (height == 0) leaf(node)->slots.clear();
    return node;
  }

  static void drop_columns(Family& family, Inner* node) {
    if (node->columns == nullptr) return;
    family.give_back(node->columns, Columns::size_for(node->columns->rows));
    node->columns = nullptr;
  }

  // One holder less; the last one frees the node and lets go of its kids.
  static void let_go(Family& family, Node* node) {
    if (--node->references != 0) return;
    if (node->height != 0) {
      for (unsigned j = 0; j < node->count; ++j) let_go(family, inner(node)->kid[j]);
      drop_columns(family, inner(node));
    }
    family.give_back(node, size_of(node->height));
  }

  // A node of our own with the same content; null: no memory. Its columns come along where there is memory for them too.
  [[nodiscard]] static Node* clone(Family& family, const Node* from) {
    const std::size_t size = size_of(from->height);
    void* const block = family.take(size);
    if (block == nullptr) return nullptr;
    // Sizes that the compiler knows make a copy of few vectors.
    from->height == 0 ? std::memcpy(block, from, sizeof(Leaf)) : std::memcpy(block, from, sizeof(Inner));
    auto* node = static_cast<Node*>(block);
    node->references = 1;
    if (from->height == 0) return node;
    for (unsigned j = 0; j < from->count; ++j) ++inner(node)->kid[j]->references;
    inner(node)->columns = nullptr;
    if (const Columns* columns = inner(from)->columns) {
      const std::size_t columns_size = Columns::size_for(columns->rows);
      if (void* copy = family.take(columns_size)) {
        std::memcpy(copy, columns, columns_size);
        inner(node)->columns = static_cast<Columns*>(copy);
      }
    }
    return node;
  }

 private:
  [[nodiscard]] static std::size_t size_of(unsigned height) { return height == 0 ? sizeof(Leaf) : sizeof(Inner); }
};

}  // namespace resmap::ranges::detail
