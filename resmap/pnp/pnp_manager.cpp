// SPDX-License-Identifier: MIT
#include "resmap/pnp/pnp_manager.h"

#include <algorithm>
#include <new>

#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_list.h"
#include "resmap/pnp/windows_rules.h"

namespace resmap::pnp {

namespace {

using arbiters::Arbiter;
using lists::ResourceType;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::ProblemCode;

constexpr std::string_view kClass = "PnP Manager", kDriver = "PnpManager";

bool stays_waiting(ProblemCode problem) {
  return problem == ProblemCode::normal_conflict || problem == ProblemCode::translation_failed;
}

}  // namespace

PnpManager::PnpManager(const Machine& machine, const AssignSetup& setup)
    : machine_(machine),
      facts_(machine.snapshot()),
      setup_(setup),
      agreeing_(std::make_unique<DriverStack>()),
      drivers_(setup.drivers != nullptr ? setup.drivers : agreeing_.get()) {}

PnpManager::~PnpManager() = default;

Result<std::unique_ptr<PnpManager>> PnpManager::make(const Machine& machine, const AssignSetup& setup) {
  try {
    std::unique_ptr<PnpManager> made(new PnpManager(machine, setup));
    RESMAP_TRY(made->prepare());
    return made;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<void> PnpManager::prepare() {
  const std::size_t count = facts_.devices.size();
  assigned_.resize(count);
  given_.resize(count);
  forwarding_.resize(count);
  passes_vga_.resize(count);
  RESMAP_TRY_ASSIGN(arbiters_, ArbiterTree::make(facts_, machine_.tree(), setup_.policy));
  if (setup_.routing != nullptr) arbiters_->interrupts().set_routing(*setup_.routing);
  map_ = std::make_unique<claims::ResourceMap>(claims::ClaimSetup{.policy = setup_.policy.claims});
  put_in_order();
  for (const DeviceIndex device : order_) {
    const auto wanted = requirements(device);
    if (!facts_.devices[device].pci || !wanted || !has_vga_range(*wanted)) continue;
    for (auto at = machine_.tree().node(device).parent; at; at = machine_.tree().node(*at).parent)
      passes_vga_[*at] = true;
  }
  if (!setup_.ignore_boot) {
    for (const DeviceIndex device : order_) {
      const auto wanted = requirements(device);
      if (!wanted || !wanted->boot) continue;
      // Where firmware had the windows, so that what it put below a bridge is reserved in the right place.
      if (facts_.devices[device].kind == DeviceKind::pci_bridge)
        RESMAP_TRY(
            arbiters_->set_forwarding(device, with_vga(device, forwarding_of(facts_.devices[device], *wanted->boot))));
      RESMAP_TRY(arbiters_->reserve_boot(device, *wanted->boot));
    }
  }
  return reserve_claims();
}

// What the HAL and drivers without a device hold already. Its own values of an earlier run are no claims.
Result<void> PnpManager::reserve_claims() {
  for (std::size_t i = 0; i < facts_.claims.size(); ++i) {
    const snapshot::ClaimValue& claim = facts_.claims[i];
    if (claim.class_key == kClass || !claim.name.ends_with(".Translated")) continue;
    const auto layout = lists::choose_layout(claim.bytes, lists::CmForm::resource_list).layout;
    const auto list = lists::CmResourceListView::over(claim.bytes, lists::CmForm::resource_list, layout);
    if (!list) continue;  // list_faults() tells of it
    std::vector<HeldPlace> places;
    for (const lists::CmFullDescriptorView full : *list)
      for (const lists::CmDescriptorView view : full)
        if (const auto range = view.range(); range && lists::is_arbitrated(view.type()))
          places.push_back({view.type(), *range, view.share(), view.flags()});
    RESMAP_TRY(arbiters_->reserve_at_root(facts_.devices.size() + 1 + i, places));
  }
  return {};
}

bool PnpManager::takes_part(DeviceIndex device) const {
  const Device& facts = facts_.devices[device];
  return facts.present != Known::no && facts.problem != ProblemCode::disabled;
}

void PnpManager::put_in_order() {
  std::vector<bool> taken(facts_.devices.size());
  const auto take = [&](DeviceIndex device) {
    std::vector<DeviceIndex> path;
    for (std::optional<DeviceIndex> at = device; at && !taken[*at]; at = machine_.tree().node(*at).parent) {
      taken[*at] = true;
      path.push_back(*at);
    }
    for (auto at = path.rbegin(); at != path.rend(); ++at)
      if (takes_part(*at)) order_.push_back(*at);
  };
  for (const DeviceIndex device : setup_.order)
    if (device < taken.size()) take(device);
  std::vector<DeviceIndex> rest(machine_.tree().in_order().begin(), machine_.tree().in_order().end());
  if (setup_.policy.pnp.start_order == PnpPolicy::StartOrder::level_by_level) {
    std::vector<std::size_t> rank(rest.size());
    for (std::size_t i = 0; i < rest.size(); ++i) rank[rest[i]] = i;
    std::sort(rest.begin(), rest.end(), [&](DeviceIndex a, DeviceIndex b) {
      const auto depth_a = machine_.tree().node(a).depth, depth_b = machine_.tree().node(b).depth;
      return depth_a != depth_b ? depth_a < depth_b : rank[a] < rank[b];
    });
  }
  for (const DeviceIndex device : rest) take(device);
}

Result<Requirements> PnpManager::requirements(DeviceIndex device) {
  const Device& facts = facts_.devices[device];
  RESMAP_TRY_ASSIGN(Requirements wanted, requirements_of(facts, setup_.policy, {.ignore_boot = setup_.ignore_boot}));
  filter_as_windows(facts, setup_.policy.pnp, wanted);
  return wanted;
}

Result<void> PnpManager::assign_all() {
  try {
    for (const DeviceIndex device : order_)
      if (!assigned_[device]) RESMAP_TRY(assign(device));
    return {};
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<void> PnpManager::arrive(DeviceIndex device) {
  try {
    std::vector<DeviceIndex> path;
    for (std::optional<DeviceIndex> at = device; at; at = machine_.tree().node(*at).parent) path.push_back(*at);
    for (auto at = path.rbegin(); at != path.rend(); ++at)
      if (!assigned_[*at]) RESMAP_TRY(assign(*at));
    return {};
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<void> PnpManager::assign(DeviceIndex device) {
  Assignment& made = assigned_[device].emplace();
  auto wanted = requirements(device);
  if (!wanted) {
    if (wanted.error().code == ErrorCode::out_of_memory) return std::unexpected(wanted.error());
    made.problem =
        wanted.error().code == ErrorCode::unsupported ? ProblemCode::unknown_resource : ProblemCode::no_valid_log_conf;
    made.refused = wanted.error();
    tell({.kind = TraceStep::Kind::problem, .device = device, .why = wanted.error(), .problem = made.problem});
    return {};
  }
  drivers_->filter(device, *wanted);
  given_[device] = std::move(*wanted);
  const Requirements& asked = *given_[device];
  if (asked.configurations.empty()) {
    // A list that holds no configuration is none that could be met; no list at all needs nothing (rules 45, 46).
    tell({.kind = TraceStep::Kind::nothing, .device = device});
    RESMAP_TRY(pass_on(device, made));
    return start(device, made);
  }
  arbiters::StepBudget budget{.left = setup_.steps};
  SearchSetup search{arbiters_.get(), &facts_, forwarding_, &budget, {}};
  search.keeps_place_outside = setup_.policy.pnp.outside_windows == PnpPolicy::OutsideWindows::keeps_place;
  if (setup_.trace) {
    search.tell = [&](const SearchStep& step) {
      tell({.kind = step.refused ? TraceStep::Kind::refused : TraceStep::Kind::chosen,
            .device = device,
            .configuration = step.configuration->index,
            .by_boot_rule = step.by_boot_rule,
            .group = step.group,
            .why = step.refused,
            .arbiter = step.arbiter != nullptr ? arbiters_->name_of(*step.arbiter) : std::string()});
    };
  }
  RESMAP_TRY_ASSIGN(const auto found, first_choice(search, device, asked));
  if (!found) {
    made.problem = found.error().problem;
    made.refused = found.error().first;
    made.pass = found.error().undecided ? Pass::undecided : Pass::none;
    tell({.kind = TraceStep::Kind::problem, .device = device, .why = made.refused, .problem = made.problem});
    return {};
  }
  return take(device, *found, asked, made);
}

Result<void> PnpManager::take(DeviceIndex device, const Chosen& chosen, const Requirements& wanted, Assignment& into) {
  std::vector<Arbiter*> givers;
  std::vector<std::pair<Arbiter*, HeldPlace>> given;
  for (std::size_t i = 0; i < chosen.answers.size(); ++i) {
    const auto& [arbiter, entry] = chosen.answers[i];
    if (arbiter == nullptr) continue;
    givers.push_back(arbiter);
    if (!entry.assigned || entry.result != arbiters::ArbiterResult::success) continue;
    const auto view = chosen.configuration->groups[i].alternatives[entry.selected_alternative].view();
    given.push_back({arbiter, {arbiter->type(), *entry.assigned, view.share(), view.flags()}});
  }
  // Where this configuration asks for nothing the device gives back what firmware's had reserved.
  RESMAP_TRY(arbiters_->release(arbiter_id(device), givers));
  RESMAP_TRY(arbiters_->show_elsewhere(device, given));
  for (const OpenedBridge& opened : chosen.opened) RESMAP_TRY(note_opened(opened));

  const Translation translation{setup_.buses, setup_.place_of ? setup_.place_of(device) : arbiters::BusMap::kRoot};
  if (const auto written = write_lists(chosen, wanted, *arbiters_, translation, into); !written) {
    if (written.error().code == ErrorCode::out_of_memory) return written;
    const auto& groups = chosen.configuration->groups;
    const std::uint64_t at = written.error().index;
    const bool line = at < groups.size() && groups[at].alternatives.front().view().type() == ResourceType::interrupt;
    into = {};
    into.problem = line ? ProblemCode::irq_translation_failed : ProblemCode::translation_failed;
    into.refused = written.error();
    RESMAP_TRY(arbiters_->release(arbiter_id(device)));
    tell({.kind = TraceStep::Kind::problem, .device = device, .why = into.refused, .problem = into.problem});
    return {};
  }
  RESMAP_TRY(pass_on(device, into));
  RESMAP_TRY(enter(device, into));
  return start(device, into);
}

// A closed window that a device below has opened is from now on the bridge's own.
Result<void> PnpManager::note_opened(const OpenedBridge& opened) {
  arbiters::BridgeForwarding& passes = forwarding_[opened.bridge];
  if (opened.windows.io) passes.io = opened.windows.io;
  if (opened.windows.memory) passes.memory = opened.windows.memory;
  if (opened.windows.prefetch) passes.prefetch = opened.windows.prefetch;
  Arbiter* above = arbiters_->above(opened.bridge, opened.type);
  auto& bridge = assigned_[opened.bridge];
  const std::pair<std::uint32_t, std::optional<AddressRange>> windows[] = {
      {7, opened.windows.memory}, {8, opened.windows.prefetch}, {9, opened.windows.io}};
  for (const auto& [tag, place] : windows) {
    if (!place) continue;
    const HeldPlace held{opened.type, *place, lists::ShareDisposition::device_exclusive, 0};
    const std::pair<Arbiter*, HeldPlace> shown{above, held};
    RESMAP_TRY(arbiters_->show_elsewhere(opened.bridge, {&shown, 1}));
    tell({.kind = TraceStep::Kind::opened, .device = opened.bridge, .type = opened.type, .place = place});
    if (!bridge) continue;
    for (AssignedResource& resource : bridge->resources) {
      if (window_number(resource.type, resource.flags, resource.tag) != tag) continue;
      RESMAP_TRY_ASSIGN(resource.raw,
                        lists::CmDescriptor::address(resource.raw.layout(), resource.type, place->first,
                                                     place->last_offset() + 1, resource.share, resource.flags));
      resource.translated = resource.raw;
      resource.pass = Pass::first_choice;
      resource.basis = Basis::observed;
    }
  }
  if (!bridge || !given_[opened.bridge] || bridge->resources.empty()) return {};
  RESMAP_TRY(rewrite_lists(*given_[opened.bridge], *bridge));
  return enter(opened.bridge, *bridge);
}

Result<void> PnpManager::pass_on(DeviceIndex device, const Assignment& assigned) {
  const Device& facts = facts_.devices[device];
  if (facts.kind == DeviceKind::host_bridge) {
    const std::vector<HeldPlace> windows = host_windows_of(facts, assigned);
    return arbiters_->set_windows(device, windows);
  }
  if (facts.kind != DeviceKind::pci_bridge) return {};
  forwarding_[device] = with_vga(device, forwarding_of(facts, assigned));
  return arbiters_->set_forwarding(device, forwarding_[device]);
}

arbiters::BridgeForwarding PnpManager::with_vga(DeviceIndex bridge, arbiters::BridgeForwarding passes) const {
  passes.vga_enable = passes.vga_16_bit_decode = passes_vga_[bridge];
  return passes;
}

Result<void> PnpManager::enter(DeviceIndex device, const Assignment& assigned) {
  if (assigned.translated_list.empty()) return {};
  std::vector<std::uint32_t> windows;
  const std::size_t size = assigned.resources.empty() ? 0 : assigned.resources.front().raw.bytes().size();
  for (const AssignedResource& resource : assigned.resources)
    if (resource.is_window) windows.push_back(static_cast<std::uint32_t>(20 + resource.index * size));
  return map_->record({.class_name = kClass,
                       .driver = kDriver,
                       .device = facts_.devices[device].id,
                       .raw = assigned.raw_list,
                       .translated = assigned.translated_list,
                       .windows = windows,
                       .layout = given_[device]->layout});
}

Result<void> PnpManager::start(DeviceIndex device, Assignment& assigned) {
  switch (drivers_->start(device, {assigned.raw_list, assigned.translated_list})) {
    case StartOutcome::started:
      assigned.started = true;
      tell({.kind = TraceStep::Kind::started, .device = device});
      return {};
    case StartOutcome::failed: assigned.problem = ProblemCode::failed_start; break;
    case StartOutcome::reboot_required: assigned.problem = ProblemCode::need_restart; break;
    case StartOutcome::failed_post_start: assigned.problem = ProblemCode::failed_post_start; break;
    case StartOutcome::disabled: assigned.problem = ProblemCode::hardware_disabled; break;
  }
  tell({.kind = TraceStep::Kind::problem, .device = device, .problem = assigned.problem});
  const ProblemCode problem = assigned.problem;
  RESMAP_TRY(give_back(device));
  assigned_[device].emplace().problem = problem;
  drivers_->remove(device);
  return retry();
}

Result<void> PnpManager::give_back(DeviceIndex device) {
  RESMAP_TRY(arbiters_->release(arbiter_id(device)));
  forwarding_[device] = {};
  const auto& held = assigned_[device];
  if (held && !held->translated_list.empty()) {
    constexpr std::uint8_t nothing[4] = {};
    RESMAP_TRY(map_->record({.class_name = kClass,
                             .driver = kDriver,
                             .device = facts_.devices[device].id,
                             .raw = nothing,
                             .translated = nothing}));
    tell({.kind = TraceStep::Kind::released, .device = device});
  }
  assigned_[device].reset();
  given_[device].reset();
  return {};
}

Result<void> PnpManager::remove(DeviceIndex device) {
  try {
    const auto order = machine_.tree().in_order();
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
      if (*at != device && !machine_.tree().is_below(*at, device)) continue;
      if (!assigned_[*at]) continue;
      drivers_->remove(*at);
      RESMAP_TRY(give_back(*at));
    }
    return retry();
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

// Whoever waits for resources is tried again when some are given back; one pass, since a device that takes gives nothing back.
Result<void> PnpManager::retry() {
  if (std::exchange(retrying_, true)) return {};
  Result<void> done;
  for (const DeviceIndex device : order_) {
    if (!assigned_[device] || !stays_waiting(assigned_[device]->problem)) continue;
    done = assign(device);
    if (!done) break;
  }
  retrying_ = false;
  return done;
}

const Assignment* PnpManager::assignment(DeviceIndex device) const {
  return device < assigned_.size() && assigned_[device] ? &*assigned_[device] : nullptr;
}

const Requirements* PnpManager::asked(DeviceIndex device) const {
  return device < given_.size() && given_[device] ? &*given_[device] : nullptr;
}

bool PnpManager::has_to_do_with_resources(DeviceIndex device) const {
  const Assignment* made = assignment(device);
  if (made == nullptr) return false;
  return made->problem != ProblemCode::none || (given_[device] && !given_[device]->empty());
}

void PnpManager::tell(TraceStep step) const {
  if (setup_.trace) setup_.trace(step);
}

}  // namespace resmap::pnp
