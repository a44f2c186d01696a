// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace resmap::testing_support {

template <std::size_t length>
struct HexText {
  char characters[length];
  // NOLINTNEXTLINE(google-explicit-constructor): a literal becomes a template argument
  consteval HexText(const char (&text)[length]) { std::copy_n(text, length, characters); }
};

[[nodiscard]] constexpr int hex_value(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// "01 00ff"_hex: the bytes that the digits spell, blanks and bars for the reader's eye. Checked at compile time.
template <HexText text>
[[nodiscard]] consteval auto operator""_hex() {
  constexpr std::size_t digits = static_cast<std::size_t>(std::count_if(
      std::begin(text.characters), std::end(text.characters) - 1, [](char c) { return hex_value(c) >= 0; }));
  static_assert(digits % 2 == 0, "half a byte");
  std::array<std::uint8_t, digits / 2> bytes{};
  std::size_t i = 0;
  for (const char c : text.characters) {
    if (c == '\0') break;
    if (hex_value(c) < 0) {
      if (c != ' ' && c != '|' && c != '\n') throw "not a hexadecimal digit";
      continue;
    }
    bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] * 16 + hex_value(c));
    ++i;
  }
  return bytes;
}

}  // namespace resmap::testing_support
