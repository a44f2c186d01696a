// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "resmap/buses/fixed_row.h"
#include "resmap/buses/pci_bar_size.h"
#include "resmap/buses/pci_capabilities.h"
#include "resmap/buses/pci_extended.h"

namespace resmap::buses {

// Where a function is. Its instance path and its requester id are made of this.
struct PciAddress {
  std::uint8_t bus = 0;
  std::uint8_t device = 0;    // 0 to 31
  std::uint8_t function = 0;  // 0 to 7

  // PCI_SLOT_NUMBER: the device in bits 0 to 4, the function in 5 to 7. Source: pnp-and-arbiters.md 1.2.
  [[nodiscard]] constexpr std::uint32_t slot() const { return device | std::uint32_t{function} << 5; }
  // As requester ids have it: the device in the upper bits.
  [[nodiscard]] constexpr std::uint8_t device_and_function() const {
    return static_cast<std::uint8_t>(device << 3 | function);
  }
  friend constexpr bool operator==(const PciAddress&, const PciAddress&) = default;
};

// The order and the numbers in which windows stand in lists. Source: pnp-and-arbiters.md 1.8.
enum class PciWindowKind : std::uint8_t { memory = 7, prefetchable = 8, io = 9 };

struct PciBridgeWindow {
  PciWindowKind kind = PciWindowKind::memory;
  std::uint8_t number = 0;    // which of its kind: CardBus has two
  bool fixed = false;         // Enhanced Allocation put it there
  std::uint64_t granule = 0;  // bytes; start and length are multiples
  PciWindow now;

  // The highest address that it could pass on.
  [[nodiscard]] constexpr std::uint64_t maximum() const {
    if (kind == PciWindowKind::io) return now.wide ? 0xFFFF'FFFF : 0xFFFF;
    return now.wide ? ~std::uint64_t{0} : 0xFFFF'FFFF;
  }
  friend constexpr bool operator==(const PciBridgeWindow&, const PciBridgeWindow&) = default;
};

struct PciSizedRom {
  PciRom now;              // all 0: nobody gave it an address
  std::uint64_t size = 0;  // bytes

  friend constexpr bool operator==(const PciSizedRom&, const PciSizedRom&) = default;
};

// One PCI function as plain facts, out of its configuration space and what that read after ones were written. No bytes are kept.
struct PciFunction {
  PciAddress at;
  std::uint16_t vendor = 0, device_id = 0;
  std::uint32_t class_code = 0;
  PciHeader header = PciHeader::function;
  std::uint16_t command = 0;

  FixedRow<PciSizedBar, 6> bars;            // by index; ranges that Enhanced Allocation fixes stand there too
  std::uint8_t fixed_bars = 0;              // bit n: BAR n is one of those
  std::optional<PciSizedRom> rom;           // nobody asks a range for it before it is read
  FixedRow<PciBridgeWindow, 4> windows;     // of a bridge, those that it has, in the order of lists
  std::optional<PciBridgeBuses> buses;      // of a bridge
  std::optional<PciBridgeControl> control;  // of a bridge
  bool subtractive = false;

  std::uint8_t pin = 0;                                // 0 none, 1 to 4
  std::uint8_t line = 0;                               // what firmware wrote down; 0 and 255 say nothing
  std::uint16_t msi_messages = 0, msi_x_messages = 0;  // 0: it has no such capability
  std::optional<PciePort> express;
  bool hot_plug = false;  // a port whose slot may be filled and emptied
  std::optional<PciSrIov> sr_iov;
  FixedRow<PciResizableBar, 6> resizable;  // those whose BAR is there
  // The first reason why the capabilities, and those behind byte 256, are not all known: truncated, or malformed with its rule.
  // What was found before it stands.
  std::optional<Error> capabilities_end, extended_end;

  [[nodiscard]] constexpr bool io_decode() const { return (command & 1) != 0; }
  [[nodiscard]] constexpr bool memory_decode() const { return (command & 2) != 0; }
  [[nodiscard]] constexpr bool is_express_port() const {
    return header == PciHeader::bridge && (express == PciePort::root_port || express == PciePort::downstream_port);
  }
  [[nodiscard]] constexpr bool has_line() const { return pin >= 1 && pin <= 4; }

  // `ones`: the same space as it reads after ones were written to BARs, ROM, base and limit registers (and to the BARs of
  // virtual functions) with decoding off; at least the header. Cost: linear in the capabilities.
  //   not_found          nothing answers there
  //   invalid_argument   at.device above 31 or at.function above 7
  //   truncated RM5003   `ones` has fewer than 64 bytes
  //   malformed          RM5010 to RM5012, with the BAR's index and the register's offset
  // Trouble with capabilities is no error: see capabilities_end and extended_end.
  [[nodiscard]] static Result<PciFunction> read(PciAddress at, PciConfigView config, Bytes ones);
};

}  // namespace resmap::buses
