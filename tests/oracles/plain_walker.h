// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

// A second way to the answer: the rules of lists as one would write them in C, a byte at a time, with nothing taken from
// resmap. Fuzz targets and tests hold the library against it; the benchmark times it as the plain reference.
namespace plain {

struct Breach {
  unsigned rule;
  std::uint64_t offset;
};

// What was found, in order; the first 64 in full. No allocation.
struct Log {
  Breach first[64];
  std::size_t count = 0;

  void add(unsigned rule, std::uint64_t offset) {
    if (count < 64) first[count] = {rule, offset};
    ++count;
  }
};

// `stride` is 16 or 20; `counted` says whether an outer count stands first (registry type 8).
void check_cm(const std::uint8_t* bytes, std::size_t size, unsigned stride, bool counted, bool raw, Log& log);
void check_io(const std::uint8_t* bytes, std::size_t size, Log& log);

// A walker with the mistake that such walkers are written with: the room for all descriptors is checked once, and then the
// data behind a device-specific one move the cursor on. Reads past its bytes. For the canary that must be found.
std::uint32_t broken_sum(const std::uint8_t* bytes, std::size_t size);

}  // namespace plain
