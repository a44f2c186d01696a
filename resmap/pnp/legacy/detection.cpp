// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/detection.h"

#include <new>

#include "resmap/claims/rules.h"
#include "resmap/claims/translated_list.h"
#include "resmap/pnp/legacy/rules.h"

namespace resmap::pnp {

namespace {

std::string_view service_of(std::string_view driver) {
  const std::size_t slash = driver.rfind('\\');
  return slash == std::string_view::npos ? driver : driver.substr(slash + 1);
}

Result<std::vector<lists::CmDescriptor>> descriptors_of(Bytes list, lists::CmLayout layout) {
  std::vector<lists::CmDescriptor> all;
  lists::CmWalker walk(list, lists::CmForm::resource_list, layout);
  for (;;) {
    RESMAP_TRY_ASSIGN(const lists::CmStep step, walk.next());
    if (step.kind == lists::CmStep::Kind::end) return all;
    if (step.kind == lists::CmStep::Kind::descriptor) all.emplace_back(lists::CmDescriptorView(step.descriptor));
  }
}

Result<claims::ClaimOutcome> report(const LegacyDoors& doors, const DetectionRequest& request) {
  const bool by_device = request.device_list.has_value();
  const auto& list = by_device ? request.device_list : request.driver_list;
  if (!list) return fail({.code = ErrorCode::invalid_argument, .rule = claims::rule::no_list});
  claims::ClaimRequest claim{.driver = request.driver};
  claim.era = claims::Era::w2k;
  claim.layout = doors.layout;
  if (by_device) {
    claim.device = request.device;
    claim.device_list = list;
  } else {
    claim.driver_list = list;
  }
  // Whoever stands in the way in the map: the claim that is refused writes the events.
  RESMAP_TRY_ASSIGN(const auto asked, doors.map->query(claim));
  if (!asked.granted) return doors.map->claim(claim);
  RESMAP_TRY_ASSIGN(const auto pair,
                    claims::translate_list(*list, doors.layout, claims::Era::w2k, doors.buses, doors.map->policy()));
  if (pair.erases) {
    RESMAP_TRY(doors.root->release(request.owner));
    return doors.map->claim(claim);
  }
  RESMAP_TRY_ASSIGN(const auto descriptors, descriptors_of(pair.raw.bytes(), doors.layout));
  RESMAP_TRY_ASSIGN(const bool reserved, doors.root->reserve(request.owner, descriptors, true));
  if (!reserved) {
    claims::ClaimOutcome refused;
    refused.era = claims::Era::w2k;
    refused.conflict_detected = true;
    return refused;
  }
  auto outcome = doors.map->claim(claim);
  if (!outcome || !outcome->granted) static_cast<void>(doors.root->release(request.owner));
  return outcome;
}

}  // namespace

Result<claims::ClaimOutcome> report_for_detection(const LegacyDoors& doors, const DetectionRequest& request) {
  try {
    return report(doors, request);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

std::vector<std::string> detected_compatible_ids(const DetectedReport& report, lists::CmLayout layout,
                                                 LegacyPolicy policy) {
  auto bus = lists::InterfaceType::internal;
  if (policy.detected_bus == LegacyPolicy::DetectedBus::of_caller) {
    bus = report.bus;
  } else if (report.resources) {
    const auto list = lists::CmResourceListView::over(*report.resources, lists::CmForm::resource_list, layout);
    if (list && list->size() != 0) bus = (*list->begin()).header().interface_type;
  }
  std::string_view name = lists::name_of(bus);
  if (name.empty() || bus == lists::InterfaceType::undefined) name = lists::name_of(lists::InterfaceType::internal);
  const std::string service(service_of(report.driver));
  return {"DETECTED" + std::string(name) + "\\" + service, "DETECTED\\" + service};
}

Result<RootResources::DeviceId> report_detected_device(const LegacyDoors& doors, const DetectedReport& report) {
  try {
    DetectedDevice device;
    device.service = service_of(report.driver);
    if (device.service.empty()) return fail({.code = ErrorCode::invalid_argument, .rule = claims::rule::bad_name});
    if (report.resources) {
      RESMAP_TRY(lists::CmResourceListView::over(*report.resources, lists::CmForm::resource_list, doors.layout));
      device.resources.assign(report.resources->begin(), report.resources->end());
    }
    if (report.requirements) {
      RESMAP_TRY(lists::IoRequirementsListView::over(*report.requirements));
      device.requirements.assign(report.requirements->begin(), report.requirements->end());
    }
    device.bus = report.bus;
    device.bus_number = report.bus_number;
    device.slot = report.slot;
    device.resources_assigned = report.resources_assigned;
    device.pdo = report.pdo;
    device.compatible_ids = detected_compatible_ids(report, doors.layout, doors.policy);
    std::vector<lists::CmDescriptor> ranges;
    if (!report.resources_assigned && report.resources) {
      RESMAP_TRY_ASSIGN(ranges, descriptors_of(*report.resources, doors.layout));
    }
    RESMAP_TRY_ASSIGN(const auto made, doors.root->add_detected(std::move(device), ranges));
    if (!made) return fail({.code = ErrorCode::conflict, .rule = rule::no_place});
    return *made;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::pnp
