// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/result.h"
#include "resmap/lists/bus_types.h"
#include "resmap/lists/cm_descriptor_value.h"

namespace resmap::claims {

// TO BE REPLACED by arbiters/bus_map.h as soon as that is here: BusMap::translate(BusName, raw) is this function.
//
// What a raw descriptor on a bus is system-wide. The answer has the type (a port may become memory: flag io clear), share and
// length of what was asked. An error refuses the whole claim: not_found where the bus is unknown or the resource does not
// reach through it, overflow where it would wrap. Called by many threads at once, before anything is locked.
// Source: claims-and-hal.md 1.9, 3.7, 3.8; R8, R9, R13.
class ClaimTranslation {
 public:
  ClaimTranslation() = default;
  ClaimTranslation(const ClaimTranslation&) = delete;
  ClaimTranslation& operator=(const ClaimTranslation&) = delete;
  virtual ~ClaimTranslation() = default;
  [[nodiscard]] virtual Result<lists::CmDescriptor> translate(lists::InterfaceType interface_type,
                                                              std::uint32_t bus_number,
                                                              const lists::CmDescriptorView& raw) const = 0;
};

// Every bus is the system itself: raw and translated are the same.
class IdentityTranslation final : public ClaimTranslation {
 public:
  [[nodiscard]] Result<lists::CmDescriptor> translate(lists::InterfaceType, std::uint32_t,
                                                      const lists::CmDescriptorView& raw) const override {
    return lists::CmDescriptor(raw);
  }
};

}  // namespace resmap::claims
