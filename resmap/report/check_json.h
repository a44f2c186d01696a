// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/text_writer.h"
#include "resmap/report/verdict.h"

namespace resmap::report {

// The machine as NDJSON, one record a line, as spec/schema/ defines them. Each function writes the lines of its kind.
//   machine   what this is, and its sources         window    each window with its holes
//   device    each device with what it holds        conflict  each overlap, whatever its class
//   verdict   the end
[[nodiscard]] Result<void> write_check_json(TextWriter& out, const pnp::Machine& machine, const Verdict& verdict);

void write_machine_record(TextWriter& out, const pnp::Machine& machine);
void write_device_record(TextWriter& out, const pnp::Machine& machine, pnp::DeviceIndex device);
void write_conflict_record(TextWriter& out, const pnp::Machine& machine, const pnp::Overlap& overlap);
void write_window_record(TextWriter& out, const pnp::Machine& machine, const pnp::Window& window);
void write_verdict_record(TextWriter& out, const Verdict& verdict);
// One held range, for `list`: {"record":"range",...}.
void write_range_record(TextWriter& out, const pnp::Machine& machine, const pnp::Occupancy& held);

}  // namespace resmap::report
