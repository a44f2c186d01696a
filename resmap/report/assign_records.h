// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/text_writer.h"
#include "resmap/pnp/pnp_manager.h"

namespace resmap::report {

// {"record":"device","device","problem","pass","configuration","raw_list","translated_list","resources":[...]} of one device, as
// spec/schema/assignment.json says. `configuration` is null for the boot configuration and where there is none; `raw` and
// `translated` are {"start","end"}, or null where a descriptor names no place.
void write_assignment_record(TextWriter& out, const pnp::PnpManager& manager, pnp::DeviceIndex device);

// The records of every device that has to do with resources, in the order in which they start. out_of_memory.
[[nodiscard]] Result<void> write_assign_json(TextWriter& out, const pnp::PnpManager& manager);

}  // namespace resmap::report
