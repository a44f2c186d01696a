// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"

namespace resmap::hive {

// What is wrong with a file as a whole, RM3100 to RM3199; words stand in spec/rules.md.
namespace rule {
inline constexpr std::uint16_t hive_no_signature = 3101;  // the file does not begin with "regf"
inline constexpr std::uint16_t hive_too_short = 3102;     // it does, but ends before the first page of cells
inline constexpr std::uint16_t hive_version = 3103;       // a sound header of another major version than 1
inline constexpr std::uint16_t hive_no_root = 3104;       // nothing could be read: no root key is where the header says
}  // namespace rule

// Layout of the file: a header of 4096 bytes, then pages ("hbin") of cells; offsets inside count from the first page.
// Source: M. Suhanov, Windows registry file format specification (github.com/msuhanov/regf).
inline constexpr std::size_t header_size = 0x1000;
inline constexpr std::size_t page_unit = 0x1000;
inline constexpr std::size_t page_header_size = 0x20;

// The facts of the first 512 bytes.
struct HiveHeader {
  std::uint32_t sequence1 = 0;     // written before and ...
  std::uint32_t sequence2 = 0;     // ... after an update: when they differ, changes may still stand in the .LOG files
  std::uint64_t last_written = 0;  // 100 ns since 1601-01-01 UTC (FILETIME)
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::uint64_t root = 0;           // where the root key's cell stands in the file
  std::uint64_t declared_size = 0;  // of the file up to the end of its last page; longer files are common
  std::uint64_t actual_size = 0;
  std::string file_name;  // the last 32 UTF-16 units of the name the hive was loaded from, as UTF-8
  bool checksum_good = false;

  [[nodiscard]] bool dirty() const { return sequence1 != sequence2; }
};

// Reads the header of a file of `actual_size` bytes that begins with `start`.
// unsupported RM3101: no "regf" there. truncated RM3102: `start` holds less than 512 bytes. May throw std::bad_alloc.
[[nodiscard]] Result<HiveHeader> read_header(Bytes start, std::uint64_t actual_size);

// The sum over the header at the start of `image`, as hivex compares it. Precondition: 512 bytes.
[[nodiscard]] std::uint32_t header_checksum(Bytes image);

// The bytes of the header that other files of this floor touch.
namespace header_field {
inline constexpr std::size_t major = 20;
inline constexpr std::size_t root = 36;
inline constexpr std::size_t data_size = 40;
inline constexpr std::size_t checksum = 508;
}  // namespace header_field

}  // namespace resmap::hive
