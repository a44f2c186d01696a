// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/window_order.h"

namespace resmap::arbiters {

// One value below Control\Arbiters\AllocationOrder, ReservedResources or InaccessibleRange: a requirements list (type 10), or
// the name of a value beside it (REG_SZ). Borrows both.
struct PolicyValue {
  std::string_view name;
  Bytes list;                  // empty where the value is a name
  std::string_view refers_to;  // without its ending zero
};

// The three keys of Control\Arbiters, already read. A key that is missing is an empty span, and that is no error: no policy.
struct RegistryPolicy {
  std::span<const PolicyValue> allocation_order;
  std::span<const PolicyValue> reserved_resources;
  std::span<const PolicyValue> inaccessible_range;
};

// The list that an ordering name ("Root", "Pci") leads to in one key: directly, or by one reference, no further (rule 27).
// Names are compared without regard to ASCII case. nullopt: no such value, or a reference that leads to none.
// Errors: those of IoRequirementsListView::over.
[[nodiscard]] Result<std::optional<lists::IoRequirementsListView>> find_policy_list(std::span<const PolicyValue> values,
                                                                                    std::string_view name);

// The windows of an arbiter of this name and type: AllocationOrder, less ReservedResources. Errors as above and those of
// WindowOrder. Source: pnp-and-arbiters.md 2.5.
[[nodiscard]] Result<WindowOrder> window_order_from(const RegistryPolicy& policy, std::string_view name,
                                                    lists::ResourceType type, MemorySource memory = default_memory());

// Blocks what the registry says no memory arbiter of this name gives: InaccessibleRange, and MmConfigRange of
// ReservedResources, which is PCI Express configuration space (rule 28). Errors as above.
[[nodiscard]] Result<void> block_unusable(const RegistryPolicy& policy, std::string_view name, MemoryArbiter& arbiter);

}  // namespace resmap::arbiters
