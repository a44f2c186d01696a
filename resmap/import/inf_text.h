// SPDX-License-Identifier: MIT
// Not installed: the lines of an INF file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"

namespace resmap::import {

// One entry of a section, its continuations joined. `at` says for each byte of `value` where it stood, and one more for its end.
struct InfEntry {
  std::string key;  // empty: the line is a value alone
  std::string value;
  std::vector<std::size_t> at;
};

struct InfSection {
  std::string name;
  std::size_t offset = 0;
  std::vector<InfEntry> entries;
};

// The sections of an INF file in order; one that is opened again goes on. Comments (;) are left out, quotes keep what they hold.
struct InfText {
  std::string text;  // UTF-8, without a byte order mark: what offsets count in
  std::vector<InfSection> sections;

  // Names are compared without regard to ASCII case; null: there is none.
  [[nodiscard]] const InfSection* find(std::string_view name) const;
  // An error at `offset`: index is the line, value the column, both from 1.
  [[nodiscard]] std::unexpected<Error> wrong(std::uint16_t rule, std::size_t offset) const;
};

// `bytes`: UTF-16LE or UTF-8 with a byte order mark, else what code page soever: only ASCII has meaning.
// malformed RM5701: a section's name that no bracket closes; RM5702: an entry before any section. limit_exceeded: more than
// 16 MiB. Throws bad_alloc. Cost: linear, and the sections' number for each that is opened.
[[nodiscard]] Result<InfText> read_inf(Bytes bytes);

[[nodiscard]] bool same_inf_name(std::string_view a, std::string_view b);

}  // namespace resmap::import
