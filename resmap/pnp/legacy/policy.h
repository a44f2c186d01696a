// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::pnp {

// What no public source settles about the older doors: one switch a question, each with its line in CAVEATS.md. No logic here.
struct LegacyPolicy {
  // From which end of an ordering window nt4 takes a place.
  enum class Direction : std::uint8_t { top_down, bottom_up };
  Direction direction = Direction::top_down;
  // Whether what ReservedResources names for one bus is avoided on that bus alone, or on every bus.
  enum class Reserved : std::uint8_t { own_bus, every_bus };
  Reserved reserved = Reserved::own_bus;
  // What nt4 keeps under the driver's key: what was requested, as two real keys have it, or what was assigned besides.
  enum class KeptValues : std::uint8_t { requested, requested_and_assigned };
  KeptValues kept_values = KeptValues::requested;
  // What becomes of the kept values when the claim is erased.
  enum class ErasedValues : std::uint8_t { deleted, stay };
  ErasedValues erased_values = ErasedValues::deleted;
  // Where a PCI function may go besides the place that it has: anywhere its registers reach, as the articles say of NT 4, or
  // nowhere, as its boot option PCILOCK says and two real keys show.
  enum class PciPlaces : std::uint8_t { anywhere, locked };
  PciPlaces pci_places = PciPlaces::anywhere;
  // The line of a PCI function in nt4's list: what firmware wrote down, or the number made of device and pin that a
  // multiprocessor HAL uses (two real keys).
  enum class PciLine : std::uint8_t { as_firmware, by_device_and_pin };
  PciLine pci_line = PciLine::as_firmware;
  // Whose name the compatible ids of a detected device carry: the first bus of its list (documented), or the caller's bus.
  enum class DetectedBus : std::uint8_t { of_list, of_caller };
  DetectedBus detected_bus = DetectedBus::of_list;
};

}  // namespace resmap::pnp
