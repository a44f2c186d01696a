// SPDX-License-Identifier: MIT
// Tested in pnp_manager_test.cpp.
#include "resmap/pnp/first_choice.h"

#include <algorithm>

namespace resmap::pnp {

namespace {

using arbiters::Arbiter;
using arbiters::ArbiterEntry;
using arbiters::BridgeWindow;
using lists::IoDescriptor;
using lists::ResourceType;
using snapshot::DeviceKind;
using snapshot::ProblemCode;

constexpr ResourceType kOrder[] = {ResourceType::port, ResourceType::interrupt, ResourceType::memory, ResourceType::dma,
                                   ResourceType::bus_number};

ResourceType without_size(ResourceType type) {
  return type == ResourceType::memory_large ? ResourceType::memory : type;
}

struct Refusal {
  ProblemCode problem = ProblemCode::normal_conflict;
  Error error;
  std::optional<std::uint32_t> group;
  const Arbiter* arbiter = nullptr;
};

bool asks_for_nothing(const IoDescriptor& wanted) {
  return lists::is_address(wanted.view().type()) && wanted.view().length() == 0;
}

class Search {
 public:
  Search(const SearchSetup& setup, DeviceIndex device, const Requirements& requirements)
      : setup_(setup), device_(device), facts_(setup.snapshot->devices[device]), requirements_(requirements) {
    if (!requirements.boot) return;
    for (const RequirementGroup& group : requirements.boot->groups) {
      const auto view = group.alternatives.front().view();
      if (const auto place = only_place(view)) boot_places_.push_back({without_size(view.type()), *place});
    }
  }

  Result<std::expected<Chosen, NoChoice>> run() {
    NoChoice none;
    bool any_best = false;
    for (const bool by_boot_rule : {false, true}) {
      if (by_boot_rule && boot_places_.empty()) break;
      for (const LogicalConfiguration& configuration : requirements_.configurations) {
        if (configuration.priority > lists::configuration_priority::last_soft_config) continue;
        any_best = true;
        Chosen chosen;
        chosen.configuration = &configuration;
        chosen.by_boot_rule = by_boot_rule;
        std::optional<Refusal> refusal;
        RESMAP_TRY(attempt(chosen, refusal));
        if (setup_.tell) {
          SearchStep step{&configuration, by_boot_rule, std::nullopt, std::nullopt, nullptr};
          if (refusal) step.refused = refusal->error, step.group = refusal->group, step.arbiter = refusal->arbiter;
          setup_.tell(step);
        }
        if (!refusal) return std::expected<Chosen, NoChoice>(std::move(chosen));
        none.undecided = none.undecided || refusal->error.code == ErrorCode::limit_exceeded;
        if (none.first) continue;
        none.first = refusal->error;
        none.group = refusal->group;
        none.problem = refusal->problem;
      }
    }
    // Only what needs a restart, a jumper or more is left (problem 34).
    if (!any_best) none.problem = ProblemCode::no_softconfig;
    return std::expected<Chosen, NoChoice>(std::unexpected(none));
  }

 private:
  struct Asked {
    Arbiter* arbiter = nullptr;
    std::vector<std::uint32_t> groups;
    std::vector<ArbiterEntry> entries;
  };

  Result<void> attempt(Chosen& chosen, std::optional<Refusal>& refusal) {
    const auto& groups = chosen.configuration->groups;
    chosen.answers.resize(groups.size());
    std::vector<Asked> asked;
    for (std::uint32_t i = 0; i < groups.size(); ++i) {
      if (!groups[i].is_arbitrated()) continue;
      Arbiter* arbiter = arbiter_for(groups[i], chosen.by_boot_rule);
      if (arbiter == nullptr) {
        refusal = {ProblemCode::lacked_arbitrator, {.code = ErrorCode::not_found}, i, nullptr};
        return {};
      }
      auto at = std::find_if(asked.begin(), asked.end(), [&](const Asked& list) { return list.arbiter == arbiter; });
      if (at == asked.end()) at = asked.insert(at, {arbiter, {}, {}});
      at->groups.push_back(i);
      at->entries.push_back(entry_for(groups[i], chosen.by_boot_rule));
    }
    std::vector<Arbiter*> tested;
    const auto undo = [&] {
      for (Arbiter* arbiter : tested) arbiter->rollback();
    };
    for (const ResourceType type : kOrder) {
      for (Asked& list : asked) {
        if (list.arbiter->type() != type) continue;
        const auto placed = test(list, chosen, tested);
        if (placed) continue;
        undo();
        chosen.opened.clear();
        if (placed.error().code == ErrorCode::out_of_memory) return std::unexpected(placed.error());
        const bool known = placed.error().index < list.groups.size();
        refusal = {ProblemCode::normal_conflict, placed.error(),
                   known ? std::optional(list.groups[placed.error().index]) : std::nullopt, list.arbiter};
        return {};
      }
    }
    for (Arbiter* arbiter : tested) RESMAP_TRY(arbiter->commit());
    for (const Asked& list : asked)
      for (std::size_t i = 0; i < list.groups.size(); ++i)
        chosen.answers[list.groups[i]] = {list.arbiter, list.entries[i]};
    return {};
  }

