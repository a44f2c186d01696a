// SPDX-License-Identifier: MIT
#include "resmap/report/decoded_value.h"

#include <algorithm>
#include <map>
#include <utility>

#include "resmap/lists/validate.h"

namespace resmap::report {

namespace {

struct Gather final : lists::FindingSink {
  explicit Gather(std::vector<lists::Finding>& into) : into_(into) {}
  void found(const lists::Finding& finding) override { into_.push_back(finding); }
  std::vector<lists::Finding>& into_;
};

bool ends_the_list(std::uint16_t rule) {
  using namespace lists::rule;  // NOLINT(google-build-using-namespace)
  for (const std::uint16_t ending :
       {cm_too_short, cm_full_header_truncated, cm_descriptor_truncated, cm_device_data_truncated, io_too_short,
        io_list_size_wrong, io_list_header_truncated, io_descriptor_truncated}) {
    if (rule == ending) return true;
  }
  return false;
}

// The layout of both; nullopt: they are in two, and cannot be laid side by side. One that reads in either follows its twin.
std::optional<lists::CmLayout> layout_of_pair(const DecodedValue& raw, const DecodedValue& translated) {
  if (!raw.layout || !translated.layout) return std::nullopt;
  if (raw.layout->layout == translated.layout->layout || translated.layout->ambiguous) return raw.layout->layout;
  if (raw.layout->ambiguous) return translated.layout->layout;
  return std::nullopt;
}

}  // namespace

lists::CmForm DecodedValue::form() const {
  return registry_type == 9 ? lists::CmForm::full_descriptor : lists::CmForm::resource_list;
}

lists::CmSide DecodedValue::side() const {
  return name.ends_with(".Translated") ? lists::CmSide::translated : lists::CmSide::raw;
}

bool DecodedValue::whole() const {
  return std::none_of(findings.begin(), findings.end(), [](const lists::Finding& f) { return ends_the_list(f.rule); });
}

DecodedValue decode_value(std::string key, std::string name, std::uint32_t registry_type, Bytes bytes,
                          std::optional<lists::CmLayout> prefer) {
  DecodedValue value{std::move(key), std::move(name), registry_type, bytes, std::nullopt, {}, {}};
  Gather gather(value.findings);
  if (registry_type == 10) {
    value.count = lists::validate_io(bytes, &gather);
  } else {
    value.layout = lists::choose_layout(bytes, value.form(), prefer);
    value.count = lists::validate_cm(bytes, value.form(), value.layout->layout, value.side(), &gather);
  }
  return value;
}

void check_pairs(std::vector<DecodedValue>& values) {
  constexpr std::string_view raw_side = ".Raw", translated_side = ".Translated";
  std::map<std::pair<std::string_view, std::string_view>, const DecodedValue*> translated;
  for (const DecodedValue& value : values) {
    const std::string_view name = value.name;
    if (name.ends_with(translated_side))
      translated.emplace(std::pair(std::string_view(value.key), name.substr(0, name.size() - translated_side.size())),
                         &value);
  }
  for (DecodedValue& raw : values) {
    const std::string_view name = raw.name;
    if (!name.ends_with(raw_side)) continue;
    const auto twin = translated.find({raw.key, name.substr(0, name.size() - raw_side.size())});
    if (twin == translated.end() || twin->second->registry_type != raw.registry_type) continue;
    const auto layout = layout_of_pair(raw, *twin->second);
    if (!layout || !raw.whole() || !twin->second->whole()) continue;
    Gather gather(raw.findings);
    const auto more = lists::validate_pair(raw.bytes, twin->second->bytes, raw.form(), *layout, &gather);
    raw.count.errors += more.errors;
    raw.count.warnings += more.warnings;
  }
}

}  // namespace resmap::report
