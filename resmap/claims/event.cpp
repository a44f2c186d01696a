// SPDX-License-Identifier: MIT
#include "resmap/claims/event.h"

#include "resmap/base/text_writer.h"

namespace resmap::claims {

namespace {

constexpr std::string_view kKernelPnp = "Microsoft-Windows-Kernel-PnP";
constexpr std::size_t kHeader = 0x28;         // IO_ERROR_LOG_PACKET up to DumpData
constexpr std::size_t kMessageHeader = 0x18;  // what NT 4 counts before the packet

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) != 0x80;
    units += byte >= 0xF0;
  }
  return units;
}

std::uint32_t conflict_code(Space space) {
  switch (space) {
    case Space::port: return event_code::port_conflict;
    case Space::memory: return event_code::memory_conflict;
    case Space::interrupt: return event_code::interrupt_conflict;
    case Space::dma: return event_code::dma_conflict;
    case Space::bus: break;
  }
  return event_code::configuration_error;
}

std::uint32_t resource_code(Space space) {
  switch (space) {
    case Space::port: return event_code::port_resource;
    case Space::memory: return event_code::memory_resource;
    case Space::interrupt: return event_code::interrupt_resource;
    case Space::dma: return event_code::dma_resource;
    case Space::bus: break;
  }
  return event_code::configuration_error;
}

// IO_ERROR_LOG_PACKET with its dump: the union of the translated descriptor.
std::vector<std::uint8_t> packet(std::uint32_t code, const lists::CmDescriptor& descriptor, std::string_view source,
                                 Era era, const ClaimPolicy& policy) {
  const bool whole = policy.dump_affinity == ClaimPolicy::DumpAffinity::whole &&
                     descriptor.layout() == lists::CmLayout::x64 &&
                     descriptor.view().type() == lists::ResourceType::interrupt;
  const std::size_t dump = whole ? 16 : 12;
  const bool has_offset = policy.string_offset == ClaimPolicy::StringOffset::always ||
                          (policy.string_offset == ClaimPolicy::StringOffset::in_nt4 && era == Era::nt4);
  const std::size_t offset = has_offset ? kMessageHeader + kHeader + dump + 2 * (utf16_units(source) + 1) : 0;
  std::vector<std::uint8_t> bytes(kHeader + dump);
  store_le(bytes.data() + 0x02, static_cast<std::uint16_t>(dump));
  store_le(bytes.data() + 0x04, std::uint16_t{3});  // strings
  store_le(bytes.data() + 0x06, static_cast<std::uint16_t>(offset));
  store_le(bytes.data() + 0x0C, code);
  const Bytes united = descriptor.bytes().subspan(4, dump);
  std::copy(united.begin(), united.end(), bytes.begin() + kHeader);
  return bytes;
}

Event about(const Party& party, std::uint32_t code, std::string_view source, Era era, const ClaimPolicy& policy) {
  Event event;
  event.source = source;
  event.code = code;
  event.strings = {"", party.driver, party.value_name()};
  event.data = packet(code, party.descriptor, source, era, policy);
  return event;
}

// 27 to 30: what the claimant could not get, and who has it.
Event resource_event(const Conflict& conflict, Era era, const ClaimPolicy& policy) {
  TextWriter setting;
  setting.hex(conflict.claimant.range.first).text("-").hex(conflict.claimant.range.last);
  Event event = about(conflict.claimant, resource_code(conflict.space), conflict.claimant.driver, era, policy);
  event.strings = {"", std::string(setting.view()), conflict.holder.driver};
  return event;
}

}  // namespace

EventLevel Event::level() const {
  if (provider == Provider::kernel_pnp)
    return code == pnp_event::start_problem ? EventLevel::error : EventLevel::information;
  switch (code >> 30) {
    case 3: return EventLevel::error;
    case 2: return EventLevel::warning;
    default: return EventLevel::information;
  }
}

std::string_view Event::device() const {
  constexpr std::string_view suffix = ".Translated";
  if (provider == Provider::kernel_pnp) return strings.empty() ? std::string_view() : std::string_view(strings[0]);
  if (strings.size() < 3 || !std::string_view(strings[2]).ends_with(suffix)) return {};
  return std::string_view(strings[2]).substr(0, strings[2].size() - suffix.size());
}

void append_conflict_events(const Conflict& conflict, Era era, const ClaimPolicy& policy, std::list<Event>& events) {
  if (conflict.space == Space::bus && policy.bus_number_event == ClaimPolicy::BusNumberEvent::none) return;
  const auto kind = era == Era::w2k ? policy.w2k_conflict_events : ClaimPolicy::ConflictEvents::as_nt4;
  if (kind == ClaimPolicy::ConflictEvents::none) return;
  if (kind == ClaimPolicy::ConflictEvents::resource_conflict) {
    events.push_back(resource_event(conflict, era, policy));
    return;
  }
  const std::uint32_t code = conflict_code(conflict.space);
  const bool own_first = policy.pair_order == ClaimPolicy::PairOrder::own_first;
  const Party& first = own_first ? conflict.claimant : conflict.holder;
  const Party& second = own_first ? conflict.holder : conflict.claimant;
  events.push_back(about(first, code, conflict.claimant.driver, era, policy));
  events.push_back(about(second, code, conflict.claimant.driver, era, policy));
}

Event start_problem_event(const StartProblem& problem) {
  TextWriter number, status;
  number.hex(problem.problem);
  status.hex(problem.status);
  Event event;
  event.provider = Event::Provider::kernel_pnp;
  event.source = kKernelPnp;
  event.code = pnp_event::start_problem;
  event.strings = {std::string(problem.instance),
                   std::string(problem.driver),
                   std::string(problem.class_guid),
                   std::string(problem.service),
                   "",
                   "",
                   std::string(number.view()),
                   std::string(status.view())};
  return event;
}

Event assignment_event(std::uint32_t id, std::string_view instance) {
  Event event;
  event.provider = Event::Provider::kernel_pnp;
  event.source = kKernelPnp;
  event.code = id;
  if (!instance.empty()) event.strings = {std::string(instance)};
  return event;
}

}  // namespace resmap::claims
