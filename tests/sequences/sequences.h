// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace resmap::sequences {

// Every sequence of exactly `length` operations on a RangeTree over a small universe, from one of the starts.
struct Job {
  unsigned capacity;  // 2, 3 or 4 rows a node
  unsigned start;     // 0..starts-1
  unsigned length;
};
inline constexpr unsigned kStarts = 4;

struct Tally {
  std::uint64_t sequences = 0;
  std::string fault;  // the first one: what does not hold, and the sequence; empty: there is none
};

// Tries them all, or `part` of `parts` (each sequence is in one part), or those before the first fault. Always the same ones in the
// same order. Threads may each run a part.
[[nodiscard]] Tally run(const Job& job, unsigned part = 0, unsigned parts = 1);

}  // namespace resmap::sequences
