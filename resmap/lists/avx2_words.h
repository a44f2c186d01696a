// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/base/processor.h"

#ifdef RESMAP_AVX2
#include <immintrin.h>

// What the AVX2 ways share: constants, and words for what the instructions do. Not installed.
namespace resmap::lists::detail {

// A vector of 32-bit words that is kept in memory: compilers would otherwise build each one in a register before every list,
// which takes longer than a list of four.
struct alignas(32) Lanes {
  std::uint32_t word[8];

  static constexpr Lanes of_32(std::uint32_t value) {
    return {{value, value, value, value, value, value, value, value}};
  }
  static constexpr Lanes of_64(std::uint64_t value) {
    const auto low = static_cast<std::uint32_t>(value), high = static_cast<std::uint32_t>(value >> 32);
    return {{low, high, low, high, low, high, low, high}};
  }
};

// The same pointer, of which the compiler no longer knows what stands there: it then reads each constant where it is used,
// instead of moving all of them to the stack before a loop.
template <typename T>
[[nodiscard]] inline const T* opaque(const T* pointer) {
  asm volatile("" : "+r"(pointer));
  return pointer;
}

RESMAP_AVX2 inline __m256i load(const Lanes& lanes) {
  return _mm256_load_si256(reinterpret_cast<const __m256i*>(lanes.word));
}

// 16 bytes from each of two places.
RESMAP_AVX2 inline __m256i pair_of(const std::uint8_t* low, const std::uint8_t* high) {
  const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(low));
  return _mm256_inserti128_si256(_mm256_castsi128_si256(first), _mm_loadu_si128(reinterpret_cast<const __m128i*>(high)),
                                 1);
}

// The same 16 bytes two times.
RESMAP_AVX2 inline __m256i twice(const std::uint8_t* at) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
}

RESMAP_AVX2 inline __m256i either(__m256i a, __m256i b) { return _mm256_or_si256(a, b); }
RESMAP_AVX2 inline __m256i masked(__m256i x, __m256i mask) { return _mm256_and_si256(x, mask); }
RESMAP_AVX2 inline __m256i masked(__m256i x, const Lanes& mask) { return masked(x, load(mask)); }
RESMAP_AVX2 inline __m256i without(__m256i x, __m256i mask) { return _mm256_andnot_si256(mask, x); }
RESMAP_AVX2 inline bool is_all_zero(__m256i x) { return _mm256_testz_si256(x, x) != 0; }

// For each 32-bit lane, the word of `table` that the low three bits of `index` name.
RESMAP_AVX2 inline __m256i chosen(const Lanes& table, __m256i index) {
  return _mm256_permutevar8x32_epi32(load(table), index);
}

// Asks memory for lines of 64 bytes that are wanted later: lists are mostly read one behind the other, as they lie in a hive, and
// the processor's own guess ends with the page. Far enough ahead for main memory to answer in time. A hint: no address is wrong.
template <std::size_t lines>
inline void fetch_ahead(const std::uint8_t* at) {
  constexpr std::size_t distance = 1536;
  const std::uintptr_t first = reinterpret_cast<std::uintptr_t>(at) + distance;
  for (std::size_t i = 0; i < lines; ++i) __builtin_prefetch(reinterpret_cast<const void*>(first + i * 64));
}

}  // namespace resmap::lists::detail
#endif
