// SPDX-License-Identifier: MIT
// What stands around and inside the kernel's messages: prefixes, and resources in brackets.
#include <array>

#include "resmap/import/linux_log.h"

namespace resmap::import {

namespace {

using lists::ResourceType;

// "[    0.123456] ", "[T1] ", "[ T123] ", "[Mon Nov 24 22:49:00 2025] ": which of them, and the text behind it.
enum class Bracket : std::uint8_t { none, time, other };
Bracket take_bracket(std::string_view& text) {
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos || end > 40) return Bracket::none;
  const std::string_view inside = trimmed(text.substr(1, end - 1));
  if (inside.empty()) return Bracket::none;
  Bracket kind = Bracket::none;
  std::string_view at = inside;
  if (take_number(at, 10) && take(at, ".")) {
    const std::size_t digits = at.size();
    if (digits == 6 && at.find_first_not_of("0123456789") == std::string_view::npos) kind = Bracket::time;
  } else {
    constexpr std::string_view days[] = {"Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "};
    for (const std::string_view day : days) {
      if (inside.starts_with(day)) kind = Bracket::other;
    }
    // Which thread or processor spoke (CONFIG_PRINTK_CALLER).
    at = inside.substr(1);
    if ((inside[0] == 'T' || inside[0] == 'C') && take_number(at, 10) && at.empty()) kind = Bracket::other;
  }
  if (kind == Bracket::none) return kind;
  text.remove_prefix(end + 1);
  take(text, " ");
  return kind;
}

// Addresses have a prefix always ("[io  disabled]" begins with a digit otherwise), buses and lines never.
std::optional<std::uint64_t> take_address(std::string_view& text, ResourceType type) {
  if (type == ResourceType::interrupt || type == ResourceType::dma) return take_number(text, 10);
  return type == ResourceType::bus_number ? take_hex(text) : take_0x(text);
}

std::optional<ResourceType> take_type(std::string_view& text) {
  constexpr std::pair<std::string_view, ResourceType> types[] = {{"io ", ResourceType::port},
                                                                 {"mem ", ResourceType::memory},
                                                                 {"bus ", ResourceType::bus_number},
                                                                 {"irq ", ResourceType::interrupt},
                                                                 {"dma ", ResourceType::dma}};
  for (const auto& [word, type] : types) {
    if (take(text, word)) return type;
  }
  return std::nullopt;
}

}  // namespace

std::string_view kernel_message(std::string_view line, bool* timed) {
  // "Dec 07 18:34:02 host kernel: ", "2026-11-24T22:49:00+01:00 host kernel: ": only what begins as a date does.
  if (!line.empty() && line.front() != '[' && line.front() != '<') {
    constexpr std::string_view mark = " kernel: ";
    const std::size_t at = line.substr(0, 128).find(mark);
    if (at != std::string_view::npos && line.substr(0, at).find(':') != std::string_view::npos)
      line.remove_prefix(at + mark.size());
  }
  // dmesg -x: "kern  :info  : ".
  if (line.starts_with("kern ")) {
    const std::size_t first = line.find(':'), second = line.find(": ", first + 1);
    if (second < 20) line.remove_prefix(second + 2);
  }
  if (line.starts_with('<')) {
    std::string_view at = line.substr(1);
    if (take_number(at, 10) && take(at, ">")) line = at;
  }
  for (;;) {
    const Bracket kind = take_bracket(line);
    if (kind == Bracket::none) return line;
    if (kind == Bracket::time && timed != nullptr) *timed = true;
  }
}

std::optional<PrintedResource> take_printed_resource(std::string_view& text) {
  std::string_view at = text;
  if (!take(at, "[")) return std::nullopt;
  const auto type = take_type(at);
  const std::size_t end = at.find(']');
  if (!type || end == std::string_view::npos) return std::nullopt;
  std::string_view inside = at.substr(0, end);
  PrintedResource resource;
  resource.type = *type;
  take_blanks(inside);
  if (take(inside, "size ")) {
    resource.size = take_address(inside, *type);
    if (!resource.size) return std::nullopt;
  } else if (const auto first = take_address(inside, *type)) {
    std::uint64_t last = *first;  // one number stands for itself
    if (take(inside, "-")) {
      const auto number = take_address(inside, *type);
      if (!number) return std::nullopt;
      last = *number;
    }
    if (*first <= last) {
      resource.range = {*first, last};
      // The whole 64-bit space has no length that 64 bits could say.
      if (last - *first != UINT64_MAX) resource.size = last - *first + 1;
    }
  }
  for (std::string_view word = take_word(inside); !word.empty(); word = take_word(inside)) {
    if (word == "64bit") resource.is_64bit = true;
    if (word == "pref") resource.prefetchable = true;
    if (word == "disabled") resource.disabled = true;
  }
  at.remove_prefix(end + 1);
  text = at;
  return resource;
}

}  // namespace resmap::import
