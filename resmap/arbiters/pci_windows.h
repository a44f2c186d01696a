// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "resmap/arbiters/arbiter.h"
#include "resmap/lists/io_descriptor_value.h"

namespace resmap::arbiters {

// What a PCI-PCI bridge passes on to the bus behind it. A window that is not there is closed.
// Source: pnp-and-arbiters.md 4.2; rules 64 to 68.
struct BridgeForwarding {
  std::optional<AddressRange> io;
  std::optional<AddressRange> memory;  // below 4 GiB
  std::optional<AddressRange> prefetch;
  std::optional<AddressRange> buses;  // secondary to subordinate
  bool vga_enable = false;            // A0000-BFFFF, 3B0-3BB and 3C0-3DF as well
  bool vga_16_bit_decode = false;     // without it their aliases at every 0x400 too
  bool isa_enable = false;            // of the I/O window below 64 KiB only the first 0x100 of each 0x400
  bool subtractive = false;           // whatever nobody else claims, too
};

// Whether the bus behind the bridge has arbiters of its own. Behind a subtractive bridge it has not: its devices ask those of
// the bus the bridge sits on (rule 20).
[[nodiscard]] constexpr bool has_arbiters(const BridgeForwarding& bridge) { return !bridge.subtractive; }

// The pools of the arbiters behind a bridge. A window that is closed gives nothing; then everything is "not on bus".
// out_of_memory; invalid_argument: a window is no range.
[[nodiscard]] Result<Pool> io_pool(const BridgeForwarding& bridge, MemorySource memory = default_memory());
[[nodiscard]] Result<Pool> memory_pool(const BridgeForwarding& bridge, MemorySource memory = default_memory());
[[nodiscard]] Result<Pool> bus_pool(const BridgeForwarding& bridge, MemorySource memory = default_memory());

// The arbiters of a PCI bus: entries in the order rule 33 states.
[[nodiscard]] constexpr ArbiterSetup pci_bus_setup(ArbiterSetup setup) {
  setup.entry_order = EntryOrder::largest_first;
  return setup;
}

enum class BridgeWindow : std::uint8_t { io, memory, prefetch };

// Windows come in whole granules: 4 KiB of ports, 1 MiB of memory.
[[nodiscard]] constexpr std::uint64_t granule_of(BridgeWindow window) {
  return window == BridgeWindow::io ? 0x1000 : 0x10'0000;
}
// Which window a requirement behind a closed bridge opens: ports the I/O window, prefetchable memory the prefetch window, even
// where the memory window has room (rule 65a). Precondition: a port or memory descriptor.
[[nodiscard]] BridgeWindow window_for(const lists::IoDescriptorView& wanted);
// What the bridge asks of its own bus to open a closed window for such a requirement: as many granules as it needs, anywhere
// the window can lie. overflow: no such length; not_encodable as IoDescriptor::address.
[[nodiscard]] Result<lists::IoDescriptor> window_requirement(BridgeWindow window, std::uint64_t length,
                                                             std::uint64_t alignment);
// What an open window of the bridge asks for: the place that it has, and no other.
[[nodiscard]] Result<lists::IoDescriptor> open_window_requirement(BridgeWindow window, AddressRange place);

// The windows that were opened; those that were not asked for are nullopt.
struct OpenedWindows {
  std::optional<AddressRange> io, memory, prefetch;
};

// Tests `entries` behind a bridge whose `windows` are closed, and opens them for these entries: `behind` gives them places,
// `above` gives the bridge the windows. Windows of the same type that the bridge has there already stay where they are.
//
//   above   [..... bridge: FFC00000-FFCFFFFF .....]     transaction open
//   behind        [ entries ]                           transaction open, with the windows
//
// Both transactions are open afterwards: commit both, or roll both back. On an error neither is, and nothing has changed.
// Errors: those of test_allocation (from above, index i, where windows[i] itself finds no room); invalid_argument: no entry
// needs one of the windows, an entry is neither port nor memory, or there are none or more than three windows.
[[nodiscard]] Result<OpenedWindows> open_windows(Arbiter& above, Arbiter& behind, DeviceId bridge,
                                                 std::span<const BridgeWindow> windows, std::span<ArbiterEntry> entries,
                                                 StepBudget& budget);

}  // namespace resmap::arbiters
