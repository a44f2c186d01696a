// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include "resmap/base/text_writer.h"

namespace resmap {

// JSON on one line, by the conventions of spec/schema/: addresses are strings of hexadecimal digits behind 0x, counts are
// numbers, bytes are lower-case hexadecimal strings. Commas are the writer's work; matching begin and end is the caller's.
//   json.object().member("record", "value").member("size", 60).end_object();
// Text must be UTF-8; a byte that is not becomes U+FFFD, so that what is written always parses. Depth up to 63.
class JsonWriter {
 public:
  explicit JsonWriter(TextWriter& out) : out_(out) {}

  JsonWriter& object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& string(std::string_view text);
  JsonWriter& number(std::uint64_t value);
  JsonWriter& signed_number(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  JsonWriter& address(std::uint64_t value);  // "0x3f8"
  JsonWriter& bytes(Bytes value);            // "00ff"

  JsonWriter& member(std::string_view name, std::string_view text) { return key(name).string(text); }
  JsonWriter& member(std::string_view name, const char* text) { return key(name).string(text); }
  template <std::integral Value>
  JsonWriter& member(std::string_view name, Value value) {
    key(name);
    if constexpr (std::same_as<Value, bool>)
      return boolean(value);
    else if constexpr (std::unsigned_integral<Value>)
      return number(value);
    else
      return signed_number(value);
  }
  JsonWriter& address_member(std::string_view name, std::uint64_t value) { return key(name).address(value); }
  JsonWriter& bytes_member(std::string_view name, Bytes value) { return key(name).bytes(value); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void before_value();

  TextWriter& out_;
  std::uint64_t has_elements_ = 0;  // bit 0: the innermost object or array already holds something
  bool after_key_ = false;
};

// The length of the well-formed UTF-8 sequence at the start of `text`: 1 to 4, or 0 where none stands (overlong forms,
// surrogates and numbers beyond U+10FFFF are none). Precondition: text is not empty.
[[nodiscard]] std::size_t utf8_sequence(std::string_view text);

}  // namespace resmap
