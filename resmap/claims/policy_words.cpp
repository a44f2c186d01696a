// SPDX-License-Identifier: MIT
#include "resmap/claims/policy_words.h"

#include <functional>
#include <utility>

namespace resmap::claims {

namespace {

using P = ClaimPolicy;
using Values = std::vector<std::pair<std::string_view, std::function<void(P&)>>>;

template <typename Kind>
Values values(Kind P::* member, std::initializer_list<std::pair<std::string_view, Kind>> words) {
  Values made;
  for (const auto& [word, value] : words)
    made.emplace_back(word, [member, chosen = value](P& policy) { policy.*member = chosen; });
  return made;
}

const std::vector<std::pair<std::string_view, Values>>& switches() {
  static const std::vector<std::pair<std::string_view, Values>> all = {
      {"era", values(&P::era, {{"nt4", P::Era::nt4}, {"w2k", P::Era::w2k}})},
      {"decode_aliases", values(&P::decode_aliases, {{"in_w2k", P::DecodeAliases::in_w2k},
                                                     {"never", P::DecodeAliases::never},
                                                     {"always", P::DecodeAliases::always}})},
      {"alias_overlap", values(&P::alias_overlap, {{"with_real_ports", P::AliasConflict::with_real_ports},
                                                   {"with_everything", P::AliasConflict::with_everything}})},
      {"zero_length", values(&P::zero_length, {{"never_conflicts", P::ZeroLength::never_conflicts},
                                               {"conflicts_inside", P::ZeroLength::conflicts_inside}})},
      {"wrapping_range", values(&P::wrapping_range,
                                {{"malformed", P::WrappingRange::malformed}, {"clipped", P::WrappingRange::clipped}})},
      {"interrupt_affinity", values(&P::interrupt_affinity, {{"ignored", P::InterruptAffinity::ignored},
                                                             {"compared", P::InterruptAffinity::compared}})},
      {"trigger_mismatch", values(&P::trigger_mismatch, {{"ignored", P::TriggerMismatch::ignored},
                                                         {"conflicts", P::TriggerMismatch::conflicts}})},
      {"dma_port", values(&P::dma_port, {{"ignored", P::DmaPort::ignored}, {"compared", P::DmaPort::compared}})},
      {"bus_numbers",
       values(&P::bus_numbers,
              {{"in_w2k", P::BusNumbers::in_w2k}, {"never", P::BusNumbers::never}, {"always", P::BusNumbers::always}})},
      {"mixed_share", values(&P::mixed_share, {{"within_driver", P::MixedShare::within_driver},
                                               {"conflicts", P::MixedShare::conflicts}})},
      {"boot_configuration", values(&P::boot_configuration, {{"free_in_w2k", P::BootConfiguration::free_in_w2k},
                                                             {"always_holds", P::BootConfiguration::always_holds}})},
      {"driver_list", values(&P::driver_list, {{"like_another_device", P::DriverList::like_another_device},
                                               {"exempt", P::DriverList::exempt}})},
      {"own_descriptors", values(&P::own_descriptors, {{"never_compared", P::OwnDescriptors::never_compared},
                                                       {"compared", P::OwnDescriptors::compared}})},
      {"raw_length",
       values(&P::raw_length, {{"computed", P::RawLength::computed}, {"as_given", P::RawLength::as_given}})},
      {"unnamed_device", values(&P::unnamed_device, {{"drivers_own_values", P::UnnamedDevice::drivers_own_values},
                                                     {"refused", P::UnnamedDevice::refused}})},
      {"class_change",
       values(&P::class_change, {{"moves", P::ClassChange::moves}, {"separate", P::ClassChange::separate}})},
      {"refused_replacement",
       values(&P::refused_replacement, {{"old_list_stays", P::RefusedReplacement::old_list_stays},
                                        {"old_list_goes", P::RefusedReplacement::old_list_goes}})},
      {"empty_keys", values(&P::empty_keys, {{"stay", P::EmptyKeys::stay}, {"go", P::EmptyKeys::go}})},
      {"absent_erase",
       values(&P::absent_erase, {{"succeeds", P::AbsentErase::succeeds}, {"not_found", P::AbsentErase::not_found}})},
      {"override_flag", values(&P::override_flag, {{"conflict_detected", P::OverrideFlag::conflict_detected},
                                                   {"cleared", P::OverrideFlag::cleared}})},
      {"conflict_status",
       values(&P::conflict_status, {{"by_era", P::ConflictStatus::by_era},
                                    {"insufficient_resources", P::ConflictStatus::insufficient_resources},
                                    {"conflicting_addresses", P::ConflictStatus::conflicting_addresses},
                                    {"success", P::ConflictStatus::success}})},
      {"malformed_status", values(&P::malformed_status, {{"by_era", P::MalformedStatus::by_era},
                                                         {"invalid_parameter", P::MalformedStatus::invalid_parameter},
                                                         {"unsuccessful", P::MalformedStatus::unsuccessful}})},
      {"pair_order",
       values(&P::pair_order, {{"own_first", P::PairOrder::own_first}, {"holder_first", P::PairOrder::holder_first}})},
      {"string_offset", values(&P::string_offset, {{"in_nt4", P::StringOffset::in_nt4},
                                                   {"always", P::StringOffset::always},
                                                   {"zero", P::StringOffset::zero}})},
      {"dump_affinity",
       values(&P::dump_affinity, {{"low_32_bits", P::DumpAffinity::low_32_bits}, {"whole", P::DumpAffinity::whole}})},
      {"bus_number_event",
       values(&P::bus_number_event,
              {{"configuration_error", P::BusNumberEvent::configuration_error}, {"none", P::BusNumberEvent::none}})},
      {"w2k_conflict_events",
       values(&P::w2k_conflict_events, {{"as_nt4", P::ConflictEvents::as_nt4},
                                        {"resource_conflict", P::ConflictEvents::resource_conflict},
                                        {"none", P::ConflictEvents::none}})},
      {"pnp_events", values(&P::pnp_events, {{"off", P::PnpEvents::off}, {"on", P::PnpEvents::on}})},
  };
  return all;
}

const Values* find(std::string_view name) {
  for (const auto& [word, meanings] : switches())
    if (word == name) return &meanings;
  return nullptr;
}

}  // namespace

SwitchAnswer set_switch(P& policy, std::string_view name, std::string_view value) {
  const Values* meanings = find(name);
  if (meanings == nullptr) return SwitchAnswer::no_such_switch;
  for (const auto& [word, set] : *meanings) {
    if (word != value) continue;
    set(policy);
    return SwitchAnswer::set;
  }
  return SwitchAnswer::no_such_value;
}

std::vector<std::string_view> switch_names() {
  std::vector<std::string_view> names;
  for (const auto& [word, meanings] : switches()) names.push_back(word);
  return names;
}

std::vector<std::string_view> switch_values(std::string_view name) {
  std::vector<std::string_view> words;
  if (const Values* meanings = find(name))
    for (const auto& [word, set] : *meanings) words.push_back(word);
  return words;
}

}  // namespace resmap::claims
