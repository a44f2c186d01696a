// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::registry {

// error: something that stood in the text is not in the tree. warning: all is there, though not quite as it was written.
enum class RegSeverity : std::uint8_t { warning, error };

// The rules of .reg text, RM3000 to RM3099; what each says and what to do about it stands in spec/rules.md. A number, once given,
// keeps its meaning.
namespace rule {

// The text is refused (an Error, not a finding).
inline constexpr std::uint16_t reg_unknown_header = 3001;  // the first line is no header of .reg text

// A line is left out.
inline constexpr std::uint16_t reg_unknown_line = 3010;  // neither key, value, comment nor blank
inline constexpr std::uint16_t reg_key_unclosed = 3011;  // "[" without "]"
inline constexpr std::uint16_t reg_key_name = 3012;      // an empty path, one that begins with "-", or a NUL in it
inline constexpr std::uint16_t reg_value_outside =
    3013;  // a value where no key is open: before the first, after a bad or a deleted one
inline constexpr std::uint16_t reg_value_name = 3014;  // a name without closing quote, or with a NUL in it
inline constexpr std::uint16_t reg_no_equals = 3015;   // no "=" behind the name
inline constexpr std::uint16_t reg_unknown_data =
    3016;                                             // behind "=" stands neither a string, dword:, hex:, hex(N): nor -
inline constexpr std::uint16_t reg_bad_dword = 3017;  // not 1 to 8 hexadecimal digits
inline constexpr std::uint16_t reg_bad_hex = 3018;    // not bytes of 1 or 2 hexadecimal digits between commas
inline constexpr std::uint16_t reg_string_unclosed = 3019;   // a string without closing quote
inline constexpr std::uint16_t reg_text_after_value = 3020;  // something other than a comment behind the value
inline constexpr std::uint16_t reg_limit = 3021;             // a name, a depth or data beyond the limits of Registry

// A line is taken, with a remark.
inline constexpr std::uint16_t reg_unknown_escape =
    3030;                                            // a backslash before something else than \ or ": kept as it stands
inline constexpr std::uint16_t reg_not_utf8 = 3031;  // the file marks itself as UTF-8 but is not: read as Windows-1252
inline constexpr std::uint16_t reg_odd_byte = 3032;  // UTF-16 with an odd last byte: left out
inline constexpr std::uint16_t reg_name_surrogate = 3033;  // half a surrogate pair in a name: U+FFFD instead
inline constexpr std::uint16_t reg_value_again = 3034;     // the same value a second time: the later one stands
inline constexpr std::uint16_t reg_text_after_key = 3035;  // something other than a comment behind "]": passed over

}  // namespace rule

[[nodiscard]] constexpr RegSeverity severity_of(std::uint16_t rule_number) {
  return rule_number >= rule::reg_unknown_escape ? RegSeverity::warning : RegSeverity::error;
}

}  // namespace resmap::registry
