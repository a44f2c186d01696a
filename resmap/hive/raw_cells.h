// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "resmap/base/bytes.h"
#include "resmap/hive/hive_header.h"

namespace resmap::hive {

// Looks at cells of a hive where hivex's answer hides something: it ends names at a NUL, gives none for names that are not
// UTF-16, and takes a count of 0 for an empty list. Cells are named by their place in the file, which is also what hivex's
// handles are. Every field is checked against the file. Borrows the file.
class RawCells {
 public:
  explicit RawCells(Bytes file) : file_(file) {}

  struct Name {
    Bytes bytes;
    bool one_byte;  // Latin-1 instead of UTF-16LE

    [[nodiscard]] bool holds_nul() const;
    // UTF-8, with U+FFFD for half a surrogate pair; NULs are kept. Throws std::bad_alloc.
    [[nodiscard]] std::string text() const;
  };
  // nullopt: no used cell of this kind is there, or the name runs out of it.
  [[nodiscard]] std::optional<Name> key_name(std::uint64_t cell) const { return name(cell, key_fields); }
  [[nodiscard]] std::optional<Name> value_name(std::uint64_t cell) const { return name(cell, value_fields); }

  // The first `size` bytes of the data in a used cell; nullopt when they are not all in it.
  [[nodiscard]] std::optional<Bytes> data(std::uint64_t cell, std::uint64_t size) const {
    const Bytes content = used_cell(cell);
    if (content.size() < size) return std::nullopt;
    return content.first(size);
  }

  // Whether a key whose count of subkeys (values) is 0 points to a list that holds some all the same. Windows writes no such
  // pointer (none of 65,000 keys of five real hives has one).
  [[nodiscard]] bool hides_children(std::uint64_t key_cell) const;
  [[nodiscard]] bool hides_values(std::uint64_t key_cell) const;

 private:
  // What is in a used cell behind its length; empty when there is none.
  [[nodiscard]] Bytes used_cell(std::uint64_t cell) const {
    if (!has_room(file_, cell, 4)) return {};
    const std::uint32_t size = 0U - load_le<std::uint32_t>(file_, cell);
    if (size > 0x80000000U || size < 4 || !has_room(file_, cell, size)) return {};
    return file_.subspan(cell + 4, size - 4);
  }

  // Where a key (nk) and a value (vk) say what about their name, from behind the length of the cell.
  struct NameFields {
    char kind;
    std::size_t flags;
    std::uint16_t one_byte;  // the flag
    std::size_t size;
    std::size_t name;
  };
  static constexpr NameFields key_fields{'n', 2, 0x20, 72, 76};
  static constexpr NameFields value_fields{'v', 16, 0x01, 2, 20};

  [[nodiscard]] std::optional<Name> name(std::uint64_t cell, const NameFields& fields) const {
    const Bytes content = used_cell(cell);
    if (content.size() < fields.name || content[0] != static_cast<std::uint8_t>(fields.kind) || content[1] != 'k')
      return std::nullopt;
    const std::uint16_t size = load_le<std::uint16_t>(content, fields.size);
    if (!has_room(content, fields.name, size)) return std::nullopt;
    return Name{content.subspan(fields.name, size),
                (load_le<std::uint16_t>(content, fields.flags) & fields.one_byte) != 0};
  }

  Bytes file_;
};

inline bool RawCells::Name::holds_nul() const {
  if (bytes.empty() || std::memchr(bytes.data(), 0, bytes.size()) == nullptr) return false;
  if (one_byte) return true;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
    if (bytes[i] == 0 && bytes[i + 1] == 0) return true;
  return false;
}

}  // namespace resmap::hive
