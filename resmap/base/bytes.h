// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace resmap {

// Bytes that belong to somebody else. A view never outlives what it looks at.
using Bytes = std::span<const std::uint8_t>;

// Everything NT writes is little-endian and may stand at any address. Precondition: sizeof(Word) bytes stand at `at`.
template <std::unsigned_integral Word>
[[nodiscard]] constexpr Word load_le(const std::uint8_t* at) {
  Word word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    if (!std::is_constant_evaluated()) {
      std::memcpy(&word, at, sizeof word);
      return word;
    }
  }
  for (std::size_t i = 0; i < sizeof(Word); ++i)
    word = static_cast<Word>(word | static_cast<Word>(Word{at[i]} << (8 * i)));
  return word;
}

template <std::unsigned_integral Word>
constexpr void store_le(std::uint8_t* at, Word word) {
  if constexpr (std::endian::native == std::endian::little) {
    if (!std::is_constant_evaluated()) {
      std::memcpy(at, &word, sizeof word);
      return;
    }
  }
  for (std::size_t i = 0; i < sizeof(Word); ++i) at[i] = static_cast<std::uint8_t>(word >> (8 * i));
}

// The number at `offset` of `bytes`. Precondition: has_room(bytes, offset, sizeof(Word)).
template <std::unsigned_integral Word>
[[nodiscard]] constexpr Word load_le(Bytes bytes, std::size_t offset) {
  return load_le<Word>(bytes.data() + offset);
}

// Whether `length` bytes stand at `offset`; true of no pair whose sum would wrap.
[[nodiscard]] constexpr bool has_room(Bytes bytes, std::uint64_t offset, std::uint64_t length) {
  return offset <= bytes.size() && length <= bytes.size() - offset;
}

}  // namespace resmap
