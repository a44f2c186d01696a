// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/text_writer.h"

namespace resmap::report {

// Colour repeats what the words say and adds nothing; off, the same text stands without it.
enum class Ink : std::uint8_t { plain, heading, good, bad, doubtful, faint };

// How a screen is written: in colour or without, and how wide it may be.
class Paint {
 public:
  // `width` in columns; 0: as wide as it needs to be, which is what a pipe or a file gets.
  explicit Paint(bool on, std::size_t width = 0) : on_(on), width_(width) {}
  [[nodiscard]] std::size_t width() const { return width_; }
  // Writes `text` in that ink.
  void write(TextWriter& out, Ink ink, std::string_view text) const;

 private:
  bool on_;
  std::size_t width_;
};

// Rows of cells in columns as wide as they need, up to a limit; a cell that is longer goes on under itself. Where that is more
// than the screen is wide, the widest columns of free text are cut, each cell with an ellipsis, until it fits or none is left to
// cut: numbers and places are never.
class Table {
 public:
  struct Column {
    std::string_view heading;
    std::size_t limit = 60;  // columns of text
    bool right = false;      // numbers
    bool whole = false;      // not free text: places, types
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns, or fewer. `continuation` stands in the first column of the lines that a wrapped row goes on over.
  void add(std::vector<std::string> cells, std::string continuation = {}, Ink ink = Ink::plain);
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  void print(TextWriter& out, const Paint& paint, bool with_heading = true) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(bool with_heading) const;

  struct Row {
    std::vector<std::string> cells;
    std::string continuation;
    Ink ink;
  };

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

// "a, b, c and 4 more": at most `limit` of them.
[[nodiscard]] std::string enumerated(const std::vector<std::string>& words, std::size_t limit);

// `text`, or as much of it as fits before an ellipsis into `width` columns. Precondition: width is not 0.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

// `text` in pieces of at most `width` columns, broken at blanks where it can be; all but the first begin with `continuation`.
// Never empty. Precondition: width is not 0.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width,
                                               std::string_view continuation = {});

}  // namespace resmap::report
