// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resmap/pnp/machine.h"

namespace resmap::report {

// What of one source is missing from a machine, one sentence each: what the importer could not read, then each list that breaks a
// rule, with key, name, rule and byte; with the first source also a limit that was reached, and where. May throw bad_alloc.
[[nodiscard]] std::vector<std::string> gaps_of(const pnp::Machine& machine, snapshot::SourceIndex source);

// Whether anything is missing, of whatever source.
[[nodiscard]] bool has_gaps(const pnp::Machine& machine);

}  // namespace resmap::report
