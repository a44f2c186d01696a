// SPDX-License-Identifier: MIT
// Tested in range_walk_test.cpp.
#include "resmap/ranges/range_walk.h"

#ifdef RESMAP_AVX2
#include <immintrin.h>

#include <bit>

namespace resmap::ranges::detail {

namespace {

// AVX2 compares signed words only: flipping the top bits makes the order that of unsigned ones.
RESMAP_AVX2 inline __m256i flipped(__m256i words) {
  return _mm256_xor_si256(words, _mm256_set1_epi64x(static_cast<long long>(0x8000'0000'0000'0000U)));
}

// Bit j: value[j] > word, or value[j] < word.
template <bool above>
RESMAP_AVX2 inline std::uint32_t beyond(const std::uint64_t* value, std::uint64_t word) {
  const __m256i bound = flipped(_mm256_set1_epi64x(static_cast<long long>(word)));
  const auto quarter = [&](unsigned at) RESMAP_AVX2 {
    const __m256i words = flipped(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(value + at)));
    const __m256i mask = above ? _mm256_cmpgt_epi64(words, bound) : _mm256_cmpgt_epi64(bound, words);
    return static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(mask)));
  };
  return quarter(0) | quarter(4) << 4 | quarter(8) << 8 | quarter(12) << 12;
}

struct Avx2Scan {
  template <unsigned Capacity>
  RESMAP_AVX2 static inline unsigned count_at_most(const std::uint64_t (&value)[Capacity], unsigned count,
                                                   std::uint64_t word) {
    static_assert(Capacity == 16);
    // Rising: the first one above ends the count.
    return static_cast<unsigned>(std::countr_zero(beyond<true>(value, word) | 1U << count));
  }
  template <unsigned Capacity>
  RESMAP_AVX2 static inline unsigned first_at_least(const std::uint64_t (&value)[Capacity], unsigned begin,
                                                    unsigned count, std::uint64_t least) {
    static_assert(Capacity == 16);
    const std::uint32_t among = ~beyond<false>(value, least) & ~((1U << begin) - 1);
    return static_cast<unsigned>(std::countr_zero(among | 1U << count));
  }
};

// Rows of both arrays move together. Every row is written wherever `at` is: no processor can guess where it is, and whole vectors
// that are written are read whole again by the next walk without waiting.
struct Block {
  __m256i* words;
  RESMAP_AVX2 Block(std::uint64_t* values, unsigned j) : words(reinterpret_cast<__m256i*>(values + j)) {}
  RESMAP_AVX2 __m256i load() const { return _mm256_loadu_si256(words); }
  RESMAP_AVX2 void store(__m256i value) const { _mm256_storeu_si256(words, value); }
};
RESMAP_AVX2 inline __m256i rows_from(unsigned j) {
  return _mm256_add_epi64(_mm256_set1_epi64x(static_cast<long long>(j)), _mm256_setr_epi64x(0, 1, 2, 3));
}

using Walk = RangeWalk<std::uint64_t, kNodeCapacity, Avx2Scan>;

}  // namespace

RESMAP_AVX2 void Avx2Walk::to_place(Node* root, std::uint64_t first, Path& path) { Walk::to_place(root, first, path); }
RESMAP_AVX2 bool Avx2Walk::to_free_place(Node* root, std::uint64_t first, std::uint64_t last, Path& path) {
  return Walk::to_free_place(root, first, last, path);
}
RESMAP_AVX2 bool Avx2Walk::to_first_overlap(Node* root, std::uint64_t low, std::uint64_t high, Path& path) {
  return Walk::to_first_overlap(root, low, high, path);
}
RESMAP_AVX2 bool Avx2Walk::to_next_overlap(std::uint64_t low, std::uint64_t high, Path& path) {
  return Walk::to_next_overlap(low, high, path);
}

RESMAP_AVX2 void Avx2Walk::open_row(Node* node, unsigned at, std::uint64_t first, std::uint64_t last) {
  const __m256i place = _mm256_set1_epi64x(static_cast<long long>(at));
  const __m256i value[2] = {_mm256_set1_epi64x(static_cast<long long>(first)),
                            _mm256_set1_epi64x(static_cast<long long>(last))};
  __m256i before[2] = {};  // the last row of the block before is its first word
#pragma GCC unroll 4
  for (unsigned j = 0; j < kNodeCapacity; j += 4) {
    const __m256i behind = _mm256_cmpgt_epi64(rows_from(j), place), here = _mm256_cmpeq_epi64(rows_from(j), place);
    const Block blocks[2] = {{node->first, j}, {node->last, j}};
    for (unsigned i = 0; i < 2; ++i) {
      const __m256i old = blocks[i].load(), turned = _mm256_permute4x64_epi64(old, 0x93);
      const __m256i moved = _mm256_blendv_epi8(old, _mm256_blend_epi32(turned, before[i], 0x03), behind);
      before[i] = turned;
      blocks[i].store(_mm256_blendv_epi8(moved, value[i], here));
    }
  }
}
RESMAP_AVX2 void Avx2Walk::close_row(Node* node, unsigned at) {
  const __m256i place = _mm256_set1_epi64x(static_cast<long long>(at));
#pragma GCC unroll 4
  for (unsigned j = 0; j < kNodeCapacity; j += 4) {
    const __m256i stays = _mm256_cmpgt_epi64(place, rows_from(j));
    const bool is_last = j + 4 == kNodeCapacity;
    const Block blocks[2] = {{node->first, j}, {node->last, j}};
    for (const Block& block : blocks) {
      const __m256i old = block.load();
      // The next row of each; the last one stays.
      const __m256i moved =
          is_last ? _mm256_permute4x64_epi64(old, 0xF9)
                  : _mm256_permute4x64_epi64(_mm256_blend_epi32(old, _mm256_loadu_si256(block.words + 1), 0x03), 0x39);
      block.store(_mm256_blendv_epi8(moved, old, stays));
    }
  }
}

}  // namespace resmap::ranges::detail

#else

namespace resmap::ranges::detail {

void Avx2Walk::to_place(Node*, std::uint64_t, Path&) {}
bool Avx2Walk::to_free_place(Node*, std::uint64_t, std::uint64_t, Path&) { return false; }
bool Avx2Walk::to_first_overlap(Node*, std::uint64_t, std::uint64_t, Path&) { return false; }
bool Avx2Walk::to_next_overlap(std::uint64_t, std::uint64_t, Path&) { return false; }
void Avx2Walk::open_row(Node*, unsigned, std::uint64_t, std::uint64_t) {}
void Avx2Walk::close_row(Node*, unsigned) {}

}  // namespace resmap::ranges::detail

#endif
