// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <type_traits>

// The arithmetic of ranges, each rule once, in a form that three kinds of word can run:
//   std::uint64_t   the product
//   std::uint8_t    tests that try every input there is (range_kernels_test.cpp)
//   z3::expr        a proof for all 64-bit inputs (range_kernels_proof_test.cpp)
// A symbolic word has no truth value, so a kernel never writes if, ?:, && or || about one, and never returns early: it
// says at_most, both, select. z3::expr brings its own three, found by argument-dependent lookup.
//
// All ranges are [first, last], both ends inside, first <= last. Nothing here allocates or fails.
namespace resmap::kernel {

template <std::unsigned_integral Word>
[[nodiscard]] constexpr bool at_most(Word a, Word b) {
  return a <= b;
}
[[nodiscard]] constexpr bool both(bool a, bool b) { return a && b; }
template <std::unsigned_integral Word>
[[nodiscard]] constexpr Word select(bool choose_a, Word a, Word b) {
  return choose_a ? a : b;
}

template <typename Word>
[[nodiscard]] constexpr auto overlaps(Word first_a, Word last_a, Word first_b, Word last_b) {
  return both(at_most(first_a, last_b), at_most(first_b, last_a));
}

// Whether a holds all of b.
template <typename Word>
[[nodiscard]] constexpr auto contains(Word first_a, Word last_a, Word first_b, Word last_b) {
  return both(at_most(first_a, first_b), at_most(last_b, last_a));
}

template <typename Word, typename Truth>
struct Common {
  Word first, last;
  Truth exists;  // the other two mean nothing when this is false
};

// The numbers that both have.
template <typename Word>
[[nodiscard]] constexpr auto intersection(Word first_a, Word last_a, Word first_b, Word last_b) {
  const auto exists = overlaps(first_a, last_a, first_b, last_b);
  return Common<Word, std::remove_cvref_t<decltype(exists)>>{select(at_most(first_a, first_b), first_b, first_a),
                                                             select(at_most(last_a, last_b), last_a, last_b), exists};
}

template <typename Word, typename Truth>
struct Moved {
  Word first, last;
  Truth exists;  // the other two mean nothing when this is false
};

// [first, last] moved so that what was at `from` comes to stand at `to`, as a bridge translates addresses; it does not exist
// where a number would leave the space at either end.
template <typename Word>
[[nodiscard]] constexpr auto translation(Word first, Word last, Word from, Word to) {
  const Word up = static_cast<Word>(to - from), down = static_cast<Word>(from - to);
  const auto exists = select(at_most(from, to), at_most(up, static_cast<Word>(~last)), at_most(down, first));
  return Moved<Word, std::remove_cvref_t<decltype(exists)>>{static_cast<Word>(first + up), static_cast<Word>(last + up),
                                                            exists};
}

template <typename Word, typename Truth>
struct Fit {
  Word first;
  Truth exists;  // `first` means nothing when this is false
};

// The lowest start in [first, last] for a range of `last_offset` + 1 numbers at a multiple of `low_bits` + 1, a power of two.
// A length is given as its last offset (length - 1), so the whole 64-bit space has one.
template <typename Word>
[[nodiscard]] constexpr auto lowest_fit(Word first, Word last, Word last_offset, Word low_bits) {
  const Word aligned = static_cast<Word>(static_cast<Word>(first + low_bits) & static_cast<Word>(~low_bits));
  // The sum wraps exactly where `aligned` comes out below `first`. Then, and behind `last`, nothing fits.
  const auto inside = both(at_most(first, aligned), at_most(aligned, last));
  const auto exists = both(inside, at_most(last_offset, static_cast<Word>(last - aligned)));
  return Fit<Word, std::remove_cvref_t<decltype(exists)>>{aligned, exists};
}

// The highest such start: NT's arbiters try the top of a window first (pnp-and-arbiters.md 2.7, rule 32).
template <typename Word>
[[nodiscard]] constexpr auto highest_fit(Word first, Word last, Word last_offset, Word low_bits) {
  const Word room = static_cast<Word>(last - first);
  const auto long_enough = at_most(last_offset, room);
  const Word highest = select(long_enough, static_cast<Word>(last - last_offset), first);
  const Word aligned = static_cast<Word>(highest & static_cast<Word>(~low_bits));
  const auto exists = both(long_enough, at_most(first, aligned));
  return Fit<Word, std::remove_cvref_t<decltype(exists)>>{aligned, exists};
}

}  // namespace resmap::kernel
