// SPDX-License-Identifier: MIT
// Claims in memory and on disk beside rivals; README.md says how to read a row.
#include <cstdio>
#include <exception>
#include <filesystem>

#include "bench/claims/rows.h"

int main(int count, char** words) {
  using namespace resmap::bench;
  Report report = report_from(count, words);
  // Not /tmp, which may be memory: a sync there costs nothing.
  const char* const given = std::getenv("RESMAP_BENCH_DISK");
  std::string folder = std::string(given != nullptr ? given : ".") + "/bench_claims.XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    std::fprintf(stderr, "bench_claims: no folder can be made at %s\n", folder.c_str());
    return 3;
  }
  int code = 3;
  try {
    durable_rows(report, folder);
    opening_rows(report, folder);
    memory_rows(report);
    code = report.finish();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_claims: %s\n", error.what());
  }
  std::filesystem::remove_all(folder);
  return code;
}
