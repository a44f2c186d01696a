// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>

#include "resmap/hive/hive_reader.h"
#include "resmap/hive/hive_stream.h"
#include "resmap/hive/shared_memory.h"

namespace resmap::hive {

// The head of a stream, taken out once.
struct StreamFacts {
  std::uint64_t used = 0;
  std::uint64_t at_cell = 0;
  HiveStep at_step = HiveStep::open;
  int open_errno = 0;
  bool finished = false;
  std::uint32_t keys = 0, values = 0, gaps = 0;
};
// Precondition: nobody writes to `stream` any more. A size that is too large is cut to what is there.
[[nodiscard]] StreamFacts stream_facts(const SharedMemory& stream);

// Builds `reading`'s registry, root name and gaps from the records of a stream, whose writer may have been anything: every
// size and every depth is checked, names must be UTF-8. A record that cannot be true ends it like a crash does. The registry
// keeps the stream alive; its unused part is given back. Precondition: reading.registry is empty.
// out_of_memory: `reading` holds a part. O(records).
[[nodiscard]] Result<void> read_stream(std::shared_ptr<SharedMemory> stream, const HiveLimits& limits,
                                       HiveReading& reading);

// Adds a gap and counts it. May throw std::bad_alloc.
void add_gap(HiveReading& reading, const HiveGap& gap);

}  // namespace resmap::hive
