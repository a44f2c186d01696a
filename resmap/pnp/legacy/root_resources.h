// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "resmap/arbiters/arbiter.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"

namespace resmap::pnp {

// A device that a driver has found by itself and reports (IoReportDetectedDevice).
struct DetectedDevice {
  std::string service;  // the driver's key name
  lists::InterfaceType bus = lists::InterfaceType::undefined;
  std::uint32_t bus_number = 0xFFFF'FFFF, slot = 0xFFFF'FFFF;  // -1: not known
  std::vector<std::string> compatible_ids;                     // R77
  std::vector<std::uint8_t> resources;                         // CM_RESOURCE_LIST, copied; may be empty
  std::vector<std::uint8_t> requirements;                      // IO_RESOURCE_REQUIREMENTS_LIST, copied; may be empty
  bool started = true;                    // as if it had been; AddDevice and START come with the next boot
  std::optional<arbiters::DeviceId> pdo;  // the caller's own; none: one is made
  bool resources_assigned = false;  // the driver has claimed them itself: the PnP manager claims nothing, now or later
};

// What era w2k asks of the device tree: the older doors know no more of it. Implemented over root arbiters here, and by the tree.
// Each call happens wholly or not at all. Errors besides those named: out_of_memory, and limit_exceeded for spent steps.
class RootResources {
 public:
  using DeviceId = arbiters::DeviceId;

  RootResources() = default;
  RootResources(const RootResources&) = delete;
  RootResources& operator=(const RootResources&) = delete;
  virtual ~RootResources() = default;

  // Whether the device has an ordinary device node: then an older door is shut to it (bug check 0xCA).
  [[nodiscard]] virtual bool is_pnp_device(DeviceId device) const = 0;
  // Reserves exactly these ranges for the device, in place of what it had. False: somebody holds one of them, or, with
  // `for_detection`, a device that enumerates itself needs it (R34); without, what firmware alone holds is free (R33).
  [[nodiscard]] virtual Result<bool> reserve(DeviceId device, std::span<const lists::CmDescriptor> raw,
                                             bool for_detection) = 0;
  // First choice: the first configuration of which all can be had, in place of what the device had. The answer has one descriptor
  // a group, in order. nullopt: none can.
  [[nodiscard]] virtual Result<std::optional<std::vector<lists::CmDescriptor>>> assign(
      DeviceId device, const lists::IoRequirementsListView& requirements, lists::CmLayout layout) = 0;
  // Gives back everything of the device.
  [[nodiscard]] virtual Result<void> release(DeviceId device) = 0;
  // A root-enumerated device node, and these ranges for it. Answers its id; nullopt: somebody holds one of them, and no node is
  // made.
  [[nodiscard]] virtual Result<std::optional<DeviceId>> add_detected(DetectedDevice device,
                                                                     std::span<const lists::CmDescriptor> ranges) = 0;
};

// The same with the arbiters of the root and no tree: one for each type, those that are null hand out nothing. Borrows them.
class RootArbiters final : public RootResources {
 public:
  struct Set {
    arbiters::Arbiter* port = nullptr;
    arbiters::Arbiter* memory = nullptr;
    arbiters::Arbiter* interrupt = nullptr;
    arbiters::Arbiter* dma = nullptr;
  };
  // `first_id`: of the first device that is detected; the others follow.
  explicit RootArbiters(const Set& arbiters, DeviceId first_id = 0x8000'0000, std::uint64_t steps = 100'000)
      : arbiters_(arbiters), next_id_(first_id), steps_(steps) {}

  // The places that devices which enumerate themselves need, whoever holds them.
  void needs(lists::ResourceType type, AddressRange range) { needed_.push_back({type, range}); }
  void add_pnp_device(DeviceId device) { pnp_devices_.push_back(device); }
  [[nodiscard]] const std::vector<std::pair<DeviceId, DetectedDevice>>& detected() const { return detected_; }

  [[nodiscard]] bool is_pnp_device(DeviceId device) const override;
  [[nodiscard]] Result<bool> reserve(DeviceId device, std::span<const lists::CmDescriptor> raw,
                                     bool for_detection) override;
  [[nodiscard]] Result<std::optional<std::vector<lists::CmDescriptor>>> assign(
      DeviceId device, const lists::IoRequirementsListView& requirements, lists::CmLayout layout) override;
  [[nodiscard]] Result<void> release(DeviceId device) override;
  [[nodiscard]] Result<std::optional<DeviceId>> add_detected(DetectedDevice device,
                                                             std::span<const lists::CmDescriptor> ranges) override;

 private:
  struct Need {
    lists::ResourceType type;
    AddressRange range;
  };
  [[nodiscard]] arbiters::Arbiter* arbiter_of(lists::ResourceType type) const;
  [[nodiscard]] std::vector<arbiters::Arbiter*> all() const;
  // Tests every arbiter with its entries; commits all, or rolls all back. False: one has no room.
  [[nodiscard]] Result<bool> in_one(DeviceId device, std::vector<arbiters::ArbiterEntry>& entries);

  Set arbiters_;
  DeviceId next_id_;
  std::uint64_t steps_;
  std::vector<Need> needed_;
  std::vector<DeviceId> pnp_devices_;
  std::vector<std::pair<DeviceId, DetectedDevice>> detected_;
};

}  // namespace resmap::pnp
