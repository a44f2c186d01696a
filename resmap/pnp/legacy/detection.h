// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/pnp/legacy/assign_resources.h"

namespace resmap::pnp {

// The parameters of IoReportResourceForDetection. Borrowed for the call.
struct DetectionRequest {
  std::string_view driver = {};
  std::optional<Bytes> driver_list = {};
  std::optional<std::string_view> device = {};
  std::optional<Bytes> device_list = {};  // where it is given, it alone counts (R75)
  RootResources::DeviceId owner = 0;      // who holds it in the root arbiters: the device, or the driver; not 0
};

// IoReportResourceForDetection, era w2k: claims before hardware is probed that cannot enumerate itself.
//
//   list read -> map asked -> RootResources::reserve(for_detection) -> ResourceMap::claim      Count 0: both give it back
//
// Refused (STATUS_CONFLICTING_ADDRESSES) where somebody holds it, or a device that enumerates itself needs it (R34). A later
// call replaces the list. Wholly or not at all.
//   invalid_argument RM4001   no list
//   truncated, malformed      the list (STATUS_UNSUCCESSFUL, R76)
//   and what ResourceMap and RootResources answer. The status is claims::nt_status() of era w2k.
// Source: claims-and-hal.md 3.1.
[[nodiscard]] Result<claims::ClaimOutcome> report_for_detection(const LegacyDoors& doors,
                                                                const DetectionRequest& request);

// The parameters of IoReportDetectedDevice. Borrowed for the call; the lists are copied.
struct DetectedReport {
  std::string_view driver = {};
  lists::InterfaceType bus = lists::InterfaceType::undefined;
  std::uint32_t bus_number = 0xFFFF'FFFF, slot = 0xFFFF'FFFF;  // -1: not known
  std::optional<Bytes> resources = {};
  std::optional<Bytes> requirements = {};
  bool resources_assigned = false;
  std::optional<RootResources::DeviceId> pdo = {};  // none: one is made (R77)
};

// The compatible ids of a detected device: `DETECTED<Interface>\<Service>`, `DETECTED\<Service>`; the interface is that of the
// first bus in the list, `Internal` where there is none. Throws bad_alloc. Source: claims-and-hal.md 3.2; R77.
[[nodiscard]] std::vector<std::string> detected_compatible_ids(const DetectedReport& report, lists::CmLayout layout,
                                                               LegacyPolicy policy = {});

// IoReportDetectedDevice: a root-enumerated device node that counts as started; AddDevice and START come with the next boot.
// Answers the PDO: the one that was given, or a new one. Without `resources_assigned` the ranges are reserved for it too.
//   conflict RM6406       they are not free: no node is made (STATUS_CONFLICTING_ADDRESSES is the model)
//   truncated, malformed  a list
//   invalid_argument RM4002   no driver; and what RootResources answers.
// Source: claims-and-hal.md 3.2.
[[nodiscard]] Result<RootResources::DeviceId> report_detected_device(const LegacyDoors& doors,
                                                                     const DetectedReport& report);

}  // namespace resmap::pnp
