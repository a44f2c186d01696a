// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_words.h"
#include "resmap/pnp/machine.h"
#include "resmap/snapshot/snapshot_json.h"

// Machines put together in code, with resources as words, for tests of this floor and the next.
namespace resmap::pnp::testing_support {

using snapshot::Device;
using snapshot::DeviceKind;
using Words = std::initializer_list<std::string_view>;

// A word that is none is a mistake in the test.
inline lists::CmDescriptor claim_of(std::string_view word, lists::CmLayout layout = lists::CmLayout::x64) {
  const auto claim = lists::parse_claim(word, layout);
  if (!claim) throw std::invalid_argument(std::string(word));
  return *claim;
}

inline lists::ResourceType type_of(std::string_view word) {
  const lists::ResourceType type = claim_of(word).view().type();
  return type == lists::ResourceType::memory_large ? lists::ResourceType::memory : type;
}

inline AddressRange range_of(std::string_view word) {
  const auto range = claim_of(word).view().range();
  if (!range) throw std::invalid_argument(std::string(word));
  return *range;
}

// Descriptors as the bytes of a CM_RESOURCE_LIST.
inline std::vector<std::uint8_t> cm_list(Words words, lists::CmLayout layout = lists::CmLayout::x64) {
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout);
  const bool begun = build.begin_full({lists::InterfaceType::pnp_bus, 0, 1, 1, 0}).has_value();
  bool added = begun;
  for (const std::string_view word : words)
    added = added && build.add_verbatim(claim_of(word, layout).bytes(), {}).has_value();
  const auto list = build.finish();
  if (!added || !list) throw std::runtime_error("the list cannot be built");
  return {list->begin(), list->end()};
}

// Configurations as the bytes of an IO_RESOURCE_REQUIREMENTS_LIST.
inline std::vector<std::uint8_t> io_list(std::initializer_list<Words> configurations) {
  lists::IoRequirementsListBuilder build({});
  for (const Words& words : configurations) {
    bool added = build.begin_configuration().has_value();
    for (const std::string_view word : words) {
      Array<lists::IoDescriptor> group;
      if (!lists::parse_requirement(word, group)) throw std::invalid_argument(std::string(word));
      added = added && build.add_all({group.data(), group.size()}).has_value();
    }
    if (!added) throw std::runtime_error("the list cannot be built");
  }
  const auto list = build.finish();
  if (!list) throw std::runtime_error("the list cannot be built");
  return {list->begin(), list->end()};
}

// A snapshot that grows device by device. Every device is present unless the test says otherwise.
class Draft {
 public:
  Draft() { snapshot_.sources.push_back({snapshot::SourceKind::machine, "test", false, {}}); }

  DeviceIndex add(std::string id, std::optional<DeviceIndex> parent = std::nullopt,
                  DeviceKind kind = DeviceKind::other) {
    Device device;
    device.id = std::move(id);
    device.kind = kind;
    device.parent = parent;
    device.pci = snapshot::pci_place_from(device.id);
    device.present = snapshot::Known::yes;
    snapshot_.devices.push_back(std::move(device));
    return static_cast<DeviceIndex>(snapshot_.devices.size() - 1);
  }
  [[nodiscard]] Device& operator[](DeviceIndex device) { return snapshot_.devices[device]; }
  [[nodiscard]] snapshot::Snapshot& snapshot() { return snapshot_; }

  // A resource that the source itself states; the answer is good until the next one.
  snapshot::Resource& has(DeviceIndex device, std::string_view word) {
    const lists::CmDescriptor claim = claim_of(word);
    snapshot::Resource& resource = snapshot_.devices[device].resources.emplace_back();
    resource.type = type_of(word);
    resource.place = claim.view().range();
    resource.share = claim.view().share();
    resource.flags = claim.view().flags();
    if (claim.view().is_message()) resource.messages = claim.view().raw_message_count();
    return resource;
  }
  void fixed(DeviceIndex device, std::string_view word) { has(device, word).fixed = snapshot::Known::yes; }
  void window(DeviceIndex device, std::string_view word) { has(device, word).role = snapshot::Role::window; }
  snapshot::Resource& lacks(DeviceIndex device, lists::ResourceType type, std::uint64_t length) {
    snapshot::Resource& resource = snapshot_.devices[device].resources.emplace_back();
    resource.type = type;
    resource.length = length;
    return resource;
  }

  void list(DeviceIndex device, lists::LogConfType kind, Words words) {
    snapshot_.devices[device].configurations.push_back({kind, 8, cm_list(words), 0});
  }
  void boot(DeviceIndex device, Words words) { list(device, lists::LogConfType::boot, words); }
  void wants(DeviceIndex device, std::initializer_list<Words> configurations,
             lists::LogConfType kind = lists::LogConfType::basic) {
    snapshot_.devices[device].configurations.push_back({kind, 10, io_list(configurations), 0});
  }
  void region(std::string_view word, std::string name) {
    snapshot_.regions.push_back({type_of(word), range_of(word), std::move(name), 0, 0});
  }
  void claim(std::string class_key, std::string driver, std::string name, Words words) {
    snapshot_.claims.push_back({std::move(class_key), std::move(driver), std::move(name), cm_list(words), 0});
  }

  [[nodiscard]] Machine machine() const {
    auto machine = Machine::from(snapshot_);
    if (!machine) throw std::runtime_error("the machine cannot be put together");
    return std::move(*machine);
  }

 private:
  snapshot::Snapshot snapshot_;
};

}  // namespace resmap::pnp::testing_support
