// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "resmap/lists/cm_descriptor_value.h"
#include "resmap/lists/io_descriptor_value.h"

// The lists that both sides of the benchmark read: G4 of the reference's performance page.
namespace resmap::bench {

// A heap of values one behind the other, as a hive's values lie.
struct Values {
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint32_t> ends;  // of each value; below 4 GiB, so that reading them costs little beside the values
  std::uint64_t descriptors = 0;

  [[nodiscard]] Bytes value(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    return Bytes(bytes).subspan(begin, ends[i] - begin);
  }
};

// CM lists of x64: 35 % memory, 30 % ports, 20 % interrupts, 5 % DMA, 5 % bus, the rest private or device-specific; so many
// descriptors a list that all values have about `total` bytes. Nothing in them breaks a rule.
[[nodiscard]] Values cm_values(std::uint32_t descriptors_a_list, std::size_t total);
// Requirements lists of the same mix; one group in three has an alternative.
[[nodiscard]] Values io_values(std::uint32_t descriptors_a_list, std::size_t total);

}  // namespace resmap::bench
