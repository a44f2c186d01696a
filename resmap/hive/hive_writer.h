// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "resmap/base/result.h"
#include "resmap/registry/registry.h"

namespace resmap::hive {

// Which versions of Windows load the file. Source: MSDN, RegSaveKeyEx (REG_STANDARD_FORMAT, REG_LATEST_FORMAT) and "Registry
// Element Size Limits".
enum class HiveFormat : std::uint8_t {
  standard,  // version 1.3, from Windows NT 4.0 on; data up to 1 MiB, in one cell each
  latest,    // version 1.5, from Windows XP on; data of more than 16344 bytes stand in segments of that size
};

// The standard format where it has room for all data at and below `top`, else the latest. O(size).
[[nodiscard]] HiveFormat format_for(const registry::Registry& registry,
                                    registry::KeyId top = registry::Registry::root());

struct HiveWriteOptions {
  HiveFormat format = HiveFormat::standard;
  registry::KeyId top = registry::Registry::root();  // this key and all below it; it becomes the hive's root key
  std::string_view root_name = {};                   // of the root key; empty: top's own name, "ROOT" where it has none
  std::uint64_t time = 0;                            // FILETIME of the file and of every key: none unless asked for
};

// Writes a registry hive as Windows loads it (reg load), complete and clean: header, pages, keys, values, one security record that
// all keys share (key_security.h). Keys are sorted by name as Windows wants them; values keep their order. read_hive() of it gives
// the same keys, names, types and bytes. The same registry and options give the same bytes everywhere.
//
// A hive on disk cannot say that a key is volatile: volatile keys are not written to one, and the flag of that name is not
// expected there ("Key node"). Every key of the file is one that stays.
//
// Errors, with `index` the key (from 0, in the order of subtree(top)) and `value` the value in it (from 1; 0 is the key itself):
//   not_found        top is stale
//   not_encodable    a name is not UTF-8; a key's name is empty or holds a backslash; two siblings have one name
//   limit_exceeded   a key's name has more than 255 characters, a value's more than 16383; data are larger than the format takes
//                    (latest: 65535 segments); or the pages would pass HiveCells::max_size
//   out_of_memory
// Memory: the file twice at most, and 4 bytes a key. Time: O(size), and the sorting of each row of keys. Safe from any thread
// that may read `registry`.
// Source: M. Suhanov, Windows registry file format specification (github.com/msuhanov/regf).
[[nodiscard]] Result<std::vector<std::uint8_t>> write_hive(const registry::Registry& registry,
                                                           const HiveWriteOptions& options = {});

}  // namespace resmap::hive
