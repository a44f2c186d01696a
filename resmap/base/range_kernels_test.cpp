// SPDX-License-Identifier: MIT
// Every 8-bit input that the kernels are for. What is expected is told number by number: a range grows by one number at its end, and
// what follows for the answer is plain to see.
#include "resmap/base/range_kernels.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <thread>
#include <vector>

namespace resmap {
namespace {

using Byte = std::uint8_t;
constexpr std::uint64_t kRanges = 256 * 257 / 2;  // with first <= last

struct Count {
  std::uint64_t tried = 0, wrong = 0;
};

// The sum of look(first) for all 256, on every processor. Nothing in `look` asserts: that would be most of the time.
template <typename Look>
Count for_each_first(Look look) {
  std::array<Count, 256> counts;
  {
    const unsigned parts = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (unsigned part = 0; part < parts; ++part)
      threads.emplace_back([&, part] {
        for (unsigned first = part; first < 256; first += parts) counts[first] = look(first);
      });
  }
  Count sum;
  for (const Count& count : counts) sum = {sum.tried + count.tried, sum.wrong + count.wrong};
  return sum;
}

// `compare(a, b, c, d, is_in)` for a <= b and c <= d, d rising from c; is_in: d is a number of [a, b].
template <typename Compare>
Count for_each_pair_of_ranges(Compare compare) {
  return for_each_first([&](unsigned a) {
    Count count;
    for (unsigned b = a; b < 256; ++b)
      for (unsigned c = 0; c < 256; ++c) {
        auto from_here = compare;
        for (unsigned d = c; d < 256; ++d, ++count.tried)
          count.wrong += !from_here(Byte(a), Byte(b), Byte(c), Byte(d), a <= d && d <= b);
      }
    return count;
  });
}

TEST(RangeKernels, OverlapMeansANumberThatBothHave) {
  const Count count = for_each_pair_of_ranges([shared = false](Byte a, Byte b, Byte c, Byte d, bool is_in) mutable {
    shared |= is_in;
    return kernel::overlaps(a, b, c, d) == shared;
  });
  EXPECT_EQ(count.tried, kRanges * kRanges);
  EXPECT_EQ(count.wrong, 0U);
}

TEST(RangeKernels, ContainmentMeansThatNoNumberIsMissing) {
  const Count count = for_each_pair_of_ranges([all = true](Byte a, Byte b, Byte c, Byte d, bool is_in) mutable {
    all &= is_in;
    return kernel::contains(a, b, c, d) == all;
  });
  EXPECT_EQ(count.tried, kRanges * kRanges);
  EXPECT_EQ(count.wrong, 0U);
}

TEST(RangeKernels, TheIntersectionIsFromTheFirstToTheLastNumberThatBothHave) {
  const auto compare = [shared = false, first = Byte{0}, last = Byte{0}](Byte a, Byte b, Byte c, Byte d,
                                                                         bool is_in) mutable {
    if (is_in) {
      if (!shared) first = d;
      last = d;
      shared = true;
    }
    const auto common = kernel::intersection(a, b, c, d);
    return common.exists == shared && (!shared || (common.first == first && common.last == last));
  };
  const Count count = for_each_pair_of_ranges(compare);
  EXPECT_EQ(count.tried, kRanges * kRanges);
  EXPECT_EQ(count.wrong, 0U);
}

TEST(RangeKernels, ATranslationExistsWhereEveryNumberHasAPlace) {
  const Count count = for_each_first([](unsigned first) {
    Count inner;
    for (unsigned last = first; last < 256; ++last)
      for (unsigned from = 0; from < 256; ++from)
        for (unsigned to = 0; to < 256; ++to, ++inner.tried) {
          const int offset = int(to) - int(from), moved_first = int(first) + offset, moved_last = int(last) + offset;
          const auto moved = kernel::translation(Byte(first), Byte(last), Byte(from), Byte(to));
          const bool exists = moved_first >= 0 && moved_last <= 255;
          inner.wrong += moved.exists != exists || (exists && (moved.first != moved_first || moved.last != moved_last));
        }
    return inner;
  });
  EXPECT_EQ(count.tried, kRanges * 65536);
  EXPECT_EQ(count.wrong, 0U);
}

// `compare(first, last, last_offset, low_bits, start)` for last rising from first; start: of the one place that ends at `last`, or -1
// where that is outside or begins at no multiple.
template <typename Compare>
Count for_each_window(Compare compare) {
  return for_each_first([&](unsigned first) {
    Count count;
    for (unsigned last_offset = 0; last_offset < 256; ++last_offset)
      for (unsigned low_bits = 0; low_bits < 256; low_bits = low_bits * 2 + 1) {
        auto from_here = compare;
        for (unsigned last = first; last < 256; ++last, ++count.tried) {
          const int start = int(last) - int(last_offset);
          const bool is_place = start >= int(first) && (unsigned(start) & low_bits) == 0;
          count.wrong += !from_here(Byte(first), Byte(last), Byte(last_offset), Byte(low_bits), is_place ? start : -1);
        }
      }
    return count;
  });
}

TEST(RangeKernels, TheLowestFitIsTheFirstPlaceThatThereIs) {
  const auto compare = [lowest = -1](Byte first, Byte last, Byte last_offset, Byte low_bits, int start) mutable {
    if (lowest < 0) lowest = start;
    const auto fit = kernel::lowest_fit(first, last, last_offset, low_bits);
    return fit.exists == (lowest >= 0) && (lowest < 0 || fit.first == lowest);
  };
  const Count count = for_each_window(compare);
  EXPECT_EQ(count.tried, kRanges * 256 * 9);
  EXPECT_EQ(count.wrong, 0U);
}

TEST(RangeKernels, TheHighestFitIsTheLastPlaceThatThereIs) {
  const auto compare = [highest = -1](Byte first, Byte last, Byte last_offset, Byte low_bits, int start) mutable {
    if (start >= 0) highest = start;
    const auto fit = kernel::highest_fit(first, last, last_offset, low_bits);
    return fit.exists == (highest >= 0) && (highest < 0 || fit.first == highest);
  };
  const Count count = for_each_window(compare);
  EXPECT_EQ(count.tried, kRanges * 256 * 9);
  EXPECT_EQ(count.wrong, 0U);
}

}  // namespace
}  // namespace resmap
