// SPDX-License-Identifier: MIT
#include "resmap/pnp/list_faults.h"

#include "resmap/lists/cm_layout.h"
#include "resmap/lists/validate.h"

namespace resmap::pnp {

namespace {

struct FirstError final : lists::FindingSink {
  void found(const lists::Finding& finding) override {
    if (finding.severity != lists::Severity::error) return;
    if (errors++ == 0) first = finding;
  }
  lists::Finding first{};
  std::uint32_t errors = 0;
};

void hold(Bytes list, std::uint32_t registry_type, lists::CmSide side, FirstError& errors) {
  if (registry_type == 10) {
    static_cast<void>(lists::validate_io(list, &errors));
    return;
  }
  const auto layout = lists::choose_layout(list, lists::CmForm::resource_list).layout;
  static_cast<void>(lists::validate_cm(list, lists::CmForm::resource_list, layout, side, &errors));
}

}  // namespace

std::vector<ListFault> list_faults_of(const snapshot::Snapshot& snapshot) {
  std::vector<ListFault> faults;
  for (DeviceIndex device = 0; device < snapshot.devices.size(); ++device) {
    const auto& configurations = snapshot.devices[device].configurations;
    for (std::uint32_t i = 0; i < configurations.size(); ++i) {
      FirstError errors;
      hold(configurations[i].bytes, configurations[i].registry_type, lists::CmSide::raw, errors);
      if (errors.errors != 0) faults.push_back({{Owner::Kind::device, device}, i, errors.first, errors.errors});
    }
  }
  for (std::uint32_t claim = 0; claim < snapshot.claims.size(); ++claim) {
    const snapshot::ClaimValue& value = snapshot.claims[claim];
    const bool translated = value.name.ends_with(".Translated");
    FirstError errors;
    hold(value.bytes, 8, translated ? lists::CmSide::translated : lists::CmSide::raw, errors);
    if (errors.errors != 0) faults.push_back({{Owner::Kind::claim, claim}, 0, errors.first, errors.errors});
  }
  return faults;
}

}  // namespace resmap::pnp
