// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "resmap/hive/hive_reader.h"

namespace resmap::hive {

// What a child does: walk_hive(), or in tests something that behaves worse. Its argument is a WalkJob.
using Walk = void (*)(void* job);

// Reads the hive behind `fd` in as many children as it takes, and makes the best attempt the answer; as read_hive() promises,
// from where the header has been read on. A child that dies on a cell is followed by one that skips it: WalkJob::skipped.
// May throw std::bad_alloc.
[[nodiscard]] Result<HiveReading> read_in_children(int fd, HiveHeader header, const HiveLimits& limits, Walk walk);

// Fills `to` from the start of the file behind `fd`; returns how many bytes were there. unreadable{value = errno}.
[[nodiscard]] Result<std::size_t> read_start(int fd, std::span<std::uint8_t> to);

}  // namespace resmap::hive
