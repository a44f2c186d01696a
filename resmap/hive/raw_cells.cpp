// SPDX-License-Identifier: MIT
#include "resmap/hive/raw_cells.h"

#include "resmap/registry/utf.h"

namespace resmap::hive {
namespace {

// Fields of a key, from behind the length of its cell.
constexpr std::size_t kSubkeyCount = 20, kSubkeyList = 28, kValueCount = 36, kValueList = 40;

std::uint64_t place(std::uint32_t offset) { return std::uint64_t{offset} + header_size; }

}  // namespace

std::string RawCells::Name::text() const {
  std::string general, text;
  if (one_byte) {
    for (const std::uint8_t byte : bytes) registry::append_utf8(text, byte);
    return text;
  }
  registry::append_utf8_from_utf16le(general, bytes);
  for (std::size_t at = 0; at < general.size();) {
    const registry::CodePoint point = registry::decode_utf8(general, at);
    registry::append_utf8(text, registry::is_surrogate(point.value) ? 0xFFFD : point.value);
    at += point.length;
  }
  return text;
}

bool RawCells::hides_children(std::uint64_t key_cell) const {
  if (!key_name(key_cell)) return false;
  const Bytes key = used_cell(key_cell);
  if (load_le<std::uint32_t>(key, kSubkeyCount) != 0) return false;
  const Bytes list = used_cell(place(load_le<std::uint32_t>(key, kSubkeyList)));
  if (list.size() < 8 || load_le<std::uint16_t>(list, 2) == 0) return false;
  const std::string_view id(reinterpret_cast<const char*>(list.data()), 2);
  return id == "lf" || id == "lh" || id == "li" || id == "ri";
}

bool RawCells::hides_values(std::uint64_t key_cell) const {
  if (!key_name(key_cell)) return false;
  const Bytes key = used_cell(key_cell);
  if (load_le<std::uint32_t>(key, kValueCount) != 0) return false;
  const Bytes list = used_cell(place(load_le<std::uint32_t>(key, kValueList)));
  return list.size() >= 4 && value_name(place(load_le<std::uint32_t>(list, 0))).has_value();
}

}  // namespace resmap::hive
