// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "resmap/claims/leaf_ranges.h"
#include "resmap/claims/translated_list.h"

namespace resmap::claims {

// One side of a conflict: whose descriptor it is, and the descriptor as it is system-wide.
struct Party {
  std::string class_name;  // the key under ResourceMap
  std::string driver;      // the key below that
  std::string device;      // the device object's full name; empty: the driver's own list
  lists::CmDescriptor descriptor{lists::CmLayout::x64};
  AddressRange range{0, 0};  // what it takes; of length 0: where it begins
  std::uint32_t offset = 0;  // of the descriptor in its list

  [[nodiscard]] std::string value_name() const { return device + ".Translated"; }
};

// Two descriptors that cannot stand together. Several aliases of one pair that meet are one conflict.
struct Conflict {
  Space space = Space::port;
  AddressRange common{0, 0};  // the numbers that both take, the first such run
  bool alias = false;         // they meet at an alias of one of them only
  Party claimant;
  Party holder;
};

// `port`, `memory`, `interrupt`, `dma`, `bus`: as every record of spec/schema calls them.
[[nodiscard]] constexpr std::string_view word_for(Space space) {
  switch (space) {
    case Space::port: return "port";
    case Space::memory: return "memory";
    case Space::interrupt: return "interrupt";
    case Space::dma: return "dma";
    case Space::bus: break;
  }
  return "bus";
}

// What came of a claim. Not granted is not an error: everything about it stands here.
struct ClaimOutcome {
  Era era = Era::nt4;
  bool granted = false;             // the map now holds what was asked (written, or erased)
  bool conflict_detected = false;   // as the routine's last parameter says it
  std::vector<Conflict> conflicts;  // all of them: by descriptor of the claimant, then by the holders' ranges
  std::vector<Remark> remarks;
};

}  // namespace resmap::claims
