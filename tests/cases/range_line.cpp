// SPDX-License-Identifier: MIT
// Tested in range_words_test.cpp.
#include "tests/cases/range_line.h"

#include <cinttypes>
#include <cstdio>

#include "resmap/lists/resource_words.h"

namespace resmap::cases {

namespace {

using ranges::Direction;
using ranges::OnOverlap;

std::uint8_t bits_in(const std::string& text, const Line& line) {
  const std::uint64_t bits = number_in(text, line);
  require(bits <= 0xFF, line, text + " are more than eight bits");
  return static_cast<std::uint8_t>(bits);
}

// Takes one option at `at` and moves behind it; false: the word there is none.
bool take_option(RangeLine& into, const Line& line, std::size_t& at) {
  const std::string& name = line.words[at];
  const auto next = [&](const char* what) -> const std::string& { return word(line, ++at, what); };
  if (name == "by") {
    into.owner = next("an owner");
  } else if (name == "refuse") {
    into.on_overlap = OnOverlap::refuse;
  } else if (name == "share") {
    into.on_overlap = OnOverlap::share;
  } else if (name == "allow") {
    into.on_overlap = OnOverlap::allow;
  } else if (name == "data") {
    into.data = number_in(next("a number"), line);
  } else if (name == "attributes") {
    into.attributes = bits_in(next("eight bits"), line);
  } else if (name == "shared") {
    into.shared = true;
  } else if (name == "conflict") {
    into.conflict = true;
  } else if (name == "times") {
    into.times = number_in(next("a number"), line);
  } else if (name == "step") {
    into.step = number_in(next("a number"), line);
  } else if (name == "stop") {
    into.stop = static_cast<std::size_t>(number_in(next("a number"), line));
  } else if (name == "align") {
    into.alignment = number_in(next("a number"), line);
  } else if (name == "in") {
    const auto window = range_in(next("a range"), line);
    require(window.has_value(), line, "the window is no range");
    into.window = *window;
  } else if (name == "top-down") {
    into.direction = Direction::top_down;
  } else if (name == "bottom-up") {
    into.direction = Direction::bottom_up;
  } else if (name == "memory") {
    into.memory = number_in(next("a size"), line);
  } else if (name == "passing") {
    const std::string& what = next("what passes");
    if (what == "nobody") {
      into.passes_nobody = true;
    } else if (what == "shared") {
      into.passes_shared = true;
    } else if (what == "attributes") {
      into.passes_attributes = bits_in(next("eight bits"), line);
    } else {
      require(what == "owner", line, "nobody, shared, attributes N or owner NAME can pass");
      into.passes_owner = next("an owner");
    }
  } else {
    return false;
  }
  ++at;
  return true;
}

}  // namespace

RangeLine read_range_line(const Line& line, std::size_t first_word) {
  RangeLine read;
  std::size_t at = first_word;
  while (at < line.words.size()) {
    if (take_option(read, line, at)) break;
    read.plain.push_back(line.words[at++]);
  }
  while (at < line.words.size()) {
    const std::string& name = line.words[at];
    require(take_option(read, line, at), line, "\"" + name + "\" says nothing here");
  }
  return read;
}

std::uint64_t number_in(const std::string& text, const Line& line) {
  if (text == "end") return ~std::uint64_t{0};
  const auto number = lists::parse_size(text);
  require(number.has_value(), line, "\"" + text + "\" is no number");
  return *number;
}

std::optional<AddressRange> range_in(const std::string& text, const Line& line) {
  const std::size_t mark = text.find_first_of("+-");
  const std::uint64_t first = number_in(text.substr(0, mark), line);
  if (mark == std::string::npos) return AddressRange{first, first};
  const std::uint64_t second = number_in(text.substr(mark + 1), line);
  if (text[mark] == '+') return AddressRange::starting_at(first, second);
  return AddressRange{first, second};
}

AddressRange sound_range_in(const std::string& text, const Line& line) {
  const auto range = range_in(text, line);
  require(range && range->first <= range->last, line, text + " is no range");
  return *range;
}

std::string shown(std::uint64_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%" PRIx64, number);
  return text;
}

std::string shown(AddressRange range) {
  return shown(range.first) + (range.first == range.last ? "" : "-" + shown(range.last));
}

std::string shown(const std::vector<AddressRange>& all) {
  std::string text;
  for (const AddressRange range : all) text += " " + shown(range);
  return text.empty() ? " none" : text;
}

}  // namespace resmap::cases
