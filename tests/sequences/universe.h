// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "resmap/ranges/range_tree.h"

// What the sequences are made of: 256 numbers in five blocks, ranges that are made of whole blocks, and the room that is left.
//
//   block   0     1          2       3               4            0, 16, 64, 96 and 192 begin one
//           |-----|----------|-------|---------------|--------|
namespace resmap::sequences {

using Byte = std::uint8_t;
using Entry = ranges::detail::TreeEntry<Byte>;
using Wanted = ranges::detail::RoomWanted<Byte>;

struct Range {
  Byte first, last;
  std::uint8_t blocks;  // bit i: block i
};

inline constexpr unsigned kBlocks = 5, kRanges = kBlocks * (kBlocks + 1) / 2, kMasks = 1U << kBlocks;

[[nodiscard]] constexpr std::array<Range, kRanges> make_ranges() {
  constexpr unsigned begin[kBlocks + 1] = {0, 16, 64, 96, 192, 256};
  std::array<Range, kRanges> ranges{};
  std::size_t count = 0;
  for (unsigned length = 1; length <= kBlocks; ++length)
    for (unsigned i = 0; i + length <= kBlocks; ++i)
      ranges[count++] = {static_cast<Byte>(begin[i]), static_cast<Byte>(begin[i + length] - 1),
                         static_cast<std::uint8_t>(((1U << length) - 1) << i)};
  return ranges;
}
inline constexpr std::array<Range, kRanges> kAllRanges = make_ranges();

// What is searched: last offset, alignment, window. Chosen so that classes, windows and alignments that are no power of two meet.
inline constexpr std::array<Wanted, 12> kWanted = {{{0, 1, 0, 255},
                                                    {47, 16, 0, 255},
                                                    {31, 32, 0, 255},
                                                    {95, 32, 0, 255},
                                                    {15, 1, 8, 200},
                                                    {40, 4, 20, 250},
                                                    {62, 64, 1, 254},
                                                    {30, 3, 0, 255},
                                                    {9, 24, 10, 199},
                                                    {159, 1, 0, 255},
                                                    {63, 128, 0, 255},
                                                    {255, 1, 0, 255}}};

// The answers by trying every place: `none`, or where. By number of what is wanted, and by which blocks are taken.
struct Answers {
  static constexpr int none = -1;
  std::int16_t lowest[kWanted.size()][kMasks];
  std::int16_t highest[kWanted.size()][kMasks];

  Answers() {
    for (std::size_t w = 0; w < kWanted.size(); ++w)
      for (unsigned mask = 0; mask < kMasks; ++mask) fill(w, mask);
  }

 private:
  static bool is_taken(unsigned mask, unsigned number) {
    for (unsigned block = 0; block < kBlocks; ++block)
      if (number >= kAllRanges[block].first && number <= kAllRanges[block].last) return (mask >> block & 1) != 0;
    return true;
  }
  void fill(std::size_t w, unsigned mask) {
    const Wanted& wanted = kWanted[w];
    lowest[w][mask] = highest[w][mask] = none;
    for (unsigned start = wanted.lowest; start + wanted.last_offset <= wanted.highest; ++start) {
      bool fits = start % wanted.alignment == 0;
      for (unsigned n = start; fits && n <= start + wanted.last_offset; ++n) fits = !is_taken(mask, n);
      if (!fits) continue;
      if (lowest[w][mask] == none) lowest[w][mask] = static_cast<std::int16_t>(start);
      highest[w][mask] = static_cast<std::int16_t>(start);
    }
  }
};

// What a tree must hold: the entries in order.
struct Model {
  static constexpr unsigned max_entries = 40;
  unsigned count = 0;
  Entry entry[max_entries];
  std::uint8_t blocks[max_entries];  // of each

  void insert(const Entry& fresh, std::uint8_t its_blocks) {
    unsigned at = count++;
    for (; at > 0 && entry[at - 1].first > fresh.first; --at) {
      entry[at] = entry[at - 1];
      blocks[at] = blocks[at - 1];
    }
    entry[at] = fresh;
    blocks[at] = its_blocks;
  }
  void erase(unsigned at) {
    --count;
    for (; at < count; ++at) {
      entry[at] = entry[at + 1];
      blocks[at] = blocks[at + 1];
    }
  }
  // The blocks that are taken, all or only by entries that are not special.
  [[nodiscard]] unsigned taken(bool special_is_free) const {
    unsigned mask = 0;
    for (unsigned i = 0; i < count; ++i)
      if (!special_is_free || !entry[i].is_special()) mask |= blocks[i];
    return mask;
  }
};

}  // namespace resmap::sequences
