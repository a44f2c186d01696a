// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "resmap/buses/pci_function.h"
#include "resmap/lists/io_descriptor_value.h"

namespace resmap::buses {

// A piece of what the devices behind a bridge may be given.
struct PciPoolRange {
  enum class Kind : std::uint8_t {
    memory,        // any memory BAR; one of 64 bits that is not prefetchable too
    prefetchable,  // prefetchable BARs alone
    io,
    bus,  // the numbers of buses behind it, its own secondary bus first
  };
  Kind kind = Kind::memory;
  bool vga = false;  // passed on because VGA enable is set, outside every window
  AddressRange range{};

  friend constexpr bool operator==(const PciPoolRange&, const PciPoolRange&) = default;
};

struct PciPool {
  // A bridge that passes on whatever nobody else claims: its children are placed among the devices of its own bus, and the
  // ranges below say only what it claims for sure. Source: pnp-and-arbiters.md 2.3, 4.2.
  bool subtractive = false;
  FixedRow<PciPoolRange, 144> ranges;  // windows in the order of lists, then VGA, then buses
};

// What a bridge hands to its children: its open windows of spaces that it decodes; with ISA enable the first 256 of each 1024 ports
// below 64 KiB; with VGA enable A0000-BFFFF, 3B0-3BB and 3C0-3DF. Cost: at most 64 pieces a window.
//   not_found   the function is no bridge
// Source: pnp-and-arbiters.md 2.10, 4.2, 4.6.
[[nodiscard]] Result<PciPool> pool_behind(const PciFunction& bridge);

// Whether a BAR may lie in a piece of its bus: what may not be prefetched never in a prefetchable window, though what may be falls
// back on memory; and only where its register reaches. A window that VGA enable adds is for the legacy addresses alone.
// Source: pnp-and-arbiters.md 4.2.
[[nodiscard]] constexpr bool may_use(const PciSizedBar& bar, const PciPoolRange& range) {
  if (range.vga || range.range.first > bar.maximum()) return false;
  switch (range.kind) {
    case PciPoolRange::Kind::io: return bar.is_io();
    case PciPoolRange::Kind::memory: return !bar.is_io();
    case PciPoolRange::Kind::prefetchable: return !bar.is_io() && bar.prefetchable;
    case PciPoolRange::Kind::bus: return false;
  }
  return false;
}

// Whether a port is passed on as VGA's. Without 16-bit decode all its copies 1024 apart are, too, and belong to nobody else.
[[nodiscard]] constexpr bool passes_vga_port(PciBridgeControl control, std::uint32_t port) {
  if (!control.vga_enable() || port > 0xFFFF) return false;
  const std::uint32_t decoded = control.vga_16_bit_decode() ? port : port & 0x3FF;
  return (decoded >= 0x3B0 && decoded <= 0x3BB) || (decoded >= 0x3C0 && decoded <= 0x3DF);
}

// The bus numbers that a bridge needs, `reserve` more than its secondary bus, out of those behind the bridge above it (or of the
// host bridge: primary = secondary). Windows' lists have no such requirement; it lets bus numbers be reasoned about like
// anything else. nullopt: there is no number left above the parent's secondary bus, or `reserve` alone passes 255.
// Source: pnp-and-arbiters.md 4.6.
[[nodiscard]] std::optional<lists::IoDescriptor> bus_requirement(PciBridgeBuses parent, std::uint32_t reserve = 0);

}  // namespace resmap::buses
