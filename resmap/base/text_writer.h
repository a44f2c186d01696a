// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "resmap/base/array.h"
#include "resmap/base/bytes.h"

namespace resmap {

// Text put together piece by piece, with memory from a MemorySource. A failed allocation is remembered instead of asked
// after at every step: write everything, then look at finish(). What was written before the failure stays.
class TextWriter {
 public:
  explicit TextWriter(MemorySource memory = default_memory()) : text_(memory) {}

  TextWriter& text(std::string_view piece);
  TextWriter& repeat(char c, std::size_t count);
  TextWriter& decimal(std::uint64_t number);
  TextWriter& signed_decimal(std::int64_t number);
  // Lower-case hexadecimal digits without prefix, at least `digits` of them.
  TextWriter& hex_digits(std::uint64_t number, unsigned digits = 1);
  // The same behind "0x": how the project writes every address.
  TextWriter& hex(std::uint64_t number, unsigned digits = 1) { return text("0x").hex_digits(number, digits); }
  // Two digits a byte, no separator.
  TextWriter& hex_bytes(Bytes bytes);
  // `piece`, then blanks up to `width` columns (counted in code points). A longer piece is written whole.
  TextWriter& left(std::string_view piece, std::size_t width);
  TextWriter& right(std::string_view piece, std::size_t width);

  [[nodiscard]] std::size_t size() const { return text_.size(); }
  [[nodiscard]] std::string_view view() const { return {text_.data(), text_.size()}; }
  [[nodiscard]] MemorySource memory() const { return text_.memory(); }
  // Takes back what was written after the first `size` bytes. Precondition: size <= size().
  void truncate(std::size_t size) { text_.truncate(size); }
  void clear() {
    text_.clear();
    failed_ = false;
  }
  // Everything written, as long as this writer lives and nothing more is written to it.
  // out_of_memory: some piece found no room and is missing.
  [[nodiscard]] Result<std::string_view> finish() const;

 private:
  Array<char> text_;
  bool failed_ = false;
};

// How many columns a UTF-8 text takes when each code point takes one.
[[nodiscard]] std::size_t columns(std::string_view text);

}  // namespace resmap
