// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/lists/workload.h"

// The same content as FlatBuffers with descriptors as tables (lists.fbs), and their verifier over it.
namespace resmap::bench {

struct Buffers {
  std::vector<std::uint8_t> bytes;
  std::vector<std::size_t> ends;  // of each value; the next one begins at a multiple of 8
};

[[nodiscard]] Buffers flatbuffers_cm(const Values& values);
[[nodiscard]] Buffers flatbuffers_io(const Values& values);

// How many of the values are good.
[[nodiscard]] std::size_t verify_cm(const Buffers& buffers);
[[nodiscard]] std::size_t verify_io(const Buffers& buffers);

}  // namespace resmap::bench
