// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "resmap/base/bytes.h"
#include "resmap/registry/reg_text.h"

namespace resmap::registry {

// The lines of a .reg file as generalised UTF-8 (utf.h), with the way back to bytes of the file. A file in UTF-8 is not
// copied; others are converted once. Throws std::bad_alloc. Borrows the file.
class RegSource {
 public:
  explicit RegSource(Bytes file);
  RegSource(const RegSource&) = delete;
  RegSource& operator=(const RegSource&) = delete;

  [[nodiscard]] RegEncoding encoding() const { return encoding_; }
  // Marked as UTF-8, yet at this byte of the file it is not; npos: all is well.
  [[nodiscard]] std::size_t not_utf8_at() const { return not_utf8_at_; }
  [[nodiscard]] bool odd_byte() const { return odd_byte_; }

  // The whole text, and the line that begins at `start`, without its end.
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view line_at(std::size_t start) const;
  // Where the line after the one that holds `at` begins; text().size() at the end.
  [[nodiscard]] std::size_t line_after(std::size_t at) const;

  // Position in text() to bytes from the start of the file. Amortised O(1) for positions that ascend.
  [[nodiscard]] std::uint64_t file_offset(std::size_t at);

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  void convert_utf16(Bytes units, bool big_endian);
  void convert_windows_1252(Bytes bytes);

  std::string converted_;
  std::string_view text_;
  RegEncoding encoding_ = RegEncoding::utf8;
  std::size_t mark_size_ = 0;  // bytes of the byte order mark
  std::size_t not_utf8_at_ = npos;
  bool odd_byte_ = false;
  std::size_t counted_to_ = 0;  // this position in text_ ...
  std::uint64_t counted_ = 0;   // ... is so many bytes behind the mark
};

}  // namespace resmap::registry
