// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

// Rivals timed in one run. Machines drift, so the two sides take turns and only their ratio is worth anything.
namespace resmap::bench {

// Keeps the compiler from throwing away what was computed.
template <typename T>
inline void keep(const T& value) {
  asm volatile("" : : "r,m"(value) : "memory");
}

// One comparison; `goal` is the largest ratio that is good enough.
struct Row {
  std::string name;     // "validate cm"
  std::uint64_t n = 0;  // descriptors a list, or bytes: what grows
  std::string rival;
  double ours = 0;
  double theirs = 0;
  std::string unit;
  std::optional<double> goal;
};

// splitmix64: the one source of chance, so that every run and machine sees the same input.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

 private:
  std::uint64_t state_;
};

// Median seconds of thread-CPU time (or wall time) that each takes, samples taken in turn; a sample repeats its side until it has
// taken `sample` seconds, long enough for a side to bring back what the other has pushed out of the caches.
struct Pair {
  double ours;
  double theirs;
};
[[nodiscard]] Pair measure(const std::function<void()>& ours, const std::function<void()>& theirs, unsigned samples = 9,
                           bool wall_clock = false, double sample = 0.004);

// The same of what can be done only once each time it is called: no repeats within a sample, and none to warm up.
[[nodiscard]] Pair measure_once(const std::function<void()>& ours, const std::function<void()>& theirs,
                                unsigned samples);

// Collects rows and prints them, as a table or as NDJSON.
class Report {
 public:
  Report(bool json, bool full) : json_(json), full_(full) {}
  [[nodiscard]] bool full() const { return full_; }
  // Short form: only rows that carry a goal. Prints at once, so that a long run shows its progress.
  void add(const Row& row);
  // 0 when every goal was met, else 1.
  [[nodiscard]] int finish() const;

 private:
  bool json_;
  bool full_;
  bool headed_ = false;
  unsigned rows_ = 0;
  unsigned missed_ = 0;
};

// The arguments that every benchmark takes: --full, --json.
[[nodiscard]] Report report_from(int count, char** words);

}  // namespace resmap::bench
