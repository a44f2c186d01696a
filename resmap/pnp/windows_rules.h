// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "resmap/arbiters/pci_windows.h"
#include "resmap/pnp/arbiter_tree.h"
#include "resmap/pnp/assignment.h"

// What the drivers that come with Windows do to a list, and what a bridge passes on. Not installed: pnp_manager.cpp uses it.
namespace resmap::pnp {

// A printer port asks for no interrupt where `policy.lpt_interrupt` says that its driver takes it out. A configuration with more
// messages than this Windows gives one device (910 before Windows 8, 2048 since) is taken out.
// May throw bad_alloc. Source: windows-traces.md 2; pnp-and-arbiters.md 4.4.
void filter_as_windows(const snapshot::Device& device, const PnpPolicy& policy, Requirements& wanted);

// Which window of a PCI bridge a descriptor speaks of, by PCI's numbers: 7 memory, 8 prefetchable, 9 ports. By its tag, else by the
// window flag. nullopt: none.
[[nodiscard]] std::optional<std::uint32_t> window_number(lists::ResourceType type, std::uint16_t flags,
                                                         std::optional<std::uint32_t> tag);

// Whether firmware configured, or the lists require in one single place, a range of VGA: then every bridge above passes them on.
[[nodiscard]] bool has_vga_range(const Requirements& wanted);

// The windows of a host bridge: those of its list, and where it has none those that its source states.
[[nodiscard]] std::vector<HeldPlace> host_windows_of(const snapshot::Device& host, const Assignment& assigned);
// What a PCI bridge passes on with this assignment: told by PCI's tags, else by the window flags of its descriptors.
[[nodiscard]] arbiters::BridgeForwarding forwarding_of(const snapshot::Device& bridge, const Assignment& assigned);
// The same for what firmware had configured.
[[nodiscard]] arbiters::BridgeForwarding forwarding_of(const snapshot::Device& bridge,
                                                       const LogicalConfiguration& boot);

}  // namespace resmap::pnp
