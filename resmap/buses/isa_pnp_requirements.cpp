// SPDX-License-Identifier: MIT
#include "resmap/buses/isa_pnp_requirements.h"

#include <algorithm>
#include <array>
#include <bit>

#include "resmap/buses/isa_pnp_flags.h"

namespace resmap::buses {

namespace {

using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;
using Kind = IsaPnpResource::Kind;

constexpr std::array<std::uint16_t, 2> kBusPorts{0xA79, 0x279};
constexpr std::array<std::uint16_t, 6> kReadPorts{0x274, 0x3E4, 0x204, 0x2E4, 0x354, 0x2F4};

constexpr std::uint64_t kMostFunctions = 256, kMostDescriptors = 65'536;

lists::IoRequirementsHeader header(lists::InterfaceType type) {
  return {.list_size = 0,
          .interface_type = type,
          .bus_number = 0,
          .slot_number = 0,
          .reserved = {},
          .alternative_lists = 0};
}

Result<void> add_lines(lists::IoRequirementsListBuilder& list, const IsaPnpResource& resource, bool native) {
  const bool level = !native && (resource.information & 0x0C) != 0;
  std::uint8_t option = lists::io_option::required;
  for (std::uint32_t n = 0; n < 16; ++n) {
    if ((resource.mask >> n & 1) == 0) continue;
    IoDescriptor one =
        resource.kind == Kind::dma
            ? IoDescriptor::dma(n, n, ShareDisposition::undetermined, lists::dma_flag::bits_8)
            : IoDescriptor::line(n, n, level ? ShareDisposition::shared : ShareDisposition::device_exclusive,
                                 level ? lists::interrupt_flag::level_sensitive : lists::interrupt_flag::latched);
    RESMAP_TRY(list.add(one.set_option(option)));
    option = lists::io_option::alternative;
  }
  return {};
}

Result<void> add(lists::IoRequirementsListBuilder& list, const IsaPnpResource& resource, bool native) {
  if (resource.kind == Kind::irq || resource.kind == Kind::dma) return add_lines(list, resource, native);
  RESMAP_TRY_ASSIGN(const IoDescriptor range,
                    IoDescriptor::address(resource.is_memory() ? ResourceType::memory : ResourceType::port,
                                          resource.length, resource.alignment, resource.minimum, resource.last(),
                                          ShareDisposition::device_exclusive, isa_pnp_flags(resource, native)));
  return list.add(range);
}

// How many descriptors there are, so that hostile data cannot make a list of any length out of little.
struct Count {
  std::uint64_t functions = 0;
  std::uint64_t common = 0;  // descriptors that every configuration repeats
  std::uint64_t inside = 0;
};

Count count(const IsaPnpDevice& device) {
  Count found;
  bool dependent = false;
  IsaPnpResources resources(device);
  while (const auto resource = resources.next()) {
    if (resource->kind == Kind::start_dependent || resource->kind == Kind::end_dependent) {
      dependent = resource->kind == Kind::start_dependent;
      found.functions += dependent ? 1U : 0U;
      continue;
    }
    const bool lines = resource->kind == Kind::irq || resource->kind == Kind::dma;
    const auto descriptors = static_cast<std::uint64_t>(lines ? std::popcount(resource->mask) : 1);
    (dependent ? found.inside : found.common) += descriptors;
  }
  return found;
}

Result<void> add_port(lists::IoRequirementsListBuilder& list, std::uint8_t option, std::uint64_t first,
                      std::uint64_t length) {
  RESMAP_TRY_ASSIGN(IoDescriptor port,
                    IoDescriptor::address(ResourceType::port, length, 1, first, length == 0 ? 0 : first + length - 1,
                                          ShareDisposition::device_exclusive, lists::port_flag::decode_16_bit));
  return list.add(port.set_option(option));
}

}  // namespace

Result<lists::IoRequirementsListBuilder> isa_pnp_requirements(const IsaPnpDevice& device, const BusPolicy& policy,
                                                              MemorySource memory) {
  const Count found = count(device);
  if (found.common + found.inside == 0) return fail({.code = ErrorCode::not_found});
  const std::uint64_t functions = std::max<std::uint64_t>(found.functions, 1);
  const std::uint64_t descriptors = found.common * functions + found.inside;
  if (functions > kMostFunctions || descriptors > kMostDescriptors)
    return fail({.code = ErrorCode::limit_exceeded, .value = functions > kMostFunctions ? functions : descriptors});
  const bool native = policy.isa_pnp_lists == BusPolicy::IsaPnpLists::native;
  lists::IoRequirementsListBuilder list(header(lists::InterfaceType::isa), memory);
  for (std::uint64_t function = 1; function <= functions; ++function) {
    RESMAP_TRY(list.begin_configuration(1, static_cast<std::uint16_t>(native ? 0x30 + function - 1 : 1)));
    IsaPnpResources resources(device);
    std::uint64_t at = 0;  // 0: common to all
    std::uint64_t passed = 0;
    while (const auto resource = resources.next()) {
      if (resource->kind == Kind::start_dependent) {
        at = ++passed;
      } else if (resource->kind == Kind::end_dependent) {
        at = 0;
      } else if (at == 0 || at == function) {
        RESMAP_TRY(add(list, *resource, native));
      }
    }
  }
  return list;
}

Result<lists::IoRequirementsListBuilder> isa_pnp_read_port_requirements(std::optional<std::uint16_t> selected,
                                                                        MemorySource memory) {
  if (selected && std::find(kReadPorts.begin(), kReadPorts.end(), *selected) == kReadPorts.end())
    return fail({.code = ErrorCode::invalid_argument, .value = *selected});
  lists::IoRequirementsListBuilder list(header(lists::InterfaceType::internal), memory);
  RESMAP_TRY(list.begin_configuration());
  constexpr std::uint8_t required = lists::io_option::required, alternative = lists::io_option::alternative;
  for (const std::uint16_t port : kBusPorts) {
    RESMAP_TRY(add_port(list, required, port, 1));
    RESMAP_TRY(add_port(list, alternative, 0, 0));
  }
  for (const std::uint16_t port : kReadPorts) {
    RESMAP_TRY(add_port(list, !selected || *selected == port ? required : alternative, port, 4));
    if (!selected) RESMAP_TRY(add_port(list, alternative, 0, 0));
  }
  return list;
}

Result<lists::CmResourceListBuilder> isa_pnp_read_port_boot(lists::CmLayout layout, MemorySource memory) {
  lists::CmResourceListBuilder list(lists::CmForm::resource_list, layout, memory);
  RESMAP_TRY(list.begin_full(
      {.interface_type = lists::InterfaceType::internal, .bus_number = 0, .version = 1, .revision = 1, .count = 0}));
  for (const std::uint16_t port : kBusPorts) {
    RESMAP_TRY_ASSIGN(const lists::CmDescriptor one, lists::CmDescriptor::address(layout, ResourceType::port, port, 1,
                                                                                  ShareDisposition::device_exclusive,
                                                                                  lists::port_flag::decode_16_bit));
    RESMAP_TRY(list.add(one));
  }
  return list;
}

}  // namespace resmap::buses
