// SPDX-License-Identifier: MIT
#include "resmap/import/machine_policy.h"

#include <string>

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

Result<snapshot::PolicyValue> policy_list(std::string_view key, std::string_view name,
                                          const std::vector<IoDescriptor>& ranges, snapshot::SourceIndex source) {
  lists::IoRequirementsHeader header{};
  header.interface_type = lists::InterfaceType::pnp_bus;
  lists::IoRequirementsListBuilder build(header);
  RESMAP_TRY(build.begin_configuration());
  RESMAP_TRY(build.add_all(ranges));
  RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
  return snapshot::PolicyValue{std::string(key), std::string(name), 10, {list.begin(), list.end()}, source};
}

snapshot::PolicyValue policy_alias(std::string_view key, std::string_view name, std::string_view target,
                                   snapshot::SourceIndex source) {
  snapshot::PolicyValue value{std::string(key), std::string(name), 1, {}, source};
  for (const char unit : std::string(target) + '\0') {
    value.bytes.push_back(static_cast<std::uint8_t>(unit));
    value.bytes.push_back(0);
  }
  return value;
}

}  // namespace resmap::import
