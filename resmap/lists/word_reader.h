// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "resmap/lists/resource_words.h"
#include "resmap/lists/rules.h"

// What the parsers of resource words share. Not installed.
namespace resmap::lists {

// A piece of a text that knows where in it it stands, so that an error can say so.
struct Piece {
  std::string_view text;
  std::size_t offset = 0;

  [[nodiscard]] bool empty() const { return text.empty(); }
  // What stands before the first `mark`, which is taken away with it; everything when there is none.
  [[nodiscard]] Piece take_until(char mark) {
    const std::size_t end = text.find(mark);
    const Piece before{text.substr(0, end), offset};
    const std::size_t taken = end == std::string_view::npos ? text.size() : end + 1;
    text.remove_prefix(taken);
    offset += taken;
    return before;
  }
  [[nodiscard]] Piece from(std::size_t at) const { return {text.substr(at), offset + at}; }
  [[nodiscard]] Piece first(std::size_t count) const { return {text.substr(0, count), offset}; }
};

[[nodiscard]] inline std::unexpected<Error> malformed(std::uint16_t broken_rule, const Piece& at) {
  return fail({.code = ErrorCode::malformed, .rule = broken_rule, .offset = at.offset});
}

[[nodiscard]] Result<std::uint64_t> read_number(const Piece& piece, std::uint64_t maximum = ~std::uint64_t{0});
[[nodiscard]] Result<std::uint64_t> read_size(const Piece& piece);
[[nodiscard]] Result<AddressRange> read_range(const Piece& piece);

// The words before ':': the long ones of word_for() and the short mem, irq, msg. Messages are interrupts with a count.
struct WordType {
  ResourceType type;
  bool message = false;
};
[[nodiscard]] std::optional<WordType> word_type_from(std::string_view word);

// What may follow a place, behind commas.
struct WordAttributes {
  ShareDisposition share = ShareDisposition::device_exclusive;
  std::uint16_t flags = 0;
  bool preferred = false;
  bool is_64_bit = false;
  std::optional<std::uint64_t> group, affinity, level, vector, port, line, width, policy, priority;
};

// What stands before the first comma; the attributes are left in `word`. RM1200: a comma with nothing behind it.
[[nodiscard]] Result<Piece> take_place(Piece& word);
// `attributes` is the text behind the first comma, or empty. Ports are I/O unless they say `memory`.
[[nodiscard]] Result<WordAttributes> read_attributes(Piece attributes, WordType type);

// The attributes that read_attributes turns back into share and flags, each behind a comma.
void print_attributes(TextWriter& out, ResourceType type, bool message, ShareDisposition share, std::uint16_t flags);

// Hexadecimal digits as bytes; a word of `size` bytes exactly.
[[nodiscard]] Result<void> read_hex(const Piece& piece, std::span<std::uint8_t> bytes);

}  // namespace resmap::lists
