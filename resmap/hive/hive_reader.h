// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/hive/hive_gap.h"
#include "resmap/hive/hive_header.h"
#include "resmap/registry/registry.h"

namespace resmap::hive {

// Bounds on one reading. What they cut off is a gap, never silence.
struct HiveLimits {
  std::uint64_t file_size = std::uint64_t{1} << 30;  // larger files are refused
  std::uint64_t memory = std::uint64_t{256} << 20;   // bytes hivex may ask for, beyond the file
  std::uint64_t delivered = std::uint64_t{1} << 30;  // bytes of names and data
  std::uint64_t keys = 4'000'000;
  std::uint64_t values = 16'000'000;
  std::uint32_t depth = registry::Registry::max_depth;  // no more than this
  std::chrono::milliseconds time{20'000};               // for all attempts together
  std::uint32_t crashes = 16;                           // places where hivex may die before the reading ends there
};

// What was read. `registry` is the hive's content: its root key is the registry's root, so that paths begin below it
// (ControlSet001\Enum\...). Every value in it is whole: one that hivex could not read to its last byte is left out, with a
// gap. Names and data lie in one buffer that the registry keeps alive.
struct HiveReading {
  static constexpr std::size_t max_gaps = 10'000;

  registry::Registry registry;
  std::string root_name;  // of the root key, often as strange as "CsiTool-CreateHive-{...}" or "$$$PROTO.HIV"
  HiveHeader header;
  bool dirty = false;    // the sequence numbers differ: changes that stand in the .LOG files only are not in the tree
  bool damaged = false;  // there are gaps
  std::vector<HiveGap> gaps;  // in the order they were met, the first max_gaps of them and why the reading ended early
  std::uint64_t gap_count = 0;
};

// Whether `start`, the first bytes of a file, are those of a registry hive. O(1).
[[nodiscard]] bool is_hive(Bytes start);

// Reads a registry hive with hivex, always in a child process with bounded memory and time (child_process.h says how and why
// that is safe). A sound hive is read as it is. Where hivex refuses it or any part of it, a private copy whose page and cell
// boundaries were set right (mend.h) is read again with hivex's heuristics for damaged hives; a child that dies on a cell is
// followed by one that steps around it. The attempt that delivered most is the answer.
//
// Cells of a hive carry no checksum: a byte that was changed inside a name, a type, inline data or data is read as it stands,
// and a count that was lowered takes its last entries with it unseen. All else leaves a gap.
//
// Errors:
//   unsupported RM3101    not a hive: no "regf" at its start
//   unsupported RM3103    a hive of another major version than 1; value: that version
//   truncated   RM3102    "regf" is there, but not the first page; value: the size
//   malformed   RM3104    no root key could be found, so nothing could be read; value: errno of hivex, offset: where it should be
//   unreadable            the file cannot be opened or read, or no child can be made; value: errno (EISDIR for a folder, EINVAL
//                         for another thing that is no plain file)
//   limit_exceeded        the file is larger than limits.file_size, or nothing was read when the time or the memory was used up;
//                         value: that limit (time in ms)
//   out_of_memory
// Memory: the names and data once, 64 bytes a key, 56 a value. Time: for a hive of 15 MB about 1.6 times what hivex takes
// in-process to copy the same into one block; a small one takes at least a millisecond.
// Safe from any thread. The file may be replaced meanwhile, not shortened: that reads as a crash.
[[nodiscard]] Result<HiveReading> read_hive(const std::filesystem::path& path, const HiveLimits& limits = {});
[[nodiscard]] Result<HiveReading> read_hive(Bytes hive, const HiveLimits& limits = {});

}  // namespace resmap::hive
