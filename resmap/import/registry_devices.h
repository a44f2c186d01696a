// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "resmap/registry/registry.h"
#include "resmap/snapshot/snapshot.h"

// The Enum tree of one control set. Not installed: registry_importer.cpp uses it.
namespace resmap::import {

// A device of the tree with what is needed to find its parent.
struct EnumDevice {
  snapshot::Device device;
  registry::KeyId key;
  std::string parent_id;         // stated by the device's properties; empty: not
  std::string parent_id_prefix;  // what its children's instance names begin with
};

// Every instance below `enum_key`, in the order of the registry, HTREE's root among them. May throw bad_alloc.
[[nodiscard]] std::vector<EnumDevice> read_enum(const registry::Registry& registry, registry::KeyId enum_key,
                                                registry::KeyId control_key, snapshot::SourceIndex source);

// Sets Device::parent, as an index into `devices`.
void find_parents(std::vector<EnumDevice>& devices);

}  // namespace resmap::import
