// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include "resmap/lists/clean.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#define RESMAP_AVX2 __attribute__((target("avx2")))
#endif

namespace resmap::lists::detail {

#ifdef RESMAP_AVX2

namespace {

// As in cm_clean_avx2.cpp: which checks concern a type. `pair` compares two 32-bit bounds: lines and channels.
enum Check : std::uint8_t { address = 1, memory = 2, pair = 4, interrupt = 8, bus = 16, unsure = 64 };
constexpr std::uint8_t kChecks[16] = {
    0, address, pair | interrupt, address | memory, pair,  unsure, bus, unsure, unsure, 0, 0,
    0, 0,       unsure,           unsure,           unsure};
// What an alternative must have in common with the descriptor before it: its type, all kinds of address alike.
constexpr std::uint8_t kFamily[16] = {0x10, 1, 2, 1, 4, 5, 6, 1, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F};

// Four descriptors side by side, a 64-bit word of each a vector.
struct Four {
  __m256i head;     // Option, Type, ShareDisposition, Spare1, Flags, Spare2
  __m256i sizes;    // Length and Alignment, or two bounds
  __m256i minimum;  // MinimumAddress, or what else stands there
  __m256i maximum;
};

RESMAP_AVX2 inline __m256i load(const std::uint8_t* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}

// In the order of the descriptors, since each is held against the one before it.
RESMAP_AVX2 inline Four transposed(const std::uint8_t* at) {
  const __m256i a = load(at), b = load(at + 32), c = load(at + 64), d = load(at + 96);
  const __m256i ab_even = _mm256_unpacklo_epi64(a, b), ab_odd = _mm256_unpackhi_epi64(a, b);
  const __m256i cd_even = _mm256_unpacklo_epi64(c, d), cd_odd = _mm256_unpackhi_epi64(c, d);
  return {_mm256_permute2x128_si256(ab_even, cd_even, 0x20), _mm256_permute2x128_si256(ab_odd, cd_odd, 0x20),
          _mm256_permute2x128_si256(ab_even, cd_even, 0x31), _mm256_permute2x128_si256(ab_odd, cd_odd, 0x31)};
}

RESMAP_AVX2 inline __m256i lanes(std::uint64_t value) { return _mm256_set1_epi64x(static_cast<long long>(value)); }
RESMAP_AVX2 inline __m256i is_zero(__m256i x) { return _mm256_cmpeq_epi64(x, _mm256_setzero_si256()); }
RESMAP_AVX2 inline __m256i above(__m256i a, __m256i b) {  // unsigned a > b
  const __m256i sign = lanes(std::uint64_t{1} << 63);
  return _mm256_cmpgt_epi64(_mm256_xor_si256(a, sign), _mm256_xor_si256(b, sign));
}
RESMAP_AVX2 inline __m256i bit_where(__m256i truth, Check bit) { return _mm256_and_si256(truth, lanes(bit)); }

RESMAP_AVX2 inline __m256i failed_checks(const Four& d) {
  const __m256i low_32 = lanes(0xFFFF'FFFF);
  const __m256i first_word = _mm256_and_si256(d.sizes, low_32), second_word = _mm256_srli_epi64(d.sizes, 32);
  // Addresses: bounds in order, a power of two, and room from the first aligned place on. A length of 0 asks for nothing.
  const __m256i alignment_zero = is_zero(second_word);
  const __m256i low_bits = _mm256_andnot_si256(alignment_zero, _mm256_sub_epi64(second_word, lanes(1)));
  const __m256i odd = _mm256_and_si256(second_word, low_bits);
  const __m256i first = _mm256_andnot_si256(low_bits, _mm256_add_epi64(d.minimum, low_bits));
  const __m256i last_offset = _mm256_sub_epi64(first_word, lanes(1));
  __m256i no_room = _mm256_or_si256(above(first, d.maximum), above(d.minimum, first));
  no_room = _mm256_or_si256(no_room, above(last_offset, _mm256_sub_epi64(d.maximum, first)));
  no_room = _mm256_andnot_si256(is_zero(first_word), no_room);
  const __m256i reversed = above(d.minimum, d.maximum);
  const __m256i bad_address =
      _mm256_or_si256(_mm256_or_si256(reversed, no_room), _mm256_xor_si256(is_zero(odd), lanes(~0ULL)));
  __m256i failed = bit_where(bad_address, address);
  const __m256i large_bits = is_zero(_mm256_and_si256(d.head, lanes(std::uint64_t{0x0E00} << 32)));
  failed = _mm256_or_si256(failed, _mm256_andnot_si256(large_bits, lanes(memory)));
  // Lines and channels; a V3 channel has its bounds elsewhere and is not decided here unless they happen to be in order.
  failed = _mm256_or_si256(failed, bit_where(_mm256_cmpgt_epi64(first_word, second_word), pair));
  const __m256i message = _mm256_and_si256(d.head, lanes(std::uint64_t{2} << 32));
  const __m256i not_token = _mm256_xor_si256(_mm256_cmpeq_epi64(second_word, lanes(0xFFFF'FFFE)), lanes(~0ULL));
  const __m256i bad_message = _mm256_andnot_si256(is_zero(message), not_token);
  const __m256i with_policy = _mm256_and_si256(d.head, lanes(std::uint64_t{4} << 32));
  const __m256i policy = _mm256_and_si256(d.minimum, lanes(0xFFFF)), priority = _mm256_srli_epi64(d.minimum, 32);
  const __m256i unknown = _mm256_or_si256(_mm256_cmpgt_epi64(policy, lanes(6)), _mm256_cmpgt_epi64(priority, lanes(3)));
  const __m256i bad_policy = _mm256_andnot_si256(is_zero(with_policy), unknown);
  failed = _mm256_or_si256(failed, bit_where(_mm256_or_si256(bad_message, bad_policy), interrupt));
  // Bus numbers: length, minimum, maximum in the first three words.
  const __m256i last_bus = _mm256_and_si256(d.minimum, low_32);
  const __m256i buses = _mm256_sub_epi64(last_bus, second_word);
  const __m256i bad_bus =
      _mm256_or_si256(_mm256_cmpgt_epi64(second_word, last_bus), _mm256_cmpgt_epi64(last_offset, buses));
  return _mm256_or_si256(failed, bit_where(bad_bus, bus));
}

// The low byte of each lane is the type's place in a table of sixteen; the other bytes look up nothing.
RESMAP_AVX2 inline __m256i table_index(__m256i type) {
  const __m256i index =
      _mm256_or_si256(_mm256_and_si256(type, lanes(7)), _mm256_srli_epi64(_mm256_and_si256(type, lanes(0x80)), 4));
  return _mm256_or_si256(index, lanes(0x8080'8080'8080'8000));
}

RESMAP_AVX2 inline __m256i look_up(const std::uint8_t (&table)[16], __m256i index) {
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table))),
                             index);
}

}  // namespace

RESMAP_AVX2 bool io_clean_avx2(const std::uint8_t* at, std::size_t count) {
  __m256i before = lanes(0xFF);  // the families of the four before; nothing is like the one before the first
  bool fine = true;
  for (; count >= 4; count -= 4, at += 4 * IoDescriptorView::size) {
    const Four d = transposed(at);
    const __m256i type = _mm256_and_si256(_mm256_srli_epi64(d.head, 8), lanes(0xFF));
    const __m256i index = table_index(type);
    const __m256i type_high = _mm256_and_si256(type, lanes(0xF8));
    const __m256i known = _mm256_or_si256(is_zero(type_high), _mm256_cmpeq_epi64(type_high, lanes(0x80)));
    // Options beyond 0x0B and shares beyond 3.
    const __m256i good_head = is_zero(_mm256_and_si256(d.head, lanes(0x00FC'00F4)));
    // An alternative is of the family of the descriptor before it.
    const __m256i family = look_up(kFamily, index);
    const __m256i rotated = _mm256_permute4x64_epi64(family, 0x93), earlier = _mm256_permute4x64_epi64(before, 0x93);
    const __m256i like_before = _mm256_cmpeq_epi64(family, _mm256_blend_epi32(rotated, earlier, 0x03));
    const __m256i leads = is_zero(_mm256_and_si256(d.head, lanes(0x08)));
    const __m256i good = _mm256_and_si256(_mm256_and_si256(known, good_head), _mm256_or_si256(leads, like_before));
    const __m256i checks = _mm256_or_si256(look_up(kChecks, index), _mm256_andnot_si256(good, lanes(unsure)));
    fine &= _mm256_testz_si256(_mm256_or_si256(failed_checks(d), lanes(unsure)), checks) != 0;
    before = family;
  }
  return fine;
}

#else

bool io_clean_avx2(const std::uint8_t*, std::size_t) { return false; }

#endif

}  // namespace resmap::lists::detail
