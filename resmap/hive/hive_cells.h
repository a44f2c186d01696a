// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "resmap/base/bytes.h"

namespace resmap::hive {

// The cells of a hive that is being written: pages ("hbin") that fill up one after the other.
//
//   | hbin 32 bytes | cell | cell | ... | free cell |  hbin | cell larger than a page ... | free cell | hbin ...
//
// A cell stands wholly in one page, which is as many times 4096 bytes long as it takes. Cells are named by their distance from the
// first page, as the file names them.
// Source: M. Suhanov, Windows registry file format specification, "Hive bin", "Cell".
class HiveCells {
 public:
  // Cells beyond this are volatile to Windows, by the top bit of their name.
  static constexpr std::uint64_t max_size = 0x7FFFF000;
  static constexpr std::uint32_t nowhere = 0xFFFFFFFF;

  // `time`: of the first page, as FILETIME.
  explicit HiveCells(std::uint64_t time);

  // A used cell for `size` bytes, all 0. nullopt: the pages would pass max_size. Throws std::bad_alloc, and nothing has changed.
  [[nodiscard]] std::optional<std::uint32_t> add(std::uint64_t size);

  // The same for a record with its two letters in front. Precondition: size >= 2.
  [[nodiscard]] std::optional<std::uint32_t> add_record(const char (&kind)[3], std::uint64_t size);

  template <typename Word>
  void put(std::uint32_t cell, std::size_t at, Word word) {
    store_le(content(cell) + at, word);
  }
  void put_bytes(std::uint32_t cell, std::size_t at, Bytes bytes);

  // Ends the last page; what is left is the file, whose header of 4096 bytes is all 0.
  [[nodiscard]] std::vector<std::uint8_t> finish() &&;

 private:
  [[nodiscard]] std::uint8_t* content(std::uint32_t cell);
  void open_page(std::uint64_t size);
  void close_page();

  std::vector<std::uint8_t> file_;
  std::size_t used_ = 0;  // of file_: where the next cell goes; behind it is only what the page has left
};

}  // namespace resmap::hive
