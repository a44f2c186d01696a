// SPDX-License-Identifier: MIT
// machines COUNT SECONDS SEED: so many small machines, or as many as the time allows, stage 1 against the plain reading. Prints
// their number and the first disagreements; exit code 1 where there is one. The counted family first, every machine of it.
// machines show counted|wide NUMBER: one of them, and what each side answers.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include "tests/machines/compare.h"

using namespace resmap::machines;

int main(int count, char** words) {
  if (count == 4 && std::strcmp(words[1], "show") == 0) {
    const Family family = std::strcmp(words[2], "wide") == 0 ? Family::wide : Family::counted;
    std::printf("%s", shown(family, std::strtoull(words[3], nullptr, 0)).c_str());
    return 0;
  }
  if (count != 4) return std::fprintf(stderr, "machines COUNT SECONDS SEED\nmachines show counted|wide NUMBER\n"), 2;
  const std::uint64_t wanted = std::strtoull(words[1], nullptr, 10), seed = std::strtoull(words[3], nullptr, 10);
  const double limit = std::strtod(words[2], nullptr);
  const auto started = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  };
  const unsigned parts = std::max(1U, std::thread::hardware_concurrency());
  constexpr std::uint64_t kPiece = 100'000;
  // Half of them counted, the other half drawn.
  std::uint64_t tried = 0, faults = 0;
  std::string first_fault;
  while (tried < wanted && seconds() < limit && first_fault.empty()) {
    std::vector<Tally> tallies(parts);
    {
      std::vector<std::jthread> threads;
      for (unsigned part = 0; part < parts; ++part) {
        threads.emplace_back([&, part] {
          const std::uint64_t piece = tried / kPiece + part;
          const Family family = piece % 2 == 0 ? Family::counted : Family::wide;
          tallies[part] = compare(family, seed, piece / 2 * kPiece, kPiece);
        });
      }
    }
    for (const Tally& tally : tallies) {
      tried += tally.machines;
      faults += tally.disagreements;
      if (first_fault.empty()) first_fault = tally.first;
    }
    std::fprintf(stderr, "%llu machines, %llu disagreements, %.0f s\n", static_cast<unsigned long long>(tried),
                 static_cast<unsigned long long>(faults), seconds());
  }
  std::printf("%llu\n%s", static_cast<unsigned long long>(tried), first_fault.c_str());
  return first_fault.empty() ? 0 : 1;
}
