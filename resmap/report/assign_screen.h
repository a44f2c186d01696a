// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "resmap/pnp/pnp_manager.h"
#include "resmap/report/table.h"

namespace resmap::report {

// What a descriptor of a START gives: addresses, a line, a channel, buses, and the numbers of messages. nullopt: it names no place.
[[nodiscard]] std::optional<AddressRange> assigned_range(const lists::CmDescriptorView& given);

// `assign`: every device with what it is given, where from and how that is known; then one line of counts. out_of_memory.
[[nodiscard]] Result<void> print_assignments(TextWriter& out, const pnp::PnpManager& manager, const Paint& paint);

// One step of `assign --trace` as a line; empty: it says nothing new.
[[nodiscard]] std::string trace_line(const pnp::Machine& machine, const pnp::TraceStep& step);

// How many devices ended with a problem.
[[nodiscard]] std::size_t problems_of(const pnp::PnpManager& manager);

}  // namespace resmap::report
