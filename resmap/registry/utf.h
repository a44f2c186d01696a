// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/bytes.h"

namespace resmap::registry {

// Windows writes names and strings in UTF-16, resmap shows them in UTF-8. Windows checks neither, so a lone surrogate can
// stand anywhere. "Generalised UTF-8" writes one as its three bytes and loses nothing; UTF-8 proper has no form for it.
// The functions that build strings may throw std::bad_alloc. No state: safe from any thread.

struct CodePoint {
  static constexpr char32_t invalid = 0xFFFFFFFF;
  char32_t value;      // up to U+10FFFF, surrogates included, or `invalid`
  std::size_t length;  // bytes taken; 1 when invalid
};
// The code point at `at` of generalised UTF-8. Precondition: at < text.size().
[[nodiscard]] CodePoint decode_utf8(std::string_view text, std::size_t at);

[[nodiscard]] constexpr bool is_surrogate(char32_t value) { return value >= 0xD800 && value <= 0xDFFF; }

// Where `text` stops being UTF-8 proper, in bytes; its size when it is UTF-8 throughout. O(size), fast on ASCII.
[[nodiscard]] std::size_t utf8_prefix(std::string_view text);
[[nodiscard]] inline bool is_utf8(std::string_view text) { return utf8_prefix(text) == text.size(); }

// Precondition: value <= U+10FFFF. A surrogate becomes generalised UTF-8.
void append_utf8(std::string& out, char32_t value);

// UTF-16LE units, paired where they pair; an odd last byte is left out. Generalised UTF-8.
void append_utf8_from_utf16le(std::string& out, Bytes units);

// Precondition: `text` is generalised UTF-8; bytes that are not become U+FFFD.
void append_utf16le(std::vector<std::uint8_t>& out, std::string_view text);

// What a REG_SZ or REG_EXPAND_SZ value says, for a person: UTF-8 proper up to the first NUL, whatever else stands in `data`;
// a lone surrogate becomes U+FFFD.
[[nodiscard]] std::string text_of(Bytes data);

// Windows-1252 as Windows converts it: the five bytes without a character become the control of the same number, so every
// byte has its own character.
[[nodiscard]] char32_t from_windows_1252(std::uint8_t byte);
// 0 to 255, or -1 where the code page has no such character.
[[nodiscard]] int to_windows_1252(char32_t value);

}  // namespace resmap::registry
