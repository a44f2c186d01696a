// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include "resmap/lists/avx2_words.h"
#include "resmap/lists/clean.h"
#include "resmap/lists/cm_clean_frame.h"

namespace resmap::lists::detail {

#ifdef RESMAP_AVX2

namespace {

// The rules as tables of eight words, one for each type from Null to MemoryLarge. A type from 128 on asks for as little as Null.
struct Constants {
  Lanes type_top, type_bias, ones, one_message, always_counted;
  Lanes stray;            // bits of the head that must not be set
  Lanes third_is_length;  // an affinity counts as one, since it must not be 0 either
  Lanes second_is_length;
  Lanes beyond;  // bits that no number of the range may have
  Lanes no_upper_half;
};

// Type and share in one mask. The type is biased by 3: then 0 to 4 and 128 to 132 keep clear of 0x78, while 5, 7 and 133 to 135
// reach it. BusNumber, 6, reaches it too and leaves 0x08 out. With 5 to 7 the bias may pass 128, so they keep clear of that as well.
constexpr std::uint32_t kStray = 0xFC78, kStrayFrom5 = 0xFCF8, kStrayBus = 0xFCF0;
// DeviceSpecific (5), MemoryLarge (7) and a V3 channel are not decided here.
constexpr std::uint32_t kLargeBits = 0x0E00'0000, kVersion3 = 0x0080'0000, kMessage = 0x0002'0000;

constexpr Constants constants_for(CmSide side) {
  return {
      .type_top = Lanes::of_32(0x80),
      .type_bias = Lanes::of_32(3),
      .ones = Lanes::of_32(~0U),
      .one_message = Lanes::of_32(0x0001'0000),
      .always_counted = Lanes::of_32(side == CmSide::raw ? 0 : 0x0001'0000),
      .stray = {{kStray, kStray, kStray | kMessage, kStray | kLargeBits, kStray | kVersion3, kStrayFrom5, kStrayBus,
                 kStrayFrom5}},
      .third_is_length = {{0, ~0U, ~0U, ~0U, 0, 0, 0, 0}},
      .second_is_length = {{0, 0, 0, 0, 0, 0, ~0U, 0}},
      .beyond = {{0, ~0xFFFFU, 0, 0, ~7U, 0, ~0xFFU, 0}},
      .no_upper_half = {{0, ~0U, 0, 0, 0, 0, 0, 0}},
  };
}
constexpr Constants kRaw = constants_for(CmSide::raw), kTranslated = constants_for(CmSide::translated);

// Eight descriptors side by side: lane i of each vector is the same 32-bit word of descriptor i.
struct Eight {
  __m256i head;   // Type, ShareDisposition, Flags
  __m256i low;    // Start, or the first word
  __m256i high;   // its upper half, or the second word
  __m256i third;  // Length, or the low half of Affinity
};

// The first 16 bytes of each, transposed. Their order among the lanes does not matter.
RESMAP_AVX2 inline Eight transposed(__m256i a, __m256i b, __m256i c, __m256i d) {
  const __m256i ab_low = _mm256_unpacklo_epi32(a, b), ab_high = _mm256_unpackhi_epi32(a, b);
  const __m256i cd_low = _mm256_unpacklo_epi32(c, d), cd_high = _mm256_unpackhi_epi32(c, d);
  return {_mm256_unpacklo_epi64(ab_low, cd_low), _mm256_unpackhi_epi64(ab_low, cd_low),
          _mm256_unpacklo_epi64(ab_high, cd_high), _mm256_unpackhi_epi64(ab_high, cd_high)};
}

// 0 in the lane of a descriptor that surely breaks no rule.
RESMAP_AVX2 inline __m256i breaches(const Eight& d, const Constants& k) {
  // A shift by 128 gives 0: types from 128 on choose as Null does.
  const __m256i type = _mm256_srlv_epi32(d.head, masked(d.head, k.type_top));

  // The message flag is stray, unless the interrupt is latched as well (the bit below) and, on the raw side, counts messages.
  const __m256i counted = either(_mm256_min_epu16(d.low, load(k.one_message)), load(k.always_counted));
  const __m256i good_message = _mm256_slli_epi32(masked(d.head, counted), 1);
  const __m256i head = _mm256_adds_epu8(without(d.head, good_message), load(k.type_bias));
  __m256i bad = masked(head, chosen(k.stray, type));

  // The first number, the last, and what they differ by: length - 1, which is all ones for a length of 0.
  const __m256i in_third = chosen(k.third_is_length, type), in_second = chosen(k.second_is_length, type);
  const __m256i length = either(masked(d.third, in_third), masked(d.high, in_second));
  const __m256i more = _mm256_add_epi32(length, either(in_third, in_second));
  const __m256i last = _mm256_add_epi32(d.low, more);
  bad = either(bad, _mm256_cmpeq_epi32(more, load(k.ones)));
  // Where numbers end at a power of two, all three are below it; then their sum cannot have wrapped.
  bad = either(bad, masked(either(either(d.low, more), last), chosen(k.beyond, type)));
  bad = either(bad, masked(d.high, chosen(k.no_upper_half, type)));
  // Memory wraps with a carry out of the low half and an upper half of all ones.
  const __m256i no_carry = _mm256_cmpeq_epi32(_mm256_max_epu32(last, d.low), last);
  return either(bad, without(_mm256_cmpeq_epi32(d.high, load(k.ones)), no_carry));
}

// Few and many are functions of their own: inlined, the one would save registers for the other before every list.
struct SideBySide {
  const Constants* constants;

  template <CmLayout layout>
  [[nodiscard]] RESMAP_AVX2 inline bool all_fine(const std::uint8_t* at, std::size_t count) const {
    return count <= 4 ? few_are_fine<layout>(at, count, constants) : many_are_fine<layout>(at, count, constants);
  }

  // One to four; the last stands in for those that are missing.
  template <CmLayout layout>
  [[nodiscard, gnu::noinline]] RESMAP_AVX2 static bool few_are_fine(const std::uint8_t* at, std::size_t count,
                                                                    const Constants* k) {
    constexpr std::size_t stride = size_of(layout);
    fetch_ahead<2>(at);
    const std::uint8_t* const last = at + (count - 1) * stride;
    const std::uint8_t* const second = at + stride < last ? at + stride : last;
    const std::uint8_t* const third = at + 2 * stride < last ? at + 2 * stride : last;
    return is_all_zero(breaches(transposed(twice(at), twice(second), twice(third), twice(last)), *opaque(k)));
  }

  // Five or more, in blocks of eight. The last block ends with the last descriptor, wherever that makes it begin.
  template <CmLayout layout>
  [[nodiscard, gnu::noinline]] RESMAP_AVX2 static bool many_are_fine(const std::uint8_t* at, std::size_t count,
                                                                     const Constants* k) {
    constexpr std::size_t stride = size_of(layout);
    const std::uint8_t* const last_four = at + (count - 4) * stride;
    __m256i bad = _mm256_setzero_si256();
    for (; count > 8; count -= 8, at += 8 * stride) bad = either(bad, breaches_of<layout>(at, at + 4 * stride, k));
    return is_all_zero(either(bad, breaches_of<layout>(at < last_four ? at : last_four, last_four, k)));
  }

  // Two times four descriptors, which may overlap.
  template <CmLayout layout>
  [[nodiscard]] RESMAP_AVX2 static inline __m256i breaches_of(const std::uint8_t* a, const std::uint8_t* b,
                                                              const Constants* k) {
    constexpr std::size_t stride = size_of(layout);
    fetch_ahead<3>(a);
    return breaches(transposed(pair_of(a, b), pair_of(a + stride, b + stride), pair_of(a + 2 * stride, b + 2 * stride),
                               pair_of(a + 3 * stride, b + 3 * stride)),
                    *opaque(k));
  }
};

}  // namespace

RESMAP_AVX2 bool is_clean_cm_avx2(const CmBytes& list) {
  return is_clean_framed(list, SideBySide{list.side == CmSide::raw ? &kRaw : &kTranslated});
}

#else

bool is_clean_cm_avx2(const CmBytes&) { return false; }

#endif

}  // namespace resmap::lists::detail
