// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/claims/resource_map.h"
#include "resmap/pnp/legacy/root_resources.h"
#include "resmap/pnp/legacy/system_resources.h"

namespace resmap::pnp {

// What a bus passes on of one type; where anything is said of a type, nothing outside it is tried.
struct BusPart {
  lists::ResourceType type = lists::ResourceType::port;
  AddressRange range{0, 0};
};

// What the older doors stand on. Borrows everything; one thread at a time.
struct LegacyDoors {
  claims::ResourceMap* map = nullptr;
  registry::Registry* registry = nullptr;   // nt4: holds the drivers' keys
  const SystemResources* order = nullptr;   // nt4; null: no order
  RootResources* root = nullptr;            // w2k: decides
  const arbiters::BusMap* buses = nullptr;  // the map's
  std::span<const BusPart> bus = {};        // nt4: what the bus of the next call passes on
  claims::Era era = claims::Era::nt4;
  lists::CmLayout layout = lists::CmLayout::x86;  // of the lists that are made
  LegacyPolicy policy = {};
  std::uint64_t steps = 100'000;
};

// The parameters of IoAssignResources. Everything is borrowed for the call.
struct AssignRequest {
  std::string_view registry_path = {};  // from the registry's root; nt4 keeps the driver's values there
  std::string_view class_name = {};     // empty: "Other"
  std::string_view driver = {};
  std::optional<std::string_view> device = {};
  RootResources::DeviceId device_id = 0;  // w2k
  std::optional<Bytes> requested = {};    // IO_RESOURCE_REQUIREMENTS_LIST; none: erases what the device has (R66)
};

// What came of it. Refused is not an error.
struct AssignOutcome {
  claims::Era era = claims::Era::nt4;
  bool granted = false;
  std::vector<std::uint8_t> allocated;      // CM_RESOURCE_LIST, raw; empty when refused (R65) or erased
  std::vector<claims::Conflict> conflicts;  // nt4: of the places that were wanted first
};

// IoAssignResources: IoReportResourceUsage that chooses.
//
//   nt4   place_by_claims -> values under registry_path -> ResourceMap::claim       | refused: claim of the first wish, for its events
//   w2k   RootResources::assign -> translate -> ResourceMap::record                 | refused
//
// Wholly or not at all, save that in w2k a device whose new list cannot be recorded is left with none.
//   invalid_argument RM6405   w2k: the device has an ordinary device node (bug check 0xCA)
//   invalid_argument RM6407   nt4: no registry path
//   unsupported RM6401, malformed, limit_exceeded   as place_by_claims and RootResources say
//   and what ResourceMap answers. Cost: nt4 a query of the map a place tried.
// Source: claims-and-hal.md 3.3; R63 to R69.
[[nodiscard]] Result<AssignOutcome> io_assign_resources(const LegacyDoors& doors, const AssignRequest& request);

// The NTSTATUS of it. Source: claims-and-hal.md 1.7, 3.3, 3.4.
[[nodiscard]] std::uint32_t nt_status(const Result<AssignOutcome>& result, const LegacyDoors& doors);

}  // namespace resmap::pnp
