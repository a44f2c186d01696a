// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#define RESMAP_AVX2 __attribute__((target("avx2")))

// Constants for the AVX2 ways. Not installed.
namespace resmap::lists::detail {

// A vector whose lanes are all the same, kept in memory: compilers would otherwise build each one in a register before every list,
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

// The same pointer, of which the compiler no longer knows what stands there.
template <typename T>
[[nodiscard]] inline const T* opaque(const T* pointer) {
  asm("" : "+r"(pointer));
  return pointer;
}

RESMAP_AVX2 inline __m256i load(const Lanes& lanes) {
  return _mm256_load_si256(reinterpret_cast<const __m256i*>(lanes.word));
}

}  // namespace resmap::lists::detail
#endif
