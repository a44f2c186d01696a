// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include "resmap/lists/avx2_words.h"
#include "resmap/lists/clean.h"
#include "resmap/lists/cm_clean_rows.h"

namespace resmap::lists {

#ifdef RESMAP_AVX2

// The compiler's runtime asked the processor when the program began: this is a load and a test.
Processor processor() { return __builtin_cpu_supports("avx2") != 0 ? Processor::with_avx2 : Processor::any; }

namespace detail {

namespace {

// Which checks concern a type: a bit each, looked up by its low three bits and whether bit 0x80 is set.
enum Check : std::uint8_t { range = 1, port = 2, memory = 4, interrupt = 8, dma = 16, bus = 32, unsure = 64 };
constexpr std::uint8_t kChecks[16] = {0, range | port, interrupt, range | memory, dma, unsure, bus, unsure, 0, 0, 0, 0,
                                      0, unsure,       unsure,    unsure};

struct Constants {
  Lanes one, ones, large_bits, trigger, not_latched, latched_message, version_3, bus_limit;
  Lanes bit_range, bit_port, bit_memory, bit_interrupt, bit_dma, bit_bus, bit_unsure;
  Lanes type_high, type_low, type_top, other_bytes, share_high, checks;
};
constexpr Constants kConstants = {
    .one = Lanes::of_32(1),
    .ones = Lanes::of_32(~0U),
    .large_bits = Lanes::of_32(0x0E00'0000),
    .trigger = Lanes::of_32(0x0003'0000),
    .not_latched = Lanes::of_32(0x0002'0000),
    .latched_message = Lanes::of_32(0x0003'0000),
    .version_3 = Lanes::of_32(0x0080'0000),
    .bus_limit = Lanes::of_32(256),
    .bit_range = Lanes::of_32(range),
    .bit_port = Lanes::of_32(port),
    .bit_memory = Lanes::of_32(memory),
    .bit_interrupt = Lanes::of_32(interrupt),
    .bit_dma = Lanes::of_32(dma),
    .bit_bus = Lanes::of_32(bus),
    .bit_unsure = Lanes::of_32(unsure),
    .type_high = Lanes::of_32(0xF8),
    .type_low = Lanes::of_32(7),
    .type_top = Lanes::of_32(0x80),
    .other_bytes = Lanes::of_32(0x8080'8000),
    .share_high = Lanes::of_32(0xFC00),
    // kChecks, once for each half of a vector.
    .checks =
        [] {
          Lanes table{};
          for (std::size_t i = 0; i < 8; ++i) table.word[i] = load_le<std::uint32_t>(kChecks + 4 * (i % 4));
          return table;
        }(),
};

// Eight descriptors side by side: lane i of each vector is the same 32-bit word of descriptor i.
struct Eight {
  __m256i head;   // Type, ShareDisposition, Flags
  __m256i low;    // Start, or the first word
  __m256i high;   // its upper half, or the second word
  __m256i third;  // Length, or the low half of Affinity
};

RESMAP_AVX2 inline __m256i pair_of(const std::uint8_t* a, const std::uint8_t* b) {
  const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), _mm_loadu_si128(reinterpret_cast<const __m128i*>(b)), 1);
}

RESMAP_AVX2 inline __m256i twice(const std::uint8_t* a) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a)));
}

// The first 16 bytes of each, transposed. Their order among the lanes does not matter.
RESMAP_AVX2 inline Eight transposed(__m256i a, __m256i b, __m256i c, __m256i d) {
  const __m256i ab_low = _mm256_unpacklo_epi32(a, b), ab_high = _mm256_unpackhi_epi32(a, b);
  const __m256i cd_low = _mm256_unpacklo_epi32(c, d), cd_high = _mm256_unpackhi_epi32(c, d);
  return {_mm256_unpacklo_epi64(ab_low, cd_low), _mm256_unpackhi_epi64(ab_low, cd_low),
          _mm256_unpacklo_epi64(ab_high, cd_high), _mm256_unpackhi_epi64(ab_high, cd_high)};
}

RESMAP_AVX2 inline __m256i is_zero(__m256i x) { return _mm256_cmpeq_epi32(x, _mm256_setzero_si256()); }
RESMAP_AVX2 inline __m256i masked(__m256i x, const Lanes& mask) { return _mm256_and_si256(x, load(mask)); }
// A bit where it is true, or where it is not.
RESMAP_AVX2 inline __m256i bit_where(__m256i truth, const Lanes& bit) { return masked(truth, bit); }
RESMAP_AVX2 inline __m256i bit_unless(__m256i truth, const Lanes& bit) { return _mm256_andnot_si256(truth, load(bit)); }

// The checks that each descriptor fails, as the bits of Check; other bits mean nothing.
RESMAP_AVX2 inline __m256i failed_checks(const Eight& d, CmSide side, const Constants& k) {
  const __m256i last = _mm256_add_epi32(d.low, _mm256_sub_epi32(d.third, load(k.one)));
  const __m256i no_carry = _mm256_cmpeq_epi32(_mm256_max_epu32(last, d.low), last);
  const __m256i third_zero = is_zero(d.third);
  // Wraps: a carry out of the low half with an upper half of all ones.
  const __m256i wraps = _mm256_andnot_si256(no_carry, _mm256_cmpeq_epi32(d.high, load(k.ones)));
  __m256i failed = bit_where(_mm256_or_si256(third_zero, wraps), k.bit_range);
  const __m256i beyond_16_bits = _mm256_or_si256(d.high, _mm256_srli_epi32(last, 16));
  failed = _mm256_or_si256(failed, bit_unless(_mm256_and_si256(is_zero(beyond_16_bits), no_carry), k.bit_port));
  failed = _mm256_or_si256(failed, bit_unless(is_zero(masked(d.head, k.large_bits)), k.bit_memory));
  // An affinity whose low half is 0 is not decided here. Flag 2 (message) without flag 1 (latched) is wrong.
  const __m256i trigger = masked(d.head, k.trigger);
  __m256i bad_line = _mm256_or_si256(third_zero, _mm256_cmpeq_epi32(trigger, load(k.not_latched)));
  if (side == CmSide::raw) {
    const __m256i no_messages = is_zero(_mm256_srli_epi32(d.low, 16));
    bad_line =
        _mm256_or_si256(bad_line, _mm256_and_si256(no_messages, _mm256_cmpeq_epi32(trigger, load(k.latched_message))));
  }
  failed = _mm256_or_si256(failed, bit_where(bad_line, k.bit_interrupt));
  // Channels above 7, but for version 3.
  const __m256i version_1 = is_zero(masked(d.head, k.version_3));
  const __m256i bad_channel = _mm256_andnot_si256(is_zero(_mm256_srli_epi32(d.low, 3)), version_1);
  failed = _mm256_or_si256(failed, bit_where(bad_channel, k.bit_dma));
  // start + length <= 256 with both below 512, so that the sum cannot wrap.
  const __m256i small = is_zero(_mm256_srli_epi32(_mm256_or_si256(d.low, d.high), 9));
  const __m256i too_far = _mm256_cmpgt_epi32(_mm256_add_epi32(d.low, d.high), load(k.bus_limit));
  const __m256i good_bus = _mm256_andnot_si256(_mm256_or_si256(too_far, is_zero(d.high)), small);
  return _mm256_or_si256(failed, bit_unless(good_bus, k.bit_bus));
}

// Which checks concern each descriptor. An unknown type, or a share above 3, is marked unsure, which everything fails.
RESMAP_AVX2 inline __m256i checks_of(__m256i head, const Constants& k) {
  const __m256i type_high = masked(head, k.type_high);  // 0 or 0x80 for a known type
  const __m256i index = _mm256_or_si256(masked(head, k.type_low), _mm256_srli_epi32(masked(head, k.type_top), 4));
  // pshufb gives 0 where the index byte has its top bit set: only the low byte of each lane is looked up.
  const __m256i checks = _mm256_shuffle_epi8(load(k.checks), _mm256_or_si256(index, load(k.other_bytes)));
  const __m256i known = _mm256_or_si256(is_zero(type_high), _mm256_cmpeq_epi32(type_high, load(k.type_top)));
  const __m256i good_share = is_zero(masked(head, k.share_high));
  return _mm256_or_si256(checks, bit_unless(_mm256_and_si256(known, good_share), k.bit_unsure));
}

RESMAP_AVX2 inline bool all_fine(const Eight& d, CmSide side, const Constants& k) {
  const __m256i failed = _mm256_or_si256(failed_checks(d, side, k), load(k.bit_unsure));
  return _mm256_testz_si256(failed, checks_of(d.head, k)) != 0;
}

// Blocks of eight and one of four; what is left goes one by one.
template <CmLayout layout>
RESMAP_AVX2 inline bool descriptors_are_clean(const std::uint8_t* at, std::size_t count, CmSide side) {
  constexpr std::size_t stride = size_of(layout);
  const Constants& k = *opaque(&kConstants);
  bool fine = true;
  for (; count >= 8; count -= 8, at += 8 * stride) {
    fine &= all_fine(transposed(pair_of(at, at + 4 * stride), pair_of(at + stride, at + 5 * stride),
                                pair_of(at + 2 * stride, at + 6 * stride), pair_of(at + 3 * stride, at + 7 * stride)),
                     side, k);
  }
  if (count >= 4) {  // each of the four twice
    fine &=
        all_fine(transposed(twice(at), twice(at + stride), twice(at + 2 * stride), twice(at + 3 * stride)), side, k);
    count -= 4;
    at += 4 * stride;
  }
  return fine && one_by_one<layout>(at, count, side);
}

#define RESMAP_TARGET RESMAP_AVX2
#include "resmap/lists/cm_clean_frame.inc"

}  // namespace

RESMAP_AVX2 bool is_clean_cm_avx2(Bytes bytes, CmForm form, CmLayout layout, CmSide side) {
  return clean_in_layout(bytes, form, layout, side);
}

}  // namespace detail

#else

Processor processor() { return Processor::any; }

namespace detail {
bool is_clean_cm_avx2(Bytes, CmForm, CmLayout, CmSide) { return false; }
}  // namespace detail

#endif

}  // namespace resmap::lists
