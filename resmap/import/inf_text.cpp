// SPDX-License-Identifier: MIT
#include "resmap/import/inf_text.h"

#include <algorithm>
#include <map>

#include "resmap/import/rules.h"
#include "resmap/registry/utf.h"

namespace resmap::import {

namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\0' || c == '\x1a'; }

// A line with its continuations, as characters that know where they stood; comments and quotes are gone.
struct Joined {
  std::string text;
  std::vector<std::size_t> at;
  std::vector<bool> quoted;
  std::size_t end = 0;

  void add(char c, std::size_t where, bool in_quotes) {
    text.push_back(c);
    at.push_back(where);
    quoted.push_back(in_quotes);
  }
  void trim() {
    while (!text.empty() && blank(text.back()) && !quoted.back()) {
      end = at.back();
      text.pop_back();
      at.pop_back();
      quoted.pop_back();
    }
  }
};

Joined next_line(std::string_view text, std::size_t& at) {
  Joined line;
  for (;;) {
    bool quoted = false;
    while (at < text.size() && text[at] != '\n') {
      const char c = text[at];
      if (c == ';' && !quoted) break;
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted || !blank(c) || !line.text.empty()) {
        line.add(c, at, quoted);
      }
      ++at;
    }
    line.end = at;
    while (at < text.size() && text[at] != '\n') ++at;
    if (at < text.size()) ++at;
    line.trim();
    if (line.text.empty() || line.text.back() != '\\' || line.quoted.back() || at == text.size()) return line;
    line.end = line.at.back();
    line.text.pop_back();
    line.at.pop_back();
    line.quoted.pop_back();
  }
}

}  // namespace

bool same_inf_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

const InfSection* InfText::find(std::string_view name) const {
  for (const InfSection& section : sections)
    if (same_inf_name(section.name, name)) return &section;
  return nullptr;
}

std::unexpected<Error> InfText::wrong(std::uint16_t rule, std::size_t offset) const {
  offset = std::min(offset, text.size());
  const std::string_view before = std::string_view(text).substr(0, offset);
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return fail({.code = ErrorCode::malformed,
               .rule = rule,
               .index = static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n')),
               .offset = offset,
               .value = 1 + offset - line_start});
}

Result<InfText> read_inf(Bytes bytes) {
  if (bytes.size() > kMostBytes)
    return fail({.code = ErrorCode::limit_exceeded, .rule = rule::inf_too_large, .value = bytes.size()});
  InfText inf;
  if (bytes.size() >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) {
    registry::append_utf8_from_utf16le(inf.text, bytes.subspan(2, (bytes.size() - 2) & ~std::size_t{1}));
  } else {
    const bool marked = bytes.size() >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF;
    inf.text.assign(bytes.begin() + (marked ? 3 : 0), bytes.end());
  }
  std::map<std::string, std::size_t> known;  // by name in lower case
  InfSection* section = nullptr;
  for (std::size_t at = 0; at < inf.text.size();) {
    Joined line = next_line(inf.text, at);
    if (line.text.empty()) continue;
    if (line.text.front() == '[' && !line.quoted.front()) {
      const std::size_t close = line.text.find(']');
      if (close == std::string::npos) return inf.wrong(rule::inf_open_bracket, line.at.front());
      const std::string name = line.text.substr(1, close - 1);
      std::string folded = name;
      std::transform(folded.begin(), folded.end(), folded.begin(), lower);
      const auto [place, fresh] = known.emplace(std::move(folded), inf.sections.size());
      if (fresh) inf.sections.push_back(InfSection{name, line.at.front(), {}});
      section = &inf.sections[place->second];
      continue;
    }
    if (section == nullptr) return inf.wrong(rule::inf_no_section, line.at.front());
    InfEntry entry;
    std::size_t from = 0, equals = 0;
    while (equals < line.text.size() && (line.text[equals] != '=' || line.quoted[equals])) ++equals;
    if (equals < line.text.size()) {
      std::size_t key_end = equals;
      while (key_end > 0 && blank(line.text[key_end - 1])) --key_end;
      entry.key = line.text.substr(0, key_end);
      from = equals + 1;
      while (from < line.text.size() && blank(line.text[from]) && !line.quoted[from]) ++from;
    }
    entry.value = line.text.substr(from);
    entry.at.assign(line.at.begin() + static_cast<std::ptrdiff_t>(from), line.at.end());
    entry.at.push_back(line.end);
    section->entries.push_back(std::move(entry));
  }
  return inf;
}

}  // namespace resmap::import
