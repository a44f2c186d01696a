// SPDX-License-Identifier: MIT
// Who owns what, and where is room, beside rivals; README.md says how to read a row.
#include <cstdio>
#include <exception>

#include "bench/ranges/rows.h"

int main(int count, char** words) {
  using namespace resmap::bench;
  Report report = report_from(count, words);
#ifndef RESMAP_LINUX_RIVALS
  std::fputs("bench_ranges: no linux-source package: the rows beside the kernel's structures are missing\n", stderr);
#endif
  try {
    for (const std::size_t n : {100U, 1000U, 10000U, 100000U, 1000000U}) {
      claim_rows(report, n);
      shared_rows(report, n);
      room_rows(report, n);
      staircase_rows(report, n);
      history_rows(report, n);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_ranges: %s\n", error.what());
    return 3;
  }
  return report.finish();
}
