// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/buses/pci_function.h"
#include "resmap/buses/policy.h"
#include "resmap/lists/cm_list_builder.h"

namespace resmap::buses {

// The boot configuration of a function: what firmware put where and left decoding, as Windows keeps it in BootConfig. BARs in the
// order of their index, then open windows, then the line where firmware wrote one down (a bridge has none). No tags:
// DevicePrivate stands in requirements only. A space whose decoding is off has nothing in it (windows-traces.md 1, rule 7).
//   not_found   nothing is set up, and there is no such list
//   out_of_memory, not_encodable (as pci_requirements)
// Cost: linear in the ranges.
[[nodiscard]] Result<lists::CmResourceListBuilder> pci_boot_configuration(const PciFunction& function,
                                                                          lists::CmLayout layout = lists::CmLayout::x64,
                                                                          MemorySource memory = default_memory());

}  // namespace resmap::buses
