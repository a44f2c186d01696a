// SPDX-License-Identifier: MIT
#include "resmap/registry/name_case.h"

#include <cstring>
#include <utility>

#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

constexpr bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

// In most blocks the letters alternate, the capital first at an even (or odd) number.
constexpr char32_t even_pair(char32_t c) { return c & ~char32_t{1}; }
constexpr char32_t odd_pair(char32_t c) { return c % 2 == 0 ? c - 1 : c; }

char32_t upcase_latin(char32_t c) {
  if (within(c, 0xE0, 0xFE)) return c == 0xF7 ? c : c - 0x20;
  if (c == 0xFF) return 0x178;
  if (within(c, 0x100, 0x12F) || within(c, 0x132, 0x137) || within(c, 0x14A, 0x177)) return even_pair(c);
  if (within(c, 0x139, 0x148) || within(c, 0x179, 0x17E)) return odd_pair(c);
  return c;
}

char32_t upcase_greek(char32_t c) {
  if (within(c, 0x3B1, 0x3CB)) return c == 0x3C2 ? 0x3A3 : c - 0x20;
  if (c == 0x3AC) return 0x386;
  if (within(c, 0x3AD, 0x3AF)) return c - 0x25;
  if (c == 0x3CC) return 0x38C;
  if (within(c, 0x3CD, 0x3CE)) return c - 0x3F;
  if (within(c, 0x3D8, 0x3EF)) return even_pair(c);
  return c;
}

char32_t upcase_cyrillic(char32_t c) {
  if (within(c, 0x430, 0x44F)) return c - 0x20;
  if (within(c, 0x450, 0x45F)) return c - 0x50;
  if (within(c, 0x460, 0x481) || within(c, 0x48A, 0x4BF) || within(c, 0x4D0, 0x513)) return even_pair(c);
  if (within(c, 0x4C1, 0x4CE)) return odd_pair(c);
  if (c == 0x4CF) return 0x4C0;
  return c;
}

constexpr unsigned char upcase_ascii(unsigned char c) {
  return c >= 'a' && c <= 'z' ? static_cast<unsigned char>(c - 0x20) : c;
}

// The UTF-16 units of a name in upper case, one after the other.
class UpperUnits {
 public:
  explicit UpperUnits(std::string_view name) : name_(name) {}

  // -1 behind the last.
  std::int64_t next() {
    if (low_ != 0) return std::exchange(low_, 0);
    if (at_ == name_.size()) return -1;
    const CodePoint point = decode_utf8(name_, at_);
    const auto byte = static_cast<unsigned char>(name_[at_]);
    at_ += point.length;
    if (point.value == CodePoint::invalid) return std::int64_t{0x10000} + byte;
    const char32_t upper = upcase(point.value);
    if (upper < 0x10000) return upper;
    low_ = 0xDC00 + (upper & 0x3FF);
    return 0xD7C0 + (upper >> 10);
  }

 private:
  std::string_view name_;
  std::size_t at_ = 0;
  std::int64_t low_ = 0;  // the second half of a pair
};

}  // namespace

char32_t upcase(char32_t c) {
  if (c < 0x80) return upcase_ascii(static_cast<unsigned char>(c));
  if (c < 0x180) return upcase_latin(c);
  if (within(c, 0x370, 0x3FF)) return upcase_greek(c);
  if (within(c, 0x400, 0x52F)) return upcase_cyrillic(c);
  if (within(c, 0x561, 0x586)) return c - 0x30;
  if (within(c, 0x1E00, 0x1E95) || within(c, 0x1EA0, 0x1EF9)) return even_pair(c);
  if (within(c, 0xFF41, 0xFF5A)) return c - 0x20;
  return c;
}

bool same_name(std::string_view a, std::string_view b) {
  // Both cases of every covered letter take the same number of bytes.
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size();) {
    // Eight equal bytes of ASCII at once: names that stand side by side often begin alike.
    if (a.size() - i >= 8) {
      std::uint64_t p = 0, q = 0;
      std::memcpy(&p, a.data() + i, 8);
      std::memcpy(&q, b.data() + i, 8);
      if (p == q && (p & 0x8080808080808080) == 0) {
        i += 8;
        continue;
      }
    }
    const auto x = static_cast<unsigned char>(a[i]), y = static_cast<unsigned char>(b[i]);
    if ((x | y) < 0x80) {
      if (x != y && upcase_ascii(x) != upcase_ascii(y)) return false;
      ++i;
      continue;
    }
    const CodePoint p = decode_utf8(a, i), q = decode_utf8(b, i);
    if (p.length != q.length) return false;
    const bool valid = p.value != CodePoint::invalid && q.value != CodePoint::invalid;
    if (valid ? upcase(p.value) != upcase(q.value) : x != y) return false;
    i += p.length;
  }
  return true;
}

int compare_names(std::string_view a, std::string_view b) {
  UpperUnits left(a), right(b);
  for (;;) {
    const std::int64_t x = left.next(), y = right.next();
    if (x != y) return x < y ? -1 : 1;
    if (x < 0) return 0;
  }
}

std::uint32_t name_hash(std::string_view name) {
  std::uint32_t hash = 0x811C9DC5;  // FNV-1a over what same_name() compares
  for (std::size_t i = 0; i < name.size();) {
    const auto byte = static_cast<unsigned char>(name[i]);
    char32_t value = byte;
    if (byte < 0x80) {
      value = upcase_ascii(byte);
      ++i;
    } else {
      const CodePoint point = decode_utf8(name, i);
      if (point.value != CodePoint::invalid) value = upcase(point.value);
      i += point.length;
    }
    hash = (hash ^ value) * 0x01000193U;
  }
  return hash;
}

}  // namespace resmap::registry
