// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include "resmap/lists/avx2_words.h"
#include "resmap/lists/clean.h"
#include "resmap/lists/io_clean_frame.h"

namespace resmap::lists::detail {

#ifdef RESMAP_AVX2

namespace {

// The rules as tables of eight words, one for each type from Null to MemoryLarge, as in cm_clean_avx2.cpp. A lane is two words
// wide here, and a table gives both the same word; so one table answers two questions, the second with its top bit.
struct Constants {
  Lanes spread_type, type_top, type_bias, config_data;
  Lanes token, most_policy, alternative_or_message, policy;
  Lanes low_half, one, ones;
  Lanes family_or_address;  // makes all kinds of address one family; top bit: the numbers are addresses
  Lanes stray_or_bus;       // bits of Option, Type, Share that must not be set; top bit: the numbers are bus numbers
  Lanes stray_or_pair;      // the same of Flags; top bit: the numbers are two bounds, lines or channels
};

constexpr std::uint32_t kAddress = 0x8000'0000, kBus = kAddress, kPair = kAddress;
// Type and share as in cm_clean_avx2.cpp, between the options but Preferred and Default and a byte that is spare.
constexpr std::uint32_t kStray = 0x00FC'78FC, kStrayFrom5 = 0x00FC'F8FC, kStrayBus = 0x00FC'F0FC;
constexpr std::uint32_t kLargeBits = 0x0E00, kMessageAndPolicy = 6;

constexpr Constants kConstants = {
    // The type, byte 1 of a descriptor, into both words of its lane; bytes with the top bit set give 0.
    .spread_type = {{0x80808001, 0x80808001, 0x80808009, 0x80808009, 0x80808001, 0x80808001, 0x80808009, 0x80808009}},
    .type_top = Lanes::of_32(0x80),
    .type_bias = Lanes::of_64(0x0300),
    .config_data = Lanes::of_32(128),
    .token = Lanes::of_32(0xFFFF'FFFE),
    .most_policy = Lanes::of_64(0x0000'0003'FFFF'0006),
    .alternative_or_message = Lanes::of_64(0x0000'0002'0000'0008),
    .policy = Lanes::of_64(0x0000'0004'0000'0000),
    .low_half = Lanes::of_64(0xFFFF'FFFF),
    .one = Lanes::of_64(1),
    .ones = Lanes::of_32(~0U),
    .family_or_address = {{0, kAddress, 0, kAddress | (3 ^ 1), 0, 0, 0, 0}},
    .stray_or_bus = {{kStray, kStray, kStray, kStray, kStray, kStrayFrom5, kStrayBus | kBus, kStrayFrom5}},
    .stray_or_pair = {{0, 0, kPair | kMessageAndPolicy, kLargeBits, kPair, 0, 0, 0}},
};

// Four descriptors side by side, in their order: a 64-bit word of each a vector.
struct Four {
  __m256i head;     // Option, Type, ShareDisposition, Spare1, Flags, Spare2
  __m256i sizes;    // Length and Alignment, or two bounds
  __m256i minimum;  // MinimumAddress, or what else stands there
  __m256i maximum;
};

RESMAP_AVX2 inline Four transposed(const std::uint8_t* a, const std::uint8_t* b, const std::uint8_t* c,
                                   const std::uint8_t* d) {
  const __m256i ac = pair_of(a, c), bd = pair_of(b, d);
  const __m256i ac_end = pair_of(a + 16, c + 16), bd_end = pair_of(b + 16, d + 16);
  return {_mm256_unpacklo_epi64(ac, bd), _mm256_unpackhi_epi64(ac, bd), _mm256_unpacklo_epi64(ac_end, bd_end),
          _mm256_unpackhi_epi64(ac_end, bd_end)};
}

RESMAP_AVX2 inline __m256i odd_words_from(__m256i even, __m256i odd) { return _mm256_blend_epi32(even, odd, 0xAA); }

struct Judged {
  __m256i bad;     // 0 in the lane of a descriptor that surely breaks no rule
  __m256i family;  // in its first lane that of the last descriptor
};

// `family_before`: in its first lane that of the descriptor before these; all ones: there is none.
RESMAP_AVX2 inline Judged breaches(const Four& d, __m256i family_before, const Constants& k) {
  const __m256i full_type = _mm256_shuffle_epi8(d.head, load(k.spread_type));  // in both words of a lane
  const __m256i type = _mm256_srlv_epi32(full_type, masked(full_type, k.type_top));

  // Bits of the head that are stray unless something else is good: an alternative is of the family of the descriptor before
  // it, a message has the token, a policy is one that exists.
  const __m256i in_addresses = chosen(k.family_or_address, type);
  const __m256i in_buses = chosen(k.stray_or_bus, type), in_pairs = chosen(k.stray_or_pair, type);
  const __m256i family = _mm256_xor_si256(full_type, in_addresses);
  const __m256i rotated = _mm256_permute4x64_epi64(family, 0x93);
  const __m256i like_before = _mm256_cmpeq_epi32(family, _mm256_blend_epi32(rotated, family_before, 0x03));
  const __m256i is_token = _mm256_cmpeq_epi32(d.sizes, load(k.token));
  const __m256i too_high = _mm256_subs_epu16(d.minimum, load(k.most_policy));
  const __m256i good_policy = _mm256_cmpeq_epi64(too_high, _mm256_setzero_si256());
  const __m256i good =
      either(masked(odd_words_from(like_before, is_token), k.alternative_or_message), masked(good_policy, k.policy));
  const __m256i head = _mm256_adds_epu8(without(d.head, good), load(k.type_bias));
  __m256i bad = masked(head, odd_words_from(in_buses, in_pairs));
  bad = either(bad, _mm256_cmpeq_epi32(full_type, load(k.config_data)));

  // From here on a negative number is a breach. Addresses: the first aligned place ends at the maximum or before; a length of
  // 0 takes one place. Numbers with their top bit set are not decided here, but as a maximum, which is then above all others.
  const __m256i first_word = masked(d.sizes, k.low_half), second_word = _mm256_srli_epi64(d.sizes, 32);
  const __m256i low_bits = _mm256_add_epi64(_mm256_max_epu32(second_word, load(k.one)), load(k.ones));
  const __m256i more = _mm256_add_epi64(_mm256_max_epu32(first_word, load(k.one)), load(k.ones));
  const __m256i last = _mm256_add_epi64(without(_mm256_add_epi64(d.minimum, low_bits), low_bits), more);
  const __m256i beyond = without(_mm256_sub_epi64(d.maximum, last), d.maximum);
  const __m256i no_power_of_two = _mm256_sub_epi64(_mm256_setzero_si256(), masked(second_word, low_bits));
  __m256i negative = masked(either(either(beyond, no_power_of_two), either(last, d.minimum)), in_addresses);
  negative = either(negative, masked(_mm256_sub_epi64(second_word, first_word), in_pairs));
  const __m256i buses_left = _mm256_sub_epi64(masked(d.minimum, k.low_half), _mm256_add_epi64(second_word, more));
  negative = either(negative, masked(buses_left, in_buses));
  return {either(bad, _mm256_srli_epi64(negative, 63)), rotated};
}

// Two functions, for the reason given in cm_clean_avx2.cpp.
struct SideBySide {
  static constexpr std::size_t stride = IoDescriptorView::size;

  [[nodiscard]] RESMAP_AVX2 static inline bool all_fine(const std::uint8_t* at, std::size_t count) {
    return count <= 4 ? few_are_fine(at, count) : many_are_fine(at, count);
  }

  // One to four; the last stands in for those that are missing.
  [[nodiscard, gnu::noinline]] RESMAP_AVX2 static bool few_are_fine(const std::uint8_t* at, std::size_t count) {
    fetch_ahead<3>(at);
    const std::uint8_t* const last = at + (count - 1) * stride;
    const std::uint8_t* const second = at + stride < last ? at + stride : last;
    const std::uint8_t* const third = at + 2 * stride < last ? at + 2 * stride : last;
    const Constants& k = *opaque(&kConstants);
    return is_all_zero(breaches(transposed(at, second, third, last), load(k.ones), k).bad);
  }

  // Five or more, in blocks of four. The last block ends with the last descriptor, wherever that makes it begin.
  [[nodiscard, gnu::noinline]] RESMAP_AVX2 static bool many_are_fine(const std::uint8_t* at, std::size_t count) {
    const std::uint8_t* const last_four = at + (count - 4) * stride;
    Judged all{_mm256_setzero_si256(), load(kConstants.ones)};
    for (; count > 4; count -= 4, at += 4 * stride) all = with_four(all, at);
    if (at != last_four) all.family = family_of(last_four - stride);
    return is_all_zero(with_four(all, last_four).bad);
  }

  [[nodiscard]] RESMAP_AVX2 static inline Judged with_four(const Judged& before, const std::uint8_t* at) {
    fetch_ahead<2>(at);
    const Judged four =
        breaches(transposed(at, at + stride, at + 2 * stride, at + 3 * stride), before.family, *opaque(&kConstants));
    return {either(before.bad, four.bad), four.family};
  }

  [[nodiscard]] RESMAP_AVX2 static inline __m256i family_of(const std::uint8_t* at) {
    const std::uint32_t type = at[1];
    return _mm256_set1_epi32(static_cast<int>(type == 1 || type == 3 ? kAddress | 1 : type));
  }
};

}  // namespace

RESMAP_AVX2 bool is_clean_io_avx2(const Bytes& list) { return is_clean_framed(list, SideBySide{}); }

#else

bool is_clean_io_avx2(const Bytes&) { return false; }

#endif

}  // namespace resmap::lists::detail
