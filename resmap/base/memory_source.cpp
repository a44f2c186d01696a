// SPDX-License-Identifier: MIT
#include "resmap/base/memory_source.h"

#include <new>

namespace resmap {

MemorySource default_memory() {
  return {
      .allocate = [](void*, std::size_t size, std::size_t alignment) -> void* {
        return ::operator new(size, std::align_val_t{alignment}, std::nothrow);
      },
      .release = [](void*, void* block, std::size_t,
                    std::size_t alignment) { ::operator delete(block, std::align_val_t{alignment}, std::nothrow); },
      .context = nullptr,
  };
}

}  // namespace resmap
