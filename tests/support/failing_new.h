// SPDX-License-Identifier: MIT
// Replaces the global operator new of a test program: include it in one .cpp of that program only.
#pragma once

#include <cstdlib>
#include <new>

namespace resmap::testing_support {

inline constexpr long kNever = -1;
// Counts down at each allocation of this thread; at 0 all fail, below 0 none does.
inline thread_local long allocations_left = kNever;  // NOLINT: what the global operator new reads

inline bool allocation_fails() {
  if (allocations_left == 0) return true;
  if (allocations_left > 0) --allocations_left;
  return false;
}

inline void* allocate_or_fail(std::size_t size) {
  return allocation_fails() ? nullptr : std::malloc(size == 0 ? 1 : size);
}

}  // namespace resmap::testing_support

// NOLINTBEGIN(clang-analyzer-cplusplus.NewDelete)
// Not inlined: the compiler would take the free() below for one that does not belong to new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (void* const block = resmap::testing_support::allocate_or_fail(size)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return resmap::testing_support::allocate_or_fail(size);
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }
// NOLINTEND(clang-analyzer-cplusplus.NewDelete)
