// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "resmap/hive/attempts.h"
#include "resmap/hive/hive_walk.h"
#include "resmap/hive/shared_memory.h"

namespace resmap::hive {
namespace {

constexpr std::uint64_t kLargestFile = 0xFFFF'F000;  // offsets in a hive have 32 bits

std::unexpected<Error> unreadable(int why) {
  return fail({.code = ErrorCode::unreadable, .value = static_cast<std::uint64_t>(why)});
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Result<HiveReading> read_descriptor(int fd, std::uint64_t size, const HiveLimits& limits) {
  const std::uint64_t largest = std::min(limits.file_size, kLargestFile);
  std::array<std::uint8_t, 512> start{};
  RESMAP_TRY_ASSIGN(const std::size_t there, read_start(fd, start));
  RESMAP_TRY_ASSIGN(HiveHeader header, read_header(Bytes(start).first(there), size));
  if (size < header_size + page_header_size)
    return fail({.code = ErrorCode::truncated, .rule = rule::hive_too_short, .value = size});
  if (size > largest) return fail({.code = ErrorCode::limit_exceeded, .value = largest});
  return read_in_children(fd, std::move(header), limits, walk_hive);
}

}  // namespace

bool is_hive(Bytes start) { return start.size() >= 4 && std::memcmp(start.data(), "regf", 4) == 0; }

Result<HiveReading> read_hive(const std::filesystem::path& path, const HiveLimits& limits) {
  try {
    // Not blocking: a pipe must not hold us before it is seen to be none of ours.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0) return unreadable(errno);
    struct stat facts{};
    if (fstat(file.get(), &facts) != 0) return unreadable(errno);
    if (!S_ISREG(facts.st_mode)) return unreadable(S_ISDIR(facts.st_mode) ? EISDIR : EINVAL);
    return read_descriptor(file.get(), static_cast<std::uint64_t>(facts.st_size), limits);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<HiveReading> read_hive(Bytes hive, const HiveLimits& limits) {
  try {
    if (!is_hive(hive)) return fail({.code = ErrorCode::unsupported, .rule = rule::hive_no_signature});
    const std::uint64_t largest = std::min(limits.file_size, kLargestFile);
    if (hive.size() > largest) return fail({.code = ErrorCode::limit_exceeded, .value = largest});
    RESMAP_TRY_ASSIGN(const MemoryFile file, MemoryFile::of(hive.size()));
    std::memcpy(file.bytes().data(), hive.data(), hive.size());
    return read_descriptor(file.fd(), hive.size(), limits);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::hive
