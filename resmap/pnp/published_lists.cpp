// SPDX-License-Identifier: MIT
// Tested in arbiter_tree_test.cpp.
#include "resmap/pnp/published_lists.h"

#include <span>

#include "resmap/lists/io_list_builder.h"

namespace resmap::pnp {

namespace {

using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;

constexpr AddressRange kPorts[] = {{0x500, 0xFFFF}, {0x140, 0x17F}, {0x200, 0x2FF}, {0x300, 0x36F},
                                   {0x378, 0x37A},  {0x2E8, 0x2FF}, {0x1F0, 0x1F8}, {0x3B0, 0x3CF},
                                   {0x3E8, 0x3FF},  {0x1CE, 0x1CF}, {0x100, 0x3FF}};
constexpr AddressRange kHighPorts[] = {{0x10000, 0xFFFFFFFF}};
constexpr AddressRange kLines[] = {
    {9, 9},          {8, 8},   {7, 7},   {11, 11}, {10, 10}, {2, 2},   {3, 3}, {5, 5},
    {4, 4},          {15, 15}, {13, 13}, {14, 14}, {6, 6},   {12, 12}, {1, 1}, {0xFFFF0000, 0xFFFFFFFE},
    {16, 0xFFFEFFFF}};
constexpr AddressRange kMemory[] = {
    {0x100000, ~std::uint64_t{0}}, {0xF0000, 0xFFFFF}, {0x80000, 0xBFFFF}, {0x80000, 0xFFFFF}, {0x80000, 0xFFBFFFFF}};
constexpr AddressRange kPciMemory[] = {{0x100000, ~std::uint64_t{0}}, {0x80000, 0xDFFFF}};
constexpr AddressRange kChannels[] = {{6, 15}, {3, 4}, {0, 15}};
constexpr AddressRange kReservedPorts[] = {
    {0x2F8, 0x2FF}, {0x3B0, 0x3BB}, {0x3BC, 0x3BE}, {0x3C0, 0x3DF}, {0x3F8, 0x3FF}};
constexpr AddressRange kReservedMemory[] = {{0xA0000, 0xBFFFF}, {0xFFF00000, 0xFFFFFFFF}};

// Bounds alone, one descriptor each: length 0, as the registry has them.
Result<void> add(lists::IoRequirementsListBuilder& build, ResourceType type, std::span<const AddressRange> windows) {
  for (const AddressRange window : windows) {
    IoDescriptor wanted;
    const auto first = static_cast<std::uint32_t>(window.first), last = static_cast<std::uint32_t>(window.last);
    if (type == ResourceType::interrupt) {
      wanted = IoDescriptor::line(first, last, ShareDisposition::undetermined, 0);
    } else if (type == ResourceType::dma) {
      wanted = IoDescriptor::dma(first, last, ShareDisposition::undetermined, 0);
    } else {
      wanted.set_type(type).set_minimum(window.first).set_maximum(window.last);
    }
    RESMAP_TRY(build.add(wanted));
  }
  return {};
}

snapshot::PolicyValue value(const char* key, const char* name, Bytes list) {
  return {key, name, static_cast<std::uint32_t>(lists::RegistryType::requirements_list), {list.begin(), list.end()}, 0};
}

}  // namespace

Result<std::vector<snapshot::PolicyValue>> published_lists() {
  std::vector<snapshot::PolicyValue> made;
  {
    lists::IoRequirementsListBuilder root({});
    RESMAP_TRY(root.begin_configuration());
    RESMAP_TRY(add(root, ResourceType::port, kPorts));
    RESMAP_TRY(add(root, ResourceType::interrupt, kLines));
    RESMAP_TRY(add(root, ResourceType::memory, kMemory));
    RESMAP_TRY(add(root, ResourceType::dma, kChannels));
    RESMAP_TRY_ASSIGN(const Bytes list, root.finish());
    made.push_back(value("Arbiters\\AllocationOrder", "Root", list));
  }
  {
    lists::IoRequirementsListBuilder pci({});
    RESMAP_TRY(pci.begin_configuration());
    RESMAP_TRY(add(pci, ResourceType::port, kHighPorts));
    RESMAP_TRY(add(pci, ResourceType::port, kPorts));
    RESMAP_TRY(add(pci, ResourceType::memory, kPciMemory));
    RESMAP_TRY_ASSIGN(const Bytes list, pci.finish());
    made.push_back(value("Arbiters\\AllocationOrder", "Pci", list));
  }
  lists::IoRequirementsListBuilder reserved({});
  RESMAP_TRY(reserved.begin_configuration());
  RESMAP_TRY(add(reserved, ResourceType::port, kReservedPorts));
  RESMAP_TRY(add(reserved, ResourceType::memory, kReservedMemory));
  RESMAP_TRY_ASSIGN(const Bytes list, reserved.finish());
  for (const char* name : {"Root", "Pci"}) made.push_back(value("Arbiters\\ReservedResources", name, list));
  return made;
}

}  // namespace resmap::pnp
