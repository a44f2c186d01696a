// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "resmap/pnp/overlap.h"

// What two ranges that meet are to each other. Not installed: overlap.cpp uses it. May throw bad_alloc.
namespace resmap::pnp {

// A class, and why where that is a question.
struct OverlapJudgement {
  OverlapClass kind;
  OverlapReason reason = OverlapReason::none;
};

// Borrows what it is made of.
class OverlapClassifier {
 public:
  OverlapClassifier(const snapshot::Snapshot& snapshot, const DeviceTree& tree, std::span<const Occupancy> held);

  // nullopt: the two are one party, or do not meet as rivals.
  [[nodiscard]] std::optional<OverlapJudgement> classify(const Occupancy& a, const Occupancy& b) const;

  // Whether a device's range lies where nothing above it passes it on.
  [[nodiscard]] bool is_outside(const Occupancy& held) const;

 private:
  using Start = std::pair<lists::ResourceType, std::uint64_t>;

  [[nodiscard]] const snapshot::Device& device_of(const Occupancy& held) const {
    return snapshot_.devices[held.owner.index];
  }

  [[nodiscard]] bool some_window_reaches(DeviceIndex bridge, const Occupancy& held) const;

  [[nodiscard]] bool same_place(const snapshot::Device& a, const snapshot::Device& b) const;

  // One that firmware describes, and one that the registry alone names (NT's hardware detection found it before ACPI was asked),
  // of one PnP id, with ranges that begin at one place. Their ends may differ: detection counts only what it touched.
  [[nodiscard]] bool are_one_device(DeviceIndex a, DeviceIndex b) const;

  [[nodiscard]] std::optional<OverlapJudgement> devices(const Occupancy& a, const Occupancy& b) const;

  // False: the function was told not to answer there, so its registers may hold anything.
  [[nodiscard]] bool decodes(const Occupancy& held) const;

  // A range that begins inside the window of a bridge above it; where it runs over the window's end, `outside` says so.
  [[nodiscard]] bool passes_on(const Occupancy& window, const Occupancy& inside) const;

  // A host bridge's window over a device that the registry alone names: nothing says where it hangs, but it decodes behind the bridge.
  [[nodiscard]] bool hides_legacy(const Occupancy& window, const Occupancy& inside) const;

  // A window over something that another bridge passes on: those two windows meet, and that says it once.
  [[nodiscard]] bool meets_as_windows(const Occupancy& window, const Occupancy& inside) const;

  [[nodiscard]] bool may_share(const Occupancy& a, const Occupancy& b) const;

  [[nodiscard]] std::optional<OverlapJudgement> claims(const Occupancy& a, const Occupancy& b) const;

  // RAM under a device is a conflict, unless firmware's own devices list it so; any other region that holds a device's range, or
  // lies in it, is another name for it.
  [[nodiscard]] std::optional<OverlapJudgement> region_and_device(const Occupancy& region,
                                                                  const Occupancy& device) const;

  [[nodiscard]] OverlapJudgement ram_and_device(const Occupancy& device) const;

  const snapshot::Snapshot& snapshot_;
  const DeviceTree& tree_;
  std::span<const Occupancy> held_;
  std::vector<std::vector<std::uint32_t>> windows_of_;  // by device
  std::vector<std::vector<Start>> starts_of_;           // likewise, of the addresses that it uses itself, rising
  mutable std::map<std::pair<DeviceIndex, DeviceIndex>, bool> begin_alike_;  // devices that were asked about already
};

}  // namespace resmap::pnp
