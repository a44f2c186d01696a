// SPDX-License-Identifier: MIT
#pragma once

#include <ctime>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/support/measure.h"
#include "resmap/base/bytes.h"
#include "resmap/claims/resource_map.h"

// What the parts of the benchmark share.
namespace resmap::bench {

// Whoever answers wrong has no time worth anything.
inline void expect(bool right, const char* what) {
  if (right) return;
  std::fprintf(stderr, "bench_claims: wrong: %s\n", what);
  std::abort();
}

inline double seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// A device with one memory range of 8 KiB: number k stands at k * 16 KiB, as one of sixteen devices of its driver.
struct DeviceClaim {
  explicit DeviceClaim(std::uint64_t number);
  [[nodiscard]] claims::ClaimRequest request() const {
    return {.driver = driver, .device = device, .device_list = Bytes(list), .layout = lists::CmLayout::x64};
  }
  AddressRange range;
  std::string driver, device;
  std::vector<std::uint8_t> list;
};

void memory_rows(Report& report);
void durable_rows(Report& report, const std::string& folder);
void opening_rows(Report& report, const std::string& folder);

// A store of so many claims, made without a sync for each.
void make_store(const std::string& path, std::uint64_t claims);

}  // namespace resmap::bench
