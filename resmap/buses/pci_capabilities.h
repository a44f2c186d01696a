// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "resmap/buses/pci_config.h"

namespace resmap::buses {

namespace pci_capability {
inline constexpr std::uint16_t msi = 0x05;
inline constexpr std::uint16_t subsystem_ids = 0x0D;  // of a bridge
inline constexpr std::uint16_t express = 0x10;
inline constexpr std::uint16_t msi_x = 0x11;
inline constexpr std::uint16_t enhanced_allocation = 0x14;
}  // namespace pci_capability

namespace pci_extended_capability {
inline constexpr std::uint16_t serial_number = 0x0003;
inline constexpr std::uint16_t sr_iov = 0x0010;
inline constexpr std::uint16_t resizable_bar = 0x0015;
}  // namespace pci_extended_capability

struct PciCapability {
  std::uint16_t id = 0;
  std::uint16_t offset = 0;  // of its header, always inside the bytes that were read
  std::uint8_t version = 0;  // extended capabilities only

  friend constexpr bool operator==(const PciCapability&, const PciCapability&) = default;
};

// The capability list, one after the other, in its own order:
//   PciCapabilities list(view);
//   while (const auto found = list.next()) ...
// Ends for good with the first error, and every list ends:
//   not_found             there are no more
//   truncated             the list goes on where nothing was read: what a plain user of Linux gets
//   malformed RM5020-5024 it cannot go on
class PciCapabilities {
 public:
  explicit PciCapabilities(PciConfigView config);
  [[nodiscard]] Result<PciCapability> next();

 private:
  PciConfigView config_;
  std::uint8_t at_ = 0;
  bool ended_ = false;
  Error end_{.code = ErrorCode::not_found};
  std::uint64_t passed_ = 0;  // bit n: byte 4 * n
};

// The same for the list that begins at byte 256. A conventional function has none (not_found); where only the first 256 bytes of
// a PCI Express function were read, or fewer, it is `truncated`.
class PciExtendedCapabilities {
 public:
  explicit PciExtendedCapabilities(PciConfigView config);
  [[nodiscard]] Result<PciCapability> next();

 private:
  PciConfigView config_;
  std::uint16_t at_ = 0;
  bool ended_ = false;
  Error end_{.code = ErrorCode::not_found};
  std::array<std::uint64_t, 16> passed_{};
};

// The first capability with this id. Errors as above.
[[nodiscard]] Result<PciCapability> find_capability(PciConfigView config, std::uint16_t id);
[[nodiscard]] Result<PciCapability> find_extended_capability(PciConfigView config, std::uint16_t id);

struct PciMsi {
  std::uint16_t offset = 0;
  bool enabled = false;
  std::uint8_t supported = 1;  // messages that the function can send: 1, 2, 4 to 32
  std::uint8_t granted = 1;    // that it may send
  bool address_64 = false;
  bool maskable = false;

  friend constexpr bool operator==(const PciMsi&, const PciMsi&) = default;
};

struct PciMsiX {
  std::uint16_t offset = 0;
  bool enabled = false;
  bool all_masked = false;
  std::uint16_t table_size = 1;  // messages: 1 to 2048
  std::uint8_t table_bar = 0, pending_bar = 0;
  std::uint32_t table_offset = 0, pending_offset = 0;

  friend constexpr bool operator==(const PciMsiX&, const PciMsiX&) = default;
};

// Errors of all of these: as for find_capability; truncated and RM5022 also where the capability itself is cut off.
[[nodiscard]] Result<PciMsi> msi_of(PciConfigView config);  // malformed RM5030
[[nodiscard]] Result<PciMsiX> msi_x_of(PciConfigView config);

// What a PCI Express function is on its link. Codes that are not named are kept.
enum class PciePort : std::uint8_t {
  endpoint = 0,
  legacy_endpoint = 1,
  root_port = 4,
  upstream_port = 5,
  downstream_port = 6,
  express_to_pci_bridge = 7,
  pci_to_express_bridge = 8,
  root_complex_endpoint = 9,
  root_complex_event_collector = 10,
};
[[nodiscard]] Result<PciePort> express_port_of(PciConfigView config);

struct PciSubsystem {
  std::uint16_t vendor = 0;
  std::uint16_t device = 0;

  friend constexpr bool operator==(const PciSubsystem&, const PciSubsystem&) = default;
};
// In the header of a function, in a capability of a bridge, behind the header of a CardBus bridge. not_found: both ids are 0, or
// the bridge has no such capability.
[[nodiscard]] Result<PciSubsystem> subsystem_of(PciConfigView config);

}  // namespace resmap::buses
