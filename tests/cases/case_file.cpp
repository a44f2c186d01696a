// SPDX-License-Identifier: MIT
#include "tests/cases/case_file.h"

#include <stdexcept>

#include "resmap/import/text_lines.h"

namespace resmap::cases {

std::string Line::rest(std::size_t first) const {
  std::string text;
  for (std::size_t i = first; i < words.size(); ++i) text += (i == first ? "" : " ") + words[i];
  return text;
}

std::vector<Line> read_case(std::string_view text) {
  const std::vector<import::TextLine> lines = import::read_lines(text);
  std::vector<Line> found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const import::TextLine& line = lines[i];
    if (line.open_quote) throw std::runtime_error("line " + std::to_string(line.number) + ": a quote is not closed");
    Line& into = found.emplace_back();
    into.number = line.number;
    for (const import::Word& word : line.words) into.words.emplace_back(word.text);
    std::size_t next = i + 1;
    while (next < lines.size() && lines[next].indent > line.indent) ++next;
    if (into.words.front() != "machine") {
      for (std::size_t more = i + 1; more < next; ++more) {
        for (const import::Word& word : lines[more].words) into.words.emplace_back(word.text);
      }
      i = next - 1;
      continue;
    }
    // The text of the block itself, so that the machine reader sees what stands in the file.
    const std::size_t end = next < lines.size() ? lines[next].offset - lines[next].indent : text.size();
    into.block = text.substr(line.offset - line.indent, end - (line.offset - line.indent));
    i = next - 1;
  }
  return found;
}

}  // namespace resmap::cases
