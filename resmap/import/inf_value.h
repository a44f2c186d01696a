// SPDX-License-Identifier: MIT
// Not installed: one entry of a log-config-section.
#pragma once

#include <vector>

#include "resmap/import/inf_text.h"
#include "resmap/import/policy.h"
#include "resmap/lists/io_descriptor_value.h"

namespace resmap::import {

// The descriptors of one entry: the first leads the group, the others are alternatives. Errors as inf_logconfig().
// RM5714: the key is none of a log-config-section (ConfigPriority is not asked here).
[[nodiscard]] Result<std::vector<lists::IoDescriptor>> inf_resource(const InfText& inf, const InfEntry& entry,
                                                                    const ImportPolicy& policy);

// The priority that a ConfigPriority entry names, and whether it says FORCED. RM5712.
struct InfPriority {
  std::uint32_t number = 0;
  bool forced = false;
};
[[nodiscard]] Result<InfPriority> inf_priority(const InfText& inf, const InfEntry& entry, bool may_have_type,
                                               const ImportPolicy& policy);

}  // namespace resmap::import