  // By the boot rule a firmware place outside every window of the bus is asked of the root (windows-traces.md 2).
  Arbiter* arbiter_for(const RequirementGroup& group, bool by_boot_rule) const {
    Arbiter* found = setup_.arbiters->find(device_, group);
    if (!by_boot_rule || !setup_.keeps_place_outside || found == nullptr || !setup_.arbiters->owner_of(*found))
      return found;
    const auto windows = found->pool().windows();
    for (const auto& [type, place] : boot_places_) {
      if (type != found->type()) continue;
      const bool wanted = std::any_of(group.alternatives.begin(), group.alternatives.end(),
                                      [&](const IoDescriptor& one) { return only_place(one.view()) == place; });
      const bool outside = std::none_of(windows.begin(), windows.end(), [&](const arbiters::PoolWindow& window) {
        return window.range.overlaps(place);
      });
      if (wanted && outside) return setup_.arbiters->of_root(found->type());
    }
    return found;
  }

  ArbiterEntry entry_for(const RequirementGroup& group, bool by_boot_rule) const {
    ArbiterEntry entry;
    entry.alternatives = arbiters::RequirementGroupView(group.alternatives);
    entry.device = arbiter_id(device_);
    entry.is_pci_function = facts_.kind == DeviceKind::pci_function || facts_.kind == DeviceKind::pci_bridge;
    const ResourceType type = without_size(group.alternatives.front().view().type());
    for (const auto& [boot_type, place] : boot_places_) {
      if (boot_type != type) continue;
      // Firmware's line is what a function without known routing keeps, whatever the rule.
      const bool line = type == ResourceType::interrupt && entry.is_pci_function;
      const bool only = std::any_of(group.alternatives.begin(), group.alternatives.end(),
                                    [&](const auto& one) { return only_place(one.view()) == place; });
      if (!line && !only) continue;
      entry.boot_place = place;
      entry.by_boot_rule = by_boot_rule || line;
      break;
    }
    return entry;
  }

  // The windows of the bridge above that are closed and that these requirements need.
  std::vector<BridgeWindow> closed_windows(DeviceIndex bridge, const Asked& list, bool& all_prefer) const {
    std::vector<BridgeWindow> needed;
    const snapshot::Device& above = setup_.snapshot->devices[bridge];
    if (above.kind != DeviceKind::pci_bridge || above.subtractive == snapshot::Known::yes) return needed;
    const arbiters::BridgeForwarding& passes = setup_.forwarding[bridge];
    for (std::size_t i = 0; i < list.entries.size(); ++i) {
      const auto& alternatives = requirements_of_entry(list, i);
      if (std::any_of(alternatives.begin(), alternatives.end(), asks_for_nothing)) continue;
      // What passes the bridge in any case, as VGA ranges do, needs no window.
      const auto place = only_place(alternatives.front().view());
      const auto windows = list.arbiter->pool().windows();
      if (place && std::any_of(windows.begin(), windows.end(),
                               [&](const arbiters::PoolWindow& window) { return window.range.contains(*place); }))
        continue;
      const BridgeWindow window = arbiters::window_for(alternatives.front().view());
      const bool open = window == BridgeWindow::io       ? passes.io.has_value()
                        : window == BridgeWindow::memory ? passes.memory.has_value()
                                                         : passes.prefetch.has_value();
      if (open) continue;
      all_prefer = all_prefer && alternatives.front().view().is_preferred() && alternatives.size() > 1;
      if (std::find(needed.begin(), needed.end(), window) == needed.end()) needed.push_back(window);
    }
    return needed;
  }

  const std::vector<IoDescriptor>& requirements_of_entry(const Asked& list, std::size_t i) const {
    return trying_->groups[list.groups[i]].alternatives;
  }

  Result<void> test(Asked& list, Chosen& chosen, std::vector<Arbiter*>& tested) {
    trying_ = chosen.configuration;
    const auto bridge = setup_.arbiters->owner_of(*list.arbiter);
    bool all_prefer = true;
    const auto closed = bridge && lists::is_address(list.arbiter->type()) ? closed_windows(*bridge, list, all_prefer)
                                                                          : std::vector<BridgeWindow>{};
    const auto plain = [&]() -> Result<void> {
      RESMAP_TRY(list.arbiter->test_allocation(list.entries, *setup_.budget));
      tested.push_back(list.arbiter);
      return {};
    };
    if (closed.empty()) return plain();
    // Where firmware had it elsewhere, it stays there; a fresh one opens the window that its kind asks for (rule 65a).
    Result<void> kept = fail({.code = ErrorCode::conflict});
    if (all_prefer) kept = plain();
    if (kept) return kept;
    Arbiter* above = setup_.arbiters->above(*bridge, list.arbiter->type());
    if (above != nullptr && !above->in_transaction()) {
      const auto opened =
          arbiters::open_windows(*above, *list.arbiter, arbiter_id(*bridge), closed, list.entries, *setup_.budget);
      if (opened) {
        tested.push_back(above);
        tested.push_back(list.arbiter);
        chosen.opened.push_back({*bridge, list.arbiter->type(), *opened});
        return {};
      }
    }
    return plain();
  }

  const SearchSetup& setup_;
  DeviceIndex device_;
  const snapshot::Device& facts_;
  const Requirements& requirements_;
  const LogicalConfiguration* trying_ = nullptr;
  std::vector<std::pair<ResourceType, AddressRange>> boot_places_;
};

}  // namespace

Result<std::expected<Chosen, NoChoice>> first_choice(const SearchSetup& setup, DeviceIndex device,
                                                     const Requirements& requirements) {
  return Search(setup, device, requirements).run();
}

}  // namespace resmap::pnp
