// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "resmap/buses/pci_capabilities.h"

namespace resmap::import {

// What a person calls a function of this class (24 bits): "AHCI controller", "Ethernet controller". With the port type of a PCI
// Express bridge its kind: "root port", "switch downstream port". Never empty.
[[nodiscard]] std::string_view pci_function_name(std::uint32_t class_code,
                                                 std::optional<buses::PciePort> port = std::nullopt);

// The same for a plug-and-play id: "PNP0501" is a "serial port". Empty for one that is not known.
[[nodiscard]] std::string_view pnp_device_name(std::string_view id);

}  // namespace resmap::import
