// SPDX-License-Identifier: MIT
#include "resmap/report/decoded_value.h"

#include <algorithm>

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

}  // namespace resmap::report
