// SPDX-License-Identifier: MIT
#include "resmap/arbiters/translator.h"

#include <algorithm>

#include "resmap/arbiters/rules.h"
#include "resmap/arbiters/window_order.h"
#include "resmap/base/checked.h"

namespace resmap::arbiters {

namespace {

using lists::CmDescriptor;
using lists::CmDescriptorView;
using lists::IoDescriptor;
using lists::IoDescriptorView;
using lists::ResourceType;
using Ports = TranslationWindow::Ports;

[[nodiscard]] std::unexpected<Error> does_not_reach(std::uint64_t where) {
  return fail({.code = ErrorCode::not_found, .rule = rule::not_translatable, .value = where});
}

// Four ports in each page: the port's own low bits, and above them which group of four it is in.
std::uint64_t sparse(std::uint64_t port) { return ((port >> 2) << 12) | (port & 0xFFF); }
std::uint64_t from_sparse(std::uint64_t offset) { return ((offset >> 12) << 2) | (offset & 3); }

std::optional<std::uint64_t> to_parent(const TranslationWindow& window, std::uint64_t number) {
  const std::uint64_t offset = window.ports == Ports::sparse_memory ? sparse(number) : number - window.child.first;
  return checked_add(window.parent_first, offset);
}

// The same descriptor somewhere else, of another type where the window turns ports into memory and back.
Result<CmDescriptor> moved(const CmDescriptorView& from, ResourceType type, AddressRange to) {
  const bool turned = lists::is_memory(type) != lists::is_memory(from.type());
  const std::uint16_t kept = turned ? std::uint16_t{0} : from.flags();
  return CmDescriptor::address(from.layout(), type, to.first, to.last_offset() + 1, from.share(), kept);
}

}  // namespace

Result<CmDescriptor> IdentityTranslator::child_to_parent(const CmDescriptorView& raw) const {
  return CmDescriptor(raw);
}
Result<CmDescriptor> IdentityTranslator::parent_to_child(const CmDescriptorView& translated) const {
  return CmDescriptor(translated);
}
Result<void> IdentityTranslator::requirement_to_parent(const IoDescriptorView& wanted, Array<IoDescriptor>& out) const {
  return out.append(IoDescriptor(wanted));
}

Result<CmDescriptor> WindowTranslator::child_to_parent(const CmDescriptorView& raw) const {
  const auto range = takes(raw.type()) ? raw.range() : std::nullopt;
  if (!range) return does_not_reach(raw.start());
  for (const TranslationWindow& window : windows_) {
    if (!window.child.contains(*range)) continue;
    const auto first = to_parent(window, range->first), last = to_parent(window, range->last);
    if (!first || !last) return fail({.code = ErrorCode::overflow, .value = range->first});
    const ResourceType type = window.ports == Ports::stay_ports ? raw.type() : ResourceType::memory;
    return moved(raw, type, {*first, *last});
  }
  return does_not_reach(range->first);
}

Result<CmDescriptor> WindowTranslator::parent_to_child(const CmDescriptorView& translated) const {
  const auto range = lists::is_address(translated.type()) ? translated.range() : std::nullopt;
  if (!range) return does_not_reach(translated.start());
  for (const TranslationWindow& window : windows_) {
    const bool in_memory = lists::is_memory(type_) || window.ports != Ports::stay_ports;
    const auto first = to_parent(window, window.child.first), last = to_parent(window, window.child.last);
    if (in_memory != lists::is_memory(translated.type()) || !first || !last) continue;
    if (!AddressRange{*first, *last}.contains(*range)) continue;
    const bool is_sparse = window.ports == Ports::sparse_memory;
    const auto back = [&](std::uint64_t number) {
      const std::uint64_t offset = number - window.parent_first;
      return is_sparse ? from_sparse(offset) : window.child.first + offset;
    };
    const ResourceType type = lists::is_memory(type_) ? translated.type() : ResourceType::port;
    return moved(translated, type, {back(range->first), back(range->last)});
  }
  return does_not_reach(range->first);
}

Result<void> WindowTranslator::requirement_to_parent(const IoDescriptorView& wanted, Array<IoDescriptor>& out) const {
  if (!takes(wanted.type())) return {};
  const AddressRange bounds = bounds_of(wanted);
  const std::size_t before = out.size();
  for (const TranslationWindow& window : windows_) {
    const auto common = bounds.first <= bounds.last ? bounds.intersection(window.child) : std::nullopt;
    if (!common || window.ports == Ports::sparse_memory) continue;
    const auto first = to_parent(window, common->first), last = to_parent(window, common->last);
    if (!first || !last) continue;
    IoDescriptor reached(wanted);
    reached.set_minimum(*first).set_maximum(*last);
    if (window.ports == Ports::dense_memory) reached.set_type(ResourceType::memory).set_flags(0);
    if (out.size() != before)
      reached.set_option(static_cast<std::uint8_t>(wanted.option() | lists::io_option::alternative));
    const auto added = out.append(reached);
    if (added) continue;
    out.truncate(before);
    return added;
  }
  return {};
}

const LineOverride* InterruptTranslator::override_of(std::uint32_t line) const {
  for (const LineOverride& each : overrides_)
    if (each.line == line) return &each;
  return nullptr;
}

Result<CmDescriptor> InterruptTranslator::child_to_parent(const CmDescriptorView& raw) const {
  if (raw.type() != ResourceType::interrupt) return does_not_reach(raw.start());
  if (raw.is_message()) return CmDescriptor(raw);
  const LineOverride* moved_line = override_of(raw.vector());
  const std::uint32_t gsi = moved_line == nullptr ? raw.vector() : moved_line->gsi;
  for (const InterruptTarget& target : targets_) {
    if (target.line != gsi) continue;
    CmDescriptor translated(raw);
    translated.set_vector(target.vector).set_level(target.irql).set_affinity(target.affinity);
    if (moved_line != nullptr) {
      const auto trigger = static_cast<std::uint16_t>(moved_line->mode.mode);  // latched is 1 in both
      const unsigned others = raw.flags() & ~unsigned{lists::interrupt_flag::level_latched_bits};
      translated.set_flags(static_cast<std::uint16_t>(others | trigger));
    }
    return translated;
  }
  return does_not_reach(gsi);
}

Result<CmDescriptor> InterruptTranslator::parent_to_child(const CmDescriptorView& translated) const {
  if (translated.type() != ResourceType::interrupt) return does_not_reach(translated.start());
  if (translated.is_message()) return CmDescriptor(translated);
  for (const InterruptTarget& target : targets_) {
    if (target.vector != translated.vector()) continue;
    std::uint32_t line = target.line;
    for (const LineOverride& each : overrides_)
      if (each.gsi == target.line) line = each.line;
    CmDescriptor raw(translated);
    raw.set_vector(line).set_level(static_cast<std::uint16_t>(line)).set_affinity(~std::uint64_t{0});
    return raw;
  }
  return does_not_reach(translated.vector());
}

Result<void> InterruptTranslator::requirement_to_parent(const IoDescriptorView& wanted,
                                                        Array<IoDescriptor>& out) const {
  if (wanted.type() != ResourceType::interrupt) return {};
  const std::size_t before = out.size();
  const AddressRange bounds = bounds_of(wanted);
  const auto add = [&](std::uint64_t first, std::uint64_t last) {
    IoDescriptor reached(wanted);
    reached.set_data(0, static_cast<std::uint32_t>(first)).set_data(1, static_cast<std::uint32_t>(last));
    if (out.size() != before)
      reached.set_option(static_cast<std::uint8_t>(wanted.option() | lists::io_option::alternative));
    return out.append(reached);
  };
  Result<void> added;
  // "Any line" is any global interrupt; a message names none.
  if (wanted.is_message() || (bounds.first == 0 && bounds.last == 0xFFFF'FFFF)) return out.append(IoDescriptor(wanted));
  for (std::uint64_t at = bounds.first; added && at <= bounds.last;) {
    std::uint64_t next = bounds.last + 1;  // the lowest overridden line from here on
    const LineOverride* moved_line = nullptr;
    for (const LineOverride& each : overrides_)
      if (each.line >= at && each.line < next) next = (moved_line = &each)->line;
    if (next > at) added = add(at, next - 1);
    if (added && moved_line != nullptr) added = add(moved_line->gsi, moved_line->gsi);
    at = moved_line == nullptr ? next : next + 1;
  }
  if (!added) out.truncate(before);
  return added;
}

}  // namespace resmap::arbiters
