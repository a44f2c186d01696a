// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "resmap/snapshot/snapshot.h"
#include "tests/calibration/expected.h"

// Holds what devices were given against what Windows decided.
namespace resmap::calibration {

// What devices have in the end, raw, by id.
struct Given {
  std::map<std::string, std::vector<Place>> devices;
  std::map<std::string, std::vector<Place>> windows;  // of bridges: those that are open
};

// What firmware had set: the BootConfig of a device, ports and memory alone.
[[nodiscard]] std::vector<Place> firmware_places(const snapshot::Device& device);
// How many requirements for ports and memory the first configuration of a device has; alternatives count once.
[[nodiscard]] std::size_t wanted_places(const snapshot::Device& device);
// Null where the machine has no such device.
[[nodiscard]] const snapshot::Device* find_device(const snapshot::Snapshot& machine, std::string_view id);

// Empty: the row holds. Else what does not, a clause each.
[[nodiscard]] std::vector<std::string> differences(const Row& row, const snapshot::Snapshot& machine,
                                                   const Given& given);

}  // namespace resmap::calibration
