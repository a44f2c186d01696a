// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "resmap/pnp/machine.h"

namespace resmap::report {

// A device as a person would speak of it in one line: "00:1f.3 SMBus", "PNP0501 Communications Port (COM1)". With its whole id
// where short_name() needs that too and its name does not tell it apart. Cost: linear in devices.
[[nodiscard]] std::string device_words(const pnp::Machine& machine, pnp::DeviceIndex device);
// The shortest name that still leads to it: "00:1f.3", "PNP0501\1", or its id; its id too where another device of the machine
// would be called the same, Root\A\0 and X\A\0. Cost: linear in devices, without memory for each.
[[nodiscard]] std::string short_name(const pnp::Machine& machine, pnp::DeviceIndex device);
// Both for a device by itself, others left aside.
[[nodiscard]] std::string device_words(const snapshot::Device& device);
[[nodiscard]] std::string short_name(const snapshot::Device& device);

// Who holds a range: the device's short name, the region's name, or driver and value of a claim.
[[nodiscard]] std::string owner_words(const pnp::Machine& machine, pnp::Owner owner);
[[nodiscard]] std::string short_owner(const pnp::Machine& machine, pnp::Owner owner);

// Which part of a device wants something: "BAR 2", "ROM", "I/O window", else the type in a word.
[[nodiscard]] std::string part_words(const pnp::Unplaced& unplaced);

// The three strings by which the JSON names an owner.
struct OwnerNames {
  std::string driver;
  std::string device;
  std::string device_class;
};
[[nodiscard]] OwnerNames owner_names(const pnp::Machine& machine, pnp::Owner owner);

}  // namespace resmap::report
