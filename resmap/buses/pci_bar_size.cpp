// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_bar_size.h"

#include <bit>

namespace resmap::buses {

Result<PciSizedBar> size_bar(PciBarWords words, std::uint8_t index, std::size_t offset) {
  const auto broken = [&](std::uint16_t rule, std::uint64_t value) {
    return fail({.code = ErrorCode::malformed, .rule = rule, .index = index, .offset = offset, .value = value});
  };
  const bool io = (words.ones & 1) != 0, wide = !io && (words.ones & 6) == 4;
  const std::uint64_t kind_bits = io ? 3 : 15;
  if (!wide) {
    words.ones &= 0xFFFF'FFFF;
    words.present &= 0xFFFF'FFFF;
  }
  const std::uint64_t mask = words.ones & ~kind_bits;
  if (mask == 0) return fail({.code = ErrorCode::not_found});
  const std::uint64_t size = mask & (~mask + 1);
  // A row of neighbours plus its lowest bit carries into a single bit, or out of the word.
  if (const std::uint64_t carried = mask + size; carried != 0 && !std::has_single_bit(carried))
    return broken(rule::sizing_has_holes, words.ones);
  if (((words.present ^ words.ones) & (io ? 1 : 15)) != 0 && words.present != 0)
    return broken(rule::sizing_contradicts, words.present);
  if ((words.present & ~kind_bits & ~mask) != 0) return broken(rule::sizing_contradicts, words.present);
  const PciSizedBar bar{.index = index,
                        .registers = static_cast<std::uint8_t>(wide ? 2 : 1),
                        .kind = io ? PciBarKind::io : (wide ? PciBarKind::memory_64 : PciBarKind::memory_32),
                        .prefetchable = !io && (words.ones & 8) != 0,
                        .below_1m = !io && (words.ones & 6) == 2,
                        .ports_16_bit = io && mask <= 0xFFFF,
                        .size = size,
                        .address = words.present & mask};
  if (bar.address != 0 && bar.address + (bar.size - 1) > bar.maximum())
    return broken(rule::sizing_contradicts, words.present);
  return bar;
}

}  // namespace resmap::buses
