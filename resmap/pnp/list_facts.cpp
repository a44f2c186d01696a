// SPDX-License-Identifier: MIT
#include "resmap/pnp/list_facts.h"

#include <algorithm>

#include "resmap/lists/io_walker.h"

namespace resmap::pnp {

namespace {

using lists::IoDescriptorView;
using lists::LogConfType;
using lists::ResourceType;
using snapshot::Known;

ResourceType without_size(ResourceType type) {
  return type == ResourceType::memory_large ? ResourceType::memory : type;
}

// PCI's tag behind a requirement: DevicePrivate {1, BAR number, 0}.
std::optional<std::uint32_t> bar_tag(const IoDescriptorView& view) {
  if (view.type() != ResourceType::device_private || view.data(0) != 1 || view.data(1) > 9) return std::nullopt;
  return view.data(1);
}

// The first of the device's lists of a kind, in the order in which Windows prefers them.
const snapshot::Configuration* requirements_of(const snapshot::Device& device) {
  for (const LogConfType kind : {LogConfType::override_, LogConfType::basic, LogConfType::filtered}) {
    for (const auto& configuration : device.configurations) {
      if (configuration.kind == kind && configuration.registry_type == 10) return &configuration;
    }
  }
  return nullptr;
}

}  // namespace

bool RequirementFacts::Alternative::admits(ResourceType wanted, AddressRange range) const {
  return type == wanted && length != 0 && window.contains(range) && range.last_offset() == length - 1;
}

bool RequirementFacts::Alternative::only(ResourceType wanted, AddressRange range) const {
  return admits(wanted, range) && window == range;
}

RequirementFacts::RequirementFacts(const snapshot::Device& device) {
  if (const auto* list = requirements_of(device)) read(list->bytes);
}

void RequirementFacts::read(Bytes list) {
  lists::IoWalker walk(list);
  // Of a list that breaks off what stands before the break counts; list_faults_of says where it broke.
  for (auto step = walk.next(); step && step->kind != lists::IoStep::Kind::end; step = walk.next()) {
    if (step->kind == lists::IoStep::Kind::list) {
      configurations_.emplace_back();
    } else {
      add(step->view(), configurations_.back());
    }
  }
}

void RequirementFacts::add(const IoDescriptorView& descriptor, LogicalConfiguration& groups) {
  if (const auto bar = bar_tag(descriptor); bar && !groups.empty()) {
    groups.back().bar = bar;
    return;
  }
  if (!lists::is_arbitrated(descriptor.type())) return;
  if (!descriptor.is_alternative() || groups.empty()) groups.emplace_back();
  Alternative alternative{without_size(descriptor.type()), descriptor.share(), {0, 0}, 1};
  switch (alternative.type) {
    case ResourceType::interrupt:
      alternative.window = {descriptor.minimum_vector(), descriptor.maximum_vector()};
      if (descriptor.is_message()) alternative.length = 0;  // it asks for no place
      break;
    case ResourceType::dma:
      alternative.window = descriptor.is_dma_v3()
                               ? AddressRange{descriptor.v3_channel(), descriptor.v3_channel()}
                               : AddressRange{descriptor.minimum_channel(), descriptor.maximum_channel()};
      break;
    case ResourceType::bus_number:
      alternative.window = {descriptor.minimum_bus(), descriptor.maximum_bus()};
      alternative.length = descriptor.bus_length();
      break;
    default:
      alternative.window = {descriptor.minimum(), descriptor.maximum()};
      alternative.length = descriptor.length();
  }
  if (alternative.window.last < alternative.window.first) return;  // unusable; its siblings still count
  groups.back().alternatives.push_back(alternative);
}

bool RequirementFacts::wants_anything() const {
  return std::any_of(configurations_.begin(), configurations_.end(), [](const LogicalConfiguration& groups) {
    return std::any_of(groups.begin(), groups.end(), [](const Group& group) {
      return std::any_of(group.alternatives.begin(), group.alternatives.end(),
                         [](const Alternative& alternative) { return alternative.length != 0; });
    });
  });
}

Known RequirementFacts::fixed(ResourceType type, AddressRange range) const {
  const bool forced =
      std::all_of(configurations_.begin(), configurations_.end(), [&](const LogicalConfiguration& groups) {
        return std::any_of(groups.begin(), groups.end(), [&](const Group& group) {
          return !group.alternatives.empty() &&
                 std::all_of(group.alternatives.begin(), group.alternatives.end(),
                             [&](const Alternative& alternative) { return alternative.only(type, range); });
        });
      });
  return forced ? Known::yes : Known::no;
}

std::optional<lists::ShareDisposition> RequirementFacts::share(ResourceType type, AddressRange range) const {
  for (const LogicalConfiguration& groups : configurations_)
    for (const Group& group : groups)
      for (const Alternative& alternative : group.alternatives)
        if (alternative.admits(type, range)) return alternative.share;
  return std::nullopt;
}

std::optional<std::uint32_t> RequirementFacts::bar(ResourceType type, AddressRange range) const {
  for (const LogicalConfiguration& groups : configurations_)
    for (const Group& group : groups)
      if (group.bar && std::any_of(group.alternatives.begin(), group.alternatives.end(),
                                   [&](const Alternative& alternative) { return alternative.only(type, range); })) {
        return group.bar;
      }
  return std::nullopt;
}

std::vector<bool> host_windows(std::span<const lists::CmDescriptorView> descriptors) {
  constexpr std::uint16_t window_tag = 0x6000;
  std::vector<bool> windows(descriptors.size());
  std::optional<std::size_t> last;  // the latest port or memory descriptor that tags may speak of
  for (std::size_t i = 0; i < descriptors.size(); ++i) {
    const lists::CmDescriptorView& view = descriptors[i];
    if (view.type() != ResourceType::device_private) {
      last = lists::is_address(view.type()) ? std::optional(i) : std::nullopt;
      continue;
    }
    if (!last || view.flags() != window_tag) continue;
    const lists::CmDescriptorView& tagged = descriptors[*last];
    const auto type = static_cast<std::uint32_t>(without_size(tagged.type()));
    if (view.data(0) == type && view.data(1) == static_cast<std::uint32_t>(tagged.start())) windows[*last] = true;
  }
  return windows;
}

}  // namespace resmap::pnp
