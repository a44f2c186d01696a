// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/assign_resources.h"

#include <new>

#include "resmap/claims/translated_list.h"
#include "resmap/pnp/legacy/place_by_claims.h"
#include "resmap/pnp/legacy/rules.h"

namespace resmap::pnp {

namespace {

constexpr std::string_view kRequested = "RequestedSystemResources", kAssigned = "AssignedSystemResources";

// A value under the driver's key as it was, to be put back.
class KeptValue {
 public:
  KeptValue(registry::Registry& registry, std::string_view path, std::string_view name)
      : registry_(registry), path_(path), name_(name) {
    if (const auto value = registry.find_value(path, name))
      before_ = {value->type, {value->data.begin(), value->data.end()}};
  }
  Result<void> set(std::uint32_t type, Bytes data) {
    RESMAP_TRY_ASSIGN(const registry::KeyId key, registry_.create(path_));
    RESMAP_TRY(registry_.set_value(key, name_, type, data));
    return {};
  }
  Result<void> erase() {
    const auto key = registry_.find(path_);
    if (!key) return {};
    for (const registry::ValueId value : registry_.values(*key))
      if (registry_.view(value).name == name_) return registry_.delete_value(value);
    return {};
  }
  void put_back() {
    if (before_)
      static_cast<void>(set(before_->first, before_->second));
    else
      static_cast<void>(erase());
  }

