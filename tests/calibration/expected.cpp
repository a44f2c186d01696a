// SPDX-License-Identifier: MIT
#include "tests/calibration/expected.h"

#include <array>
#include <utility>

#include "resmap/base/text_writer.h"
#include "resmap/import/text_lines.h"
#include "resmap/lists/resource_flags.h"
#include "resmap/lists/resource_words.h"

namespace resmap::calibration {

namespace {

using import::TextLine;

constexpr std::array<std::pair<std::string_view, Verb>, 5> kVerbs = {{{"placed", Verb::placed},
                                                                      {"kept", Verb::kept},
                                                                      {"moved", Verb::moved},
                                                                      {"window", Verb::window},
                                                                      {"closed", Verb::closed}}};

[[noreturn]] void wrong(const TextLine& line, const std::string& why) {
  throw std::runtime_error("line " + std::to_string(line.number) + ": " + why);
}

Place read_place(const import::Word& word, const TextLine& line) {
  const auto claim = lists::parse_claim(word.text, lists::CmLayout::x64);
  const auto range = claim ? claim->view().range() : std::nullopt;
  if (!range) wrong(line, std::string(word.text) + " is no place");
  const lists::ResourceType type = claim->view().type();
  const bool prefetchable = lists::is_memory(type) && (claim->view().flags() & lists::memory_flag::prefetchable) != 0;
  return {lists::is_memory(type) ? lists::ResourceType::memory : type, *range, prefetchable};
}

bool is_kind(std::string_view word) { return word == "io" || word == "memory" || word == "prefetch"; }

Row read_row(const TextLine& line) {
  if (line.words.size() != 4 || !line.words[3].quoted) wrong(line, "a row is: row FILE NUMBER \"TITLE\"");
  const auto number = lists::parse_number(line.words[2].text);
  if (!number || *number == 0 || *number > 1000) wrong(line, "this is no line of a file");
  Row row{std::string(line.words[1].text), static_cast<std::uint32_t>(*number), std::string(line.words[3].text), {}};
  if (row.file != "placements" && row.file != "choices") wrong(line, "there is no such file of facts");
  return row;
}

// One statement; `kept` and `moved` name several devices, which makes several.
void read_statement(const TextLine& line, Row& row) {
  Statement statement;
  bool known = false;
  for (const auto& [word, verb] : kVerbs) {
    if (line.words[0].text != word) continue;
    statement.verb = verb;
    known = true;
  }
  if (!known || line.words.size() < 2) wrong(line, "this says nothing about a device");
  const bool several = statement.verb == Verb::kept || statement.verb == Verb::moved;
  std::vector<std::string> devices = {std::string(line.words[1].text)};
  for (std::size_t i = 2; i < line.words.size(); ++i) {
    const import::Word& word = line.words[i];
    if (is_kind(word.text)) {
      statement.kinds.emplace_back(word.text);
    } else if (several) {
      devices.emplace_back(word.text);
    } else {
      statement.places.push_back(read_place(word, line));
    }
  }
  if (statement.verb == Verb::window && statement.places.empty()) wrong(line, "which window?");
  if (statement.verb == Verb::closed && (statement.kinds.empty() || !statement.places.empty())) {
    wrong(line, "closed names io, memory or prefetch");
  }
  for (std::string& device : devices) {
    statement.device = std::move(device);
    row.statements.push_back(statement);
  }
}

}  // namespace

Expected read_expected(std::string_view text) {
  Expected expected;
  for (const TextLine& line : import::read_lines(text)) {
    if (line.open_quote) wrong(line, "a quote is open");
    if (line.words[0].text == "start") {
      for (std::size_t i = 1; i < line.words.size(); ++i) expected.start.emplace_back(line.words[i].text);
    } else if (line.words[0].text == "policy") {
      if (line.words.size() != 2 || line.words[1].text.find('=') == std::string_view::npos)
        wrong(line, "policy names one switch and its value");
      expected.policy.emplace_back(line.words[1].text);
    } else if (line.words[0].text == "row") {
      expected.rows.push_back(read_row(line));
    } else {
      if (expected.rows.empty()) wrong(line, "a statement belongs to a row");
      read_statement(line, expected.rows.back());
    }
  }
  return expected;
}

std::string to_text(const Place& place) {
  TextWriter out;
  out.text(lists::word_for(place.type)).text(":").hex(place.range.first);
  if (lists::is_address(place.type)) out.text("-").hex(place.range.last);
  if (place.prefetchable) out.text(",prefetchable");
  return std::string(out.view());
}

}  // namespace resmap::calibration
