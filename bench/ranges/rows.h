// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bench/ranges/workload.h"
#include "bench/support/measure.h"

// What the parts of the benchmark share: a peer doing one thing over and over, and the row of two such peers.
namespace resmap::bench {

// Whoever answers wrong has no time worth anything.
inline void expect(bool right) {
  if (!right) std::abort();
}

// Does the same `steps` times, each time it is called; questions go on where the last call ended.
struct Way {
  std::function<void()> run;
  std::size_t steps = 1;
};

// `act` on one question after the other, `steps` a call. The questions must outlive the way.
template <typename Item, typename Act>
[[nodiscard]] Way stream(const std::vector<Item>& items, std::size_t steps, Act act) {
  return {[&items, steps, act = std::move(act), at = std::size_t{0}]() mutable {
            for (std::size_t i = 0; i < steps; ++i) {
              act(items[at]);
              if (++at == items.size()) at = 0;
            }
          },
          steps};
}

// `act` on the same question every time.
template <typename Act>
[[nodiscard]] Way repeat(std::size_t steps, Act act) {
  return {[steps, act = std::move(act)]() mutable {
            for (std::size_t i = 0; i < steps; ++i) act();
          },
          steps};
}

// What does not fit into the caches of a core takes longer to bring back.
inline double sample_seconds(std::uint64_t n) { return n < 100000 ? 0.004 : n < 1000000 ? 0.02 : 0.04; }

inline void add_row(Report& report, const std::string& name, std::uint64_t n, const std::string& rival, const Way& ours,
                    const Way& theirs, std::optional<double> goal = std::nullopt, double divide = 1) {
  if (!goal && !report.full()) return;
  const Pair pair = measure(ours.run, theirs.run, 11, false, sample_seconds(n));
  const auto each = [&](double seconds, const Way& way) {
    return seconds * 1e9 / static_cast<double>(way.steps) / divide;
  };
  report.add({name, n, rival, each(pair.ours, ours), each(pair.theirs, theirs), "ns", goal});
}

// A goal in nanoseconds.
inline void add_limit_row(Report& report, const std::string& name, std::uint64_t n, const Way& ours, double limit) {
  const Pair pair = measure(ours.run, [] {}, 11, false, sample_seconds(n));
  report.add({name, n, "limit", pair.ours * 1e9 / static_cast<double>(ours.steps), limit, "ns", 1.0});
}

void claim_rows(Report& report, std::size_t count);   // G1
void shared_rows(Report& report, std::size_t count);  // G1s
void room_rows(Report& report, std::size_t count);    // G2, ADV
void staircase_rows(Report& report, std::size_t count);
void history_rows(Report& report, std::size_t count);  // copies, cold classes; only with --full

}  // namespace resmap::bench
