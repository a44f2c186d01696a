// SPDX-License-Identifier: MIT
#include "resmap/report/policy_words.h"

#include <algorithm>

namespace resmap::report {

namespace {

using arbiters::ArbiterPolicy;
using pnp::PnpPolicy;
using pnp::Policy;

struct Value {
  std::string_view word;
  void (*set)(Policy&);
};

struct Switch {
  std::string_view name;
  std::vector<Value> values;
};

const std::vector<Switch>& switches() {
  using A = ArbiterPolicy;
  using P = PnpPolicy;
  static const std::vector<Switch> all = {
      {"alternative_order",
       {{"documented", [](Policy& p) { p.arbiters.alternative_order = A::AlternativeOrder::documented; }},
        {"by_window", [](Policy& p) { p.arbiters.alternative_order = A::AlternativeOrder::by_window; }}}},
      {"retry",
       {{"lower_start", [](Policy& p) { p.arbiters.retry = A::Retry::lower_start; }},
        {"below", [](Policy& p) { p.arbiters.retry = A::Retry::below; }}}},
      {"alias_conflict",
       {{"with_real_ports", [](Policy& p) { p.arbiters.alias_conflict = A::AliasConflict::with_real_ports; }},
        {"with_everything", [](Policy& p) { p.arbiters.alias_conflict = A::AliasConflict::with_everything; }},
        {"never", [](Policy& p) { p.arbiters.alias_conflict = A::AliasConflict::never; }}}},
      {"mixed_trigger",
       {{"allowed", [](Policy& p) { p.arbiters.mixed_trigger = A::MixedTrigger::allowed; }},
        {"refused", [](Policy& p) { p.arbiters.mixed_trigger = A::MixedTrigger::refused; }}}},
      {"bus_number_direction",
       {{"top_down", [](Policy& p) { p.arbiters.bus_number_direction = A::BusNumberDirection::top_down; }},
        {"bottom_up", [](Policy& p) { p.arbiters.bus_number_direction = A::BusNumberDirection::bottom_up; }}}},
      {"prefetch_placement",
       {{"prefetch_window_first",
         [](Policy& p) { p.arbiters.prefetch_placement = A::PrefetchPlacement::prefetch_window_first; }},
        {"highest_address", [](Policy& p) { p.arbiters.prefetch_placement = A::PrefetchPlacement::highest_address; }}}},
      {"os",
       {{"win10", [](Policy& p) { p.pnp.os = P::Os::win10; }},
        {"win7", [](Policy& p) { p.pnp.os = P::Os::win7; }},
        {"win8.1", [](Policy& p) { p.pnp.os = P::Os::win8_1; }},
        {"win11", [](Policy& p) { p.pnp.os = P::Os::win11; }}}},
      {"boot_configuration_first",
       {{"all_but_pci", [](Policy& p) { p.pnp.boot_configuration_first = P::BootConfiguration::all_but_pci; }},
        {"every_device", [](Policy& p) { p.pnp.boot_configuration_first = P::BootConfiguration::every_device; }},
        {"never", [](Policy& p) { p.pnp.boot_configuration_first = P::BootConfiguration::never; }}}},
      {"lpt_interrupt",
       {{"filtered", [](Policy& p) { p.pnp.lpt_interrupt = P::LptInterrupt::filtered; }},
        {"required", [](Policy& p) { p.pnp.lpt_interrupt = P::LptInterrupt::required; }}}},
      {"configuration_order",
       {{"by_priority", [](Policy& p) { p.pnp.configuration_order = P::ConfigurationOrder::by_priority; }},
        {"as_listed", [](Policy& p) { p.pnp.configuration_order = P::ConfigurationOrder::as_listed; }}}},
      {"start_order",
       {{"level_by_level", [](Policy& p) { p.pnp.start_order = P::StartOrder::level_by_level; }},
        {"branch_by_branch", [](Policy& p) { p.pnp.start_order = P::StartOrder::branch_by_branch; }}}},
      {"missing_lists",
       {{"published", [](Policy& p) { p.pnp.missing_lists = P::MissingLists::published; }},
        {"none", [](Policy& p) { p.pnp.missing_lists = P::MissingLists::none; }}}},
      {"outside_windows",
       {{"keeps_place", [](Policy& p) { p.pnp.outside_windows = P::OutsideWindows::keeps_place; }},
        {"refused", [](Policy& p) { p.pnp.outside_windows = P::OutsideWindows::refused; }}}},
      {"subtractive_windows",
       {{"serve", [](Policy& p) { p.pnp.subtractive_windows = P::SubtractiveWindows::serve; }},
        {"passed_over", [](Policy& p) { p.pnp.subtractive_windows = P::SubtractiveWindows::passed_over; }}}},
      {"host_windows",
       {{"guarded", [](Policy& p) { p.pnp.host_windows = P::HostWindows::guarded; }},
        {"open", [](Policy& p) { p.pnp.host_windows = P::HostWindows::open; }}}},
  };
  return all;
}

bool same(std::string_view known, std::string_view said) {
  return std::equal(known.begin(), known.end(), said.begin(), said.end(),
                    [](char a, char b) { return a == b || (a == '_' && b == '-'); });
}

}  // namespace

std::vector<PolicySwitch> policy_switches() {
  std::vector<PolicySwitch> all;
  for (const Switch& one : switches()) {
    PolicySwitch shown{one.name, {}};
    for (const Value& value : one.values) shown.values.push_back(value.word);
    all.push_back(std::move(shown));
  }
  return all;
}

Result<void> set_policy(Policy& policy, std::string_view name, std::string_view value) {
  for (const Switch& one : switches()) {
    if (!same(one.name, name)) continue;
    for (const Value& known : one.values) {
      if (!same(known.word, value)) continue;
      known.set(policy);
      return {};
    }
    return fail({.code = ErrorCode::malformed});
  }
  return fail({.code = ErrorCode::not_found});
}

}  // namespace resmap::report
