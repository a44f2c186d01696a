// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/import/json_error.h"

// Members of parsed JSON, taken one by one with their path at hand. Failures inside a file travel as an exception of this floor's
// own and never leave it: read_json() turns them into a JsonError. Not installed: for json_*.cpp.
namespace resmap::import {

using Json = nlohmann::json;

struct JsonFailure {
  JsonError error;
};

class JsonView {
 public:
  JsonView(const Json& value, std::string path) : value_(&value), path_(std::move(path)) {}

  [[nodiscard]] const Json& value() const { return *value_; }
  // What is no object has no members, and nobody asks it for any but by mistake of whoever wrote it.
  [[nodiscard]] bool has(const char* key) const {
    if (!value_->is_object()) fail_here();
    return value_->contains(key);
  }
  [[nodiscard]] JsonView at(const char* key) const {
    if (!has(key)) fail_at(path_.empty() ? key : path_ + "." + key);
    return {(*value_)[key], path_.empty() ? key : path_ + "." + key};
  }
  [[nodiscard]] std::vector<JsonView> elements() const {
    if (!value_->is_array()) fail_here();
    std::vector<JsonView> all;
    for (std::size_t i = 0; i < value_->size(); ++i)
      all.emplace_back((*value_)[i], path_ + "[" + std::to_string(i) + "]");
    return all;
  }
  [[nodiscard]] std::vector<JsonView> elements_of(const char* key) const {
    return has(key) ? at(key).elements() : std::vector<JsonView>();
  }

  [[nodiscard]] std::string_view text() const {
    if (!value_->is_string()) fail_here();
    return value_->get_ref<const std::string&>();
  }
  [[nodiscard]] std::string text_of(const char* key) const {
    return has(key) ? std::string(at(key).text()) : std::string();
  }
  [[nodiscard]] bool boolean() const {
    if (!value_->is_boolean()) fail_here();
    return value_->get<bool>();
  }

  // A JSON number, or a string "0x..": an address may be either, whoever wrote it.
  [[nodiscard]] std::uint64_t number(std::uint64_t maximum = std::numeric_limits<std::uint64_t>::max()) const {
    std::uint64_t number = 0;
    if (value_->is_number_unsigned()) {
      number = value_->get<std::uint64_t>();
    } else if (value_->is_string() && text().starts_with("0x")) {
      const std::string_view digits = text().substr(2);
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
      if (error != std::errc() || end != digits.data() + digits.size()) fail_here();
    } else {
      fail_here();
    }
    if (number > maximum) does_not_fit(number);
    return number;
  }
  template <std::unsigned_integral Word>
  [[nodiscard]] Word number_of(const char* key) const {
    return static_cast<Word>(at(key).number(std::numeric_limits<Word>::max()));
  }
  template <std::unsigned_integral Word>
  [[nodiscard]] Word number_of(const char* key, Word absent) const {
    return has(key) ? number_of<Word>(key) : absent;
  }

  [[nodiscard]] std::vector<std::uint8_t> bytes() const {
    const std::string_view digits = text();
    std::vector<std::uint8_t> bytes(digits.size() / 2);
    if (digits.size() % 2 != 0) fail_here();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const char* at = digits.data() + 2 * i;
      if (std::from_chars(at, at + 2, bytes[i], 16).ptr != at + 2) fail_here();
    }
    return bytes;
  }
  [[nodiscard]] std::vector<std::uint8_t> bytes_of(const char* key) const {
    return has(key) ? at(key).bytes() : std::vector<std::uint8_t>();
  }

  [[noreturn]] void fail_here() const {
    throw JsonFailure{{{.code = ErrorCode::malformed, .rule = rule::json_member}, path_, word()}};
  }
  [[noreturn]] void does_not_fit(std::uint64_t number) const {
    throw JsonFailure{{{.code = ErrorCode::not_encodable, .rule = rule::json_member, .value = number}, path_, word()}};
  }
  [[noreturn]] static void fail_at(std::string path) {
    throw JsonFailure{{{.code = ErrorCode::malformed, .rule = rule::json_member}, std::move(path)}};
  }

 private:
  // Letters that are no UTF-8 are replaced: about a bad text no second error is wanted.
  [[nodiscard]] std::string word() const {
    return value_->is_structured() ? std::string() : value_->dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  const Json* value_;
  std::string path_;
};

// Parses `text` and hands it to `read`, with every way to fail turned into a JsonError.
template <typename Read>
[[nodiscard]] auto read_json(std::string_view text, const Read& read)
    -> JsonResult<decltype(read(std::declval<JsonView>()))> {
  try {
    const Json json = Json::parse(text);
    return read(JsonView(json, ""));
  } catch (const Json::parse_error& error) {
    return std::unexpected(
        JsonError{{.code = ErrorCode::malformed, .rule = rule::json_syntax, .offset = error.byte}, {}});
  } catch (const Json::exception&) {  // a number that no double holds: JSON by its form
    return std::unexpected(JsonError{{.code = ErrorCode::malformed, .rule = rule::json_member}, {}});
  } catch (const JsonFailure& failure) {
    return std::unexpected(failure.error);
  } catch (const std::bad_alloc&) {
    return std::unexpected(JsonError{{.code = ErrorCode::out_of_memory}, {}});
  }
}

}  // namespace resmap::import
