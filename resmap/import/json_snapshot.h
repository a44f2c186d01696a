// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "resmap/import/json_error.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::import {

// Reads a .machine.json file, which snapshot::write_json wrote, back to an equal snapshot. Records of kinds that are not known are
// passed over (fields and records are added, never changed); index of an error: the line, from 1.
//   malformed RM5101, RM5102   as read_value_record; a fact whose source stands not above it is one too
//   unsupported RM5103         the file's format is newer than 1, or its first record is no snapshot
//   out_of_memory
[[nodiscard]] JsonResult<snapshot::Snapshot> read_snapshot(std::string_view text);

// Whether a text begins as such a file does; looks at the first line only.
[[nodiscard]] bool looks_like_snapshot(std::string_view text);

namespace rule {
inline constexpr std::uint16_t snapshot_format = 5103;  // not a snapshot, or of a newer format: update resmap
}

}  // namespace resmap::import
