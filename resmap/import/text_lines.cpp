// SPDX-License-Identifier: MIT
#include "resmap/import/text_lines.h"

namespace resmap::import {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Splits one line from `at` on; stops at a comment.
void read_words(std::string_view text, std::size_t at, std::size_t end, TextLine& line) {
  while (at < end) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    if (text[at] == '#') return;
    if (text[at] == '"') {
      const std::size_t close = text.find('"', at + 1);
      if (close == std::string_view::npos || close >= end) {
        line.open_quote = at;
        return;
      }
      line.words.push_back({text.substr(at + 1, close - at - 1), true, at});
      at = close + 1;
      continue;
    }
    std::size_t past = at;
    while (past < end && !is_blank(text[past])) ++past;
    line.words.push_back({text.substr(at, past - at), false, at});
    at = past;
  }
}

}  // namespace

std::vector<TextLine> read_lines(std::string_view text) {
  std::vector<TextLine> lines;
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    ++number;
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    TextLine line;
    line.number = number;
    std::size_t first = at;
    for (; first < end && is_blank(text[first]); ++first) line.indent += text[first] == '\t' ? 8U : 1U;
    line.offset = first;
    read_words(text, first, end, line);
    if (!line.words.empty() || line.open_quote) lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

std::string_view word_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return {};
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  text = text.substr(begin, text.find('\n', offset) - begin);
  offset -= begin;
  for (const TextLine& line : read_lines(text)) {
    if (line.open_quote && offset >= *line.open_quote) return text.substr(*line.open_quote);
    for (const Word& word : line.words) {
      const std::size_t size = word.text.size() + (word.quoted ? 2 : 0);
      if (offset >= word.offset && offset < word.offset + size) return text.substr(word.offset, size);
    }
  }
  return {};
}

}  // namespace resmap::import
