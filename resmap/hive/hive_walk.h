// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "resmap/hive/hive_stream.h"

namespace resmap::hive {

// A place where an earlier child died: not to be entered again.
struct SkippedStep {
  std::uint64_t cell;
  HiveStep step;
};

struct WalkJob {
  std::span<std::uint8_t> stream;  // where to put it: StreamHead and records
  std::uint64_t file_size = 0;
  bool unsafe = false;  // hivex's heuristics for damaged hives
  std::uint64_t max_keys = 0;
  std::uint64_t max_values = 0;
  std::uint32_t max_depth = 0;
  std::span<const SkippedStep> skipped;
};

// The child's work: opens the hive behind descriptor 3 with hivex and writes every key and value to the stream, and a gap for
// whatever could not be read or would pass a limit. `job` is a WalkJob. hivex may crash or loop in here.
void walk_hive(void* job);

}  // namespace resmap::hive
