// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include "resmap/report/check_screen.h"

namespace resmap::report {

// `list`: every range of the machine by type, rising, each with its owner. `only`: one type, or all. out_of_memory.
[[nodiscard]] Result<void> print_list(TextWriter& out, const pnp::Machine& machine,
                                      std::optional<lists::ResourceType> only, const Paint& paint);

// `tree`: the devices as they are connected; without `all` those that have to do with hardware resources. out_of_memory.
[[nodiscard]] Result<void> print_tree(TextWriter& out, const pnp::Machine& machine, bool all, const Paint& paint);

// `show`: everything known about some devices: identity, place, what it holds, and its lists descriptor by descriptor.
// out_of_memory.
[[nodiscard]] Result<void> print_show(TextWriter& out, const pnp::Machine& machine,
                                      std::span<const pnp::DeviceIndex> devices, const Paint& paint);

// `conflicts`: every overlap by class, windows and their content apart. out_of_memory.
[[nodiscard]] Result<void> print_conflicts(TextWriter& out, const pnp::Machine& machine, const Verdict& verdict,
                                           const Paint& paint);

}  // namespace resmap::report
