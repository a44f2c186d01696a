// SPDX-License-Identifier: MIT
#include "resmap/lists/resource_type.h"

#include <algorithm>
#include <iterator>

namespace resmap::lists {

namespace {

template <typename Value>
struct Names {
  Value value;
  std::string_view word;
  std::string_view debugger;
};

constexpr Names<ResourceType> kTypes[] = {
    {ResourceType::null, "null", "Null"},
    {ResourceType::port, "port", "Port"},
    {ResourceType::interrupt, "interrupt", "Interrupt"},
    {ResourceType::memory, "memory", "Memory"},
    {ResourceType::dma, "dma", "Dma"},
    {ResourceType::device_specific, "device-specific", "DeviceSpecific"},
    {ResourceType::bus_number, "bus", "BusNumber"},
    {ResourceType::memory_large, "memory-large", "MemoryLarge"},
    {ResourceType::config_data, "config", "ConfigData"},
    {ResourceType::device_private, "private", "DevicePrivate"},
    {ResourceType::pc_card_config, "pc-card", "PcCardConfig"},
    {ResourceType::mf_card_config, "mf-card", "MfCardConfig"},
    {ResourceType::connection, "connection", "Connection"},
};

constexpr Names<ShareDisposition> kShares[] = {
    {ShareDisposition::undetermined, "undetermined", "Undetermined"},
    {ShareDisposition::device_exclusive, "exclusive", "Device Exclusive"},
    {ShareDisposition::driver_exclusive, "driver-exclusive", "Driver Exclusive"},
    {ShareDisposition::shared, "shared", "Shared"},
};

template <typename Value, std::size_t count>
const Names<Value>* names_of(const Names<Value> (&table)[count], Value value) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [&](const auto& row) { return row.value == value; });
  return found == std::end(table) ? nullptr : found;
}

template <typename Value, std::size_t count>
std::optional<Value> value_of(const Names<Value> (&table)[count], std::string_view word) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [&](const auto& row) { return row.word == word; });
  if (found == std::end(table)) return std::nullopt;
  return found->value;
}

}  // namespace

std::string_view word_for(ResourceType type) {
  const auto* names = names_of(kTypes, type);
  return names == nullptr ? std::string_view() : names->word;
}
std::string_view debugger_name(ResourceType type) {
  const auto* names = names_of(kTypes, type);
  return names == nullptr ? std::string_view() : names->debugger;
}
std::optional<ResourceType> resource_type_from(std::string_view word) { return value_of(kTypes, word); }

std::string_view word_for(ShareDisposition share) {
  const auto* names = names_of(kShares, share);
  return names == nullptr ? std::string_view() : names->word;
}
std::string_view debugger_name(ShareDisposition share) {
  const auto* names = names_of(kShares, share);
  return names == nullptr ? std::string_view() : names->debugger;
}
std::optional<ShareDisposition> share_disposition_from(std::string_view word) { return value_of(kShares, word); }

std::string_view name_of(RegistryType type) {
  switch (type) {
    case RegistryType::resource_list: return "REG_RESOURCE_LIST";
    case RegistryType::full_resource_descriptor: return "REG_FULL_RESOURCE_DESCRIPTOR";
    case RegistryType::requirements_list: return "REG_RESOURCE_REQUIREMENTS_LIST";
  }
  return {};
}

}  // namespace resmap::lists
