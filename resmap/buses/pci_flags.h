// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/buses/pci_function.h"
#include "resmap/buses/policy.h"
#include "resmap/lists/resource_flags.h"

// What requirements and boot configurations say alike. Source: pnp-and-arbiters.md 1.8.
namespace resmap::buses {

// The flags of a BAR: 0x131, 0x80 or 0x84.
[[nodiscard]] constexpr std::uint16_t bar_flags(const PciSizedBar& bar) {
  namespace port = lists::port_flag;
  namespace memory = lists::memory_flag;
  if (bar.is_io()) return port::io | port::decode_16_bit | port::positive_decode | port::bar;
  return static_cast<std::uint16_t>(memory::bar | (bar.prefetchable ? memory::prefetchable : 0));
}

// The flags of a window: 0xA1, 0x40 or 0x44.
[[nodiscard]] constexpr std::uint16_t window_flags(PciWindowKind kind) {
  namespace port = lists::port_flag;
  namespace memory = lists::memory_flag;
  if (kind == PciWindowKind::io) return port::io | port::positive_decode | port::window_decode;
  return static_cast<std::uint16_t>(memory::window_decode |
                                    (kind == PciWindowKind::prefetchable ? memory::prefetchable : 0));
}

// Whether firmware gave the BAR a place that counts: an address, and decoding of its space. Source: windows-traces.md 1, rule 7.
[[nodiscard]] constexpr bool bar_is_placed(const PciFunction& function, const PciSizedBar& bar,
                                           const BusPolicy& policy) {
  if (bar.address == 0 || bar.size == 0) return false;
  return policy.undecoded_address == BusPolicy::UndecodedAddress::preferred ||
         (bar.is_io() ? function.io_decode() : function.memory_decode());
}

// Whether a window is open. One whose registers are all zero was never written.
[[nodiscard]] constexpr bool window_is_placed(const PciFunction& function, const PciBridgeWindow& window,
                                              const BusPolicy& policy) {
  if (window.now.state != PciWindow::State::open || window.now.range.last_offset() == ~std::uint64_t{0}) return false;
  return policy.undecoded_address == BusPolicy::UndecodedAddress::preferred ||
         (window.kind == PciWindowKind::io ? function.io_decode() : function.memory_decode());
}

}  // namespace resmap::buses
