// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <string>

#include "resmap/base/error.h"

namespace resmap::import {

namespace rule {
inline constexpr std::uint16_t json_syntax = 5101;  // the text is no JSON: mend it at the byte that is named
inline constexpr std::uint16_t json_member = 5102;  // a member is missing or has a value it cannot have: see its path
}  // namespace rule

// Why a JSON text could not be taken, with the place in it that a person would look for.
struct JsonError {
  Error error;       // offset: the byte in the line where the text stops being JSON, else 0; index: the line, from 1
  std::string path;  // "list.full[0].descriptors[2].type"; empty when the text is no JSON at all
  std::string word = {};  // what stands there, as JSON; empty: nothing, or an object or array
};

template <typename T>
using JsonResult = std::expected<T, JsonError>;

}  // namespace resmap::import
