// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace resmap {

// Where the low floors take memory from. The caller supplies three words; a hypervisor gives its own heap, a test one that
// fails at the n-th call.
//   allocate  `size` bytes at a multiple of `alignment` (a power of two); null when there is none, never an exception.
//   release   gives back a block with the size and alignment it was asked for.
// Both may be called from the thread that uses the object built on them; resmap adds no locks.
struct MemorySource {
  void* (*allocate)(void* context, std::size_t size, std::size_t alignment);
  void (*release)(void* context, void* block, std::size_t size, std::size_t alignment);
  void* context;
};

// The C++ heap. Safe from any thread.
[[nodiscard]] MemorySource default_memory();

}  // namespace resmap
