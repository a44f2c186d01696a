// SPDX-License-Identifier: MIT
#include "resmap/import/linux_scan.h"

#include <cstdio>

namespace resmap::import {

namespace {

// Exactly `digits` hexadecimal digits in front.
std::optional<std::uint8_t> take_digits(std::string_view& text, std::size_t digits) {
  std::string_view word = text.substr(0, digits);
  if (word.size() != digits) return std::nullopt;
  const auto number = take_hex(word);
  if (!number || !word.empty()) return std::nullopt;
  text.remove_prefix(digits);
  return static_cast<std::uint8_t>(*number);
}

// "0000:" or "10000:", four to eight digits.
std::optional<std::uint32_t> take_segment(std::string_view& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 4 || colon > 8) return std::nullopt;
  const auto number = whole_hex(text.substr(0, colon));
  if (!number || text[1] == 'x') return std::nullopt;
  text.remove_prefix(colon + 1);
  return static_cast<std::uint32_t>(*number);
}

}  // namespace

std::optional<std::uint64_t> whole_hex(std::string_view text) {
  take(text, "0x");
  const auto number = take_hex(text);
  return text.empty() ? number : std::nullopt;
}

std::optional<std::uint64_t> whole_decimal(std::string_view text) {
  const auto number = take_number(text, 10);
  return text.empty() ? number : std::nullopt;
}

std::optional<snapshot::PciPlace> pci_function_from(std::string_view text) {
  const auto segment = take_segment(text);
  const auto bus = take_digits(text, 2);
  if (!segment || !bus || !take(text, ":")) return std::nullopt;
  const auto device = take_digits(text, 2);
  if (!device || *device > 31 || !take(text, ".")) return std::nullopt;
  const auto function = take_digits(text, 1);
  if (!function || *function > 7 || !text.empty()) return std::nullopt;
  return snapshot::PciPlace{*segment, *bus, *device, *function};
}

std::optional<PciBusName> pci_bus_from(std::string_view text) {
  const auto segment = take_segment(text);
  const auto bus = take_digits(text, 2);
  if (!segment || !bus || !text.empty()) return std::nullopt;
  return PciBusName{*segment, *bus};
}

std::optional<PciBusName> pci_bus_line(std::string_view name) {
  if (!take(name, "PCI Bus ") && !take(name, "PCI CardBus ")) return std::nullopt;
  if (!take(name, "#")) return pci_bus_from(name);
  const auto bus = take_digits(name, 2);
  if (!bus || !name.empty()) return std::nullopt;
  return PciBusName{0, *bus};
}

std::string name_of(const snapshot::PciPlace& place) {
  char text[32];
  std::snprintf(text, sizeof text, "%04x:%02x:%02x.%x", place.segment, place.bus, place.device, place.function);
  return text;
}

std::string name_of(PciBusName bus) {
  char text[24];
  std::snprintf(text, sizeof text, "%04x:%02x", bus.segment, bus.bus);
  return text;
}

std::string host_bridge_name(PciBusName bus) { return "pci" + name_of(bus); }

std::optional<PciBusName> root_bus_from(std::string_view directory) {
  if (!take(directory, "pci")) return std::nullopt;
  return pci_bus_from(directory);
}

}  // namespace resmap::import
