// SPDX-License-Identifier: MIT
#include "resmap/import/registry_importer.h"

#include <cstdio>
#include <new>
#include <utility>

#include "resmap/import/device_merge.h"
#include "resmap/import/registry_devices.h"
#include "resmap/import/registry_text.h"

namespace resmap::import {

namespace {

using registry::KeyId;
using registry::Registry;
using registry::ValueId;
using snapshot::Snapshot;
using snapshot::SourceIndex;

bool is_control_set(std::string_view name) {
  return name.size() == 13 && folded(name).starts_with("controlset") &&
         name.substr(10).find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<KeyId> control_set(const Registry& registry, KeyId system, std::uint32_t number) {
  return registry.child(system, control_set_name(number));
}

// The control set to read; nullopt: there is none at all.
Result<std::optional<KeyId>> chosen_control_set(const Registry& registry, KeyId system,
                                                const RegistryImportOptions& options) {
  std::optional<std::uint32_t> number = options.control_set;
  if (!number) {
    if (const auto select = registry.child(system, "Select")) number = number_value(registry, *select, "Current");
  }
  if (number) {
    if (const auto found = control_set(registry, system, *number)) return found;
    // Text exported from a running machine names the set that it runs on.
    if (const auto current = registry.child(system, "CurrentControlSet"); current && !options.control_set)
      return current;
    return fail({.code = ErrorCode::not_found, .rule = rule::no_such_control_set, .value = *number});
  }
  if (const auto current = registry.child(system, "CurrentControlSet")) return current;
  for (const KeyId key : registry.children(system)) {
    if (is_control_set(registry.name(key))) return std::optional(key);
  }
  return std::optional<KeyId>();
}

void read_policy(const Registry& registry, KeyId control, std::string path, SourceIndex source, Snapshot& into) {
  const auto top = registry.find(control, path);
  if (!top) return;
  const auto prefix = registry.path_of(control);
  for (const KeyId key : registry.subtree(*top)) {
    const auto full = registry.path_of(key);
    if (!full || !prefix) continue;
    const std::string below = full->substr(prefix->size() + 1);
    for (const ValueId value : registry.values(key)) {
      const registry::ValueView view = registry.view(value);
      into.policy.push_back({below, std::string(view.name), view.type, {view.data.begin(), view.data.end()}, source});
    }
  }
}

// HARDWARE\RESOURCEMAP\<class>\<driver>; empty where the text has none.
std::optional<KeyId> resource_map(const Registry& registry) {
  for (const char* path : {"HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP", "HARDWARE\\RESOURCEMAP", "RESOURCEMAP"}) {
    if (const auto found = registry.find(path)) return found;
  }
  return std::nullopt;
}

void read_claims(const Registry& registry, KeyId map, SourceIndex source, Snapshot& into) {
  for (const KeyId class_key : registry.children(map))
    for (const KeyId driver : registry.children(class_key))
      for (const ValueId value : registry.values(driver)) {
        const registry::ValueView view = registry.view(value);
        if (view.type != 8) continue;
        into.claims.push_back({std::string(registry.name(class_key)),
                               std::string(registry.name(driver)),
                               std::string(view.name),
                               {view.data.begin(), view.data.end()},
                               source});
      }
}

void read_machine(const Registry& registry, KeyId control, Snapshot& into) {
  if (const auto environment = registry.find(control, "Session Manager\\Environment")) {
    const std::string architecture = string_value(registry, *environment, "PROCESSOR_ARCHITECTURE");
    if (!architecture.empty() && into.system == "Windows") into.system += ", " + architecture;
  }
  if (const auto information = registry.find(control, "SystemInformation")) {
    const std::string maker = string_value(registry, *information, "SystemManufacturer");
    const std::string model = string_value(registry, *information, "SystemProductName");
    if (into.title.empty()) into.title = maker + (maker.empty() || model.empty() ? "" : " ") + model;
    if (into.firmware.empty()) into.firmware = string_value(registry, *information, "BIOSVersion");
  }
  // Where a hive notes neither maker nor model, the name that its owner gave the machine.
  if (!into.title.empty()) return;
  if (const auto name = registry.find(control, "ComputerName\\ComputerName"))
    into.title = string_value(registry, *name, "ComputerName");
}

// Lists that stand neither in Enum nor in policy: what drivers of NT 4 and older asked for, and nobody knows for which device.
std::size_t lists_of_no_device(const Registry& registry, KeyId set) {
  const auto is_called = [&](KeyId key, std::string_view name) { return folded(registry.name(key)) == name; };
  std::size_t lists = 0;
  const auto count = [&](KeyId top) {
    for (const KeyId key : registry.subtree(top))
      for (const ValueId value : registry.values(key)) {
        const std::uint32_t type = registry.view(value).type;
        lists += type >= 8 && type <= 10;
      }
  };
  for (const KeyId key : registry.children(set)) {
    if (is_called(key, "enum")) continue;
    if (!is_called(key, "control")) {
      count(key);
      continue;
    }
    for (const KeyId below : registry.children(key)) {
      if (!is_called(below, "arbiters") && !is_called(below, "systemresources")) count(below);
    }
  }
  return lists;
}

void read_control_set(const Registry& registry, KeyId set, SourceIndex source, Snapshot& into) {
  into.control_set = registry.name(set);
  const auto control = registry.child(set, "Control");
  if (control) {
    read_machine(registry, *control, into);
    read_policy(registry, *control, "Arbiters", source, into);
    read_policy(registry, *control, "SystemResources", source, into);
  }
  if (const std::size_t lists = lists_of_no_device(registry, set); lists != 0 && source < into.sources.size()) {
    into.sources[source].notes.push_back(std::to_string(lists) +
                                         (lists == 1 ? " resource value belongs" : " resource values belong") +
                                         " to no device of Enum: resmap decode shows " + (lists == 1 ? "it" : "them"));
  }
  const auto enum_key = registry.child(set, "Enum");
  if (!enum_key) return;
  std::vector<EnumDevice> found = read_enum(registry, *enum_key, control.value_or(set), source);
  find_parents(found);
  std::vector<snapshot::Device> devices;
  for (EnumDevice& device : found) devices.push_back(std::move(device.device));
  add_devices(std::move(devices), into);
}

}  // namespace

std::optional<KeyId> system_root(const Registry& registry) {
  for (const char* path : {"HKEY_LOCAL_MACHINE\\SYSTEM", "HKLM\\SYSTEM", "SYSTEM"}) {
    if (const auto found = registry.find(path)) return found;
  }
  for (const KeyId key : registry.children(Registry::root())) {
    if (is_control_set(registry.name(key)) || folded(registry.name(key)) == "currentcontrolset")
      return Registry::root();
  }
  return std::nullopt;
}

std::string control_set_name(std::uint32_t number) {
  char name[24];
  std::snprintf(name, sizeof name, "ControlSet%03u", number);
  return name;
}

Result<void> import_registry(const Registry& registry, const RegistryImportOptions& options, SourceIndex source,
                             Snapshot& into) {
  try {
    const auto system = system_root(registry);
    std::optional<KeyId> set;
    if (system) {
      RESMAP_TRY_ASSIGN(set, chosen_control_set(registry, *system, options));
    }
    const auto map = resource_map(registry);
    if (!set && !map) return fail({.code = ErrorCode::not_found, .rule = rule::no_system_hive});
    Snapshot read = into;
    read.platform = snapshot::Platform::windows;
    if (read.system.empty()) read.system = "Windows";
    if (set) read_control_set(registry, *set, source, read);
    if (map) read_claims(registry, *map, source, read);
    into = std::move(read);
    return {};
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

std::string current_control_set(const Registry& registry) {
  const auto system = system_root(registry);
  if (!system) return {};
  const auto chosen = chosen_control_set(registry, *system, {});
  return chosen && *chosen ? std::string(registry.name(**chosen)) : std::string();
}

}  // namespace resmap::import
