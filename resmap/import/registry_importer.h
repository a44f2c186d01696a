// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "resmap/registry/registry.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::import {

struct RegistryImportOptions {
  std::optional<std::uint32_t> control_set;  // ControlSetNNN to read; otherwise the one that Select\Current names
};

// What a SYSTEM hive, or .reg text with parts of one, says of a machine's hardware resources:
//
//   Select\Current -> ControlSetNNN\Enum\<enumerator>\<device>\<instance>    devices, their lists, names, parents, presence
//                     ControlSetNNN\Control\{Arbiters, SystemResources}      policy
//   HARDWARE\RESOURCEMAP\<class>\<driver>   (.reg text of a running machine)  claims
//
// A device's parent is what its properties say; before Windows 8 it follows from ParentIdPrefix, the chain of PCI places in the
// instance's name, and the list's bus. A hive alone shows what firmware configured and devices require, not what Windows assigned
// last: AllocConfig is volatile and comes with .reg text only.
// Adds to `into`; `source` names the file there. On an error `into` is as it was.
//   not_found RM5201     neither a control set nor a ResourceMap: no SYSTEM hive
//   not_found RM5202     the control set that was asked for, or that Select names, is not there (value: its number)
//   out_of_memory
[[nodiscard]] Result<void> import_registry(const registry::Registry& registry, const RegistryImportOptions& options,
                                           snapshot::SourceIndex source, snapshot::Snapshot& into);

// "ControlSet002".
[[nodiscard]] std::string control_set_name(std::uint32_t number);

// Where in a registry the keys of a SYSTEM hive begin: the hive's own root, or HKEY_LOCAL_MACHINE\SYSTEM of .reg text.
[[nodiscard]] std::optional<registry::KeyId> system_root(const registry::Registry& registry);

// The name of the control set that import_registry would read, "ControlSet001"; empty: there is none. May throw bad_alloc.
[[nodiscard]] std::string current_control_set(const registry::Registry& registry);

namespace rule {
inline constexpr std::uint16_t no_system_hive = 5201;
inline constexpr std::uint16_t no_such_control_set = 5202;
}  // namespace rule

}  // namespace resmap::import
