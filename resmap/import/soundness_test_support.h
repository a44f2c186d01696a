// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "resmap/snapshot/snapshot.h"

namespace resmap::import::testing_support {

// Whether all parents lead into the snapshot and none in a circle, and sources do too.
inline bool is_sound(const snapshot::Snapshot& snapshot) {
  for (const snapshot::Device& start : snapshot.devices) {
    std::size_t steps = 0;
    for (const snapshot::Device* at = &start; at->parent; at = &snapshot.devices[*at->parent]) {
      if (*at->parent >= snapshot.devices.size() || ++steps > snapshot.devices.size()) return false;
    }
    if (start.source >= snapshot.sources.size()) return false;
    for (const snapshot::Resource& resource : start.resources) {
      if (resource.source >= snapshot.sources.size()) return false;
      if (resource.place && resource.place->first > resource.place->last) return false;
    }
  }
  for (const snapshot::Region& region : snapshot.regions) {
    if (region.source >= snapshot.sources.size() || region.range.first > region.range.last) return false;
  }
  return true;
}

}  // namespace resmap::import::testing_support
