// SPDX-License-Identifier: MIT
// Tested in pnp_manager_test.cpp.
#include "resmap/pnp/windows_rules.h"

#include <algorithm>
#include <string_view>

namespace resmap::pnp {

namespace {

using lists::ResourceType;
using snapshot::Device;

bool is_printer_port(const Device& device) {
  const auto names_one = [](std::string_view id) {
    return id.find("PNP0400") != std::string_view::npos || id.find("PNP0401") != std::string_view::npos;
  };
  return names_one(device.id) || std::any_of(device.hardware_ids.begin(), device.hardware_ids.end(), names_one);
}

std::uint64_t messages_in(const LogicalConfiguration& configuration) {
  std::uint64_t count = 0;
  for (const RequirementGroup& group : configuration.groups)
    if (const auto view = group.alternatives.front().view(); view.is_message()) count += view.message_count();
  return count;
}

void set_window(arbiters::BridgeForwarding& passes, std::optional<std::uint32_t> number, AddressRange range) {
  if (number) (*number == 9 ? passes.io : *number == 8 ? passes.prefetch : passes.memory) = range;
}

}  // namespace

void filter_as_windows(const Device& device, const PnpPolicy& policy, Requirements& wanted) {
  const bool no_line = policy.lpt_interrupt == PnpPolicy::LptInterrupt::filtered && is_printer_port(device);
  if (no_line) {
    for (LogicalConfiguration& configuration : wanted.configurations)
      std::erase_if(configuration.groups, [](const RequirementGroup& group) {
        return group.alternatives.front().view().type() == ResourceType::interrupt;
      });
  }
  const std::uint64_t most = policy.os == PnpPolicy::Os::win7 ? 910 : 2048;
  std::erase_if(wanted.configurations,
                [&](const LogicalConfiguration& configuration) { return messages_in(configuration) > most; });
}

std::optional<std::uint32_t> window_number(ResourceType type, std::uint16_t flags, std::optional<std::uint32_t> tag) {
  if (tag) return *tag >= 7 && *tag <= 9 ? tag : std::nullopt;
  if (type == ResourceType::port)
    return (flags & lists::port_flag::window_decode) != 0 ? std::optional(9U) : std::nullopt;
  if (!lists::is_memory(type) || (flags & lists::memory_flag::window_decode) == 0) return std::nullopt;
  return (flags & lists::memory_flag::prefetchable) != 0 ? 8 : 7;
}

bool has_vga_range(const Requirements& wanted) {
  // Source: pnp-and-arbiters.md 4.2, rule 66.
  constexpr AddressRange memory{0xA0000, 0xBFFFF}, ports[] = {{0x3B0, 0x3BB}, {0x3C0, 0x3DF}};
  const auto is_one = [&](const RequirementGroup& group) {
    const auto view = group.alternatives.front().view();
    const auto place = only_place(view);
    if (!place || !lists::is_address(view.type())) return false;
    if (view.type() == ResourceType::port) return ports[0].contains(*place) || ports[1].contains(*place);
    return memory.contains(*place);
  };
  const auto has_one = [&](const LogicalConfiguration& configuration) {
    return std::any_of(configuration.groups.begin(), configuration.groups.end(), is_one);
  };
  return (wanted.boot && has_one(*wanted.boot)) ||
         std::any_of(wanted.configurations.begin(), wanted.configurations.end(), has_one);
}

std::vector<HeldPlace> host_windows_of(const Device& host, const Assignment& assigned) {
  std::vector<HeldPlace> windows;
  for (const AssignedResource& resource : assigned.resources)
    if (const auto range = resource.raw.view().range(); range && resource.is_window)
      windows.push_back({resource.type, *range, resource.share, resource.flags});
  if (!windows.empty()) return windows;
  for (const snapshot::Resource& resource : host.resources)
    if (resource.role == snapshot::Role::window && resource.place && lists::is_address(resource.type))
      windows.push_back({resource.type, *resource.place});
  return windows;
}

arbiters::BridgeForwarding forwarding_of(const Device& bridge, const Assignment& assigned) {
  arbiters::BridgeForwarding passes;
  passes.buses = bridge.child_buses;
  for (const AssignedResource& resource : assigned.resources)
    if (const auto range = resource.raw.view().range())
      set_window(passes, window_number(resource.type, resource.flags, resource.tag), *range);
  return passes;
}

arbiters::BridgeForwarding forwarding_of(const Device& bridge, const LogicalConfiguration& boot) {
  arbiters::BridgeForwarding passes;
  passes.buses = bridge.child_buses;
  for (const RequirementGroup& group : boot.groups) {
    const auto view = group.alternatives.front().view();
    if (const auto range = only_place(view))
      set_window(passes, window_number(view.type(), view.flags(), group.tag), *range);
  }
  return passes;
}

}  // namespace resmap::pnp
