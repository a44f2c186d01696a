// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "resmap/arbiters/arbiter_finder.h"
#include "resmap/arbiters/interrupt_arbiter.h"
#include "resmap/arbiters/pci_windows.h"
#include "resmap/arbiters/registry_policy.h"
#include "resmap/pnp/device_tree.h"
#include "resmap/pnp/requirements.h"

namespace resmap::pnp {

// The number by which arbiters know a device.
[[nodiscard]] constexpr arbiters::DeviceId arbiter_id(DeviceIndex device) { return arbiters::DeviceId{device} + 1; }

// A range that somebody holds, as arbiters enter it.
struct HeldPlace {
  lists::ResourceType type = lists::ResourceType::memory;
  AddressRange range{0, 0};
  lists::ShareDisposition share = lists::ShareDisposition::device_exclusive;
  std::uint16_t flags = 0;
};

// Every arbiter of a machine in its place: five at the root, ports and memory of each host bridge and each PCI bridge. A bridge's are there from the beginning, so that what firmware configured below it can be reserved, and give
// nothing until the bridge is assigned its windows.
//
//   root        RootPort RootIRQ RootMemory RootDMA RootBusNumber      orders "Root"
//    └ host     PCI I/O Port, PCI Memory   pool: its windows           orders "Pci"
//       └ bridge  likewise                 pool: its windows
//
// Host windows are a pool and occupy nothing at the root. What stands at the root inside one is entered in the host's arbiter too,
// and what the host gives is entered at the root: neither side sees the other's tree.
// Made for one snapshot, which must outlive it; one thread at a time. Source: pnp-and-arbiters.md 2.1, 2.3, 2.5, 2.13.
class ArbiterTree {
 public:
  // Errors: those of the registry's lists, out_of_memory. May throw bad_alloc.
  [[nodiscard]] static Result<std::unique_ptr<ArbiterTree>> make(const snapshot::Snapshot& snapshot,
                                                                 const DeviceTree& tree, const Policy& policy);

  // The arbiter that a device's requirement is asked of: that of the nearest node above. A device that is no PCI function and
  // whose requirement lies wholly outside what that bus has asks further up (ARBITER_PARTIAL), and so does every device below a
  // subtractive bridge that has no window open there, or whose first choice lies outside those. Null: nobody hands it out.
  [[nodiscard]] arbiters::Arbiter* find(DeviceIndex device, const RequirementGroup& group);
  [[nodiscard]] arbiters::Arbiter* of_root(lists::ResourceType type) const { return at(std::nullopt, type); }
  // "RootPort", "PCI Memory (b=02)".
  [[nodiscard]] std::string name_of(const arbiters::Arbiter& arbiter) const;
  // The bridge that an arbiter belongs to; nullopt: the root.
  [[nodiscard]] std::optional<DeviceIndex> owner_of(const arbiters::Arbiter& arbiter) const;
  // The arbiter that a bridge itself asks for a window of this type.
  [[nodiscard]] arbiters::Arbiter* above(DeviceIndex bridge, lists::ResourceType type);

  // What a bridge passes on from now on; a host of which no window is known passes on everything. Nothing happens for a device that carries no arbiters. Precondition: no open transaction.
  [[nodiscard]] Result<void> set_windows(DeviceIndex host, std::span<const HeldPlace> windows);
  [[nodiscard]] Result<void> set_forwarding(DeviceIndex bridge, const arbiters::BridgeForwarding& forwarding);

  // Reserves what firmware configured, best effort: a place that nobody hands out is passed over.
  [[nodiscard]] Result<void> reserve_boot(DeviceIndex device, const LogicalConfiguration& boot);
  // Reserves at the root what no device of the tree holds: the HAL's and legacy drivers' lists. `owner`: a number of the caller's
  // above those of all devices.
  [[nodiscard]] Result<void> reserve_at_root(arbiters::DeviceId owner, std::span<const HeldPlace> places);
  // Enters what a device was given by `giver` in the arbiters that see the same space from the other side of a host window.
  [[nodiscard]] Result<void> show_elsewhere(DeviceIndex device,
                                            std::span<const std::pair<arbiters::Arbiter*, HeldPlace>> given);
  // Everything of a device, but in those of `keep`.
  [[nodiscard]] Result<void> release(arbiters::DeviceId owner, std::span<arbiters::Arbiter* const> keep = {});

  [[nodiscard]] arbiters::InterruptArbiter& interrupts() { return *interrupts_; }
  // For tests, and for who wants to look: every arbiter.
  [[nodiscard]] std::span<const std::unique_ptr<arbiters::Arbiter>> all() const { return arbiters_; }

 private:
  ArbiterTree(const snapshot::Snapshot& snapshot, const Policy& policy) : snapshot_(snapshot), policy_(policy) {}
  [[nodiscard]] Result<void> build(const DeviceTree& tree);
  [[nodiscard]] Result<void> add_bus(DeviceIndex bridge, const arbiters::RegistryPolicy& lists);
  [[nodiscard]] arbiters::ArbiterSetup setup(bool pci);
  void own(arbiters::ArbiterNode& node, std::unique_ptr<arbiters::Arbiter> arbiter, std::optional<DeviceIndex> bridge);
  [[nodiscard]] arbiters::Arbiter* at(std::optional<DeviceIndex> bridge, lists::ResourceType type) const;
  [[nodiscard]] bool is_beside(const arbiters::Arbiter& giver, const arbiters::Arbiter& other,
                               AddressRange range) const;
  [[nodiscard]] bool is_host(std::optional<DeviceIndex> bridge) const;

  const snapshot::Snapshot& snapshot_;
  Policy policy_;
  std::vector<snapshot::PolicyValue> published_;
  arbiters::ArbiterNode root_;
  std::vector<arbiters::ArbiterNode> nodes_;  // by device
  std::vector<std::unique_ptr<arbiters::Arbiter>> arbiters_;
  std::vector<std::optional<DeviceIndex>> owners_;  // beside arbiters_
  std::vector<std::optional<std::uint64_t>> bus_;   // by device: which bus a bridge carries
  arbiters::InterruptArbiter* interrupts_ = nullptr;
};

}  // namespace resmap::pnp
