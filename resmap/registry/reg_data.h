// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/registry/reg_source.h"

namespace resmap::registry {

// What stands behind the "=" of a value line.
struct RegData {
  enum class Kind : std::uint8_t { value, deletion, refused };
  Kind kind = Kind::refused;
  std::uint32_t type = 0;
  std::vector<std::uint8_t> bytes;
  std::uint16_t rule = 0;       // when refused, why ...
  std::size_t wrong_at = 0;     // ... and where in the text
  std::size_t next_line = 0;    // where reading goes on
  bool unknown_escape = false;  // a remark: rule::reg_unknown_escape
};

// Reads the data that begin at `at` of source.text(), blanks before them allowed, over as many lines as they take.
// Throws std::bad_alloc.
[[nodiscard]] RegData read_reg_data(const RegSource& source, std::size_t at, RegDialect dialect);

// A text between quotes; `at` is behind the opening one. Appends what it says to `out` and moves `at` behind the closing quote.
// False when `end` comes first. Throws std::bad_alloc.
[[nodiscard]] bool read_quoted(std::string_view text, std::size_t& at, std::size_t end, std::string& out,
                               bool& unknown_escape);

[[nodiscard]] inline std::size_t skip_blanks(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

// Whether from `at` to `end` nothing follows but blanks and a comment.
[[nodiscard]] inline bool nothing_follows(std::string_view text, std::size_t at, std::size_t end) {
  at = skip_blanks(text, at, end);
  return at == end || text[at] == ';';
}

}  // namespace resmap::registry
