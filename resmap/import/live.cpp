// SPDX-License-Identifier: MIT
#include "resmap/import/live.h"

#include <fcntl.h>
#include <sys/klog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "resmap/import/file_set_builder.h"
#include "resmap/import/guard.h"
#include "resmap/import/importer.h"

namespace resmap::import {

namespace {

namespace fs = std::filesystem;

// Paths of the set are those of the system without their first slash.
class LiveReader final : public FileReader {
 public:
  [[nodiscard]] Result<std::vector<std::uint8_t>> read(const std::string& path, std::uint64_t most) override {
    const int file = ::open(("/" + path).c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0) return refused(errno);
    std::vector<std::uint8_t> bytes;
    constexpr std::size_t step = 64 * 1024;
    ssize_t got = 1;
    while (got > 0 && bytes.size() < most) {
      const std::size_t had = bytes.size();
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(step, most - had));
      bytes.resize(had + wanted);
      do got = ::read(file, bytes.data() + had, wanted);
      while (got < 0 && errno == EINTR);
      bytes.resize(had + static_cast<std::size_t>(got < 0 ? 0 : got));
    }
    const int why = errno;
    ::close(file);
    if (got < 0) return refused(why);
    return bytes;
  }

 private:
  static std::unexpected<Error> refused(int why) {
    return fail(
        {.code = ErrorCode::unreadable, .rule = rule::file_unreadable, .value = static_cast<std::uint64_t>(why)});
  }
};

std::string set_path(const fs::path& path) { return path.string().substr(1); }

Result<void> add_entry(const fs::directory_entry& entry, FileSetBuilder& into) {
  std::error_code error;
  if (entry.is_symlink(error)) {
    const fs::path target = fs::read_symlink(entry.path(), error);
    return error ? Result<void>() : into.add_link(set_path(entry.path()), target.string());
  }
  return entry.is_regular_file(error) ? into.add_unread(set_path(entry.path())) : Result<void>();
}

// Everything below a directory of /sys. Devices come and go: what is gone when its turn comes is passed over.
Result<void> add_tree(const fs::path& top, FileSetBuilder& into) {
  std::error_code error;
  fs::recursive_directory_iterator at(top, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    RESMAP_TRY(add_entry(*at, into));
  }
  return {};
}

// /sys/devices holds far more than devices with resources: these are the branches that do.
bool carries_resources(std::string_view name) { return name.starts_with("pci") || name.starts_with("pnp"); }

Result<void> add_devices(FileSetBuilder& into) {
  std::error_code error;
  for (fs::directory_iterator at("/sys/devices", error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    if (carries_resources(at->path().filename().string())) RESMAP_TRY(add_tree(at->path(), into));
  }
  RESMAP_TRY(add_tree("/sys/devices/virtual/dmi/id", into));
  return into.add_link("sys/class/dmi/id", "../../devices/virtual/dmi/id");
}

// The kernel's log, where this user may read it.
Result<void> add_log(FileSetBuilder& into) {
  constexpr int read_all = 3, size_of_buffer = 10;
  const int size = ::klogctl(size_of_buffer, nullptr, 0);
  if (size <= 0) return {};
  std::string text(static_cast<std::size_t>(size), '\0');
  const int got = ::klogctl(read_all, text.data(), size);
  if (got <= 0) return {};
  text.resize(static_cast<std::size_t>(got));
  return into.add_file("dmesg", text);
}

}  // namespace

Result<FileSet> open_live(const FileLimits& limits) {
  return guarded([&]() -> Result<FileSet> {
    std::error_code error;
    if (!fs::is_directory("/sys/devices", error) || !fs::is_directory("/proc", error))
      return fail({.code = ErrorCode::unsupported, .rule = rule::live_elsewhere});
    FileSetBuilder builder("live", limits);
    RESMAP_TRY(add_devices(builder));
    for (const char* text : {"proc/iomem", "proc/ioports", "proc/interrupts", "proc/version"}) {
      if (fs::exists("/" + std::string(text), error)) RESMAP_TRY(builder.add_unread(text));
    }
    RESMAP_TRY(add_log(builder));
    return std::move(builder).finish(std::make_unique<LiveReader>());
  });
}

}  // namespace resmap::import
