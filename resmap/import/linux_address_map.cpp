// SPDX-License-Identifier: MIT
#include <algorithm>

#include "resmap/import/guard.h"
#include "resmap/import/linux_scan.h"
#include "resmap/import/linux_text.h"

namespace resmap::import {

namespace {

constexpr std::size_t kMostGaps = 8;

struct Fields {
  std::size_t column = 0;  // where the first digit stands
  std::uint64_t first = 0, last = 0;
  std::string_view name;
};

// "    c0000000-c001ffff : 0000:04:01.0"
std::optional<Fields> fields_of(std::string_view line) {
  Fields fields;
  for (; !line.empty() && is_blank(line.front()); line.remove_prefix(1))
    fields.column += line.front() == '\t' ? 8 - fields.column % 8 : 1;
  const auto first = take_hex(line);
  if (!first || !take(line, "-")) return std::nullopt;
  const auto last = take_hex(line);
  if (!last) return std::nullopt;
  take_blanks(line);
  if (!take(line, ":")) return std::nullopt;
  fields.first = *first;
  fields.last = *last;
  fields.name = trimmed(line);
  return fields;
}

class MapReader {
 public:
  explicit MapReader(std::string_view text) : lines_(text) {}

  Result<AddressMap> read() {
    std::string_view line;
    bool all_zero = true;
    while (lines_.next(line)) {
      if (trimmed(line).empty()) continue;
      const auto fields = fields_of(line);
      if (!fields) {
        pass_over(lines_.is_whole() ? "is no range" : "is cut off");
        continue;
      }
      if (fields->first > fields->last) {
        pass_over("ends before it begins");
        continue;
      }
      all_zero = all_zero && fields->last == 0;
      ++map_.ranges;
      map_.lines.push_back({.range = {fields->first, fields->last},
                            .name = std::string(fields->name),
                            .depth = depth_at(fields->column),
                            .line = lines_.number()});
    }
    if (map_.lines.empty()) return fail({.code = ErrorCode::malformed, .rule = rule::no_address_map, .index = 1});
    if (passed_over_ > kMostGaps)
      map_.gaps.push_back(std::to_string(passed_over_ - kMostGaps) + " more lines were passed over");
    if (all_zero) {
      map_.hidden = true;
      map_.lines.clear();
      map_.gaps.insert(map_.gaps.begin(), "all addresses are zero: the kernel hides them from plain users");
    }
    return std::move(map_);
  }

 private:
  void pass_over(std::string_view why) {
    if (++passed_over_ <= kMostGaps)
      map_.gaps.push_back("line " + std::to_string(lines_.number()) + " " + std::string(why) + ": passed over");
  }

  std::uint32_t depth_at(std::size_t column) {
    while (!open_.empty() && open_.back() >= column) open_.pop_back();
    open_.push_back(column);
    return static_cast<std::uint32_t>(open_.size() - 1);
  }

  LineReader lines_;
  AddressMap map_;
  std::vector<std::size_t> open_;  // the columns of the lines that enclose the next one
  std::size_t passed_over_ = 0;
};

}  // namespace

Result<AddressMap> parse_address_map(std::string_view text) {
  return guarded([&] { return MapReader(text).read(); });
}

}  // namespace resmap::import
