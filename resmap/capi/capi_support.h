// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/address_range.h"
#include "resmap/base/memory_source.h"
#include "resmap/base/result.h"
#include "resmap/capi/resmap.h"
#include "resmap/ranges/range_list.h"

// What the C functions share. Not installed.

// The handle: a list and the memory that it was made of.
struct resmap_ranges {
  resmap::MemorySource memory;
  resmap::ranges::RangeList list;
};

namespace resmap::capi {

inline resmap_status status_of(const Error& error) { return static_cast<resmap_status>(error.code); }
template <typename T>
resmap_status status_of(const Result<T>& result) {
  return result ? RESMAP_OK : status_of(result.error());
}

inline AddressRange from_c(resmap_range range) { return {range.first, range.last}; }
inline resmap_range to_c(AddressRange range) { return {range.first, range.last}; }
inline MemorySource from_c(const resmap_memory* memory) {
  return memory == nullptr ? default_memory() : MemorySource{memory->allocate, memory->release, memory->context};
}

[[nodiscard]] resmap_status make_ranges(const MemorySource& memory, ranges::RangeList&& list, resmap_ranges** out);

}  // namespace resmap::capi
