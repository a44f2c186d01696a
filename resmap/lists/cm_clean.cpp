// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include "resmap/lists/clean.h"
#include "resmap/lists/cm_clean_rows.h"

namespace resmap::lists {

namespace {

#define RESMAP_TARGET
template <CmLayout layout>
bool descriptors_are_clean(const std::uint8_t* at, std::size_t count, CmSide side) {
  return detail::one_by_one<layout>(at, count, side);
}
#include "resmap/lists/cm_clean_frame.inc"

// Kept apart, so that the common way needs no registers saved.
[[gnu::noinline]] bool clean_anywhere(Bytes bytes, CmForm form, CmLayout layout, CmSide side) {
  return clean_in_layout(bytes, form, layout, side);
}

}  // namespace

bool is_clean_cm(Bytes bytes, CmForm form, CmLayout layout, CmSide side, Processor with) {
  // What AVX2 is not sure of is asked again one by one.
  if (with == Processor::with_avx2 && detail::is_clean_cm_avx2(bytes, form, layout, side)) return true;
  return clean_anywhere(bytes, form, layout, side);
}

}  // namespace resmap::lists
