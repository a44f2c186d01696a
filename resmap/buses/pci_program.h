// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "resmap/buses/pci_function.h"
#include "resmap/lists/cm_list.h"

namespace resmap::buses {

// What one register was given. Numbers as in DevicePrivate tags: 0 to 5 a BAR, 7 to 9 a window, 10 to 15 a BAR of virtual
// functions.
struct PciAssignedRange {
  std::uint8_t number = 0;
  bool io = false;
  std::uint64_t first = 0;
  std::uint64_t length = 0;  // 0: nothing, a closed window

  friend constexpr bool operator==(const PciAssignedRange&, const PciAssignedRange&) = default;
};
using PciAssignment = FixedRow<PciAssignedRange, 16>;

// The ranges of a raw list, whose tags behind them say what they are for. Ranges without a tag are not for a register, and Null
// stands for one that got nothing: both are passed over. Cost: linear.
//   invalid_argument RM5040   a tag with a number that no register has, or behind no range (index: the descriptor's)
//   invalid_argument RM5043
// Source: pnp-and-arbiters.md 1.3, 1.8.
[[nodiscard]] Result<PciAssignment> assignment_of(const lists::CmResourceListView& raw);

struct PciWrite {
  std::uint16_t offset = 0;
  std::uint8_t bytes = 4;  // 2 or 4
  std::uint32_t value = 0;

  friend constexpr bool operator==(const PciWrite&, const PciWrite&) = default;
};
using PciWrites = FixedRow<PciWrite, 48>;

// The writes that put an assignment into the function, in this order: decoding off; sizes, BARs, windows; decoding of the spaces
// that have something, on. Between the first and the last write the function answers to nobody, so the order among functions is
// free. Windows that have no range are closed; those of CardBus are left alone. Nothing is written to what is fixed.
//   invalid_argument RM5040   the function has no such register
//   invalid_argument RM5041   ports for memory, or the other way
//   invalid_argument RM5042   length, alignment or end do not suit the register (value: the range's first)
//   invalid_argument RM5043   twice
//   invalid_argument RM5044   a BAR without a range in a space that others have (index: its number)
// Source: pnp-and-arbiters.md 4.1, 4.2.
[[nodiscard]] Result<PciWrites> program(const PciFunction& function, std::span<const PciAssignedRange> assignment);

}  // namespace resmap::buses
