// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/base/processor.h"
#include "resmap/lists/cm_walker.h"
#include "resmap/lists/io_walker.h"

// The yes or no behind the validators: whether they would find nothing at all. The same rules, put so that no branch depends on
// what a descriptor holds. Allocates nothing.
//
//   cm_clean_frame.h, io_clean_frame.h    headers, counts and room, the same for every processor
//   cm_clean.cpp, io_clean.cpp            descriptors one by one, everywhere
//   cm_clean_avx2.cpp, io_clean_avx2.cpp  descriptors side by side, where the processor has AVX2
//
// A list that AVX2 is not sure of is asked again one by one, so both ways answer alike.
namespace resmap::lists {

enum class Processor : std::uint8_t { any, with_avx2 };

// What this processor can do.
[[nodiscard]] inline Processor processor() { return has_avx2() ? Processor::with_avx2 : Processor::any; }

// Bytes, and how they are to be read. The checks take it by reference: a caller that needs the parts again afterwards then has
// them in memory and saves no registers, which a list of four descriptors would notice.
struct CmBytes {
  Bytes bytes;
  CmForm form;
  CmLayout layout;
  CmSide side;
};

namespace detail {

[[nodiscard]] bool is_clean_cm_anywhere(const CmBytes& list);
[[nodiscard]] bool is_clean_io_anywhere(const Bytes& list);
// true: surely clean. false: not, or not sure.
[[nodiscard]] bool is_clean_cm_avx2(const CmBytes& list);
[[nodiscard]] bool is_clean_io_avx2(const Bytes& list);

}  // namespace detail

[[nodiscard]] inline bool is_clean_cm(const CmBytes& list, Processor with = processor()) {
  return (with == Processor::with_avx2 && detail::is_clean_cm_avx2(list)) || detail::is_clean_cm_anywhere(list);
}

[[nodiscard]] inline bool is_clean_io(const Bytes& list, Processor with = processor()) {
  return (with == Processor::with_avx2 && detail::is_clean_io_avx2(list)) || detail::is_clean_io_anywhere(list);
}

}  // namespace resmap::lists
