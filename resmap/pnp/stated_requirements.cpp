// SPDX-License-Identifier: MIT
// Tested in requirements_test.cpp.
#include "resmap/pnp/stated_requirements.h"

#include <algorithm>

#include "resmap/arbiters/pci_windows.h"

namespace resmap::pnp {

namespace {

using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Resource;
using snapshot::Role;

constexpr std::uint64_t kBelow4GiB = 0xFFFF'FFFF, kPorts = 0xFFFF;

bool has_place(const Device& device, const Resource& resource) {
  if (!resource.place) return false;
  if (resource.type == ResourceType::port) return device.io_decode.value_or(true);
  return resource.type != ResourceType::memory || device.memory_decode.value_or(true);
}

// PCI's number of it: a window that no source numbers is told by what passes through.
std::optional<std::uint32_t> tag_of(const Resource& resource) {
  if (resource.bar || resource.role != Role::window) return resource.bar;
  if (resource.type == ResourceType::port) return 9;
  if (resource.type != ResourceType::memory) return std::nullopt;
  return (resource.flags.value_or(0) & lists::memory_flag::prefetchable) != 0 ? 8 : 7;
}

std::optional<IoDescriptor> in_bounds(const Resource& resource, std::uint64_t length, std::uint64_t alignment,
                                      AddressRange bounds) {
  const ShareDisposition share = resource.share.value_or(ShareDisposition::device_exclusive);
  const std::uint16_t flags = resource.flags.value_or(0);
  const auto first = static_cast<std::uint32_t>(bounds.first), last = static_cast<std::uint32_t>(bounds.last);
  switch (resource.type) {
    case ResourceType::interrupt: return IoDescriptor::line(first, last, share, flags);
    case ResourceType::dma: return IoDescriptor::dma(first, last, share, flags);
    case ResourceType::bus_number: return IoDescriptor::bus(static_cast<std::uint32_t>(length), first, last, share);
    default: {
      const auto made =
          IoDescriptor::address(resource.type, length, alignment, bounds.first, bounds.last, share, flags);
      return made ? std::optional(*made) : std::nullopt;
    }
  }
}

std::optional<IoDescriptor> at_its_place(const Resource& resource) {
  return in_bounds(resource, resource.place->last_offset() + 1, 1, *resource.place);
}

// Anywhere that the device could decode, which follows from where it is: above 4 GiB only what is there, or can be prefetched.
std::optional<IoDescriptor> anywhere(const Resource& resource) {
  const std::uint64_t length = resource.place ? resource.place->last_offset() + 1 : resource.length.value_or(0);
  const bool high = (resource.place && resource.place->last > kBelow4GiB) || length > kBelow4GiB ||
                    (resource.flags.value_or(0) & lists::memory_flag::prefetchable) != 0;
  std::uint64_t last = resource.type == ResourceType::port ? kPorts : high ? ~std::uint64_t{0} : kBelow4GiB;
  if (resource.type == ResourceType::dma) last = 7;
  if (resource.type == ResourceType::bus_number) last = 255;
  return in_bounds(resource, length, resource.alignment.value_or(length), {0, last});
}

std::optional<RequirementGroup> group_of(const Device& device, const Resource& resource) {
  RequirementGroup group;
  group.tag = tag_of(resource);
  const bool is_window = resource.role == Role::window;
  if (resource.messages != 0) {
    group.alternatives = {IoDescriptor::messages(resource.messages, ShareDisposition::device_exclusive)};
    return group;
  }
  group.is_host_window =
      device.kind == DeviceKind::host_bridge && is_window && lists::is_address(resource.type) && resource.place;
  const bool stays = resource.fixed == Known::yes || group.is_host_window || device.kind == DeviceKind::motherboard ||
                     resource.type == ResourceType::bus_number;
  if (resource.place && (stays || has_place(device, resource))) {
    auto place = at_its_place(resource);
    if (!place) return std::nullopt;
    place->set_option(lists::io_option::preferred);
    group.alternatives.push_back(*place);
  }
  if (resource.place && stays) return group;
  auto free = is_window && lists::is_address(resource.type)
                  ? in_bounds(resource, 0, resource.type == ResourceType::port ? 0x1000 : 0x10'0000,
                              {0, resource.type == ResourceType::port ? kPorts : kBelow4GiB})
                  : anywhere(resource);
  if (!free) return group.alternatives.empty() ? std::nullopt : std::optional(group);
  free->set_option(group.alternatives.empty() ? lists::io_option::required : lists::io_option::alternative);
  group.alternatives.push_back(*free);
  return group;
}

}  // namespace

std::optional<LogicalConfiguration> stated_configuration(const Device& device) {
  constexpr std::uint32_t rom = 6;
  LogicalConfiguration made;
  made.index = 0;
  for (const Resource& resource : device.resources) {
    if (resource.bar == rom || !lists::is_arbitrated(resource.type)) continue;
    // What it lacks and nobody knows the size of asks for nothing.
    if (!resource.place && !resource.length && resource.messages == 0) continue;
    if (auto group = group_of(device, resource)) made.groups.push_back(std::move(*group));
  }
  return made.groups.empty() ? std::nullopt : std::optional(std::move(made));
}

std::optional<LogicalConfiguration> stated_boot(const Device& device) {
  LogicalConfiguration made;
  made.priority = lists::configuration_priority::boot_config;
  for (const Resource& resource : device.resources) {
    if (!has_place(device, resource) || resource.messages != 0 || !lists::is_arbitrated(resource.type)) continue;
    auto place = at_its_place(resource);
    if (!place) continue;
    place->set_option(lists::io_option::preferred);
    const bool window =
        device.kind == DeviceKind::host_bridge && resource.role == Role::window && lists::is_address(resource.type);
    made.groups.push_back({{*place}, window, tag_of(resource)});
  }
  return made.groups.empty() ? std::nullopt : std::optional(std::move(made));
}

}  // namespace resmap::pnp
