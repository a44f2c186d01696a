// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace resmap::lists {

// INTERFACE_TYPE: the kind of bus a list speaks of; 32-bit signed on the wire. Source: structures-and-wdf.md 3.5.
enum class InterfaceType : std::int32_t {
  undefined = -1,
  internal = 0,
  isa = 1,
  eisa = 2,
  micro_channel = 3,
  turbo_channel = 4,
  pci_bus = 5,
  vme_bus = 6,
  nu_bus = 7,
  pcmcia_bus = 8,
  c_bus = 9,
  mpi_bus = 10,
  mpsa_bus = 11,
  processor_internal = 12,
  internal_power_bus = 13,
  pnp_isa_bus = 14,
  pnp_bus = 15,
  vmcs = 16,
  acpi_bus = 17,
};
inline constexpr std::int32_t kMaximumInterfaceType = 18;

[[nodiscard]] constexpr bool is_known(InterfaceType type) {
  const auto code = static_cast<std::int32_t>(type);
  return code >= -1 && code < kMaximumInterfaceType;
}
// NT's own spelling ("Internal", "PCIBus", ...); empty for a number that is not named above.
[[nodiscard]] std::string_view name_of(InterfaceType type);
[[nodiscard]] std::optional<InterfaceType> interface_type_from(std::string_view name);

// BUS_DATA_TYPE: what HalGetBusData is asked for. Not the numbering of InterfaceType: PCI is 4 here and 5 there.
enum class BusDataType : std::int32_t {
  configuration_space_undefined = -1,
  cmos = 0,
  eisa_configuration = 1,
  pos = 2,
  cbus_configuration = 3,
  pci_configuration = 4,
  vme_configuration = 5,
  nu_bus_configuration = 6,
  pcmcia_configuration = 7,
  mpi_configuration = 8,
  mpsa_configuration = 9,
  pnp_isa_configuration = 10,
  sgi_internal_configuration = 11,
};
inline constexpr std::int32_t kMaximumBusDataType = 12;

// CONFIGURATION_TYPE: the nodes of \Registry\Machine\Hardware\Description, as ARC firmware counted them.
enum class ConfigurationType : std::int32_t {
  arc_system,
  central_processor,
  floating_point_processor,
  primary_icache,
  primary_dcache,
  secondary_icache,
  secondary_dcache,
  secondary_cache,
  eisa_adapter,
  tc_adapter,
  scsi_adapter,
  dti_adapter,
  multi_function_adapter,
  disk_controller,
  tape_controller,
  cdrom_controller,
  worm_controller,
  serial_controller,
  network_controller,
  display_controller,
  parallel_controller,
  pointer_controller,
  keyboard_controller,
  audio_controller,
  other_controller,
  disk_peripheral,
  floppy_disk_peripheral,
  tape_peripheral,
  modem_peripheral,
  monitor_peripheral,
  printer_peripheral,
  pointer_peripheral,
  keyboard_peripheral,
  terminal_peripheral,
  other_peripheral,
  line_peripheral,
  network_peripheral,
  system_memory,
  docking_information,
  real_mode_irq_routing_table,
  real_mode_pci_enumeration,
};
inline constexpr std::int32_t kMaximumConfigurationType = 41;

// The key name under Hardware\Description, which is NT's spelling ("SerialController"); empty for an unnamed number.
[[nodiscard]] std::string_view name_of(ConfigurationType type);

}  // namespace resmap::lists
