// SPDX-License-Identifier: MIT
#include "bench/lists/workload.h"

#include "bench/support/measure.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"

namespace resmap::bench {

namespace {

using lists::CmDescriptor;
using lists::CmLayout;
using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;

CmDescriptor any_descriptor(Chance& chance) {
  constexpr CmLayout x64 = CmLayout::x64;
  constexpr auto exclusive = ShareDisposition::device_exclusive;
  const std::uint64_t dice = chance.below(100);
  if (dice < 35) {
    return *CmDescriptor::address(x64, ResourceType::memory, chance.below(1ULL << 39) & ~0xFFFULL,
                                  0x1000 << chance.below(12), exclusive, 0x84);
  }
  if (dice < 65)
    return *CmDescriptor::address(x64, ResourceType::port, chance.below(0xF000), 1 + chance.below(0x100), exclusive,
                                  0x11);
  if (dice < 85) {
    const auto line = static_cast<std::uint16_t>(chance.below(24));
    return CmDescriptor::line(x64, line, line, ~0ULL, ShareDisposition::shared,
                              static_cast<std::uint16_t>(chance.below(2)));
  }
  if (dice < 90) return CmDescriptor::dma(x64, static_cast<std::uint32_t>(chance.below(8)), exclusive, 0x10);
  if (dice < 95)
    return CmDescriptor::bus(x64, static_cast<std::uint32_t>(chance.below(128)),
                             static_cast<std::uint32_t>(1 + chance.below(128)), ShareDisposition::shared);
  CmDescriptor tag(x64);
  return tag.set_type(ResourceType::device_private)
      .set_data(0, 1)
      .set_data(1, static_cast<std::uint32_t>(chance.below(10)));
}

IoDescriptor any_requirement(Chance& chance) {
  constexpr auto exclusive = ShareDisposition::device_exclusive;
  const std::uint64_t dice = chance.below(100);
  if (dice < 35) {
    const std::uint64_t size = 0x1000ULL << chance.below(12);
    return *IoDescriptor::address(ResourceType::memory, size, size, 0, 0xFFFFFFFF, exclusive, 0x84);
  }
  if (dice < 65) {
    const std::uint64_t size = 1ULL << chance.below(8);
    return *IoDescriptor::address(ResourceType::port, size, size, 0x100, 0xFFFF, exclusive, 0x11);
  }
  if (dice < 85)
    return IoDescriptor::line(3, static_cast<std::uint32_t>(3 + chance.below(12)), ShareDisposition::shared, 0);
  if (dice < 90) return IoDescriptor::dma(0, static_cast<std::uint32_t>(chance.below(8)), exclusive, 0x10);
  if (dice < 95)
    return IoDescriptor::bus(static_cast<std::uint32_t>(1 + chance.below(16)), 0, 255, ShareDisposition::shared);
  IoDescriptor tag;
  return tag.set_type(ResourceType::device_private).set_data(0, 1);
}

void append(Values& values, Bytes list) {
  values.bytes.insert(values.bytes.end(), list.begin(), list.end());
  values.ends.push_back(static_cast<std::uint32_t>(values.bytes.size()));
}

}  // namespace

Values cm_values(std::uint32_t descriptors_a_list, std::size_t total) {
  Chance chance(42);
  Values values;
  while (values.bytes.size() < total) {
    lists::CmResourceListBuilder build(lists::CmForm::resource_list, CmLayout::x64);
    static_cast<void>(build.begin_full({lists::InterfaceType::pci_bus, 0, 1, 1, 0}));
    for (std::uint32_t i = 0; i < descriptors_a_list; ++i) {
      const bool specific = i + 1 == descriptors_a_list && chance.below(20) == 0;
      const std::uint8_t data[8] = {1, 0, 0, 0, 0, 0x20, 0x1C, 0};
      static_cast<void>(specific ? build.add_device_specific(CmDescriptor(CmLayout::x64), data)
                                 : build.add(any_descriptor(chance)));
    }
    append(values, *build.finish());
    values.descriptors += descriptors_a_list;
  }
  return values;
}

Values io_values(std::uint32_t descriptors_a_list, std::size_t total) {
  Chance chance(42);
  Values values;
  while (values.bytes.size() < total) {
    lists::IoRequirementsListBuilder build({0, lists::InterfaceType::pci_bus, 0, 0, {}, 0});
    static_cast<void>(build.begin_configuration());
    IoDescriptor head;
    for (std::uint32_t i = 0; i < descriptors_a_list; ++i) {
      const bool alternative = i != 0 && chance.below(3) == 0;
      if (!alternative) head = any_requirement(chance);
      IoDescriptor descriptor = head;
      static_cast<void>(
          build.add(descriptor.set_option(alternative ? lists::io_option::alternative : lists::io_option::required)));
    }
    append(values, *build.finish());
    values.descriptors += descriptors_a_list;
  }
  return values;
}

}  // namespace resmap::bench