 private:
  registry::Registry& registry_;
  std::string_view path_, name_;
  std::optional<std::pair<std::uint32_t, std::vector<std::uint8_t>>> before_;
};

claims::ClaimRequest who(const AssignRequest& request, claims::Era era, lists::CmLayout layout) {
  claims::ClaimRequest made{.class_name = request.class_name, .driver = request.driver};
  made.device = request.device;
  made.era = era;
  made.layout = layout;
  return made;
}

Result<AssignOutcome> erase(const LegacyDoors& doors, const AssignRequest& request) {
  RESMAP_TRY(doors.map->release(request.driver, request.device, request.class_name));
  if (doors.era == claims::Era::w2k) {
    RESMAP_TRY(doors.root->release(request.device_id));
  } else if (doors.registry != nullptr && doors.policy.erased_values == LegacyPolicy::ErasedValues::deleted) {
    for (const std::string_view name : {kRequested, kAssigned})
      RESMAP_TRY(KeptValue(*doors.registry, request.registry_path, name).erase());
  }
  return AssignOutcome{.era = doors.era, .granted = true, .allocated = {}, .conflicts = {}};
}

Result<AssignOutcome> claim_list(const LegacyDoors& doors, const AssignRequest& request, Bytes list) {
  claims::ClaimRequest claim = who(request, claims::Era::nt4, doors.layout);
  (claim.device ? claim.device_list : claim.driver_list) = list;
  RESMAP_TRY_ASSIGN(auto answer, doors.map->claim(claim));
  AssignOutcome outcome{.era = doors.era, .granted = answer.granted, .allocated = {}, .conflicts = {}};
  outcome.conflicts = std::move(answer.conflicts);
  if (answer.granted) outcome.allocated.assign(list.begin(), list.end());
  return outcome;
}

// The refusal is entered in the event log by the claim that cannot be granted; where nobody is in the way of the first wish
// alone, nothing is claimed and nothing logged.
Result<AssignOutcome> refuse(const LegacyDoors& doors, const AssignRequest& request, const ClaimPlacement& by) {
  RESMAP_TRY_ASSIGN(const auto wishes, wanted_first(by, *request.requested));
  const auto view = lists::IoRequirementsListView::over(*request.requested);
  RESMAP_TRY_ASSIGN(const auto list, list_of_places(wishes, view->header(), doors.layout));
  claims::ClaimRequest claim = who(request, claims::Era::nt4, doors.layout);
  (claim.device ? claim.device_list : claim.driver_list) = Bytes(list);
  AssignOutcome refused{.era = doors.era, .granted = false, .allocated = {}, .conflicts = {}};
  const auto asked = doors.map->query(claim);
  if (!asked || asked->granted) return refused;
  RESMAP_TRY_ASSIGN(auto answer, doors.map->claim(claim));
  refused.conflicts = std::move(answer.conflicts);
  return refused;
}

Result<AssignOutcome> assign_nt4(const LegacyDoors& doors, const AssignRequest& request) {
  const SystemResources no_order;
  const ClaimPlacement by{.map = doors.map,
                          .who = who(request, claims::Era::nt4, doors.layout),
                          .order = doors.order != nullptr ? doors.order : &no_order,
                          .policy = doors.policy,
                          .bus = doors.bus,
                          .layout = doors.layout};
  arbiters::StepBudget budget{.left = doors.steps};
  const auto places = place_by_claims(by, *request.requested, budget);
  if (!places) {
    if (places.error().code != ErrorCode::conflict) return fail(places.error());
    return refuse(doors, request, by);
  }
  const auto view = lists::IoRequirementsListView::over(*request.requested);
  RESMAP_TRY_ASSIGN(const auto list, list_of_places(*places, view->header(), doors.layout));
  if (doors.registry == nullptr) return claim_list(doors, request, list);

  KeptValue requested(*doors.registry, request.registry_path, kRequested),
      assigned(*doors.registry, request.registry_path, kAssigned);
  auto done = requested.set(registry::value_type::resource_requirements_list,
                            request.requested->first(view->header().list_size));
  if (done && doors.policy.kept_values == LegacyPolicy::KeptValues::requested_and_assigned)
    done = assigned.set(registry::value_type::resource_list, list);
  if (done) {
    auto outcome = claim_list(doors, request, list);
    if (outcome && outcome->granted) return outcome;
    requested.put_back();
    assigned.put_back();
    return outcome;
  }
  requested.put_back();
  return fail(done.error());
}

Result<AssignOutcome> assign_w2k(const LegacyDoors& doors, const AssignRequest& request) {
  RESMAP_TRY_ASSIGN(const auto requirements, lists::IoRequirementsListView::over(*request.requested));
  AssignOutcome outcome{.era = doors.era, .granted = false, .allocated = {}, .conflicts = {}};
  RESMAP_TRY_ASSIGN(const auto assigned, doors.root->assign(request.device_id, requirements, doors.layout));
  if (!assigned) return outcome;
  const auto enter = [&]() -> Result<void> {
    std::vector<ChosenPlace> places;
    for (const lists::CmDescriptor& each : *assigned) places.push_back({0, each});
    RESMAP_TRY_ASSIGN(outcome.allocated, list_of_places(places, requirements.header(), doors.layout));
    RESMAP_TRY_ASSIGN(const auto pair, claims::translate_list(outcome.allocated, doors.layout, claims::Era::w2k,
                                                              doors.buses, doors.map->policy()));
    return doors.map->record({.class_name = request.class_name.empty() ? "Other" : request.class_name,
                              .driver = request.driver,
                              .device = request.device.value_or(std::string_view()),
                              .raw = pair.raw.bytes(),
                              .translated = pair.translated.bytes(),
                              .boot_only = false,
                              .windows = {},
                              .layout = doors.layout});
  };
  const auto entered = enter();
  if (!entered) {
    static_cast<void>(doors.root->release(request.device_id));
    static_cast<void>(doors.map->release(request.driver, request.device, request.class_name));
    return fail(entered.error());
  }
  outcome.granted = true;
  return outcome;
}

}  // namespace

Result<AssignOutcome> io_assign_resources(const LegacyDoors& doors, const AssignRequest& request) {
  try {
    if (doors.era == claims::Era::w2k) {
      if (doors.root->is_pnp_device(request.device_id))
        return fail({.code = ErrorCode::invalid_argument, .rule = rule::pnp_device, .value = request.device_id});
      return request.requested ? assign_w2k(doors, request) : erase(doors, request);
    }
    if (doors.registry != nullptr && request.registry_path.empty())
      return fail({.code = ErrorCode::invalid_argument, .rule = rule::no_registry_path});
    return request.requested ? assign_nt4(doors, request) : erase(doors, request);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

std::uint32_t nt_status(const Result<AssignOutcome>& result, const LegacyDoors& doors) {
  constexpr std::uint32_t kInvalidParameter3 = 0xC00000F1;
  if (!result) {
    if (result.error().rule == rule::no_device) return kInvalidParameter3;
    return claims::nt_status(fail(result.error()), doors.era, doors.map->policy());
  }
  claims::ClaimOutcome outcome;
  outcome.granted = result->granted;
  return claims::nt_status(outcome, doors.era, doors.map->policy());
}

}  // namespace resmap::pnp
