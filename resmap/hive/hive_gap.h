// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "resmap/registry/registry.h"

namespace resmap::hive {

// What part of a hive a gap is about.
enum class HivePart : std::uint8_t {
  header,      // of the file
  page,        // a page of cells
  cell,        // one cell
  key_name,    // the key is there under a name that stands for its own
  values,      // the list of a key's values
  value_name,  // the value is there under a name that stands for its own
  value_data,  // the value is left out
  children,    // the list of a key's subkeys
  reader,      // the reading as a whole: all that would have come after `key`
};

enum class HiveCause : std::uint8_t {
  refused,        // hivex would not read it: error_number is its errno
  cut,            // fewer bytes are there than declared; count: the declared ones
  missing,        // entries of a list lead nowhere; count: how many. Of pages: a stretch that is none; count: its bytes
  uncounted,      // a list is there though its count says there is none
  reached_twice,  // a cell that was already read: a loop, or two owners
  wrong,          // contradicts the rest of the file, and was set right in a private copy before reading
  file_end,       // the file ends early; count: the bytes missing
  limit,          // a bound of HiveLimits; count: that bound
  crashed,        // hivex died there: error_number is the signal, 0 when unknown
  time_limit,
  memory_limit,
};

// Something of the hive that is not in the tree, or is there other than the file has it.
struct HiveGap {
  HivePart part;
  HiveCause cause;
  int error_number = 0;         // errno of hivex (refused), or the signal (crashed)
  registry::KeyId key;          // where: registry.path_of(gap.key); the root for the file as a whole
  std::string_view value_name;  // for value_name and value_data, where it is known; lives as long as the registry
  std::uint64_t offset = 0;     // of the cell or page in the file, 0 when there is none
  std::uint64_t count = 0;      // as HiveCause says
};

}  // namespace resmap::hive
