// SPDX-License-Identifier: MIT
#include "bench/support/measure.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace resmap::bench {

namespace {

double now(bool wall_clock) {
  timespec time{};
  clock_gettime(wall_clock ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double timed(const std::function<void()>& work, unsigned repeats, bool wall_clock) {
  const double before = now(wall_clock);
  for (unsigned i = 0; i < repeats; ++i) work();
  return (now(wall_clock) - before) / repeats;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// So many repeats that a sample takes so many seconds.
unsigned repeats_for(const std::function<void()>& work, bool wall_clock, double sample) {
  const double once = std::max(timed(work, 1, wall_clock), 1e-9);
  return static_cast<unsigned>(std::clamp(sample / once, 1.0, 1e6));
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value < 10 ? "%.3g" : "%.0f", value);
  return text;
}

// Samples in turn, each so many repeats.
Pair medians(const std::function<void()>& ours, unsigned repeats_ours, const std::function<void()>& theirs,
             unsigned repeats_theirs, unsigned samples, bool wall_clock) {
  std::vector<double> times_ours, times_theirs;
  for (unsigned i = 0; i < samples; ++i) {
    times_ours.push_back(timed(ours, repeats_ours, wall_clock));
    times_theirs.push_back(timed(theirs, repeats_theirs, wall_clock));
  }
  return {median(times_ours), median(times_theirs)};
}

}  // namespace

Pair measure(const std::function<void()>& ours, const std::function<void()>& theirs, unsigned samples, bool wall_clock,
             double sample) {
  return medians(ours, repeats_for(ours, wall_clock, sample), theirs, repeats_for(theirs, wall_clock, sample), samples,
                 wall_clock);
}

Pair measure_once(const std::function<void()>& ours, const std::function<void()>& theirs, unsigned samples) {
  return medians(ours, 1, theirs, 1, samples, false);
}

void Report::add(const Row& row) {
  const double ratio = row.ours / row.theirs;
  const bool missed = row.goal && ratio > *row.goal;
  ++rows_;
  missed_ += missed;
  if (json_) {
    std::printf(
        R"({"record":"bench","case":"%s","n":%llu,"rival":"%s","ours":%.6g,"theirs":%.6g,"unit":"%s","ratio":%.4g,"goal":)",
        row.name.c_str(), static_cast<unsigned long long>(row.n), row.rival.c_str(), row.ours, row.theirs,
        row.unit.c_str(), ratio);
    if (row.goal)
      std::printf("%.3g}\n", *row.goal);
    else
      std::printf("null}\n");
  } else {
    if (!headed_)
      std::printf("%-28s %10s  %-24s %10s %10s %-8s %7s %6s\n", "CASE", "N", "RIVAL", "OURS", "THEIRS", "UNIT", "RATIO",
                  "GOAL");
    headed_ = true;
    std::printf("%-28s %10llu  %-24s %10s %10s %-8s %7.3f ", row.name.c_str(), static_cast<unsigned long long>(row.n),
                row.rival.c_str(), number(row.ours).c_str(), number(row.theirs).c_str(), row.unit.c_str(), ratio);
    if (row.goal)
      std::printf("%6.2f%s\n", *row.goal, missed ? "  missed" : "");
    else
      std::printf("%6s\n", "-");
  }
  std::fflush(stdout);
}

int Report::finish() const {
  if (!json_) std::printf("%u rows, %u goals missed\n", rows_, missed_);
  return missed_ == 0 ? 0 : 1;
}

Report report_from(int count, char** words) {
  bool json = false, full = false;
  for (int i = 1; i < count; ++i) {
    json = json || std::strcmp(words[i], "--json") == 0;
    full = full || std::strcmp(words[i], "--full") == 0;
  }
  return {json, full};
}

}  // namespace resmap::bench
