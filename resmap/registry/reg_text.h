// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/registry/registry.h"
#include "resmap/registry/rules.h"

namespace resmap::registry {

// The text that regedit exports and imports.
//
//   Windows Registry Editor Version 5.00
//
//   [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Enum\ACPI\PNP0501\1\LogConf]
//   "BootConfig"=hex(8):01,00,00,00,0f,00,00,00,00,00,00,00,01,00,01,00,02,00,00,00
//
// What Windows accepts was taken from the documented format (Microsoft KB 310516) and from the import tests of the Wine
// project, which also run on Windows. Where Windows drops a line without a word, a finding says so here.

enum class RegDialect : std::uint8_t {
  version5,  // "Windows Registry Editor Version 5.00"
  regedit4,  // "REGEDIT4": strings inside hex(1), hex(2) and hex(7) are ANSI bytes
};
enum class RegEncoding : std::uint8_t { utf16le, utf16be, utf8, windows_1252 };

// One remark about one line.
struct RegFinding {
  std::uint16_t rule = 0;    // rules.h
  std::uint32_t line = 0;    // from 1; where a value runs over several lines, the one that is wrong
  std::uint64_t offset = 0;  // bytes from the start of the file

  [[nodiscard]] constexpr RegSeverity severity() const { return severity_of(rule); }
  friend constexpr bool operator==(const RegFinding&, const RegFinding&) = default;
};

// What was read. `registry` holds every key with its whole path as written below the registry's root, and values with the
// line they stood on.
struct RegText {
  static constexpr std::size_t max_findings = 10000;

  Registry registry;
  RegDialect dialect = RegDialect::version5;
  RegEncoding encoding = RegEncoding::utf8;
  std::vector<RegFinding> findings;  // in the order of the lines, the first max_findings of them
  std::uint64_t errors = 0;          // all, also those beyond max_findings
  std::uint64_t warnings = 0;
};

// Whether `file` begins as .reg text does: its first line, in any of the encodings, is a header. O(1). Safe from any thread.
[[nodiscard]] bool is_reg_text(Bytes file);

// Reads .reg text in UTF-16LE, UTF-16BE or UTF-8, each with or without byte order mark, or in Windows-1252, which stands for
// ANSI: a REGEDIT4 file without mark, and any other whose bytes are not UTF-8. Lines end in CR LF, LF or CR and have any length.
//   - "[-KEY]" and "NAME"=- delete what the lines above them made.
//   - A REG_SZ string becomes UTF-16LE with a terminating NUL; a raw line break inside the quotes belongs to it, as regedit
//     exports one. hex data are taken byte for byte: nothing is appended.
//   - In REGEDIT4, hex(1), hex(2) and hex(7) become UTF-16LE.
//   - Lines that begin with ; or # are comments; ; begins one behind a value as well.
// What is wrong with a line is a finding, and reading goes on with the next; nothing that can be read is lost.
// Errors: unsupported RM3001 (the first line that is not blank is no header; offset says where it begins); out_of_memory.
// Copies what it keeps. O(size). No global state: safe from any thread.
[[nodiscard]] Result<RegText> read_reg_text(Bytes file);

struct RegWriteOptions {
  enum class Form : std::uint8_t {
    version5_utf16le,  // as regedit exports: byte order mark, UTF-16LE, CR LF
    version5_utf8,     // the same characters in UTF-8 without mark, for version control and mail
    regedit4,          // Windows-1252
  };
  Form form = Form::version5_utf16le;
  KeyId top = Registry::root();  // this key and all below it
  // Stands for `top` in the text: a hive's root is written with "HKEY_LOCAL_MACHINE\\SYSTEM" here. Where it is empty, paths
  // are those of the registry.
  std::string_view top_path = {};
  std::string_view comment = {};  // a line of its own behind the header, "; " before it; empty: none
};

// Writes keys and values in stored order, laid out as regedit does: a blank line before each key, hex data broken by ",\" at
// column 77, continued after two blanks. Strings that are nothing but text with one NUL at the end stand in quotes, a
// REG_DWORD of four bytes as dword:, all else as hex. read_reg_text() of it gives the same keys, names, types and bytes
// (two siblings of one name, which only append_key() makes, become one).
// Errors: not_found (`top` is stale); out_of_memory; not_encodable, with `index` the key (from 0, in the order of
// subtree(top)) and `value` the value in it (from 1; 0 is the key itself): a name holds CR, LF, NUL or bytes that are not UTF-8;
// a key's name is empty or holds a backslash, or its path begins with "-"; the registry's root has values and top_path is
// empty; the comment cannot be written as a name could; or the form is regedit4 and a character is not in Windows-1252. O(size). Safe from any thread that may read `registry`.
[[nodiscard]] Result<std::vector<std::uint8_t>> write_reg_text(const Registry& registry,
                                                               const RegWriteOptions& options = {});

}  // namespace resmap::registry
