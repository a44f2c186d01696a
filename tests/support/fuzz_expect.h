// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <cstdlib>

// What a fuzz target says when a property does not hold: the line, and an abort that libFuzzer takes for a crash.
#define FUZZ_EXPECT(condition)                                                            \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)
