// SPDX-License-Identifier: MIT
#include "resmap/lists/bus_types.h"

#include <algorithm>
#include <iterator>

namespace resmap::lists {

namespace {

constexpr std::string_view kInterfaces[] = {
    "Internal",  "Isa",    "Eisa",   "MicroChannel", "TurboChannel",      "PCIBus",           "VMEBus",    "NuBus",
    "PCMCIABus", "CBus",   "MPIBus", "MPSABus",      "ProcessorInternal", "InternalPowerBus", "PNPISABus", "PNPBus",
    "Vmcs",      "ACPIBus"};
static_assert(std::size(kInterfaces) == kMaximumInterfaceType);

constexpr std::string_view kConfigurations[] = {"System",
                                                "CentralProcessor",
                                                "FloatingPointProcessor",
                                                "PrimaryICache",
                                                "PrimaryDCache",
                                                "SecondaryICache",
                                                "SecondaryDCache",
                                                "SecondaryCache",
                                                "EisaAdapter",
                                                "TcAdapter",
                                                "ScsiAdapter",
                                                "DtiAdapter",
                                                "MultifunctionAdapter",
                                                "DiskController",
                                                "TapeController",
                                                "CdRomController",
                                                "WormController",
                                                "SerialController",
                                                "NetworkController",
                                                "DisplayController",
                                                "ParallelController",
                                                "PointerController",
                                                "KeyboardController",
                                                "AudioController",
                                                "OtherController",
                                                "DiskPeripheral",
                                                "FloppyDiskPeripheral",
                                                "TapePeripheral",
                                                "ModemPeripheral",
                                                "MonitorPeripheral",
                                                "PrinterPeripheral",
                                                "PointerPeripheral",
                                                "KeyboardPeripheral",
                                                "TerminalPeripheral",
                                                "OtherPeripheral",
                                                "LinePeripheral",
                                                "NetworkPeripheral",
                                                "SystemMemory",
                                                "DockingInformation",
                                                "RealModeIrqRoutingTable",
                                                "RealModePCIEnumeration"};
static_assert(std::size(kConfigurations) == kMaximumConfigurationType);

}  // namespace

std::string_view name_of(InterfaceType type) {
  if (!is_known(type)) return {};
  if (type == InterfaceType::undefined) return "Undefined";
  return kInterfaces[static_cast<std::size_t>(type)];
}

std::optional<InterfaceType> interface_type_from(std::string_view name) {
  if (name == "Undefined") return InterfaceType::undefined;
  const auto* found = std::find(std::begin(kInterfaces), std::end(kInterfaces), name);
  if (found == std::end(kInterfaces)) return std::nullopt;
  return static_cast<InterfaceType>(found - std::begin(kInterfaces));
}

std::string_view name_of(ConfigurationType type) {
  const auto code = static_cast<std::int32_t>(type);
  if (code < 0 || code >= kMaximumConfigurationType) return {};
  return kConfigurations[code];
}

}  // namespace resmap::lists
