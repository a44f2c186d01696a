// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "resmap/base/result.h"
#include "resmap/lists/bus_types.h"
#include "resmap/lists/cm_descriptor.h"
#include "resmap/lists/io_descriptor_value.h"
#include "resmap/lists/logical_configuration.h"
#include "resmap/pnp/policy.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::pnp {

// One requirement with its alternatives, or one descriptor that no arbiter hands out and that passes through in its place.
struct RequirementGroup {
  std::vector<lists::IoDescriptor> alternatives;  // never empty
  bool is_host_window = false;       // what a host bridge passes on: taken as it is, never arbitrated (rule 44)
  std::optional<std::uint32_t> tag;  // PCI's number behind it: 0 to 5 a BAR, 7 memory, 8 prefetch, 9 I/O window

  [[nodiscard]] bool is_arbitrated() const {
    return !is_host_window && lists::is_arbitrated(alternatives.front().view().type());
  }
};

// All of whose groups are met together.
struct LogicalConfiguration {
  std::optional<std::uint32_t> index;  // in the device's list; nullopt: the boot configuration
  std::uint32_t priority = lists::configuration_priority::normal;
  std::vector<RequirementGroup> groups;
};

// What a device may be given, as drivers are asked to filter it.
struct Requirements {
  lists::LogConfType from =
      lists::LogConfType::basic;  // forced, override_, basic or boot: the first that there is (rule 14)
  lists::InterfaceType interface_type = lists::InterfaceType::internal;
  std::uint32_t bus_number = 0;
  std::uint32_t slot_number = 0;
  lists::CmLayout layout = lists::CmLayout::x64;
  std::vector<LogicalConfiguration> configurations;  // in the order in which they are tried
  // What firmware had set up, whether or not it stands among the configurations: what is reserved, and what the boot rule asks.
  std::optional<LogicalConfiguration> boot;

  // Neither requirements nor a boot configuration: the device starts without resources (rule 46).
  [[nodiscard]] bool empty() const { return configurations.empty() && !boot; }
};

struct RequirementOptions {
  bool ignore_boot = false;  // boot configurations are no configurations; what they say of fixed places still counts
};

// The requirements of one device: its forced configuration alone, else its override, else its basic ones, before these its
// boot configuration as `policy.boot_configuration_first` says; else what the boot configuration holds. Where a source has no
// lists but BARs and places, these make the shapes that pci.sys shows: the place preferred, then anywhere.
// A range that firmware left while its decode bit was off is no boot range (rule 45a).
//   malformed, truncated     a list cannot be read; malformed RM2100: a configuration begins with an alternative
//   unsupported, value: it   a requirement of a type that NT does not know (problem 17)
// May throw bad_alloc. Source: pnp-and-arbiters.md 1.1, 1.5, 1.8; windows-traces.md 1 (1, 7).
[[nodiscard]] Result<Requirements> requirements_of(const snapshot::Device& device, const Policy& policy,
                                                   const RequirementOptions& options = {});

// The range that a requirement with one single place has; nullopt: it has several, or none.
[[nodiscard]] std::optional<AddressRange> only_place(const lists::IoDescriptorView& wanted);

}  // namespace resmap::pnp
