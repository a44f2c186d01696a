// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// Lines of words, for texts that people write: machines and cases. Not installed.
namespace resmap::import {

struct Word {
  std::string_view text;  // without its quotes
  bool quoted = false;
  std::size_t offset = 0;  // bytes from the start of the text
};

struct TextLine {
  std::uint32_t number = 0;               // from 1
  std::size_t indent = 0;                 // blanks before the first word; a tab counts as eight columns
  std::size_t offset = 0;                 // of the first word
  std::vector<Word> words;                // never empty
  std::optional<std::size_t> open_quote;  // offset of a quote that nothing closes
};

// The lines that hold words; '#' begins a comment at the start of a word, blank lines are passed over. May throw bad_alloc.
[[nodiscard]] std::vector<TextLine> read_lines(std::string_view text);

// The word that holds the byte at `offset`, with its quotes; empty where none does. May throw bad_alloc.
[[nodiscard]] std::string_view word_at(std::string_view text, std::size_t offset);

}  // namespace resmap::import
