// SPDX-License-Identifier: MIT
#include <new>
#include <optional>
#include <string>

#include "resmap/registry/reg_text.h"
#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

using Form = RegWriteOptions::Form;

constexpr std::size_t kBreakColumn = 77;

// The generalised UTF-8 of REG_SZ data that are nothing but text: whole units, one NUL, at the end, no control characters, no
// lone surrogate.
std::optional<std::string> plain_text(Bytes data) {
  if (data.size() < 2 || data.size() % 2 != 0 || load_le<std::uint16_t>(data, data.size() - 2) != 0)
    return std::nullopt;
  std::string text;
  append_utf8_from_utf16le(text, data.first(data.size() - 2));
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
  if (!is_utf8(text)) return std::nullopt;
  return text;
}

// UTF-16LE data as ANSI bytes; nullopt where they are no such text.
std::optional<std::vector<std::uint8_t>> narrow(Bytes data) {
  if (data.size() % 2 != 0) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  bytes.reserve(data.size() / 2);
  for (std::size_t i = 0; i < data.size(); i += 2) {
    const int byte = to_windows_1252(load_le<std::uint16_t>(data, i));
    if (byte < 0) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(byte));
  }
  return bytes;
}

bool fits_windows_1252(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (to_windows_1252(point.value) < 0) return false;
    at += point.length;
  }
  return true;
}

class RegWriter {
 public:
  RegWriter(const Registry& registry, const RegWriteOptions& options) : registry_(registry), options_(options) {}

  Result<std::vector<std::uint8_t>> write() {
    text_ = options_.form == Form::regedit4 ? "REGEDIT4\r\n" : "Windows Registry Editor Version 5.00\r\n";
    if (!is_writable(options_.comment)) return refuse(0, 0);
    if (!options_.comment.empty()) text_.append("\r\n; ").append(options_.comment).append("\r\n");
    std::string path(options_.top_path);
    if (path.empty()) {
      RESMAP_TRY_ASSIGN(path, registry_.path_of(options_.top));
    }
    std::uint32_t index = 0;
    std::vector<std::size_t> sizes;  // of the path at each depth
    for (const KeyId key : registry_.subtree(options_.top)) {
      const std::size_t level = registry_.depth(key) - registry_.depth(options_.top);
      if (level != 0) {
        path.resize(sizes[level - 1]);
        if (!path.empty()) path += '\\';
        path += registry_.name(key);
      }
      sizes.resize(level);
      sizes.push_back(path.size());
      if (level != 0 && !key_name_is_writable(registry_.name(key))) return refuse(index, 0);
      RESMAP_TRY(write_key(key, path, index++));
    }
    text_ += "\r\n";
    return encoded();
  }

 private:
  static std::unexpected<Error> refuse(std::uint32_t key, std::uint64_t value) {
    return fail({.code = ErrorCode::not_encodable, .index = key, .value = value});
  }

  static bool key_name_is_writable(std::string_view name) {
    return !name.empty() && name.find('\\') == std::string_view::npos;
  }

  [[nodiscard]] bool is_writable(std::string_view name) const {
    if (name.find_first_of(std::string_view("\0\r\n", 3)) != std::string_view::npos || !is_utf8(name)) return false;
    return options_.form != Form::regedit4 || fits_windows_1252(name);
  }

  Result<void> write_key(KeyId key, std::string_view path, std::uint32_t index) {
    if (path.empty()) {  // the registry's root has no line of its own
      if (registry_.value_count(key) != 0) return refuse(index, 0);
      return {};
    }
    if (path[0] == '-' || !is_writable(path)) return refuse(index, 0);
    text_.append("\r\n[").append(path).append("]\r\n");
    std::uint64_t number = 0;
    for (const ValueId id : registry_.values(key)) {
      ++number;
      const ValueView value = registry_.view(id);
      if (!is_writable(value.name) || !write_value(value)) return refuse(index, number);
    }
    return {};
  }

  bool write_value(const ValueView& value) {
    line_start_ = text_.size();
    if (value.name.empty()) {
      text_ += '@';
    } else {
      quoted(value.name);
    }
    text_ += '=';
    const std::optional<std::string> plain = value.type == value_type::sz ? plain_text(value.data) : std::nullopt;
    if (plain && (options_.form != Form::regedit4 || fits_windows_1252(*plain))) {
      quoted(*plain);
    } else if (value.type == value_type::dword && value.data.size() == 4) {
      text_ += "dword:";
      hex_number(load_le<std::uint32_t>(value.data, 0), 8);
    } else if (!write_hex(value)) {
      return false;
    }
    text_ += "\r\n";
    return true;
  }

  bool write_hex(const ValueView& value) {
    text_ += "hex";
    if (value.type != value_type::binary) {
      text_ += '(';
      hex_number(value.type, 1);
      text_ += ')';
    }
    text_ += ':';
    const bool string_type =
        value.type == value_type::sz || value.type == value_type::expand_sz || value.type == value_type::multi_sz;
    if (options_.form != Form::regedit4 || !string_type) {
      hex_bytes(value.data);
      return true;
    }
    const std::optional<std::vector<std::uint8_t>> ansi = narrow(value.data);
    if (ansi) hex_bytes(*ansi);
    return ansi.has_value();
  }

  void hex_bytes(Bytes bytes) {
    std::size_t column = text_.size() - line_start_;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      hex_number(bytes[i], 2);
      if (i + 1 == bytes.size()) break;
      text_ += ',';
      column += 3;
      if (column >= kBreakColumn) {
        text_ += "\\\r\n  ";
        column = 2;
      }
    }
  }

  void hex_number(std::uint32_t number, unsigned digits) {
    while (digits < 8 && number >> (4 * digits) != 0) ++digits;
    while (digits-- != 0) text_ += "0123456789abcdef"[number >> (4 * digits) & 15];
  }

  void quoted(std::string_view text) {
    text_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') text_ += '\\';
      text_ += c;
    }
    text_ += '"';
  }

  [[nodiscard]] std::vector<std::uint8_t> encoded() const {
    std::vector<std::uint8_t> bytes;
    if (options_.form == Form::version5_utf16le) {
      bytes.reserve(2 + text_.size() * 2);
      bytes = {0xFF, 0xFE};
      append_utf16le(bytes, text_);
    } else if (options_.form == Form::version5_utf8) {
      bytes.assign(text_.begin(), text_.end());
    } else {
      bytes.reserve(text_.size());
      for (std::size_t at = 0; at < text_.size();) {
        const CodePoint point = decode_utf8(text_, at);
        bytes.push_back(static_cast<std::uint8_t>(to_windows_1252(point.value)));
        at += point.length;
      }
    }
    return bytes;
  }

  const Registry& registry_;
  const RegWriteOptions& options_;
  std::string text_;            // UTF-8
  std::size_t line_start_ = 0;  // of the value being written
};

}  // namespace

Result<std::vector<std::uint8_t>> write_reg_text(const Registry& registry, const RegWriteOptions& options) {
  try {
    if (!registry.contains(options.top)) return fail({.code = ErrorCode::not_found});
    return RegWriter(registry, options).write();
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::registry
