// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "resmap/arbiters/requirement_group.h"
#include "resmap/arbiters/sharing.h"
#include "resmap/base/address_range.h"
#include "resmap/ranges/range_list.h"

namespace resmap::arbiters {

// A device: the caller's number, never 0 (that is nobody).
using DeviceId = ranges::RangeOwner;

// Who asks (ArbiterRequestSource). Source: pnp-and-arbiters.md 2.2.
enum class RequestSource : std::int8_t {
  undefined = -1,
  legacy_reported = 0,  // IoReportResourceUsage and its kind
  hal_reported = 1,
  legacy_assigned = 2,  // IoAssignResources
  pnp_detected = 3,
  pnp_enumerated = 4,
};

// What came of an entry (ARBITER_RESULT, and the last one, which is ours).
enum class ArbiterResult : std::int8_t {
  undefined = -1,
  success = 0,
  external_conflict = 1,  // this is the entry that found no room
  null_request = 2,       // length 0: met, and nothing taken
  unknown_route = 3,  // a PCI function's line where no _PRT tells the route and firmware left no value: not invented
};

// Where a PCI function's interrupt pin comes out on the bus that has routing: after swizzling. Source: rule 68a.
struct PciPin {
  std::uint8_t device = 0;
  std::uint8_t pin = 0;  // 0 is INTA
  friend constexpr bool operator==(PciPin, PciPin) = default;
};

// One requirement of one device, and the answer to it (ARBITER_LIST_ENTRY). Borrows the descriptors.
struct ArbiterEntry {
  RequirementGroupView alternatives;  // none: the device gives back everything that this arbiter gave it
  DeviceId device = 0;
  RequestSource source = RequestSource::pnp_enumerated;
  // Where firmware had put this very requirement, when the boot rule may be used for it (ARBITER_FLAG_BOOT_CONFIG): an
  // alternative with exactly this one place may stand on another place that firmware fixed, and on the ECAM block.
  std::optional<AddressRange> boot_place;
  // false: the boot place may not stand on anything yet, but is remembered as firmware's for those that come later.
  bool by_boot_rule = true;
  std::optional<PciPin> pin;  // line interrupts of PCI functions
  bool is_pci_function = false;

  // Written by test_allocation, read by retest_allocation.
  ArbiterResult result = ArbiterResult::undefined;
  std::uint32_t selected_alternative = 0;
  std::optional<AddressRange> assigned;
};

// Work is bounded by steps, never by time: a step is one place tried for one requirement, so that the same input gives the same
// answer on every machine.
struct StepBudget {
  std::uint64_t left = 100'000;
  std::uint64_t used = 0;

  [[nodiscard]] bool take() {
    if (left == 0) return false;
    --left;
    ++used;
    return true;
  }
};

// What the arbiter has to know of two devices that meet at one place. Without `ask` nobody knows anybody.
struct Acquaintances {
  Acquaintance (*ask)(void* context, DeviceId one, DeviceId other) = nullptr;
  void* context = nullptr;

  [[nodiscard]] Acquaintance between(DeviceId one, DeviceId other) const {
    return ask == nullptr ? Acquaintance{} : ask(context, one, other);
  }
};

// RangeEntry::attributes as arbiters set them. Bits 0x01, 0x02, 0x10 and 0x40 are those of the open arbiter library.
// Source: pnp-and-arbiters.md 2.7.
namespace range_attribute {
inline constexpr std::uint8_t boot_allocated = 0x01;    // reserved for the device from its boot configuration
inline constexpr std::uint8_t driver_exclusive = 0x02;  // devices of the same driver may stand here too
inline constexpr std::uint8_t firmware_fixed = 0x04;    // one place only, and firmware chose it
inline constexpr std::uint8_t ecam = 0x08;              // PCI Express configuration space
inline constexpr std::uint8_t port_alias = 0x10;        // the card answers here because it decodes few address lines
inline constexpr std::uint8_t latched = 0x20;           // interrupts
inline constexpr std::uint8_t prefetchable = 0x40;
inline constexpr std::uint8_t shared = 0x80;
}  // namespace range_attribute

}  // namespace resmap::arbiters
