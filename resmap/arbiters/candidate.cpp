// SPDX-License-Identifier: MIT
#include "resmap/arbiters/candidate.h"

#include <algorithm>

#include "resmap/arbiters/window_order.h"
#include "resmap/base/checked.h"

namespace resmap::arbiters {

namespace {

using lists::ResourceType;
using lists::ShareDisposition;

constexpr std::uint64_t kMostPlaces = 0x7FFF'FFFF;

Candidate ask_for(const lists::IoDescriptorView& descriptor) {
  const AddressRange bounds = bounds_of(descriptor);
  switch (descriptor.type()) {
    case ResourceType::bus_number: return candidate_for(bounds, descriptor.bus_length(), 1);
    case ResourceType::interrupt:
      return candidate_for(bounds, descriptor.is_message() ? descriptor.message_count() : 1, 1);
    case ResourceType::dma: return candidate_for(bounds, 1, 1);
    default: return candidate_for(bounds, descriptor.length(), descriptor.alignment());
  }
}

}  // namespace

std::uint64_t Candidate::places() const {
  if (!usable || null_request) return 0;
  return std::min(kMostPlaces - 1, (bounds.last - last_offset - bounds.first) / alignment) + 1;
}

void Candidate::clip(AddressRange limits) {
  if (!usable) return;
  const auto common = bounds.intersection(limits);
  const auto first = common ? checked_align_up(common->first, alignment) : std::nullopt;
  usable = null_request || (first && *first <= common->last && last_offset <= common->last - *first);
  if (first && usable) bounds = {*first, common->last};
}

Candidate candidate_for(AddressRange bounds, std::uint64_t length, std::uint64_t alignment) {
  Candidate candidate;
  candidate.alignment = std::max<std::uint64_t>(alignment, 1);
  const auto first = checked_align_up(bounds.first, candidate.alignment);
  if (!first) return candidate;
  candidate.bounds = {*first, bounds.last};
  if (length == 0) {
    candidate.usable = candidate.null_request = true;
    return candidate;
  }
  candidate.last_offset = length - 1;
  candidate.usable = *first <= bounds.last && candidate.last_offset <= bounds.last - *first;
  return candidate;
}

Candidate unpack(const lists::IoDescriptorView& descriptor, const ArbiterEntry& entry, std::uint32_t alternative) {
  Candidate candidate = ask_for(descriptor);
  candidate.alternative = alternative;
  candidate.preferred = descriptor.is_preferred();
  candidate.user_data = descriptor.flags();
  if (descriptor.share() == ShareDisposition::shared) {
    candidate.attributes |= range_attribute::shared;
    candidate.passable |= range_attribute::shared;
  } else if (descriptor.share() == ShareDisposition::driver_exclusive) {
    candidate.attributes |= range_attribute::driver_exclusive;
  }
  // Legacy requests take what is only reserved for devices that have not started (rule 43).
  if (entry.source == RequestSource::legacy_reported || entry.source == RequestSource::legacy_assigned) {
    candidate.passable |= range_attribute::boot_allocated;
  }
  // Firmware put both there, and Windows starts both (correction of rules 28, 41, 42).
  if (candidate.usable && !candidate.null_request && candidate.fixed() && entry.boot_place == candidate.bounds) {
    candidate.attributes |= range_attribute::firmware_fixed;
    if (entry.by_boot_rule) candidate.passable |= range_attribute::firmware_fixed | range_attribute::ecam;
  }
  return candidate;
}

}  // namespace resmap::arbiters
