// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/base/result.h"
#include "resmap/buses/pci_config.h"

namespace resmap::buses {

// A base address register whose size is known.
struct PciSizedBar {
  std::uint8_t index = 0;      // 0 to 5; of the BARs of virtual functions: 10 to 15
  std::uint8_t registers = 1;  // 2: 64 bits
  PciBarKind kind = PciBarKind::memory_32;
  bool prefetchable = false;
  bool below_1m = false;
  bool ports_16_bit = false;  // I/O: the upper half of the register cannot be written, so 0xFFFF is the last port
  std::uint64_t size = 0;     // bytes; a power of two, except for ranges that Enhanced Allocation fixes
  std::uint64_t address = 0;  // as written last; 0: nobody gave it one

  [[nodiscard]] constexpr bool is_io() const { return kind == PciBarKind::io; }
  // The highest address that it could hold. Source: pnp-and-arbiters.md 4.1.
  [[nodiscard]] constexpr std::uint64_t maximum() const {
    if (is_io()) return ports_16_bit ? 0xFFFF : 0xFFFF'FFFF;
    if (below_1m) return 0xF'FFFF;
    return kind == PciBarKind::memory_64 ? ~std::uint64_t{0} : 0xFFFF'FFFF;
  }

  friend constexpr bool operator==(const PciSizedBar&, const PciSizedBar&) = default;
};

// What a register (and for a 64-bit BAR the one behind it) reads now, and after ones were written to it with decoding off. Bits
// that stay 0 are the size; the low bits say the kind and cannot be written.
struct PciBarWords {
  std::uint64_t present = 0;
  std::uint64_t ones = 0;
};

// One BAR out of its words; the upper half counts only where the low bits of `ones` say 64 bits. O(1).
//   not_found         nothing could be written: there is no BAR
//   malformed RM5011  the bits that took the ones are not one row of neighbours, so no power of two is the size
//   malformed RM5012  the present address has bits where the ones say that there are none, is of another kind, or lies above 1 MiB
//                     where the BAR says that it cannot
// `index` and `offset` are those of the register, for the result and for errors. Source: pnp-and-arbiters.md 4.1.
[[nodiscard]] Result<PciSizedBar> size_bar(PciBarWords words, std::uint8_t index, std::size_t offset);

}  // namespace resmap::buses
