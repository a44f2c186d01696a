// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "resmap/base/json_writer.h"
#include "resmap/lists/bus_types.h"
#include "resmap/lists/resource_flags.h"
#include "resmap/lists/resource_type.h"

// What the JSON of both kinds of list shares. Not installed: include from json_*.cpp only.
namespace resmap::lists {

// A named number as its word, any other as "0x..".
inline void json_word(JsonWriter& json, std::string_view key, std::string_view word, std::uint64_t number) {
  json.key(key);
  if (word.empty()) {
    json.address(number);
  } else {
    json.string(word);
  }
}

inline void json_type(JsonWriter& json, ResourceType type) {
  json_word(json, "type", word_for(type), static_cast<std::uint8_t>(type));
}

inline void json_share(JsonWriter& json, ShareDisposition share) {
  json_word(json, "share", word_for(share), static_cast<std::uint8_t>(share));
}

inline void json_interface(JsonWriter& json, InterfaceType type) {
  json_word(json, "interface", name_of(type), static_cast<std::uint32_t>(type));
}

// ["io","16-bit","0x200"]: the named bits in rising order, then what is left as one number.
inline void json_flags(JsonWriter& json, ResourceType type, std::uint16_t flags) {
  json.key("flags").array();
  for (const FlagName& name : flag_names(type)) {
    if ((flags & name.bits) == 0) continue;
    json.string(name.word);
    flags = static_cast<std::uint16_t>(flags & ~name.bits);
  }
  if (flags != 0) json.address(flags);
  json.end_array();
}

[[nodiscard]] inline bool all_zero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

// Bytes that no member above stands for; only when there is something in them.
inline void json_rest(JsonWriter& json, std::string_view key, Bytes rest) {
  if (!all_zero(rest)) json.bytes_member(key, rest);
}

}  // namespace resmap::lists
