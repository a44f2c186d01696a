// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/base/address_range.h"
#include "resmap/buses/fixed_row.h"
#include "resmap/buses/pci_bar_size.h"
#include "resmap/buses/pci_capabilities.h"

// Capabilities that add ranges to a function, fix them, or let their size be chosen. Errors of all readers: those of
// find_capability or find_extended_capability, and `truncated` where the capability itself is cut off.
namespace resmap::buses {

// Virtual functions: each has its own copy of the BARs that stand in the capability, laid end to end.
struct PciSrIov {
  std::uint16_t offset = 0;
  std::uint16_t control = 0;
  std::uint16_t total = 0;                     // virtual functions that there can be
  std::uint16_t present = 0;                   // that there are, once enabled
  std::uint16_t first_offset = 0, stride = 0;  // in routing ids, from the function's own
  // Their sizes are for one virtual function. Empty where `ones` end before them: then bars_known is false.
  FixedRow<PciSizedBar, 6> bars;
  bool bars_known = false;

  [[nodiscard]] constexpr bool enabled() const { return (control & 1) != 0; }
  [[nodiscard]] constexpr bool memory_decode() const { return (control & 8) != 0; }  // of the virtual functions
  friend constexpr bool operator==(const PciSrIov&, const PciSrIov&) = default;
};
inline constexpr std::uint8_t kFirstVirtualFunctionBar = 10;

// `ones`: configuration space as it reads after ones were written; may end early. Also malformed RM5010, RM5011, RM5012.
[[nodiscard]] Result<PciSrIov> sr_iov_of(PciConfigView config, Bytes ones);
// How many bus numbers above its own a function needs for all its virtual functions; 0 where they fit on its own.
[[nodiscard]] std::uint32_t buses_for_virtual_functions(const PciSrIov& sr_iov, std::uint8_t device_and_function);

// A BAR whose size software may choose. Source: pnp-and-arbiters.md 4.7.
struct PciResizableBar {
  std::uint8_t bar = 0;              // index
  std::uint16_t control_offset = 0;  // of the register that holds the choice
  std::uint32_t control = 0;         // and what it holds
  std::uint64_t sizes = 0;           // bit n: 2^(20+n) bytes are offered; n up to 43
  std::uint8_t present = 0;          // the n that is set

  [[nodiscard]] constexpr bool offers(unsigned n) const { return n < 44 && (sizes >> n & 1) != 0; }
  friend constexpr bool operator==(const PciResizableBar&, const PciResizableBar&) = default;
};
// Also malformed RM5031.
[[nodiscard]] Result<FixedRow<PciResizableBar, 6>> resizable_bars_of(PciConfigView config);

// What an entry of Enhanced Allocation is for. Codes that are not named are kept.
enum class PciFixedUse : std::uint8_t {
  memory = 0,
  prefetchable = 1,
  io = 2,
  virtual_prefetchable = 3,
  virtual_memory = 4,
  bridge_memory = 5,
  bridge_prefetchable = 6,
  bridge_io = 7,
  unavailable_memory = 0xFD,
  unavailable_io = 0xFE,
  unavailable = 0xFF,
};

struct PciFixedRange {
  std::uint8_t stands_for =
      0;  // 0-5 that BAR, 6 a bridge's window, 7 no BAR, 8 the ROM, 9-14 that BAR of virtual functions
  PciFixedUse use = PciFixedUse::memory;
  PciFixedUse other_use = PciFixedUse::unavailable;  // what it may be used as by software that does not know `use`
  bool enabled = false;
  bool writable = false;
  AddressRange range{};

  friend constexpr bool operator==(const PciFixedRange&, const PciFixedRange&) = default;
};

// The entries of the Enhanced Allocation capability, which put ranges of a function at fixed places:
//   PciFixedRanges list(view);
//   while (const auto found = list.next()) ...
// Ends for good with the first error: not_found at its end, malformed RM5032, or as above.
class PciFixedRanges {
 public:
  explicit PciFixedRanges(PciConfigView config);
  [[nodiscard]] Result<PciFixedRange> next();

 private:
  [[nodiscard]] Result<PciFixedRange> read();

  PciConfigView config_;
  std::size_t at_ = 0;
  unsigned left_ = 0;
  std::uint32_t index_ = 0;
  bool ended_ = false;
  Error end_{.code = ErrorCode::not_found};
};

}  // namespace resmap::buses
