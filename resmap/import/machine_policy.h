// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "resmap/base/result.h"
#include "resmap/lists/io_descriptor_value.h"
#include "resmap/snapshot/snapshot.h"

// The values of Control\Arbiters as a machine text writes them. Not installed.
namespace resmap::import {

// One range of an ordering, reserved or inaccessible list, "port:0x500-0xffff": `port`, `mem`, `irq`, `dma` or `bus` and a range.
// Length and alignment are 0, as in the registry: only type and bounds count there. Errors: RM1200 (no colon), RM1201 (no such
// type), those of lists::parse_range, RM1203 where a line, channel or bus has no such number. offset: into `word`.
// Source: pnp-and-arbiters.md 2.5.
[[nodiscard]] Result<lists::IoDescriptor> parse_policy_range(std::string_view word);

// A value that holds these ranges in their order (type 10). Errors: those of the builder.
[[nodiscard]] Result<snapshot::PolicyValue> policy_list(std::string_view key, std::string_view name,
                                                        const std::vector<lists::IoDescriptor>& ranges,
                                                        snapshot::SourceIndex source);

// A value that leads to the one beside it, `target` (REG_SZ). ASCII; other bytes are kept as one unit each. May throw bad_alloc.
[[nodiscard]] snapshot::PolicyValue policy_alias(std::string_view key, std::string_view name, std::string_view target,
                                                 snapshot::SourceIndex source);

}  // namespace resmap::import
