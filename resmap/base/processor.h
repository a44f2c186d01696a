// SPDX-License-Identifier: MIT
#pragma once

// What the processor at hand can do. Code for AVX2 is compiled function by function, under RESMAP_AVX2, and called only where
// has_avx2() says so: no build asks for a newer processor as a whole.
#if defined(__x86_64__) || defined(__i386__)
#define RESMAP_AVX2 __attribute__((target("avx2")))
#endif

namespace resmap {

// The compiler's runtime asked the processor when the program began: this is a load and a test.
[[nodiscard]] inline bool has_avx2() {
#ifdef RESMAP_AVX2
  return __builtin_cpu_supports("avx2") != 0;
#else
  return false;
#endif
}

}  // namespace resmap
