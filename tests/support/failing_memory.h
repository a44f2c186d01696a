// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "resmap/base/memory_source.h"

namespace resmap::testing_support {

// A MemorySource that fails at one chosen call and counts what is out: for tests that every failure leaves things as they
// were and gives everything back.
//   for (std::size_t n = 0;; ++n) { FailingMemory memory(n); ...; if (!memory.failed()) break; }
class FailingMemory {
 public:
  static constexpr std::size_t never = static_cast<std::size_t>(-1);
  explicit FailingMemory(std::size_t fail_at = never) : fail_at_(fail_at) {}
  FailingMemory(const FailingMemory&) = delete;
  FailingMemory& operator=(const FailingMemory&) = delete;

  [[nodiscard]] MemorySource source() {
    return {
        .allocate = [](void* self, std::size_t size, std::size_t alignment) -> void* {
          return static_cast<FailingMemory*>(self)->allocate(size, alignment);
        },
        .release =
            [](void* self, void* block, std::size_t size, std::size_t alignment) {
              static_cast<FailingMemory*>(self)->bytes_out_ -= size;
              heap().release(nullptr, block, size, alignment);
            },
        .context = this,
    };
  }
  // From now on the n-th call fails, counted from 0; failed() forgets what was before.
  void fail_after(std::size_t n) {
    fail_at_ = n == never ? never : calls_ + n;
    failed_ = false;
  }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t calls() const { return calls_; }
  [[nodiscard]] std::size_t bytes_out() const { return bytes_out_; }

 private:
  static MemorySource heap() { return default_memory(); }
  void* allocate(std::size_t size, std::size_t alignment) {
    if (calls_++ == fail_at_) {
      failed_ = true;
      return nullptr;
    }
    bytes_out_ += size;
    return heap().allocate(nullptr, size, alignment);
  }

  std::size_t fail_at_;
  std::size_t calls_ = 0;
  std::size_t bytes_out_ = 0;
  bool failed_ = false;
};

}  // namespace resmap::testing_support
