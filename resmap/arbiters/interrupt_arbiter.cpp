// SPDX-License-Identifier: MIT
#include "resmap/arbiters/interrupt_arbiter.h"

#include <utility>

namespace resmap::arbiters {

namespace {

using lists::IoDescriptorView;
using ranges::RangeEntry;
using ranges::RangeList;

ArbiterSetup for_interrupts(ArbiterSetup setup) {
  setup.type = lists::ResourceType::interrupt;
  return setup;
}

bool is_any_line(const IoDescriptorView& wanted) {
  return !wanted.is_message() && wanted.minimum_vector() == 0 && wanted.maximum_vector() == 0xFFFF'FFFF;
}

// RangeEntry::user_data of a line: the descriptor's flags, and above them which link device leads there, counted from 1.
constexpr unsigned kLinkShift = 16;

std::optional<std::uint64_t> line_of_link(std::uint16_t link, const RangeList& possible) {
  std::optional<std::uint64_t> line;
  possible.for_each_overlap(InterruptArbiter::kLines, [&](const RangeEntry& entry) {
    if (entry.user_data >> kLinkShift == std::uint64_t{link} + 1) line = entry.range.first;
    return !line;
  });
  return line;
}

void set_latched(Candidate& candidate, bool latched) {
  candidate.attributes &= static_cast<std::uint8_t>(~range_attribute::latched);
  if (latched) candidate.attributes |= range_attribute::latched;
}

}  // namespace

InterruptArbiter::InterruptArbiter(const ArbiterSetup& setup) : Arbiter(for_interrupts(setup)) {}

Result<void> InterruptArbiter::set_lines(AddressRange lines) {
  Pool pool(setup().memory);
  RESMAP_TRY(pool.add({.range = lines, .kinds = window_kind::plain}));
  RESMAP_TRY(pool.add({.range = kMessages, .kinds = window_kind::messages}));
  return set_pool(std::move(pool));
}

const PinRoute* InterruptArbiter::route_of(const ArbiterEntry& entry) const {
  return routing_known_ && entry.pin ? routing_.route_of(*entry.pin) : nullptr;
}

std::optional<LineMode> InterruptArbiter::mode_of(PciPin pin) const {
  const PinRoute* route = routing_known_ ? routing_.route_of(pin) : nullptr;
  return route == nullptr ? std::nullopt : std::optional<LineMode>(routing_.mode_of(*route));
}

bool InterruptArbiter::has_unknown_route(const ArbiterEntry& entry, const IoDescriptorView& wanted) const {
  return entry.is_pci_function && is_any_line(wanted) && !entry.boot_place && route_of(entry) == nullptr;
}

ArbiterResult InterruptArbiter::answer_without_place(const ArbiterEntry& entry) const {
  if (entry.alternatives.empty()) return ArbiterResult::success;
  for (std::size_t i = 0; i < entry.alternatives.size(); ++i)
    if (!has_unknown_route(entry, entry.alternatives[i])) return ArbiterResult::undefined;
  return ArbiterResult::unknown_route;
}

Result<void> InterruptArbiter::unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                                  const RangeList& possible,
                                                  FunctionRef<Result<void>(const Candidate&)> add) const {
  const IoDescriptorView wanted = entry.alternatives[alternative];
  if (wanted.is_message()) return unpack_messages(entry, alternative, add);
  if (has_unknown_route(entry, wanted)) return {};
  Candidate candidate = unpack(wanted, entry, alternative);
  candidate.clip(kLines);
  candidate.trigger_matters = setup().policy.mixed_trigger == ArbiterPolicy::MixedTrigger::refused;
  set_latched(candidate, (wanted.flags() & lists::interrupt_flag::latched) != 0);
  if (entry.is_pci_function && is_any_line(wanted)) {
    if (const PinRoute* route = route_of(entry)) return unpack_routed(*route, candidate, possible, add);
    candidate.clip(*entry.boot_place);  // what firmware left, since nothing better is known
    candidate.takes_nothing = true;     // nor whether it means this line at all
  }
  return add(candidate);
}

Result<void> InterruptArbiter::unpack_messages(const ArbiterEntry& entry, std::uint32_t alternative,
                                               FunctionRef<Result<void>(const Candidate&)> add) const {
  const IoDescriptorView wanted = entry.alternatives[alternative];
  Candidate candidate = candidate_for(kMessages, wanted.message_count(), 1);
  candidate.alternative = alternative;
  candidate.kinds[0] = window_kind::messages;
  candidate.preferred = true;  // messages of a requirement go before its lines (rule 69)
  candidate.attributes = range_attribute::latched;
  candidate.user_data = wanted.flags();
  RESMAP_TRY(add(candidate));
  for (std::size_t i = 0; i < entry.alternatives.size(); ++i)
    if (entry.alternatives[i].is_message() && entry.alternatives[i].message_count() == 1) return {};
  candidate.last_offset = 0;  // all of them or exactly one, no number between
  candidate.usable = true;
  return add(candidate);
}

Result<void> InterruptArbiter::unpack_routed(const PinRoute& route, Candidate candidate, const RangeList& possible,
                                             FunctionRef<Result<void>(const Candidate&)> add) const {
  set_latched(candidate, routing_.mode_of(route).mode == lists::InterruptMode::latched);
  const auto add_line = [&](std::uint64_t line) -> Result<void> {
    Candidate one = candidate;
    one.clip({line, line});
    return add(one);
  };
  if (!route.link) return add_line(route.gsi);
  const LinkDevice* link = routing_.link_of(route);
  if (link == nullptr) return {};
  candidate.user_data |= (std::uint64_t{*route.link} + 1) << kLinkShift;
  if (const auto set = line_of_link(*route.link, possible)) return add_line(*set);
  if (link->current) return add_line(*link->current);
  for (const std::uint32_t line : link->possible) RESMAP_TRY(add_line(line));
  return {};
}

// The vector that the device has, as long as it is not merely reserved for it (rule 39b): without this a requirement for any
// line would wander at every restart.
std::optional<std::uint64_t> InterruptArbiter::place_to_keep(const ArbiterEntry& entry, const Candidate& candidate,
                                                             const RangeList& possible) const {
  if (candidate.fixed() || candidate.kinds[0] == window_kind::messages) return std::nullopt;
  std::optional<std::uint64_t> kept;
  committed().for_each_overlap(candidate.bounds, [&](const RangeEntry& held) {
    const bool reserved = (held.attributes & range_attribute::boot_allocated) != 0;
    if (held.owner != entry.device || reserved || !candidate.bounds.contains(held.range)) return true;
    bool taken_again = false;  // by an earlier requirement of the same device
    possible.for_each_overlap(held.range, [&](const RangeEntry& now) {
      taken_again = taken_again || now.owner == entry.device;
      return !taken_again;
    });
    if (!taken_again) kept = held.range.first;
    return !kept;
  });
  return kept;
}

}  // namespace resmap::arbiters
