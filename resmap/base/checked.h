// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <limits>
#include <optional>

namespace resmap {

// Arithmetic on numbers from outside: nullopt instead of a wrapped result. Usable in constant expressions.

template <std::unsigned_integral Word>
[[nodiscard]] constexpr std::optional<Word> checked_add(Word a, Word b) {
  if (a > std::numeric_limits<Word>::max() - b) return std::nullopt;
  return static_cast<Word>(a + b);
}

template <std::unsigned_integral Word>
[[nodiscard]] constexpr std::optional<Word> checked_multiply(Word a, Word b) {
  if (a != 0 && b > std::numeric_limits<Word>::max() / a) return std::nullopt;
  return static_cast<Word>(a * b);
}

// The least multiple of `alignment` that is at least `value`; any alignment but 0, not only powers of two.
// nullopt: alignment is 0, or that multiple lies beyond the largest Word.
template <std::unsigned_integral Word>
[[nodiscard]] constexpr std::optional<Word> checked_align_up(Word value, Word alignment) {
  if (alignment == 0) return std::nullopt;
  const Word past = static_cast<Word>(value % alignment);
  return past == 0 ? std::optional<Word>(value) : checked_add(value, static_cast<Word>(alignment - past));
}

}  // namespace resmap
