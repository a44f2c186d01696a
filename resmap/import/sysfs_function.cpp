// SPDX-License-Identifier: MIT
// One directory of sysfs that is a PCI function.
#include <algorithm>
#include <cstdio>

#include "resmap/import/file_path.h"
#include "resmap/import/linux_sysfs.h"
#include "resmap/import/pci_names.h"
#include "resmap/import/sysfs_resource.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::import {

namespace {

using buses::PciConfigView;
using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Certainty;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::PciPlace;
using snapshot::Resource;

class Function {
 public:
  Function(const FileSet& files, const PciPlace& place, const std::string& directory, snapshot::SourceIndex source)
      : files_(files), place_(place), directory_(directory), source_(source) {
    if (const auto bytes = files.find(directory + "/config")) {
      const auto view = PciConfigView::over(bytes->first(std::min(bytes->size(), PciConfigView::kExtendedSize)));
      if (view && !view->is_absent()) config_ = *view;
    }
  }

  void enter(DeviceTable& devices, FunctionNotes& notes) {
    const std::uint32_t class_code = class_of();
    const auto children = child_buses();
    const bool is_bridge =
        config_ ? config_->header() == buses::PciHeader::bridge || config_->header() == buses::PciHeader::cardbus
                : (class_code & 0xFFFF00) == 0x060400 || (class_code & 0xFFFF00) == 0x060700 || children.has_value();
    const auto child = children ? std::optional(static_cast<std::uint8_t>(children->first)) : std::nullopt;
    const snapshot::DeviceIndex index = devices.function(place_, child, source_);
    const std::vector<Resource> earlier = devices.at(index).resources;
    devices.drop_resources(index);

    Device& device = devices.at(index);
    device.kind = is_bridge ? DeviceKind::pci_bridge : DeviceKind::pci_function;
    device.present = Known::yes;
    device.source = source_;
    device.pci_class = class_code;
    device.device_class = text("class");
    device.child_buses = children;
    device.driver = driver_of(files_, directory_);
    device.location = location();
    device.firmware_path = text("firmware_node/path");
    device.subtractive = !is_bridge ? Known::unknown : class_code == 0x060401 ? Known::yes : Known::no;
    if (config_) {
      device.memory_decode = config_->memory_decode();
      device.io_decode = config_->io_decode();
    }
    const auto port = config_ ? buses::express_port_of(*config_) : fail({.code = ErrorCode::not_found});
    device.name = pci_function_name(class_code, port ? std::optional(*port) : std::nullopt);
    ids(device);
    for (Resource& resource : resources(is_bridge, notes)) {
      complete(resource, earlier);
      devices.add(index, std::move(resource));
    }
    interrupt(index, devices);
    if (!config_) ++notes.without_config;
    if (config_ && config_->bytes().size() < PciConfigView::kConventionalSize && has_list()) ++notes.short_configs;
  }

 private:
  [[nodiscard]] std::string_view text(const char* name) const { return text_at(files_, directory_ + "/" + name); }
  [[nodiscard]] std::optional<std::uint64_t> number(const char* name) const { return whole_hex(text(name)); }
  [[nodiscard]] bool has_list() const { return (config_->status() & 0x10) != 0; }

