// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/buses/pci_function.h"
#include "resmap/buses/policy.h"
#include "resmap/lists/interrupt_policy.h"
#include "resmap/lists/io_list_builder.h"

namespace resmap::buses {

// What a driver package says in the registry and configuration space does not: it decides what the list looks like.
struct PciDriver {
  bool message_signaled = false;       // MSISupported: without it the function gets its line, whatever it can do
  std::uint16_t message_limit = 0;     // MessageNumberLimit; 0: none
  bool io_space_not_required = false;  // the package does without I/O BARs: a Null stands in the place of each
  // Interrupt Management\Affinity Policy, carried by message requirements.
  lists::IrqDevicePolicy affinity = lists::IrqDevicePolicy::machine_default;
  lists::IrqPriority priority = lists::IrqPriority::undefined;
  std::uint64_t processors = 0;

  friend constexpr bool operator==(const PciDriver&, const PciDriver&) = default;
};

// DevicePrivate {1, n, 0} behind a requirement says which register it is: n 0 to 5 a BAR, 7 to 9 a window, 10 to 15 the BARs of
// virtual functions.
inline constexpr std::uint32_t kBarTag = 1;

// The requirements list of a function, with the bytes that Windows' PCI driver writes:
//   each BAR   [PREFERRED where it is now] [ALTERNATIVE anywhere it could be] [DevicePrivate]; where it has no place one PREFERRED
//   windows    memory, prefetchable, I/O likewise; to be closed is the alternative
//   interrupt  line: one shared; MSI: preferred, then one message, then the line; MSI-X: a configuration with all its messages,
//              then one with the rest. A PCI Express port asks for one message and nothing else.
// Every configuration but the first adds 32 unused bytes to ListSize. Memory for the builder comes from `memory`; it stays usable.
// Cost: linear in the descriptors, at most 2048 messages and 64 configurations.
//   not_found       the function asks for nothing, and has no list
//   truncated, malformed   the driver wants messages and the capabilities could not all be read (capabilities_end)
//   limit_exceeded  policy lists each size of resizable BARs, and that makes more than 64 configurations; value: how many
//   not_encodable   a fixed range of more than 4 GiB in no unit that lists have; out_of_memory
// Source: pnp-and-arbiters.md 1.8, 4.1, 4.2, 4.4, 4.7.
[[nodiscard]] Result<lists::IoRequirementsListBuilder> pci_requirements(const PciFunction& function,
                                                                        const PciDriver& driver = {},
                                                                        const BusPolicy& policy = {},
                                                                        MemorySource memory = default_memory());

}  // namespace resmap::buses
