// SPDX-License-Identifier: MIT
// Tested in resource_words_test.cpp.
#include "resmap/lists/word_reader.h"

#include <charconv>

#include "resmap/base/checked.h"

namespace resmap::lists {

namespace {

struct Suffix {
  char letter;
  unsigned shift;
};
constexpr Suffix kSuffixes[] = {{'K', 10}, {'M', 20}, {'G', 30}, {'T', 40}, {'P', 50}};

// Attributes that take a number: group=3.
struct NumberAttribute {
  std::string_view name;
  std::optional<std::uint64_t> WordAttributes::* field;
  std::uint64_t maximum;
};
constexpr NumberAttribute kNumberAttributes[] = {
    {"group", &WordAttributes::group, 0xFFFF},
    {"affinity", &WordAttributes::affinity, ~std::uint64_t{0}},
    {"level", &WordAttributes::level, 0xFFFF},
    {"vector", &WordAttributes::vector, 0xFFFF'FFFF},
    {"port", &WordAttributes::port, 0xFFFF'FFFF},
    {"line", &WordAttributes::line, 0xFFFF'FFFF},
    {"width", &WordAttributes::width, 0xFFFF'FFFF},
    {"policy", &WordAttributes::policy, 0xFFFF},
    {"priority", &WordAttributes::priority, 0xFFFF'FFFF},
};

// Attributes that belong to interrupts or DMA channels alone are refused elsewhere.
bool belongs(std::string_view name, ResourceType type) {
  if (name == "group" || name == "affinity" || name == "level" || name == "vector" || name == "policy" ||
      name == "priority") {
    return type == ResourceType::interrupt;
  }
  return type == ResourceType::dma;
}

Result<void> read_number_attribute(const Piece& piece, std::size_t equals, ResourceType type,
                                   WordAttributes& attributes) {
  const std::string_view name = piece.text.substr(0, equals);
  const Piece value = piece.from(equals + 1);
  if (name == "flags") {
    RESMAP_TRY_ASSIGN(const std::uint64_t bits, read_number(value, 0xFFFF));
    attributes.flags = static_cast<std::uint16_t>(attributes.flags | bits);
    return {};
  }
  for (const NumberAttribute& known : kNumberAttributes) {
    if (known.name != name || !belongs(name, type)) continue;
    RESMAP_TRY_ASSIGN(attributes.*known.field, read_number(value, known.maximum));
    return {};
  }
  return malformed(rule::word_unknown_attribute, piece);
}

// "pref64" and its like: words that are no single flag.
bool read_special_word(std::string_view word, ResourceType type, WordAttributes& attributes) {
  if (word == "preferred") return attributes.preferred = true;
  if (is_memory(type)) {
    if (word == "pref" || word == "pref64") attributes.flags |= memory_flag::prefetchable;
    if (word == "pref64" || word == "64-bit") attributes.is_64_bit = true;
    return word == "pref" || word == "pref64" || word == "64-bit";
  }
  if (type == ResourceType::port && word == "memory") {
    attributes.flags = static_cast<std::uint16_t>(attributes.flags & ~port_flag::io);
    return true;
  }
  if (type == ResourceType::interrupt && word == "edge") {
    attributes.flags |= interrupt_flag::latched;
    return true;
  }
  return false;
}

}  // namespace

Result<std::uint64_t> read_number(const Piece& piece, std::uint64_t maximum) {
  std::string_view digits = piece.text;
  int base = 10;
  if (digits.starts_with("0x") || digits.starts_with("0X")) {
    digits.remove_prefix(2);
    base = 16;
  }
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc() || end != digits.data() + digits.size() || number > maximum) {
    return malformed(rule::word_bad_number, piece);
  }
  return number;
}

Result<std::uint64_t> read_size(const Piece& piece) {
  for (const Suffix& suffix : kSuffixes) {
    if (piece.empty() || piece.text.back() != suffix.letter) continue;
    RESMAP_TRY_ASSIGN(const std::uint64_t count, read_number(piece.first(piece.text.size() - 1)));
    const auto size = checked_multiply(count, std::uint64_t{1} << suffix.shift);
    if (!size) return malformed(rule::word_bad_number, piece);
    return *size;
  }
  return read_number(piece);
}

Result<AddressRange> read_range(const Piece& piece) {
  if (const std::size_t plus = piece.text.find('+'); plus != std::string_view::npos) {
    RESMAP_TRY_ASSIGN(const std::uint64_t first, read_number(piece.first(plus)));
    RESMAP_TRY_ASSIGN(const std::uint64_t size, read_size(piece.from(plus + 1)));
    const auto range = AddressRange::starting_at(first, size);
    if (!range) return malformed(rule::word_bad_range, piece);
    return *range;
  }
  const std::size_t dash = piece.text.find('-');
  RESMAP_TRY_ASSIGN(const std::uint64_t first, read_number(piece.first(dash)));
  if (dash == std::string_view::npos) return AddressRange{first, first};
  RESMAP_TRY_ASSIGN(const std::uint64_t last, read_number(piece.from(dash + 1)));
  if (last < first) return malformed(rule::word_bad_range, piece);
  return AddressRange{first, last};
}

std::optional<WordType> word_type_from(std::string_view word) {
  if (word == "mem") return WordType{ResourceType::memory};
  if (word == "irq") return WordType{ResourceType::interrupt};
  if (word == "msg") return WordType{ResourceType::interrupt, true};
  const auto type = resource_type_from(word);
  // The length chooses MemoryLarge; DeviceSpecific has data that no word can hold.
  if (!type || type == ResourceType::memory_large || type == ResourceType::device_specific) return std::nullopt;
  return WordType{*type};
}

Result<Piece> take_place(Piece& word) {
  const std::size_t comma = word.text.find(',');
  const Piece place = word.take_until(',');
  if (comma != std::string_view::npos && (word.empty() || word.text.back() == ',')) {
    return malformed(rule::word_syntax, word.from(word.text.size()));
  }
  return place;
}

Result<WordAttributes> read_attributes(Piece rest, WordType word) {
  WordAttributes attributes;
  if (word.type == ResourceType::port) attributes.flags = port_flag::io;
  if (word.message) attributes.flags = interrupt_flag::message | interrupt_flag::latched;
  std::size_t shares = 0;
  bool says_level = false;
  const Piece all = rest;
  while (!rest.empty()) {
    const Piece piece = rest.take_until(',');
    if (const std::size_t equals = piece.text.find('='); equals != std::string_view::npos) {
      RESMAP_TRY(read_number_attribute(piece, equals, word.type, attributes));
    } else if (const auto share = share_disposition_from(piece.text)) {
      attributes.share = *share;
      if (++shares == 2) return malformed(rule::word_attribute_clash, piece);
    } else if (word.type == ResourceType::interrupt && piece.text == "level") {
      says_level = true;
      if (word.message) attributes.flags = static_cast<std::uint16_t>(attributes.flags & ~interrupt_flag::latched);
    } else if (const auto bits = flag_from(word.type, piece.text)) {
      attributes.flags = static_cast<std::uint16_t>(attributes.flags | *bits);
    } else if (!read_special_word(piece.text, word.type, attributes)) {
      return malformed(rule::word_unknown_attribute, piece);
    }
  }
  if (says_level && (attributes.flags & interrupt_flag::latched) != 0)
    return malformed(rule::word_attribute_clash, all);
  return attributes;
}

void print_attributes(TextWriter& out, ResourceType type, bool message, ShareDisposition share, std::uint16_t flags) {
  if (share != ShareDisposition::device_exclusive) out.text(",").text(word_for(share));
  unsigned implied = 0;
  if (type == ResourceType::port) {
    implied = port_flag::io;
    if ((flags & port_flag::io) == 0) out.text(",memory");
  }
  if (message) {
    implied = interrupt_flag::message | interrupt_flag::latched;
    if ((flags & interrupt_flag::latched) == 0) out.text(",level");
  }
  unsigned left = flags & ~implied;
  for (const FlagName& name : flag_names(type)) {
    // The length says which LARGE bit is set; one that does not belong to it is printed raw.
    if ((left & name.bits) == 0 || (is_memory(type) && (name.bits & memory_flag::large_mask) != 0)) continue;
    out.text(",").text(name.word);
    left &= ~unsigned{name.bits};
  }
  if (is_memory(type)) left &= ~unsigned{memory_flag::large_mask};
  if (left != 0) out.text(",flags=").hex(left);
}

Result<void> read_hex(const Piece& piece, std::span<std::uint8_t> bytes) {
  if (piece.text.size() != 2 * bytes.size()) return malformed(rule::word_syntax, piece);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char* at = piece.text.data() + 2 * i;
    const auto [end, error] = std::from_chars(at, at + 2, bytes[i], 16);
    if (error != std::errc() || end != at + 2) return malformed(rule::word_bad_number, piece.from(2 * i));
  }
  return {};
}

Result<std::uint64_t> parse_number(std::string_view text) { return read_number({text}); }
Result<std::uint64_t> parse_size(std::string_view text) { return read_size({text}); }
Result<AddressRange> parse_range(std::string_view text) { return read_range({text}); }

void print_size(TextWriter& out, std::uint64_t size) {
  const Suffix* best = nullptr;
  for (const Suffix& suffix : kSuffixes) {
    if (size != 0 && size % (std::uint64_t{1} << suffix.shift) == 0) best = &suffix;
  }
  if (best != nullptr) {
    out.decimal(size >> best->shift).repeat(best->letter, 1);
  } else if (size < 10) {
    out.decimal(size);
  } else {
    out.hex(size);
  }
}

}  // namespace resmap::lists
