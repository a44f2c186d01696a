// SPDX-License-Identifier: MIT
// sequences COUNT SECONDS: longer and longer sequences until so many were tried or so much time is over. Prints their number and the
// first fault; exit code 1 where there is one.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "tests/sequences/sequences.h"

using resmap::sequences::Job;
using resmap::sequences::kStarts;
using resmap::sequences::Tally;

int main(int count, char** words) {
  if (count != 3) return std::fprintf(stderr, "sequences COUNT SECONDS\n"), 2;
  const std::uint64_t wanted = std::strtoull(words[1], nullptr, 10);
  const auto started = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  };
  const double limit = std::strtod(words[2], nullptr);
  const unsigned parts = std::max(1U, std::thread::hardware_concurrency());
  std::uint64_t tried = 0;
  for (unsigned length = 1; length <= 12; ++length) {
    for (unsigned start = 0; start < kStarts; ++start) {
      for (unsigned capacity = 2; capacity <= 4; ++capacity) {
        std::vector<Tally> tallies(parts);
        {
          std::vector<std::jthread> threads;
          for (unsigned part = 0; part < parts; ++part)
            threads.emplace_back([&, part] { tallies[part] = run(Job{capacity, start, length}, part, parts); });
        }
        for (const Tally& tally : tallies) {
          tried += tally.sequences;
          if (tally.fault.empty()) continue;
          std::printf("%llu\n%s\n", static_cast<unsigned long long>(tried), tally.fault.c_str());
          return 1;
        }
        std::fprintf(stderr, "length %u, start %u, capacity %u: %llu so far, %.0f s\n", length, start, capacity,
                     static_cast<unsigned long long>(tried), seconds());
        if (tried >= wanted || seconds() >= limit) {
          std::printf("%llu\n", static_cast<unsigned long long>(tried));
          return 0;
        }
      }
    }
  }
}
