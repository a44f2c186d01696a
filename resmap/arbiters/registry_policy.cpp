// SPDX-License-Identifier: MIT
#include "resmap/arbiters/registry_policy.h"

#include <algorithm>
#include <utility>

namespace resmap::arbiters {

namespace {

using lists::IoRequirementsListView;

constexpr std::string_view kMmConfigRange = "MmConfigRange";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

const PolicyValue* find_value(std::span<const PolicyValue> values, std::string_view name) {
  for (const PolicyValue& value : values) {
    if (std::equal(value.name.begin(), value.name.end(), name.begin(), name.end(),
                   [](char a, char b) { return lower(a) == lower(b); }))
      return &value;
  }
  return nullptr;
}

template <typename Block>
Result<void> for_each_memory_range(const std::optional<IoRequirementsListView>& list, Block block) {
  if (!list || list->size() == 0) return {};
  for (const lists::IoDescriptorView descriptor : *list->begin()) {
    const AddressRange range = bounds_of(descriptor);
    if (lists::is_memory(descriptor.type()) && range.first <= range.last) RESMAP_TRY(block(range));
  }
  return {};
}

}  // namespace

Result<std::optional<IoRequirementsListView>> find_policy_list(std::span<const PolicyValue> values,
                                                               std::string_view name) {
  const PolicyValue* value = find_value(values, name);
  if (value != nullptr && value->list.empty()) value = find_value(values, value->refers_to);
  if (value == nullptr || value->list.empty()) return std::optional<IoRequirementsListView>{};
  RESMAP_TRY_ASSIGN(const IoRequirementsListView list, IoRequirementsListView::over(value->list));
  return std::optional<IoRequirementsListView>(list);
}

Result<WindowOrder> window_order_from(const RegistryPolicy& policy, std::string_view name, lists::ResourceType type,
                                      MemorySource memory) {
  WindowOrder order(memory);
  RESMAP_TRY_ASSIGN(const auto allocation, find_policy_list(policy.allocation_order, name));
  RESMAP_TRY_ASSIGN(const auto reserved, find_policy_list(policy.reserved_resources, name));
  if (allocation) RESMAP_TRY(order.add_all(*allocation, type));
  if (reserved) RESMAP_TRY(order.reserve_all(*reserved, type));
  return order;
}

Result<void> block_unusable(const RegistryPolicy& policy, std::string_view name, MemoryArbiter& arbiter) {
  RESMAP_TRY_ASSIGN(const auto inaccessible, find_policy_list(policy.inaccessible_range, name));
  RESMAP_TRY_ASSIGN(const auto ecam, find_policy_list(policy.reserved_resources, kMmConfigRange));
  RESMAP_TRY(
      for_each_memory_range(inaccessible, [&](AddressRange range) { return arbiter.block_inaccessible(range); }));
  return for_each_memory_range(ecam, [&](AddressRange range) { return arbiter.block_ecam(range); });
}

}  // namespace resmap::arbiters
