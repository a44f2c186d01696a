// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "resmap/hive/hive_cells.h"
#include "resmap/hive/hive_writer.h"

namespace resmap::hive {

// One key as the list of its parent names it.
struct Subkey {
  std::string_view name = {};
  std::uint32_t hint = 0;  // what stands beside it in the list
  std::uint32_t cell = 0;
  std::uint32_t number = 0;  // the caller's
};

// The hint is, in a standard hive ("lf"), the first four characters, or nothing where one of them has no single byte; in the
// latest ("lh") a hash of the whole. Precondition: `name` is UTF-8, and stays.
// Source: Windows registry file format specification, "Fast leaf", "Hash leaf".
[[nodiscard]] Subkey subkey_of(std::string_view name, HiveFormat format);

// Puts the keys into the order of a list (registry::compare_names). What comes back is the number of one whose name another
// has too: there is no list then.
[[nodiscard]] std::optional<std::uint32_t> sort_subkeys(std::vector<Subkey>& keys);

// Writes the list of sorted keys: one leaf, or an index root over leaves of 500, each of which still fits a page. nullopt: no room,
// or more than an index root can hold. Precondition: there is one at least. Throws std::bad_alloc.
[[nodiscard]] std::optional<std::uint32_t> write_subkey_list(HiveCells& cells, const std::vector<Subkey>& keys,
                                                             HiveFormat format);

}  // namespace resmap::hive
