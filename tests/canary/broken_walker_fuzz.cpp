// SPDX-License-Identifier: MIT
// The walker that must be found out. libFuzzer hands over blocks of exact size, so AddressSanitizer sees each byte too many.
#include <cstddef>
#include <cstdint>

#include "tests/oracles/plain_walker.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(plain::broken_sum(data, size));  // another library's function: no compiler leaves the call out
  return 0;
}
