// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/arbiters/window_order.h"
#include "resmap/lists/bus_types.h"
#include "resmap/pnp/legacy/policy.h"
#include "resmap/registry/registry.h"

namespace resmap::pnp {

// Control\SystemResources of a registry: in which order NT 4 tries numbers on a bus, and which it leaves for last.
//
//   BusValues           Isa = {1, 0}                            the name of a bus type: the first number is its InterfaceType
//   AssignmentOrdering  Isa -> PCFlat = requirements list       the windows in order; a name leads on once, never twice
//   ReservedResources   Isa = resource list                     cut out of the windows: whoever places comes to it last
//
// A key or value that is missing says nothing, and everything is one window then. Borrows the registry. Const calls from many
// threads as Registry has it. Source: claims-and-hal.md 4.4 (the hive nt4-server).
class SystemResources {
 public:
  // `control`: the key `...\Control`.
  SystemResources(const registry::Registry& registry, registry::KeyId control, LegacyPolicy policy = {})
      : registry_(&registry), control_(control), policy_(policy) {}
  // Without a registry nothing is ordered.
  SystemResources() = default;

  // The windows of one bus type for one resource type. Errors: those of the lists (malformed, truncated), limit_exceeded RM2103,
  // out_of_memory. Cost: the values of three keys.
  [[nodiscard]] Result<arbiters::WindowOrder> order_of(lists::InterfaceType bus, lists::ResourceType type) const;

 private:
  [[nodiscard]] std::string name_of(lists::InterfaceType bus) const;
  [[nodiscard]] Result<void> reserve(arbiters::WindowOrder& order, registry::ValueId value,
                                     lists::ResourceType type) const;

  const registry::Registry* registry_ = nullptr;
  registry::KeyId control_ = {};
  LegacyPolicy policy_ = {};
};

}  // namespace resmap::pnp
