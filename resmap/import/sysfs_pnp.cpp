// SPDX-License-Identifier: MIT
// Plug-and-play devices: what firmware says stands on the mainboard.
#include <algorithm>

#include "resmap/import/linux_sysfs.h"
#include "resmap/import/pci_names.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::import {

namespace {

using lists::ResourceType;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Resource;
using snapshot::Role;

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

// "0x3f8-0x3ff"; a lone 0 has no prefix.
std::optional<AddressRange> range_from(std::string_view word) {
  const std::size_t hyphen = word.find('-');
  const auto first = whole_hex(word.substr(0, hyphen));
  const auto last = hyphen == std::string_view::npos ? first : whole_hex(word.substr(hyphen + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return AddressRange{*first, *last};
}

std::optional<std::uint16_t> trigger_flags(std::string_view word) {
  if (word == "High-Edge" || word == "Low-Edge") return lists::interrupt_flag::latched;
  if (word == "High-Level" || word == "Low-Level") return lists::interrupt_flag::level_sensitive;
  return std::nullopt;
}

// nullopt: the line is none, or says that the device goes without.
std::optional<Resource> resource_from(std::string_view line, bool is_motherboard) {
  constexpr std::pair<std::string_view, ResourceType> types[] = {{"io", ResourceType::port},
                                                                 {"mem", ResourceType::memory},
                                                                 {"irq", ResourceType::interrupt},
                                                                 {"dma", ResourceType::dma},
                                                                 {"bus", ResourceType::bus_number}};
  const std::string_view kind = take_word(line);
  const auto* const type =
      std::find_if(std::begin(types), std::end(types), [&](const auto& entry) { return entry.first == kind; });
  if (type == std::end(types)) return std::nullopt;
  const std::string_view value = take_word(line), behind = take_word(line);
  Resource resource;
  resource.type = type->second;
  if (resource.type == ResourceType::interrupt || resource.type == ResourceType::dma) {
    const auto number = whole_decimal(value);
    if (!number || *number > 0xFFFF'FFFF) return std::nullopt;
    resource.place = AddressRange{*number, *number};
    if (resource.type == ResourceType::interrupt) resource.flags = trigger_flags(behind);
    return resource;
  }
  resource.place = range_from(value);
  if (!resource.place) return std::nullopt;
  if (resource.type == ResourceType::port) resource.flags = lists::port_flag::io;
  if (behind == "window") {
    resource.label = "window";
    // Of the mainboard's ranges firmware says it without meaning it: there is nothing behind them.
    if (!is_motherboard) resource.role = Role::window;
  }
  return resource;
}

}  // namespace

std::vector<Resource> pnp_resources(std::string_view text, bool is_motherboard, Known fixed,
                                    snapshot::SourceIndex source) {
  std::vector<Resource> resources;
  LineReader lines(text);
  for (std::string_view line; lines.next(line);) {
    auto resource = resource_from(line, is_motherboard);
    if (!resource) continue;
    resource->fixed = fixed;
    resource->source = source;
    resources.push_back(std::move(*resource));
  }
  return resources;
}

void enter_pnp_device(const FileSet& files, const std::string& name, const std::string& directory,
                      snapshot::SourceIndex source, DeviceTable& devices) {
  const snapshot::DeviceIndex index = devices.find_or_add("pnp " + name, DeviceKind::other, source);
  devices.drop_resources(index);
  Device& device = devices.at(index);
  device.source = source;
  device.hardware_ids.clear();
  device.compatible_ids.clear();
  LineReader ids(text_at(files, directory + "/id"));
  for (std::string_view id; ids.next(id);) {
    if (trimmed(id).empty()) continue;
    const std::string full = "ACPI\\" + upper(trimmed(id));
    (device.hardware_ids.empty() ? device.hardware_ids : device.compatible_ids).push_back(full);
    if (device.name.empty()) device.name = pnp_device_name(trimmed(id));
    if (full == "ACPI\\PNP0C01" || full == "ACPI\\PNP0C02") device.kind = DeviceKind::motherboard;
  }
  device.driver = driver_of(files, directory);
  device.location = name;
  device.firmware_path = text_at(files, directory + "/firmware_node/path");
  const auto options = files.find(directory + "/options");
  const Known fixed = !options ? Known::unknown : trimmed(as_text(*options)).empty() ? Known::yes : Known::no;
  const bool is_motherboard = device.kind == DeviceKind::motherboard;
  for (Resource& resource : pnp_resources(text_at(files, directory + "/resources"), is_motherboard, fixed, source))
    devices.add(index, std::move(resource));
}

}  // namespace resmap::import
