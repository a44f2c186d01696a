// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "resmap/base/result.h"

namespace resmap::hive {

// Memory of whole pages that a forked child shares with its parent. Zero at first; a page costs memory once it is written.
// Move-only. Given back when destroyed.
class SharedMemory {
 public:
  SharedMemory() = default;
  // out_of_memory{value}: the system grants no `size` bytes of address space.
  [[nodiscard]] static Result<SharedMemory> of(std::size_t size);
  SharedMemory(SharedMemory&& other) noexcept : memory_(std::exchange(other.memory_, {})) {}
  SharedMemory& operator=(SharedMemory&& other) noexcept {
    std::swap(memory_, other.memory_);
    return *this;
  }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;
  ~SharedMemory();

  [[nodiscard]] std::span<std::uint8_t> bytes() const { return memory_; }
  // Gives back what lies behind the first `size` bytes, as far as whole pages go.
  void shrink_to(std::size_t size);

 private:
  std::span<std::uint8_t> memory_;
};

// A nameless file in memory that another process can open through its descriptor. Move-only; closed when destroyed.
class MemoryFile {
 public:
  // Holds `size` zero bytes, mapped for writing. out_of_memory{value}; unreadable{value = errno}: the system refuses.
  [[nodiscard]] static Result<MemoryFile> of(std::size_t size);
  MemoryFile(MemoryFile&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), memory_(std::exchange(other.memory_, {})) {}
  MemoryFile& operator=(MemoryFile&&) = delete;
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] std::span<std::uint8_t> bytes() const { return memory_; }

 private:
  MemoryFile(int fd, std::span<std::uint8_t> memory) : fd_(fd), memory_(memory) {}
  int fd_;
  std::span<std::uint8_t> memory_;
};

}  // namespace resmap::hive
