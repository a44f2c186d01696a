// SPDX-License-Identifier: MIT
#include "resmap/hive/shared_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace resmap::hive {
namespace {

constexpr std::size_t kPage = 4096;

}  // namespace

Result<SharedMemory> SharedMemory::of(std::size_t size) {
  size = (size + kPage - 1) / kPage * kPage;
  void* const memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return fail({.code = ErrorCode::out_of_memory, .value = size});
  SharedMemory made;
  made.memory_ = {static_cast<std::uint8_t*>(memory), size};
  return made;
}

SharedMemory::~SharedMemory() {
  if (!memory_.empty()) munmap(memory_.data(), memory_.size());
}

void SharedMemory::shrink_to(std::size_t size) {
  size = (size + kPage - 1) / kPage * kPage;
  if (size == 0 || size >= memory_.size()) return;
  if (munmap(memory_.data() + size, memory_.size() - size) == 0) memory_ = memory_.first(size);
}

Result<MemoryFile> MemoryFile::of(std::size_t size) {
  const int fd = memfd_create("resmap-hive", MFD_CLOEXEC);
  if (fd < 0) return fail({.code = ErrorCode::unreadable, .value = static_cast<std::uint64_t>(errno)});
  MemoryFile made(fd, {});
  if (ftruncate(fd, static_cast<off_t>(size)) != 0)
    return fail({.code = ErrorCode::unreadable, .value = static_cast<std::uint64_t>(errno)});
  void* const memory = size == 0 ? MAP_FAILED : mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) return fail({.code = ErrorCode::out_of_memory, .value = size});
  made.memory_ = {static_cast<std::uint8_t*>(memory), size};
  return made;
}

MemoryFile::~MemoryFile() {
  if (!memory_.empty()) munmap(memory_.data(), memory_.size());
  if (fd_ >= 0) close(fd_);
}

}  // namespace resmap::hive
