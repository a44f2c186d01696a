// SPDX-License-Identifier: MIT
#include "resmap/base/range_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace resmap {
namespace {

using Byte = std::uint8_t;

TEST(RangeKernels, OverlapAndContainmentAreRightForEveryPairOfByteRanges) {
  for (unsigned a = 0; a < 256; ++a)
    for (unsigned b = a; b < 256; ++b)
      for (unsigned c = 0; c < 256; ++c)
        for (unsigned d = c; d < 256; ++d) {
          const bool shares_a_number = std::max(a, c) <= std::min(b, d);
          ASSERT_EQ(kernel::overlaps(Byte(a), Byte(b), Byte(c), Byte(d)), shares_a_number);
          const bool second_inside_first = std::max(a, c) == c && std::min(b, d) == d;
          ASSERT_EQ(kernel::contains(Byte(a), Byte(b), Byte(c), Byte(d)), second_inside_first);
        }
}

TEST(RangeKernels, HighestFitIsWhatASearchFromTheTopFindsForEveryByteWindow) {
  for (unsigned first = 0; first < 256; ++first)
    for (unsigned last = first; last < 256; ++last)
      for (unsigned last_offset = 0; last_offset < 256; ++last_offset)
        for (unsigned low_bits = 0; low_bits < 256; low_bits = low_bits * 2 + 1) {
          std::optional<unsigned> expected;
          if (last_offset <= last - first)
            for (unsigned start = last - last_offset + 1; start-- > first && !expected;)
              if ((start & low_bits) == 0) expected = start;
          const auto fit = kernel::highest_fit(Byte(first), Byte(last), Byte(last_offset), Byte(low_bits));
          ASSERT_EQ(fit.exists, expected.has_value());
          if (expected) {
            ASSERT_EQ(fit.first, *expected);
          }
        }
}

}  // namespace
}  // namespace resmap
