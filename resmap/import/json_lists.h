// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/import/json_error.h"

namespace resmap::import {

// One registry value, as `decode --json` writes it and `encode` reads it.
struct ValueRecord {
  std::string key;
  std::string name;
  std::uint32_t registry_type = 8;
  std::vector<std::uint8_t> bytes;
};

// Reads one line of `decode --json`. A record of another kind is none of encode's business: nullopt. A value whose list was not
// whole carries its bytes as `hex`, and those are taken; every other list is built from its members, so an edited one gives the
// bytes that it now says. What spec/schema/list.json leaves out has its default there.
//   malformed RM5101         the line is no JSON (offset: the byte)
//   malformed RM5102         a member has a value it cannot have, or is missing (path; empty: the line is no object, or holds a
//                            number beyond all bounds)
//   not_encodable            a number does not fit its field (path)
//   out_of_memory
[[nodiscard]] JsonResult<std::optional<ValueRecord>> read_value_record(std::string_view line);

// The bytes of a list alone: the object that stands behind "list". Errors as above.
[[nodiscard]] JsonResult<std::vector<std::uint8_t>> read_list(std::string_view json, std::uint32_t registry_type);

}  // namespace resmap::import
