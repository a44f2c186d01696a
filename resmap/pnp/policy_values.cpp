// SPDX-License-Identifier: MIT
// Tested in arbiter_tree_test.cpp.
#include "resmap/pnp/policy_values.h"

#include "resmap/lists/resource_type.h"

namespace resmap::pnp {

namespace {

constexpr std::uint32_t kText = 1;  // REG_SZ

// The name in a REG_SZ, UTF-16; what is not ASCII is the name of no list here.
std::string ascii(const std::vector<std::uint8_t>& bytes) {
  std::string text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    if (bytes[i] == 0 && bytes[i + 1] == 0) return text;
    text += bytes[i + 1] == 0 && bytes[i] < 0x80 ? static_cast<char>(bytes[i]) : '?';
  }
  return {};  // without its ending zero it leads nowhere (2.5)
}

}  // namespace

PolicyValues::PolicyValues(const std::vector<snapshot::PolicyValue>& values) {
  names_.reserve(values.size());
  for (const snapshot::PolicyValue& value : values) {
    auto* into = value.key == "Arbiters\\AllocationOrder"     ? &order_
                 : value.key == "Arbiters\\ReservedResources" ? &reserved_
                 : value.key == "Arbiters\\InaccessibleRange" ? &inaccessible_
                                                              : nullptr;
    if (into == nullptr) continue;
    arbiters::PolicyValue read;
    read.name = value.name;
    if (value.registry_type == static_cast<std::uint32_t>(lists::RegistryType::requirements_list)) {
      read.list = value.bytes;
    } else if (value.registry_type == kText) {
      names_.push_back(ascii(value.bytes));
      read.refers_to = names_.back();
    } else {
      continue;
    }
    into->push_back(read);
  }
}

arbiters::RegistryPolicy PolicyValues::view() const { return {order_, reserved_, inaccessible_}; }

}  // namespace resmap::pnp
