// SPDX-License-Identifier: MIT
#include "resmap/claims/resource_map.h"

#include <new>

#include "resmap/claims/map_state.h"
#include "resmap/claims/rules.h"

namespace resmap::claims {

struct ResourceMap::Inside : MapState {
  using MapState::MapState;
};

namespace {

constexpr std::uint8_t kEraser[4] = {0, 0, 0, 0};  // a list with Count 0 (R44)

std::unexpected<Error> no_memory() { return fail({.code = ErrorCode::out_of_memory}); }

template <typename State>
Result<ClaimOutcome> run(State& inside, Result<ClaimWork>&& work) {
  if (!work) return fail(work.error());
  PendingCall call;
  call.work = &*work;
  inside.answer(call);
  return std::move(call.answer);
}

}  // namespace

ResourceMap::ResourceMap(const ClaimSetup& setup) : inside_(new(std::nothrow) Inside(setup)) {}
ResourceMap::~ResourceMap() = default;

Result<ClaimOutcome> ResourceMap::claim(const ClaimRequest& request) {
  if (!inside_) return no_memory();
  try {
    return run(*inside_, prepare(request, inside_->buses, inside_->policy));
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

Result<ClaimOutcome> ResourceMap::query(const ClaimRequest& request) const {
  if (!inside_) return no_memory();
  try {
    RESMAP_TRY_ASSIGN(ClaimWork work, prepare(request, inside_->buses, inside_->policy));
    const std::lock_guard lock(inside_->mutex);
    return inside_->would_answer(work);
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

Result<ResourceMap::Granted> ResourceMap::claim_one(const ClaimRequest& request) {
  if (request.driver_list && request.device_list)
    return fail({.code = ErrorCode::invalid_argument, .rule = rule::no_list});
  if (!inside_) return no_memory();
  try {
    Claim claim;
    claim.class_name_ = request.class_name.empty() ? kUnnamedClass : request.class_name;
    claim.driver_ = driver_key_name(request.driver);
    if (request.device_list && request.device) claim.device_ = *request.device;
    auto work = prepare(request, inside_->buses, inside_->policy);
    const bool writes = work && !work->lists.front().list.erases;
    RESMAP_TRY_ASSIGN(ClaimOutcome outcome, run(*inside_, std::move(work)));
    Granted granted{std::move(outcome), std::nullopt};
    if (granted.outcome.granted && writes) granted.claim = std::move(claim);
    return granted;
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

Result<ClaimOutcome> ResourceMap::release(std::string_view driver, std::optional<std::string_view> device,
                                          std::string_view class_name) {
  ClaimRequest request{.class_name = class_name, .driver = driver};
  if (device && !device->empty()) {
    request.device = device;
    request.device_list = Bytes(kEraser);
  } else {
    request.driver_list = Bytes(kEraser);
  }
  return claim(request);
}

Result<ClaimOutcome> ResourceMap::release(Claim&& claim) {
  const Claim taken = std::move(claim);
  return release(taken.driver_, taken.device_, taken.class_name_);
}

Result<void> ResourceMap::record(const RecordRequest& request) {
  if (!inside_) return no_memory();
  try {
    const auto done = run(*inside_, prepare(request, inside_->policy));
    if (!done) return fail(done.error());
    return {};
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

std::expected<void, RecordFailure> ResourceMap::record_all(std::span<const RecordRequest> requests) {
  const auto none = [&](const Error& error, std::size_t request) {
    return std::unexpected(RecordFailure{error, request});
  };
  if (!inside_) return none(no_memory().error(), requests.size());
  try {
    std::vector<ClaimWork> works;
    works.reserve(requests.size());
    for (const RecordRequest& request : requests) {
      auto work = prepare(request, inside_->policy);
      if (!work) return none(work.error(), works.size());
      works.push_back(std::move(*work));
    }
    std::vector<PendingCall> calls(works.size());
    for (std::size_t i = 0; i < works.size(); ++i) calls[i].work = &works[i];
    return inside_->answer_together(calls);
  } catch (const std::bad_alloc&) {
    return none(no_memory().error(), requests.size());
  }
}

Result<void> ResourceMap::refresh() { return inside_ ? inside_->refresh() : Result<void>(no_memory()); }

Result<void> ResourceMap::write_image(FunctionRef<Result<void>(Bytes record)> put) const {
  return inside_ ? inside_->write_image(put) : Result<void>(no_memory());
}

void ResourceMap::for_each(FunctionRef<void(const StoredList&)> visit) const {
  if (!inside_) return;
  const std::lock_guard lock(inside_->mutex);
  const StandingLists& standing = inside_->standing;
  const registry::Registry& registry = standing.registry();
  const auto root = registry.find(kResourceMapPath);
  if (!root) return;
  for (const registry::KeyId class_key : registry.children(*root)) {
    for (const registry::KeyId driver : registry.children(class_key)) {
      for (const registry::ValueId value : registry.values(driver)) {
        const std::string_view name = registry.view(value).name;
        if (!name.ends_with(kTranslatedSuffix)) continue;
        const std::uint32_t slot = standing.find(registry.name(class_key), registry.name(driver),
                                                 name.substr(0, name.size() - kTranslatedSuffix.size()));
        if (slot != SlotTable::none) visit(standing.stored(slot));
      }
    }
  }
}

void ResourceMap::with_registry(FunctionRef<void(const registry::Registry&)> visit) const {
  static const registry::Registry nothing;
  if (!inside_) return visit(nothing);
  const std::lock_guard lock(inside_->mutex);
  visit(inside_->standing.registry());
}

std::size_t ResourceMap::size() const {
  if (!inside_) return 0;
  const std::lock_guard lock(inside_->mutex);
  return inside_->standing.live();
}

EventLog& ResourceMap::events() const {
  static EventLog nothing;
  return inside_ ? inside_->events : nothing;
}

const ClaimPolicy& ResourceMap::policy() const {
  static const ClaimPolicy nothing;
  return inside_ ? inside_->policy : nothing;
}

bool ResourceMap::consistent() const {
  if (!inside_) return true;
  const std::lock_guard lock(inside_->mutex);
  return inside_->standing.consistent();
}

}  // namespace resmap::claims
