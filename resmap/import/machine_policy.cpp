// SPDX-License-Identifier: MIT
#include "resmap/import/machine_policy.h"

#include <algorithm>
#include <string>

#include "resmap/import/machine_text.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_words.h"
#include "resmap/lists/rules.h"

namespace resmap::import {

namespace {

using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;

std::unexpected<Error> wrong(std::uint16_t rule, std::size_t offset) {
  return fail({.code = ErrorCode::malformed, .rule = rule, .offset = offset});
}

}  // namespace

Result<IoDescriptor> parse_policy_range(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return wrong(lists::rule::word_syntax, 0);
  auto range = lists::parse_range(word.substr(colon + 1));
  if (!range) {
    range.error().offset += colon + 1;
    return std::unexpected(range.error());
  }
  const std::string_view type = word.substr(0, colon);
  if (type == "port" || type == "mem") {
    IoDescriptor bounds;
    bounds.set_type(type == "port" ? ResourceType::port : ResourceType::memory);
    return bounds.set_minimum(range->first).set_maximum(range->last);
  }
  const bool channels = type == "dma", lines = type == "irq", buses = type == "bus";
  if (!channels && !lines && !buses) return wrong(lists::rule::word_unknown_type, 0);
  if (range->last > 0xFFFF'FFFF) return wrong(lists::rule::word_bad_range, colon + 1);
  const auto first = static_cast<std::uint32_t>(range->first), last = static_cast<std::uint32_t>(range->last);
  if (channels) return IoDescriptor::dma(first, last, ShareDisposition::undetermined, 0);
  if (lines) return IoDescriptor::line(first, last, ShareDisposition::undetermined, 0);
  return IoDescriptor::bus(0, first, last, ShareDisposition::undetermined);
}

Result<void> PolicyLists::add(std::string_view key, const std::vector<Word>& words) {
  const auto refused = [&] { return wrong(rule::machine_bad_argument, words.front().offset); };
  if (words.size() < 3) return refused();
  const std::string_view name = words[1].text;
  auto value = std::find_if(values_.begin(), values_.end(),
                            [&](const Value& other) { return other.key == key && other.name == name; });
  if (words[2].text == "as") {
    if (value != values_.end() || words.size() != 4 || words[3].text.empty()) return refused();
    values_.push_back({key, name, words[3].text, {}});
    return {};
  }
  if (value == values_.end()) value = values_.insert(value, {key, name, {}, {}});
  if (!value->refers_to.empty()) return refused();
  for (std::size_t i = 2; i < words.size(); ++i) {
    auto range = parse_policy_range(words[i].text);
    if (!range) {
      range.error().offset += words[i].offset;
      return std::unexpected(range.error());
    }
    value->ranges.push_back(*range);
  }
  return {};
}

Result<void> PolicyLists::finish(snapshot::SourceIndex source, snapshot::Snapshot& into) const {
  for (const Value& value : values_) {
    if (!value.refers_to.empty()) continue;
    lists::IoRequirementsHeader header{};
    header.interface_type = lists::InterfaceType::pnp_bus;
    lists::IoRequirementsListBuilder build(header);
    RESMAP_TRY(build.begin_configuration());
    RESMAP_TRY(build.add_all(value.ranges));
    RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
    into.policy.push_back({std::string(value.key), std::string(value.name), 10, {list.begin(), list.end()}, source});
  }
  for (const Value& value : values_) {
    if (value.refers_to.empty()) continue;
    snapshot::PolicyValue made{std::string(value.key), std::string(value.name), 1, {}, source};
    for (const char unit : std::string(value.refers_to) + '\0') {
      made.bytes.push_back(static_cast<std::uint8_t>(unit));  // UTF-16LE of ASCII
      made.bytes.push_back(0);
    }
    into.policy.push_back(std::move(made));
  }
  return {};
}

}  // namespace resmap::import
