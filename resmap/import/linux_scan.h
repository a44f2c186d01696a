// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "resmap/base/bytes.h"
#include "resmap/snapshot/snapshot.h"

// Reading the kernel's texts word by word. Not installed.
namespace resmap::import {

[[nodiscard]] inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Lines of a text, which may end in \n or \r\n, the last one in nothing.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  // False: no more lines. The line has no line end; number() counts from 1.
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line = rest_.substr(0, end);
    whole_ = end != std::string_view::npos;
    rest_ = whole_ ? rest_.substr(end + 1) : std::string_view();
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number_;
    return true;
  }
  [[nodiscard]] std::uint32_t number() const { return number_; }
  [[nodiscard]] bool is_whole() const { return whole_; }  // false: the text ends without a line end; it may be cut off

 private:
  std::string_view rest_;
  std::uint32_t number_ = 0;
  bool whole_ = true;
};

[[nodiscard]] inline bool is_blank(char c) { return c == ' ' || c == '\t'; }
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && (is_blank(text.back()) || text.back() == '\r' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

// Each take_ function takes what it names from the front of `text`; false or nullopt: it does not stand there, and nothing is
// taken.
inline bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}
inline void take_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}
// A number of that base without sign or prefix, all of its digits. nullopt also where it does not fit 64 bits.
[[nodiscard]] inline std::optional<std::uint64_t> take_number(std::string_view& text, int base) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}
[[nodiscard]] inline std::optional<std::uint64_t> take_hex(std::string_view& text) { return take_number(text, 16); }
// 0x and hexadecimal digits.
[[nodiscard]] inline std::optional<std::uint64_t> take_0x(std::string_view& text) {
  std::string_view at = text;
  if (!take(at, "0x")) return std::nullopt;
  const auto number = take_hex(at);
  if (number) text = at;
  return number;
}
// The next word, up to a blank; empty at the end.
[[nodiscard]] inline std::string_view take_word(std::string_view& text) {
  take_blanks(text);
  std::size_t length = 0;
  while (length < text.size() && !is_blank(text[length])) ++length;
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length);
  return word;
}

// A number that is the whole text: "0x8086", "17". nullopt otherwise.
[[nodiscard]] std::optional<std::uint64_t> whole_hex(std::string_view text);  // with or without 0x
[[nodiscard]] std::optional<std::uint64_t> whole_decimal(std::string_view text);

struct PciBusName {
  std::uint32_t segment = 0;
  std::uint8_t bus = 0;

  friend auto operator<=>(const PciBusName&, const PciBusName&) = default;
};

// As Linux names a function or a bus, the segment always with it: "0000:00:1f.3", "10000:e0:06.0"; "0000:00".
[[nodiscard]] std::optional<snapshot::PciPlace> pci_function_from(std::string_view text);
[[nodiscard]] std::optional<PciBusName> pci_bus_from(std::string_view text);
// "PCI Bus 0000:00", "PCI CardBus 0000:03" and what older kernels wrote: "PCI Bus #03".
[[nodiscard]] std::optional<PciBusName> pci_bus_line(std::string_view name);

[[nodiscard]] std::string name_of(const snapshot::PciPlace& place);  // "0000:00:1f.3"
[[nodiscard]] std::string name_of(PciBusName bus);                   // "0000:00"
// How sysfs calls the host bridge above a root bus: "pci0000:00". root_bus_from leads back.
[[nodiscard]] std::string host_bridge_name(PciBusName bus);
[[nodiscard]] std::optional<PciBusName> root_bus_from(std::string_view directory);

}  // namespace resmap::import
