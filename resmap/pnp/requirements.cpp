// SPDX-License-Identifier: MIT
#include "resmap/pnp/requirements.h"

#include <algorithm>
#include <limits>

#include "resmap/arbiters/requirement_group.h"
#include "resmap/arbiters/window_order.h"
#include "resmap/base/checked.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_list.h"
#include "resmap/pnp/list_facts.h"
#include "resmap/pnp/stated_requirements.h"

namespace resmap::pnp {

namespace {

using lists::CmDescriptorView;
using lists::IoDescriptor;
using lists::IoDescriptorView;
using lists::LogConfType;
using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Configuration;
using snapshot::Device;
using snapshot::DeviceKind;

const Configuration* find(const Device& device, LogConfType kind, std::uint32_t registry_type) {
  for (const Configuration& configuration : device.configurations)
    if (configuration.kind == kind && configuration.registry_type == registry_type) return &configuration;
  return nullptr;
}

bool was_decoded(const Device& device, ResourceType type) {
  if (lists::is_memory(type)) return device.memory_decode.value_or(true);
  return type != ResourceType::port || device.io_decode.value_or(true);
}

// One descriptor of a boot configuration as a requirement with that one place; nullopt: nothing that could be required.
Result<std::optional<IoDescriptor>> as_requirement(const CmDescriptorView& held) {
  IoDescriptor wanted;
  if (held.is_message()) {
    wanted = IoDescriptor::messages(std::max<std::uint32_t>(held.raw_message_count(), 1), held.share());
    wanted.set_flags(held.flags());
    return std::optional(wanted);
  }
  if (!lists::is_arbitrated(held.type())) {
    wanted.set_type(held.type()).set_share(held.share()).set_flags(held.flags());
    for (std::size_t i = 0; i < 3; ++i) wanted.set_data(i, held.data(i));
    return std::optional(wanted);
  }
  const auto range = held.range();
  if (!range) return std::optional<IoDescriptor>{};
  const auto first = static_cast<std::uint32_t>(range->first);
  switch (held.type()) {
    case ResourceType::interrupt: wanted = IoDescriptor::line(first, first, held.share(), held.flags()); break;
    case ResourceType::dma:
      if (held.is_dma_v3()) {
        wanted.set_type(held.type()).set_share(held.share()).set_flags(held.flags());
        wanted.set_data(0, held.request_line()).set_data(2, first).set_data(3, held.transfer_width());
      } else {
        wanted = IoDescriptor::dma(first, first, held.share(), held.flags());
      }
      break;
    case ResourceType::bus_number:
      wanted = IoDescriptor::bus(held.bus_length(), first, static_cast<std::uint32_t>(range->last), held.share());
      break;
    default: {
      RESMAP_TRY_ASSIGN(wanted, IoDescriptor::address(held.type(), range->last_offset() + 1, 1, range->first,
                                                      range->last, held.share(), held.flags()));
    }
  }
  wanted.set_option(lists::io_option::preferred);
  return std::optional(wanted);
}

// A list of what is held, as a configuration whose every requirement has that one place.
Result<void> read_held(const Device& device, const Configuration& list, std::uint32_t priority, Requirements& into,
                       LogicalConfiguration& made) {
  into.layout = lists::choose_layout(list.bytes, lists::CmForm::resource_list).layout;
  RESMAP_TRY_ASSIGN(const auto view,
                    lists::CmResourceListView::over(list.bytes, lists::CmForm::resource_list, into.layout));
  made.priority = priority;
  bool first = true;
  for (const lists::CmFullDescriptorView full : view) {
    if (std::exchange(first, false)) {
      into.interface_type = full.header().interface_type;
      into.bus_number = full.header().bus_number;
    }
    const std::vector<CmDescriptorView> descriptors(full.begin(), full.end());
    const std::vector<bool> windows = host_windows(descriptors);
    for (std::size_t i = 0; i < descriptors.size(); ++i) {
      const CmDescriptorView& held = descriptors[i];
      if (held.type() == ResourceType::device_specific || !was_decoded(device, held.type())) continue;
      RESMAP_TRY_ASSIGN(const auto wanted, as_requirement(held));
      if (!wanted) continue;
      made.groups.push_back({{*wanted}, device.kind == DeviceKind::host_bridge && windows[i], std::nullopt});
    }
  }
  return {};
}

// What the tags behind a group say of it: PCI's {1, number}, ACPI's {type, start} behind a window of a host bridge.
void note_tag(const Device& device, const IoDescriptorView& tag, std::vector<RequirementGroup>& groups) {
  if (tag.type() != ResourceType::device_private) return;
  // Several tags may stand behind one descriptor (XP).
  const auto tagged = std::find_if(groups.rbegin(), groups.rend(), [](const RequirementGroup& group) {
    return group.alternatives.front().view().type() != ResourceType::device_private;
  });
  if (tagged == groups.rend()) return;
  const IoDescriptorView before = tagged->alternatives.front().view();
  constexpr std::uint16_t window_tag = 0x6000;
  if (tag.flags() == window_tag && device.kind == DeviceKind::host_bridge && lists::is_address(before.type())) {
    const bool same = tag.data(1) == static_cast<std::uint32_t>(before.minimum());
    const bool of_its_type = tag.data(0) == (before.type() == ResourceType::port ? 1U : 3U);
    tagged->is_host_window = tagged->is_host_window || (same && of_its_type);
  } else if (tag.data(0) == 1 && tag.data(1) <= 9 && lists::is_address(before.type())) {
    tagged->tag = tag.data(1);
  }
}

Result<void> read_wanted(const Device& device, const Configuration& list, Requirements& into) {
  RESMAP_TRY_ASSIGN(const auto view, lists::IoRequirementsListView::over(list.bytes));
  into.interface_type = view.header().interface_type;
  into.bus_number = view.header().bus_number;
  into.slot_number = view.header().slot_number;
  std::uint32_t index = 0;
  for (const lists::IoConfigurationView configuration : view) {
    LogicalConfiguration made;
    made.index = index++;
    arbiters::GroupWalker walk(configuration);
    for (;;) {
      RESMAP_TRY_ASSIGN(const auto group, walk.next());
      if (!group) break;
      if (group->type() == ResourceType::config_data) {
        if (made.groups.empty()) made.priority = (*group)[0].priority();
        continue;  // says how the configuration ranks; no device is given one
      }
      if (!lists::is_known(group->type()))
        return fail({.code = ErrorCode::unsupported, .value = static_cast<std::uint64_t>(group->type())});
      note_tag(device, (*group)[0], made.groups);
      RequirementGroup wanted;
      for (std::size_t i = 0; i < group->size(); ++i) wanted.alternatives.emplace_back((*group)[i]);
      made.groups.push_back(std::move(wanted));
    }
    into.configurations.push_back(std::move(made));
  }
  return {};
}

void order(Requirements& requirements, const PnpPolicy& policy) {
  if (policy.configuration_order == PnpPolicy::ConfigurationOrder::as_listed) return;
  std::sort(requirements.configurations.begin(), requirements.configurations.end(),
            [](const LogicalConfiguration& a, const LogicalConfiguration& b) {
              return a.priority != b.priority ? a.priority < b.priority : a.index < b.index;
            });
}

bool boot_goes_first(const Device& device, const PnpPolicy& policy) {
  using enum PnpPolicy::BootConfiguration;
  const bool pci = device.kind == DeviceKind::pci_function || device.kind == DeviceKind::pci_bridge;
  return policy.boot_configuration_first == every_device || (policy.boot_configuration_first == all_but_pci && !pci);
}

}  // namespace

Result<Requirements> requirements_of(const Device& device, const Policy& policy, const RequirementOptions& options) {
  Requirements made;
  if (const auto* boot = find(device, LogConfType::boot, 8)) {
    LogicalConfiguration configuration;
    RESMAP_TRY(read_held(device, *boot, lists::configuration_priority::boot_config, made, configuration));
    if (!configuration.groups.empty()) made.boot = std::move(configuration);
  } else {
    made.boot = stated_boot(device);
  }
  if (const auto* forced = find(device, LogConfType::forced, 8)) {
    LogicalConfiguration configuration;
    RESMAP_TRY(read_held(device, *forced, lists::configuration_priority::force_config, made, configuration));
    configuration.index = 0;
    made.from = LogConfType::forced;
    made.configurations.push_back(std::move(configuration));
    return made;
  }
  for (const LogConfType kind : {LogConfType::override_, LogConfType::basic}) {
    const auto* list = find(device, kind, 10);
    if (list == nullptr) continue;
    made.from = kind;
    RESMAP_TRY(read_wanted(device, *list, made));
    order(made, policy.pnp);
    if (made.boot && !options.ignore_boot && boot_goes_first(device, policy.pnp))
      made.configurations.insert(made.configurations.begin(), *made.boot);
    return made;
  }
  if (auto stated = stated_configuration(device)) {
    made.configurations.push_back(std::move(*stated));
    if (device.pci) made.interface_type = lists::InterfaceType::pci_bus;
    if (device.pci) made.bus_number = device.pci->bus;
  } else if (made.boot) {
    made.from = LogConfType::boot;  // without requirements it is the assignment, whatever is ignored (rule 45)
    made.configurations.push_back(*made.boot);
  }
  return made;
}

std::optional<AddressRange> only_place(const IoDescriptorView& wanted) {
  const ResourceType type = wanted.type();
  if (!lists::is_arbitrated(type) || wanted.is_message()) return std::nullopt;
  AddressRange bounds = arbiters::bounds_of(wanted);
  if (lists::is_address(type)) {
    // As arbiters see it: from the first multiple of the alignment on (1.4: Max - Min' + 1 == Length).
    const auto first = checked_align_up(bounds.first, std::max<std::uint64_t>(wanted.alignment(), 1));
    if (!first) return std::nullopt;
    bounds.first = *first;
  }
  const std::uint64_t length = lists::is_address(type)            ? wanted.length()
                               : type == ResourceType::bus_number ? wanted.bus_length()
                                                                  : 1;
  if (length == 0 || bounds.last < bounds.first || bounds.last_offset() != length - 1) return std::nullopt;
  return bounds;
}

}  // namespace resmap::pnp
