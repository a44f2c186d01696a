// SPDX-License-Identifier: MIT
#include "resmap/base/json_writer.h"

namespace resmap {

std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if ((has_elements_ & 1) != 0) out_.text(",");
  has_elements_ |= 1;
}

JsonWriter& JsonWriter::open(char bracket) {
  before_value();
  out_.repeat(bracket, 1);
  has_elements_ <<= 1;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_.repeat(bracket, 1);
  has_elements_ >>= 1;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  string(name);
  out_.text(":");
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  before_value();
  out_.text("\"");
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && text[plain] >= 0x20 && text[plain] != 0x7F && text[plain] != '"' &&
           text[plain] != '\\')
      ++plain;
    out_.text(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const char c = text.front();
    std::size_t taken = 1;
    switch (c) {
      case '"': out_.text("\\\""); break;
      case '\\': out_.text("\\\\"); break;
      case '\n': out_.text("\\n"); break;
      case '\r': out_.text("\\r"); break;
      case '\t': out_.text("\\t"); break;
      default:
        if (static_cast<unsigned char>(c) < 0x80) {
          out_.text("\\u").hex_digits(static_cast<unsigned char>(c), 4);
        } else if (const std::size_t length = utf8_sequence(text); length != 0) {
          out_.text(text.substr(0, length));
          taken = length;
        } else {
          out_.text("\\ufffd");
        }
    }
    text.remove_prefix(taken);
  }
  out_.text("\"");
  return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value) {
  before_value();
  out_.decimal(value);
  return *this;
}

JsonWriter& JsonWriter::signed_number(std::int64_t value) {
  before_value();
  out_.signed_decimal(value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  before_value();
  out_.text(value ? "true" : "false");
  return *this;
}

JsonWriter& JsonWriter::null() {
  before_value();
  out_.text("null");
  return *this;
}

JsonWriter& JsonWriter::address(std::uint64_t value) {
  before_value();
  out_.text("\"").hex(value).text("\"");
  return *this;
}

JsonWriter& JsonWriter::bytes(Bytes value) {
  before_value();
  out_.text("\"").hex_bytes(value).text("\"");
  return *this;
}

}  // namespace resmap
