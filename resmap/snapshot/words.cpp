// SPDX-License-Identifier: MIT
#include <charconv>
#include <iterator>

#include "resmap/snapshot/snapshot_json.h"

namespace resmap::snapshot {

namespace {

template <typename Enumeration, std::size_t count>
std::string_view word_in(const std::string_view (&words)[count], Enumeration value) {
  const auto code = static_cast<std::size_t>(value);
  return code < count ? words[code] : std::string_view();
}

// A hexadecimal number of at most `digits` digits that fills `text`.
std::optional<std::uint32_t> hex(std::string_view text, std::size_t digits) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (text.empty() || text.size() > digits || error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

}  // namespace

std::string_view word_for(SourceKind kind) {
  static constexpr std::string_view words[] = {"hive",       "reg",   "sysfs",   "iomem", "ioports",
                                               "interrupts", "dmesg", "machine", "json"};
  return word_in(words, kind);
}
std::string_view word_for(Known known) {
  static constexpr std::string_view words[] = {"unknown", "no", "yes"};
  return word_in(words, known);
}
std::string_view word_for(Certainty certainty) {
  static constexpr std::string_view words[] = {"stated", "derived", "assumed"};
  return word_in(words, certainty);
}
std::string_view word_for(Role role) {
  static constexpr std::string_view words[] = {"use", "window"};
  return word_in(words, role);
}
std::string_view word_for(Stage stage) {
  static constexpr std::string_view words[] = {"firmware", "current"};
  return word_in(words, stage);
}
std::string_view word_for(DeviceKind kind) {
  static constexpr std::string_view words[] = {"other",        "root",       "host-bridge",
                                               "pci-function", "pci-bridge", "motherboard"};
  return word_in(words, kind);
}
std::string_view word_for(Trigger trigger) {
  static constexpr std::string_view words[] = {"unknown", "edge", "level"};
  return word_in(words, trigger);
}
std::string_view word_for(Platform platform) {
  static constexpr std::string_view words[] = {"unknown", "windows", "linux"};
  return word_in(words, platform);
}

std::string_view word_for_pin(std::uint8_t pin) {
  static constexpr std::string_view words[] = {"A", "B", "C", "D"};
  return pin < std::size(words) ? words[pin] : std::string_view();
}
std::optional<std::uint8_t> pin_from_word(std::string_view word) {
  for (std::uint8_t pin = 0; pin < 4; ++pin) {
    if (word_for_pin(pin) == word) return pin;
  }
  return std::nullopt;
}

void print(TextWriter& out, const PciPlace& place) {
  if (place.segment != 0) out.hex_digits(place.segment, 4).text(":");
  out.hex_digits(place.bus, 2).text(":").hex_digits(place.device, 2).text(".").decimal(place.function);
}

std::optional<PciPlace> pci_place_from(std::string_view text) {
  PciPlace place;
  const std::size_t dot = text.rfind('.'), colon = text.rfind(':');
  if (dot == std::string_view::npos || colon == std::string_view::npos || dot < colon) return std::nullopt;
  const std::size_t first_colon = text.find(':');
  if (first_colon != colon) {
    const auto segment = hex(text.substr(0, first_colon), 8);
    if (!segment) return std::nullopt;
    place.segment = *segment;
  }
  const std::size_t bus_at = first_colon == colon ? 0 : first_colon + 1;
  const auto bus = hex(text.substr(bus_at, colon - bus_at), 2);
  const auto device = hex(text.substr(colon + 1, dot - colon - 1), 2);
  const auto function = hex(text.substr(dot + 1), 1);
  if (!bus || !device || *device > 31 || !function || *function > 7) return std::nullopt;
  place.bus = static_cast<std::uint8_t>(*bus);
  place.device = static_cast<std::uint8_t>(*device);
  place.function = static_cast<std::uint8_t>(*function);
  return place;
}

}  // namespace resmap::snapshot
