// SPDX-License-Identifier: MIT
#include "resmap/import/registry_devices.h"

#include <algorithm>
#include <array>

#include "resmap/import/registry_text.h"
#include "resmap/lists/io_walker.h"

namespace resmap::import {

namespace {

using registry::KeyId;
using registry::Registry;
using registry::ValueView;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;

// The property set of the PnP manager: parent 10, last arrival 102, last removal 103 (both FILETIME).
constexpr std::string_view kPnpProperties = "{83da6326-97a6-4088-9453-a1923f573b29}";
constexpr std::uint32_t kParent = 0x0A, kLastArrival = 0x66, kLastRemoval = 0x67;
// The property set that holds the ACPI path as number 10.
constexpr std::string_view kBiosProperties = "{540b947e-8b40-45bc-a8a2-6a0b894cbda2}";

constexpr std::uint32_t kConfigFlagDisabled = 0x1, kConfigFlagFailedInstall = 0x40;

bool has_id(const std::vector<std::string>& ids, std::string_view wanted) {
  return std::any_of(ids.begin(), ids.end(),
                     [&](const std::string& id) { return folded(id).find(wanted) != std::string::npos; });
}

bool is_called(const Device& device, std::string_view wanted) {
  return has_id(device.hardware_ids, wanted) || has_id(device.compatible_ids, wanted) ||
         folded(device.id).find("\\" + std::string(wanted) + "\\") != std::string::npos;
}

DeviceKind kind_of(const Device& device) {
  if (is_called(device, "pnp0a03") || is_called(device, "pnp0a08")) return DeviceKind::host_bridge;
  if (is_called(device, "pnp0c01") || is_called(device, "pnp0c02")) return DeviceKind::motherboard;
  const std::string id = folded(device.id);
  if (id.starts_with("htree\\") || id.starts_with("acpi_hal\\") || id.starts_with("root\\acpi_hal\\"))
    return DeviceKind::root;
  if (!id.starts_with("pci\\")) return DeviceKind::other;
  return has_id(device.compatible_ids, "pci\\cc_0604") || has_id(device.hardware_ids, "cc_0604")
             ? DeviceKind::pci_bridge
             : DeviceKind::pci_function;
}

// "PCI\CC_060401" as 24 bits; the longest form wins.
std::optional<std::uint32_t> pci_class_of(const Device& device) {
  std::optional<std::uint32_t> found;
  for (const auto* ids : {&device.hardware_ids, &device.compatible_ids}) {
    for (const std::string& id : *ids) {
      const std::size_t at = folded(id).find("cc_");
      if (at == std::string::npos) continue;
      const std::string digits = id.substr(at + 3, 6);
      if (digits.size() < 4 || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) continue;
      const auto number = static_cast<std::uint32_t>(std::stoul(digits, nullptr, 16));
      if (digits.size() == 6) return number;
      if (!found) found = number << 8;
    }
  }
  return found;
}

// The last three numbers of "PCI bus 2, device 4, function 0", in whatever language.
std::optional<snapshot::PciPlace> place_in_words(const std::string& location) {
  std::array<std::uint32_t, 3> last{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < location.size();) {
    if (location[i] < '0' || location[i] > '9') {
      ++i;
      continue;
    }
    std::uint32_t number = 0;
    for (; i < location.size() && location[i] >= '0' && location[i] <= '9'; ++i) {
      number = std::min<std::uint32_t>(number * 10 + static_cast<std::uint32_t>(location[i] - '0'), 0xFFFF);
    }
    last = {last[1], last[2], number};
    ++count;
  }
  if (count < 3 || last[0] > 255 || last[1] > 31 || last[2] > 7) return std::nullopt;
  return snapshot::PciPlace{0, static_cast<std::uint8_t>(last[0]), static_cast<std::uint8_t>(last[1]),
                            static_cast<std::uint8_t>(last[2])};
}

// The header of pci.sys' requirements list: slot is device in bits 0 to 4, function in bits 5 to 7.
std::optional<snapshot::PciPlace> place_in_list(const Device& device) {
  for (const snapshot::Configuration& list : device.configurations) {
    if (list.registry_type != 10 || list.bytes.size() < lists::IoRequirementsHeader::size) continue;
    const auto header = lists::IoRequirementsHeader::read(list.bytes);
    if (header.interface_type != lists::InterfaceType::pci_bus || header.bus_number > 255 || header.slot_number > 255)
      continue;
    return snapshot::PciPlace{0, static_cast<std::uint8_t>(header.bus_number),
                              static_cast<std::uint8_t>(header.slot_number & 31),
                              static_cast<std::uint8_t>(header.slot_number >> 5)};
  }
  return std::nullopt;
}

std::optional<std::uint64_t> time_of(const Registry& registry, KeyId key, std::uint32_t number) {
  const auto value = property(registry, key, kPnpProperties, number);
  if (!value || value->data.size() != 8) return std::nullopt;
  return load_le<std::uint64_t>(value->data, 0);
}

// A device that arrived and was not removed since is there.
Known presence_of(const Registry& registry, KeyId key) {
  const auto arrival = time_of(registry, key, kLastArrival), removal = time_of(registry, key, kLastRemoval);
  if (!arrival) return removal ? Known::no : Known::unknown;
  return !removal || *removal < *arrival ? Known::yes : Known::no;
}

void read_lists(const Registry& registry, KeyId key, snapshot::SourceIndex source, Device& device) {
  using enum lists::LogConfType;
  for (const char* holder : {"LogConf", "Control"}) {
    const auto list_key = registry.child(key, holder);
    if (!list_key) continue;
    for (const lists::LogConfType kind : {boot, basic, forced, override_, alloc, filtered}) {
      const auto value = registry.value(*list_key, lists::registry_value_name(kind));
      if (!value) continue;
      const ValueView view = registry.view(*value);
      if (view.type != 8 && view.type != 10) continue;
      device.configurations.push_back({kind, view.type, {view.data.begin(), view.data.end()}, source});
    }
  }
}

std::string class_of(const Registry& registry, KeyId key, KeyId control_key) {
  if (std::string name = string_value(registry, key, "Class"); !name.empty()) return name;
  const std::string guid = string_value(registry, key, "ClassGUID");
  if (guid.empty()) return {};
  const auto class_key = registry.find(control_key, "Class\\" + guid);
  return class_key ? string_value(registry, *class_key, "Class") : std::string();
}

EnumDevice read_device(const Registry& registry, KeyId key, KeyId control_key, std::string id,
                       snapshot::SourceIndex source) {
  EnumDevice read;
  read.key = key;
  Device& device = read.device;
  device.id = std::move(id);
  device.name = shown_text(string_value(registry, key, "FriendlyName"));
  if (device.name.empty()) device.name = shown_text(string_value(registry, key, "DeviceDesc"));
  device.driver = string_value(registry, key, "Service");
  device.device_class = class_of(registry, key, control_key);
  device.hardware_ids = strings_value(registry, key, "HardwareID");
  device.compatible_ids = strings_value(registry, key, "CompatibleIDs");
  const std::string location = string_value(registry, key, "LocationInformation");
  device.location = shown_text(location);
  device.kind = kind_of(device);
  device.source = source;
  device.present = presence_of(registry, key);
  if (const auto path = property(registry, key, kBiosProperties, kParent))
    device.firmware_path = text_from_utf16(path->data);
  const std::uint32_t flags = number_value(registry, key, "ConfigFlags").value_or(0);
  if ((flags & kConfigFlagDisabled) != 0) {
    device.problem = snapshot::ProblemCode::disabled;
  } else if ((flags & kConfigFlagFailedInstall) != 0) {
    device.problem = snapshot::ProblemCode::failed_install;
  }
  read_lists(registry, key, source, device);
  if (device.kind == DeviceKind::pci_function || device.kind == DeviceKind::pci_bridge) {
    device.pci = place_in_words(location);
    if (!device.pci) device.pci = place_in_list(device);
    device.pci_class = pci_class_of(device);
    if (device.kind == DeviceKind::pci_bridge && device.pci_class) {
      device.subtractive = *device.pci_class == 0x060401 ? Known::yes : Known::no;
    }
  }
  if (const auto parent = property(registry, key, kPnpProperties, kParent))
    read.parent_id = text_from_utf16(parent->data);
  read.parent_id_prefix = string_value(registry, key, "ParentIdPrefix");
  return read;
}

}  // namespace

std::vector<EnumDevice> read_enum(const Registry& registry, KeyId enum_key, KeyId control_key,
                                  snapshot::SourceIndex source) {
  std::vector<EnumDevice> devices;
  for (const KeyId enumerator : registry.children(enum_key))
    for (const KeyId device : registry.children(enumerator))
      for (const KeyId instance : registry.children(device)) {
        std::string id = std::string(registry.name(enumerator)) + "\\" + std::string(registry.name(device)) + "\\" +
                         std::string(registry.name(instance));
        devices.push_back(read_device(registry, instance, control_key, std::move(id), source));
      }
  return devices;
}

}  // namespace resmap::import
