// SPDX-License-Identifier: MIT
#include "resmap/registry/utf.h"

#include <array>
#include <cstring>

namespace resmap::registry {
namespace {

constexpr std::array<char16_t, 32> kUpperControls{0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                  0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

constexpr char32_t kReplacement = 0xFFFD;

void append_unit(std::vector<std::uint8_t>& out, char32_t unit) {
  out.push_back(static_cast<std::uint8_t>(unit));
  out.push_back(static_cast<std::uint8_t>(unit >> 8));
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - at < length) return {CodePoint::invalid, 1};
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {CodePoint::invalid, 1};
    value = value << 6 | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (value < least[length] || value > 0x10FFFF) return {CodePoint::invalid, 1};
  return {value, length};
}

std::size_t utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::uint64_t eight = 0;
    if (text.size() - at >= 8) {
      std::memcpy(&eight, text.data() + at, 8);
      if ((eight & 0x8080808080808080U) == 0) {
        at += 8;
        continue;
      }
    }
    if (static_cast<std::uint8_t>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const CodePoint point = decode_utf8(text, at);
    if (point.value == CodePoint::invalid || is_surrogate(point.value)) return at;
    at += point.length;
  }
  return at;
}

void append_utf8(std::string& out, char32_t value) {
  const auto tail = [&](int shift) { out.push_back(static_cast<char>(0x80 | (value >> shift & 0x3F))); };
  if (value < 0x80) {
    out.push_back(static_cast<char>(value));
  } else if (value < 0x800) {
    out.push_back(static_cast<char>(0xC0 | value >> 6));
    tail(0);
  } else if (value < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | value >> 12));
    tail(6), tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | value >> 18));
    tail(12), tail(6), tail(0);
  }
}

void append_utf8_from_utf16le(std::string& out, Bytes units) {
  const std::size_t count = units.size() / 2;
  const auto unit = [&](std::size_t i) -> char32_t { return load_le<std::uint16_t>(units, 2 * i); };
  for (std::size_t i = 0; i < count; ++i) {
    char32_t value = unit(i);
    if (value >= 0xD800 && value < 0xDC00 && i + 1 < count && unit(i + 1) >= 0xDC00 && unit(i + 1) < 0xE000)
      value = 0x10000 + ((value - 0xD800) << 10) + (unit(++i) - 0xDC00);
    append_utf8(out, value);
  }
}

void append_utf16le(std::vector<std::uint8_t>& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    at += point.length;
    const char32_t value = point.value == CodePoint::invalid ? kReplacement : point.value;
    if (value < 0x10000) {
      append_unit(out, value);
    } else {
      append_unit(out, 0xD800 + ((value - 0x10000) >> 10));
      append_unit(out, 0xDC00 + ((value - 0x10000) & 0x3FF));
    }
  }
}

std::string text_of(Bytes data) {
  std::size_t size = 0;
  while (size + 1 < data.size() && (data[size] != 0 || data[size + 1] != 0)) size += 2;
  std::string general, text;
  append_utf8_from_utf16le(general, data.first(size));
  for (std::size_t at = 0; at < general.size();) {
    const CodePoint point = decode_utf8(general, at);
    append_utf8(text, is_surrogate(point.value) ? kReplacement : point.value);
    at += point.length;
  }
  return text;
}

char32_t from_windows_1252(std::uint8_t byte) {
  return byte >= 0x80 && byte < 0xA0 ? kUpperControls[byte - 0x80U] : byte;
}

int to_windows_1252(char32_t value) {
  if (value < 0x80 || (value >= 0xA0 && value <= 0xFF)) return static_cast<int>(value);
  for (std::size_t i = 0; i < kUpperControls.size(); ++i)
    if (kUpperControls[i] == value) return static_cast<int>(0x80 + i);
  return -1;
}

}  // namespace resmap::registry
