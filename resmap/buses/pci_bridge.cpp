// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_bridge.h"

#include <algorithm>

#include "resmap/buses/pci_flags.h"

namespace resmap::buses {

namespace {

void add_ports(PciPool& pool, AddressRange range, bool isa_enable) {
  constexpr std::uint64_t block = 0x400, usable = 0x100, end_of_isa = 0x1'0000;
  const auto add = [&](std::uint64_t first, std::uint64_t last) {
    if (first <= last) pool.ranges.add({.kind = PciPoolRange::Kind::io, .range = {first, last}});
  };
  if (!isa_enable) return add(range.first, range.last);
  for (std::uint64_t at = range.first & ~(block - 1); at < end_of_isa && at <= range.last; at += block)
    add(std::max(at, range.first), std::min(at + usable - 1, range.last));
  if (range.last >= end_of_isa) add(std::max(end_of_isa, range.first), range.last);
}

}  // namespace

Result<PciPool> pool_behind(const PciFunction& bridge) {
  if (!bridge.buses || !bridge.control) return fail({.code = ErrorCode::not_found});
  using Kind = PciPoolRange::Kind;
  PciPool pool{.subtractive = bridge.subtractive, .ranges = {}};
  for (const PciBridgeWindow& window : bridge.windows) {
    if (!window_is_placed(bridge, window, BusPolicy{})) continue;
    if (window.kind == PciWindowKind::io) {
      add_ports(pool, window.now.range, bridge.control->isa_enable());
    } else {
      const bool prefetchable = window.kind == PciWindowKind::prefetchable;
      pool.ranges.add({.kind = prefetchable ? Kind::prefetchable : Kind::memory, .range = window.now.range});
    }
  }
  if (bridge.control->vga_enable()) {
    if (bridge.memory_decode()) pool.ranges.add({.kind = Kind::memory, .vga = true, .range = {0xA'0000, 0xB'FFFF}});
    if (bridge.io_decode()) {
      pool.ranges.add({.kind = Kind::io, .vga = true, .range = {0x3B0, 0x3BB}});
      pool.ranges.add({.kind = Kind::io, .vga = true, .range = {0x3C0, 0x3DF}});
    }
  }
  if (bridge.buses->secondary != 0 && bridge.buses->secondary <= bridge.buses->subordinate)
    pool.ranges.add({.kind = Kind::bus, .range = {bridge.buses->secondary, bridge.buses->subordinate}});
  return pool;
}

std::optional<lists::IoDescriptor> bus_requirement(PciBridgeBuses parent, std::uint32_t reserve) {
  if (parent.secondary >= parent.subordinate || reserve > 0xFF) return std::nullopt;
  return lists::IoDescriptor::bus(1 + reserve, parent.secondary + 1U, parent.subordinate,
                                  lists::ShareDisposition::device_exclusive);
}

}  // namespace resmap::buses
