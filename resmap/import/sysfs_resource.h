// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/buses/pci_config.h"
#include "resmap/snapshot/snapshot.h"

// The file `resource` of a PCI function: one line a resource, "start end flags". Not installed.
namespace resmap::import {

// Bits of the third column (include/linux/ioport.h).
namespace kernel_flag {
inline constexpr std::uint64_t io = 0x100, memory = 0x200;
inline constexpr std::uint64_t disabled = 0x1000'0000, unset = 0x2000'0000;
inline constexpr std::uint64_t pci_fixed = 0x10;   // of a BAR or ROM
inline constexpr std::uint64_t rom_shadow = 0x02;  // of a ROM: a copy that firmware made in RAM
}  // namespace kernel_flag

struct ResourceLine {
  std::uint64_t first = 0, last = 0, flags = 0;
  [[nodiscard]] bool is_zero() const { return (first | last | flags) == 0; }
};

// Lines that are none count as zero and are named in `bad` (from 1).
[[nodiscard]] std::vector<ResourceLine> parse_resource_file(std::string_view text, std::vector<std::uint32_t>& bad);

// What a function has by its lines, and by its configuration space what it must have beside: a register that holds an address whose
// line is all zeros is a BAR that the kernel could not place.
//
//   line  0-5 BARs, 6 ROM, 7-12 BARs of virtual functions, 13-16 windows of a bridge: I/O, memory, prefetchable
//         (7-10 in kernels without virtual functions; of a CardBus bridge 13-16 are I/O 0, I/O 1, memory 0, memory 1)
//
// `config` null: it could not be read. `has_virtual_functions`: they are switched on, so the BARs kept for them are a pool that
// they live in.
[[nodiscard]] std::vector<snapshot::Resource> resources_of(const std::vector<ResourceLine>& lines,
                                                           const buses::PciConfigView* config, bool is_bridge,
                                                           bool has_virtual_functions, snapshot::SourceIndex source);

// Where a bridge's lines and its registers do not agree, one sentence each, without the bridge's name.
[[nodiscard]] std::vector<std::string> window_differences(const std::vector<snapshot::Resource>& resources,
                                                          const buses::PciConfigView& config);

// A BAR, a ROM (6) or a window (7 to 9) with everything but its place: flags, share, label as Snapshot wants them.
[[nodiscard]] snapshot::Resource bar_resource(lists::ResourceType type, std::uint32_t bar, bool prefetchable,
                                              snapshot::SourceIndex source);
[[nodiscard]] snapshot::Resource virtual_bar_resource(lists::ResourceType type, std::uint32_t number, bool prefetchable,
                                                      snapshot::SourceIndex source);

}  // namespace resmap::import
