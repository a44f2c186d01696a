// SPDX-License-Identifier: MIT
#include "resmap/report/table.h"

#include <algorithm>

#include "resmap/base/json_writer.h"

namespace resmap::report {

namespace {

constexpr std::size_t kNarrowest = 8;

// The bytes of the first `width` code points.
std::size_t bytes_of_columns(std::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  for (; width != 0 && bytes < text.size(); --width)
    bytes += std::max<std::size_t>(utf8_sequence(text.substr(bytes)), 1);
  return bytes;
}

// Takes columns from the widest free text, one by one, until all fit.
void fit(std::vector<std::size_t>& widths, const std::vector<Table::Column>& columns, std::size_t screen) {
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width;
  total += widths.empty() ? 0 : 2 * (widths.size() - 1);
  while (total > screen) {
    std::size_t* widest = nullptr;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      const bool can_shrink = !columns[c].right && !columns[c].whole && widths[c] > kNarrowest;
      if (can_shrink && (widest == nullptr || widths[c] > *widest)) widest = &widths[c];
    }
    if (widest == nullptr) return;
    --*widest;
    --total;
  }
}

}  // namespace

void Paint::write(TextWriter& out, Ink ink, std::string_view text) const {
  std::string_view code;
  switch (ink) {
    case Ink::plain: break;
    case Ink::heading: code = "1"; break;
    case Ink::good: code = "32"; break;
    case Ink::bad: code = "1;31"; break;
    case Ink::doubtful: code = "33"; break;
    case Ink::faint: code = "2"; break;
  }
  if (!on_ || code.empty() || text.empty()) {
    out.text(text);
    return;
  }
  out.text("\x1b[").text(code).text("m").text(text).text("\x1b[0m");
}

std::string enumerated(const std::vector<std::string>& words, std::size_t limit) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < limit; ++i) text += (i == 0 ? "" : ", ") + words[i];
  if (words.size() > limit) text += " and " + std::to_string(words.size() - limit) + " more";
  return text;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::string_view continuation) {
  const std::size_t less = columns(continuation);
  // A continuation that leaves no room is given some all the same, beyond the width.
  const std::size_t later_width = width > less + kNarrowest ? width - less : std::min(width, kNarrowest);
  std::vector<std::string> pieces;
  while (columns(text) > width) {
    const std::size_t limit = bytes_of_columns(text, width);
    std::size_t cut = text.rfind(' ', limit);
    if (cut == std::string_view::npos || text.find_first_not_of(' ') > cut) cut = limit;  // no blank but leading ones
    std::string_view piece = text.substr(0, cut);
    while (piece.ends_with(' ')) piece.remove_suffix(1);
    pieces.emplace_back(piece);
    text.remove_prefix(cut);
    while (text.starts_with(' ')) text.remove_prefix(1);
    width = later_width;
  }
  if (!text.empty() || pieces.empty()) pieces.emplace_back(text);
  for (std::size_t i = 1; i < pieces.size(); ++i) pieces[i].insert(0, continuation);
  return pieces;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  return std::string(text.substr(0, bytes_of_columns(text, width - 1))) + "…";
}

void Table::add(std::vector<std::string> cells, std::string continuation, Ink ink) {
  cells.resize(columns_.size());
  rows_.push_back({std::move(cells), std::move(continuation), ink});
}

std::vector<std::size_t> Table::widths(bool with_heading) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (with_heading) widths[c] = columns(columns_[c].heading);
    for (const Row& row : rows_) widths[c] = std::max(widths[c], std::min(columns(row.cells[c]), columns_[c].limit));
  }
  return widths;
}

void Table::print(TextWriter& out, const Paint& paint, bool with_heading) const {
  std::vector<std::size_t> widths = this->widths(with_heading);
  const std::vector<std::size_t> wanted = widths;
  if (paint.width() != 0) fit(widths, columns_, paint.width());
  const auto line = [&](const std::vector<std::string_view>& cells, Ink ink) {
    TextWriter text;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c != 0) text.text("  ");
      if (columns_[c].right) {
        text.right(cells[c], widths[c]);
      } else {
        text.left(cells[c], widths[c]);
      }
    }
    std::string_view whole = text.view();
    while (whole.ends_with(' ')) whole.remove_suffix(1);
    paint.write(out, ink, whole);
    out.text("\n");
  };
  if (with_heading) {
    std::vector<std::string_view> headings;
    for (const Column& column : columns_) headings.push_back(column.heading);
    line(headings, Ink::heading);
  }
  for (const Row& row : rows_) {
    std::vector<std::vector<std::string>> cells;
    std::size_t lines = 1;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (widths[c] < wanted[c]) {
        cells.push_back({shortened(row.cells[c], widths[c])});
      } else {
        cells.push_back(wrapped(row.cells[c], columns_[c].limit, c == 0 ? row.continuation : std::string_view()));
      }
      lines = std::max(lines, cells.back().size());
    }
    while (cells[0].size() < lines && !row.continuation.empty()) cells[0].push_back(row.continuation);
    for (std::size_t i = 0; i < lines; ++i) {
      std::vector<std::string_view> pieces;
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        pieces.emplace_back(i < cells[c].size() ? std::string_view(cells[c][i]) : std::string_view());
      }
      line(pieces, row.ink);
    }
  }
}

}  // namespace resmap::report
