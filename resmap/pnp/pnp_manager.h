// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "resmap/claims/resource_map.h"
#include "resmap/pnp/assigned_lists.h"
#include "resmap/pnp/assignment.h"
#include "resmap/pnp/driver_stack.h"
#include "resmap/pnp/first_choice.h"
#include "resmap/pnp/machine.h"

namespace resmap::pnp {

// One thing that happened, for whoever wants to follow (`assign --trace`). Words are made in report/.
struct TraceStep {
  enum class Kind : std::uint8_t {
    refused,  // a configuration could not be met
    chosen,   // it could
    opened,   // a window of a bridge was opened
    problem,  // the device ends with a problem
    nothing,  // it needs no resources
    started,
    released,  // it lost what it had
  };
  Kind kind = Kind::chosen;
  DeviceIndex device = 0;
  std::optional<std::uint32_t> configuration = {};  // nullopt: the boot configuration
  bool by_boot_rule = false;
  std::optional<std::uint32_t> group = {};
  std::optional<Error> why = {};
  std::string arbiter = {};
  snapshot::ProblemCode problem = snapshot::ProblemCode::none;
  lists::ResourceType type = lists::ResourceType::null;
  std::optional<AddressRange> place = {};
};

struct AssignSetup {
  Policy policy = {};
  bool ignore_boot = false;
  std::vector<DeviceIndex>
      order;  // devices that start first, each behind what it hangs on; the others as the policy says
  std::uint64_t steps = 100'000;                        // for one device
  DriverStack* drivers = nullptr;                       // borrowed; null: drivers that agree to everything
  const arbiters::InterruptRouting* routing = nullptr;  // a _PRT; borrowed; null: not known
  const arbiters::BusMap* buses = nullptr;              // translators; borrowed; null: everything is as the bus sees it
  std::function<arbiters::BusMap::Place(DeviceIndex)> place_of;  // where a device stands in `buses`; empty: at the root
  std::function<void(const TraceStep&)> trace;
};

// The PnP manager: gives every device of a machine its resources as Windows does, starts it, and tells its problem.
//
//   Snapshot -> ArbiterTree, boot reservations, legacy claims
//   device   -> requirements_of -> filter -> first_choice -> lists raw and translated -> ResourceMap::record -> START
//                                               \-> problem 12, and again whenever somebody gives something back
//
// Borrows the machine. One thread at a time; not called from inside a DriverStack. Errors of all calls: out_of_memory, and those of
// lists in the registry's policy; what a device's own lists say is a problem of that device.
// Source: pnp-and-arbiters.md 1.1, 2.4, 2.13, 3.4, 3.5; windows-traces.md 1.
class PnpManager {
 public:
  [[nodiscard]] static Result<std::unique_ptr<PnpManager>> make(const Machine& machine, const AssignSetup& setup);
  PnpManager(const PnpManager&) = delete;
  PnpManager& operator=(const PnpManager&) = delete;
  ~PnpManager();

  // Every device that is present and not disabled, in the order in which they start. Those that have resources keep them.
  [[nodiscard]] Result<void> assign_all();
  // One device, behind those it hangs on. Nothing happens where it is assigned already.
  [[nodiscard]] Result<void> arrive(DeviceIndex device);
  // A device and all below it give everything back; then those that wait are tried again (rule 47).
  [[nodiscard]] Result<void> remove(DeviceIndex device);

  // What a device has, or why it has nothing; null: it was never assigned.
  [[nodiscard]] const Assignment* assignment(DeviceIndex device) const;
  // What it asked for, as its drivers have filtered it; null: nothing is known, or its lists cannot be read.
  [[nodiscard]] const Requirements* asked(DeviceIndex device) const;
  // Whether it asks for anything or firmware gave it something: the devices that answers are shown of.
  [[nodiscard]] bool has_to_do_with_resources(DeviceIndex device) const;
  // The order in which assign_all() takes devices.
  [[nodiscard]] std::span<const DeviceIndex> start_order() const { return order_; }
  [[nodiscard]] const Machine& machine() const { return machine_; }
  [[nodiscard]] ArbiterTree& arbiters() { return *arbiters_; }
  [[nodiscard]] claims::ResourceMap& map() { return *map_; }

 private:
  PnpManager(const Machine& machine, const AssignSetup& setup);
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<void> reserve_claims();
  void put_in_order();
  [[nodiscard]] bool takes_part(DeviceIndex device) const;
  [[nodiscard]] Result<void> assign(DeviceIndex device);
  [[nodiscard]] Result<Requirements> requirements(DeviceIndex device);
  [[nodiscard]] Result<void> take(DeviceIndex device, const Chosen& chosen, const Requirements& wanted,
                                  Assignment& into);
  [[nodiscard]] Result<void> note_opened(const OpenedBridge& opened);
  [[nodiscard]] Result<void> pass_on(DeviceIndex device, const Assignment& assigned);
  [[nodiscard]] Result<void> enter(DeviceIndex device, const Assignment& assigned);
  [[nodiscard]] Result<void> start(DeviceIndex device, Assignment& assigned);
  [[nodiscard]] Result<void> give_back(DeviceIndex device);
  [[nodiscard]] Result<void> retry();
  [[nodiscard]] arbiters::BridgeForwarding with_vga(DeviceIndex bridge, arbiters::BridgeForwarding passes) const;
  void tell(TraceStep step) const;

  const Machine& machine_;
  const snapshot::Snapshot& facts_;
  AssignSetup setup_;
  std::unique_ptr<DriverStack> agreeing_;
  DriverStack* drivers_;
  std::unique_ptr<ArbiterTree> arbiters_;
  std::unique_ptr<claims::ResourceMap> map_;
  std::vector<DeviceIndex> order_;
  std::vector<std::optional<Assignment>> assigned_;     // by device
  std::vector<std::optional<Requirements>> given_;      // by device: what its assignment answers
  std::vector<arbiters::BridgeForwarding> forwarding_;  // by device
  std::vector<bool> passes_vga_;                        // by device: bridges with VGA below them
  bool retrying_ = false;
};

}  // namespace resmap::pnp
