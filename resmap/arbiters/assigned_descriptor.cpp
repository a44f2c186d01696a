// SPDX-License-Identifier: MIT
#include "resmap/arbiters/assigned_descriptor.h"

namespace resmap::arbiters {

using lists::CmDescriptor;
using lists::CmLayout;
using lists::ResourceType;

Result<CmDescriptor> descriptor_at(AddressRange place, ResourceType type, lists::ShareDisposition share,
                                   std::uint16_t flags, CmLayout layout) {
  const auto first = static_cast<std::uint32_t>(place.first);
  const std::uint64_t length = place.last_offset() + 1;
  constexpr std::uint64_t any_processor = ~std::uint64_t{0};
  const unsigned kept = flags & ~unsigned{lists::interrupt_flag::policy_included};
  switch (type) {
    case ResourceType::interrupt: {
      if ((flags & lists::interrupt_flag::message) == 0) {
        const auto level = static_cast<std::uint16_t>(first);
        return CmDescriptor::line(layout, first, level, any_processor, share, static_cast<std::uint16_t>(kept));
      }
      CmDescriptor messages =
          CmDescriptor::messages(layout, static_cast<std::uint16_t>(length), first, any_processor, share);
      return messages.set_flags(static_cast<std::uint16_t>(kept));
    }
    case ResourceType::dma: return CmDescriptor::dma(layout, first, share, flags);
    case ResourceType::bus_number: return CmDescriptor::bus(layout, first, static_cast<std::uint32_t>(length), share);
    default: return CmDescriptor::address(layout, type, place.first, length, share, flags);
  }
}

Result<CmDescriptor> assigned_descriptor(const ArbiterEntry& entry, CmLayout layout) {
  const bool nothing = entry.result == ArbiterResult::null_request;
  const bool answered = nothing || (entry.result == ArbiterResult::success && entry.assigned);
  if (!answered || entry.selected_alternative >= entry.alternatives.size()) {
    return fail({.code = ErrorCode::not_found, .value = entry.device});
  }
  const lists::IoDescriptorView wanted = entry.alternatives[entry.selected_alternative];
  if (nothing) {
    if (wanted.type() == ResourceType::bus_number)
      return CmDescriptor::bus(layout, wanted.minimum_bus(), 0, wanted.share());
    return CmDescriptor::address(layout, wanted.type(), wanted.minimum(), 0, wanted.share(), wanted.flags());
  }
  RESMAP_TRY_ASSIGN(CmDescriptor given,
                    descriptor_at(*entry.assigned, wanted.type(), wanted.share(), wanted.flags(), layout));
  if (wanted.type() == ResourceType::dma && wanted.is_dma_v3()) {
    given.set_data(1, wanted.request_line());
    given.set_union_byte(8, static_cast<std::uint8_t>(wanted.v3_transfer_width()));
  }
  return given;
}

}  // namespace resmap::arbiters
