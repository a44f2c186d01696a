// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/lists/cm_walker.h"
#include "resmap/lists/io_walker.h"

// The yes or no behind the validators: whether they would find nothing at all. The same rules, put so that no branch depends on what
// a descriptor holds. Allocates nothing.
//
//   cm_clean_rows.h       headers, counts and room; descriptors one by one, everywhere
//   cm_clean_avx2.cpp     blocks of eight or four side by side, where the processor has AVX2
//   io_clean.cpp, io_clean_avx2.cpp   the same for requirements
//
// A block that AVX2 is not sure of is asked again one by one, so both ways answer alike.
namespace resmap::lists {

enum class Processor : std::uint8_t { any, with_avx2 };
// What this processor can do.
[[nodiscard]] Processor processor();

[[nodiscard]] bool is_clean_cm(Bytes bytes, CmForm form, CmLayout layout, CmSide side, Processor with = processor());
[[nodiscard]] bool is_clean_io(Bytes bytes, Processor with = processor());

namespace detail {

// true: surely clean. false: not, or not sure.
[[nodiscard]] bool is_clean_cm_avx2(Bytes bytes, CmForm form, CmLayout layout, CmSide side);
// Whether the first `count` descriptors of a logical configuration surely break no rule; a multiple of 4.
[[nodiscard]] bool io_clean_avx2(const std::uint8_t* at, std::size_t count);

}  // namespace detail

}  // namespace resmap::lists