  [[nodiscard]] std::uint32_t class_of() const {
    if (const auto stated = number("class")) return static_cast<std::uint32_t>(*stated & 0xFF'FFFF);
    return config_ ? config_->class_code() : 0;
  }

  [[nodiscard]] std::optional<AddressRange> child_buses() const {
    const auto buses = config_ ? config_->bridge_buses() : fail({.code = ErrorCode::not_found});
    if (buses && buses->secondary != 0 && buses->subordinate >= buses->secondary)
      return AddressRange{buses->secondary, buses->subordinate};
    const auto first = whole_decimal(text("secondary_bus_number")),
               last = whole_decimal(text("subordinate_bus_number"));
    if (!first || !last || *first == 0 || *first > *last || *last > 0xFF) return std::nullopt;
    return AddressRange{*first, *last};
  }

  // From the host bridge on, as sysfs shows it.
  [[nodiscard]] std::string location() const {
    const std::size_t at = directory_.find("pci" + name_of(place_).substr(0, name_of(place_).find(':')));
    return at == std::string::npos ? std::string(last_word(directory_)) : directory_.substr(at);
  }

  void ids(Device& device) const {
    const auto vendor = number("vendor"), function = number("device");
    const std::uint64_t vendor_id = vendor ? *vendor : config_ ? config_->vendor_id() : 0;
    const std::uint64_t device_id = function ? *function : config_ ? config_->device_id() : 0;
    if (vendor_id == 0) return;
    auto subsystem_vendor = number("subsystem_vendor"), subsystem_device = number("subsystem_device");
    if (!subsystem_vendor && config_) {
      if (const auto subsystem = buses::subsystem_of(*config_)) {
        subsystem_vendor = subsystem->vendor;
        subsystem_device = subsystem->device;
      }
    }
    const auto revision = number("revision");
    const unsigned revision_id = revision ? static_cast<unsigned>(*revision) : config_ ? config_->revision() : 0U;
    char id[96];
    // The subsystem's device comes first, as Windows writes it.
    std::snprintf(id, sizeof id, "PCI\\VEN_%04X&DEV_%04X&SUBSYS_%04X%04X&REV_%02X",
                  static_cast<unsigned>(vendor_id & 0xFFFF), static_cast<unsigned>(device_id & 0xFFFF),
                  static_cast<unsigned>(subsystem_device.value_or(0) & 0xFFFF),
                  static_cast<unsigned>(subsystem_vendor.value_or(0) & 0xFFFF), revision_id & 0xFF);
    device.hardware_ids = {id};
    const std::uint32_t code = *device.pci_class;
    std::snprintf(id, sizeof id, "PCI\\CC_%06X", code);
    device.compatible_ids = {id};
    std::snprintf(id, sizeof id, "PCI\\CC_%04X", code >> 8);
    device.compatible_ids.emplace_back(id);
  }

  std::vector<Resource> resources(bool is_bridge, FunctionNotes& notes) const {
    const auto file = files_.find(directory_ + "/resource");
    if (!file) {
      ++notes.without_resource;
      return {};
    }
    std::vector<std::uint32_t> bad;
    const auto lines = parse_resource_file(as_text(*file), bad);
    for (const std::uint32_t line : bad) {
      if (notes.sentences.size() < 32)
        notes.sentences.push_back(name_of(place_) + ": line " + std::to_string(line) + " of its resource file is none");
    }
    const bool has_virtual = files_.link(directory_ + "/virtfn0").has_value();
    const PciConfigView* const config = config_ ? &*config_ : nullptr;
    std::vector<Resource> found = resources_of(lines, config, is_bridge, has_virtual, source_);
    if (config != nullptr) {
      for (const std::string& difference : window_differences(found, *config)) {
        if (notes.sentences.size() < 32) notes.sentences.push_back(name_of(place_) + ": " + difference);
      }
    }
    return found;
  }

  // What a text that was read earlier knew of a BAR without place.
  static void complete(Resource& resource, const std::vector<Resource>& earlier) {
    if (resource.place || resource.length) return;
    for (const Resource& known : earlier) {
      if (!known.bar || known.bar != resource.bar || !known.length) continue;
      resource.length = known.length;
      resource.alignment = known.alignment;
      resource.label = known.label;
    }
  }

  void interrupt(snapshot::DeviceIndex index, DeviceTable& devices) const {
    Resource resource;
    resource.type = ResourceType::interrupt;
    resource.source = source_;
    std::string_view kind;
    for (const std::string_view path : files_.under(directory_ + "/msi_irqs/")) {
      if (!whole_decimal(last_word(path))) continue;
      ++resource.messages;
      kind = text_at(files_, std::string(path));
    }
    if (resource.messages != 0) {
      resource.share = ShareDisposition::device_exclusive;
      resource.flags = lists::interrupt_flag::message | lists::interrupt_flag::latched;
      resource.label = kind == "msix" ? "MSI-X" : "MSI";
      devices.add(index, std::move(resource));
      return;
    }
    // The line is the kernel's number for the function's pin; of a function that nobody switched on, what firmware wrote down.
    const auto line = whole_decimal(text("irq"));
    const std::uint8_t pin = config_ ? config_->interrupt_pin() : 0;
    if (!line || *line == 0 || *line > 0xFFFF'FFFF || pin == 0 || pin > 4) return;
    resource.place = AddressRange{*line, *line};
    resource.share = ShareDisposition::shared;
    resource.flags = lists::interrupt_flag::level_sensitive;
    resource.label = std::string("INT") + static_cast<char>('A' + pin - 1);
    resource.certainty = Certainty::derived;
    devices.add(index, std::move(resource));
  }

  const FileSet& files_;
  const PciPlace& place_;
  const std::string& directory_;
  snapshot::SourceIndex source_;
  std::optional<PciConfigView> config_;
};

}  // namespace

void enter_function(const FileSet& files, const PciPlace& place, const std::string& directory,
                    snapshot::SourceIndex source, DeviceTable& devices, FunctionNotes& notes) {
  Function(files, place, directory, source).enter(devices, notes);
}

}  // namespace resmap::import
