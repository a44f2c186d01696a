// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/base/memory_source.h"

// Memory out of one fixed block, as a hypervisor without a heap gives it. What is released last is used again; the rest is not.
template <std::size_t Size>
struct FixedBlock {
  alignas(16) std::uint8_t bytes[Size];
  std::size_t used = 0;

  [[nodiscard]] resmap::MemorySource source() {
    return {[](void* self, std::size_t size, std::size_t alignment) -> void* {
              auto& block = *static_cast<FixedBlock*>(self);
              const std::size_t at = (block.used + alignment - 1) / alignment * alignment;
              if (at > Size || size > Size - at) return nullptr;
              block.used = at + size;
              return block.bytes + at;
            },
            [](void* self, void* released, std::size_t size, std::size_t) {
              auto& block = *static_cast<FixedBlock*>(self);
              const auto at = static_cast<std::size_t>(static_cast<std::uint8_t*>(released) - block.bytes);
              if (at + size == block.used) block.used = at;
            },
            this};
  }
};
