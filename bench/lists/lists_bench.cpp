// SPDX-License-Identifier: MIT
// Lists and hives beside their rivals; README.md says how to read a row.
#include <cstdio>
#include <exception>

#include "bench/lists/rows.h"

namespace resmap::bench {
namespace {

void all_rows(Report& report) {
#ifdef RESMAP_LEAVES
  hive_rows(report);  // first, while this process is small: a child begins as a copy of it
#endif
  constexpr std::size_t kib = 1024, mib = 1024 * kib;
  for (const std::size_t total : {256 * kib, 4 * mib, 64 * mib}) {
    for (const std::uint32_t descriptors : {1U, 4U, 64U, 1000U}) {
      for (const Kind kind : {Kind::cm, Kind::io}) {
        const Workload work = Workload::of(kind, descriptors, total);
        validate_rows(report, work);
        encode_row(report, work);
      }
    }
  }
}

}  // namespace
}  // namespace resmap::bench

int main(int count, char** words) {
  resmap::bench::Report report = resmap::bench::report_from(count, words);
  try {
    resmap::bench::all_rows(report);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_lists: %s\n", error.what());
    return 3;
  }
  return report.finish();
}
