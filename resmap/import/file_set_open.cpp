// SPDX-License-Identifier: MIT
// Files and directories of the system. Every read is bounded, and nothing that a directory holds leads out of it.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "resmap/import/file_path.h"
#include "resmap/import/file_set_builder.h"
#include "resmap/import/guard.h"

namespace resmap::import {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

std::unexpected<Error> refused(int why) {
  return fail({.code = ErrorCode::unreadable, .rule = rule::file_unreadable, .value = static_cast<std::uint64_t>(why)});
}

// Up to `most` bytes. The size that the system states is not looked at: in /sys and /proc it is not true.
Result<std::vector<std::uint8_t>> read_up_to(int file, std::uint64_t most) {
  std::vector<std::uint8_t> bytes;
  constexpr std::size_t step = 65536;
  while (bytes.size() < most) {
    const std::size_t had = bytes.size();
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(step, most - had));
    bytes.resize(had + wanted);
    ssize_t got = -1;
    do got = ::read(file, bytes.data() + had, wanted);
    while (got < 0 && errno == EINTR);
    if (got < 0) return refused(errno);
    bytes.resize(had + static_cast<std::size_t>(got));
    if (got == 0) break;
  }
  return bytes;
}

// Opens word by word, never through a link: what the walk saw as a directory may be something else by now.
class DirectoryReader final : public FileReader {
 public:
  explicit DirectoryReader(Descriptor root) : root_(std::move(root)) {}
  [[nodiscard]] int root() const { return root_.number(); }

  [[nodiscard]] Result<std::vector<std::uint8_t>> read(const std::string& path, std::uint64_t most) override {
    // Whoever reads /proc/kmsg takes the messages away from the system's log.
    if (last_word(path) == "kmsg") return refused(EPERM);
    Descriptor at(-1);
    std::size_t begin = 0;
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', begin)) {
      const std::string word = path.substr(begin, slash - begin);
      Descriptor next(
          ::openat(at.is_open() ? at.number() : root(), word.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (!next.is_open()) return refused(errno);
      at = std::move(next);
      begin = slash + 1;
    }
    // Not to wait: a few files of /proc are regular and block for ever.
    const Descriptor file(::openat(at.is_open() ? at.number() : root(), path.c_str() + begin,
                                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file.is_open()) return refused(errno);
    struct stat about{};
    if (::fstat(file.number(), &about) != 0) return refused(errno);
    if (!S_ISREG(about.st_mode)) return fail({.code = ErrorCode::unreadable, .rule = rule::file_special});
    return read_up_to(file.number(), most);
  }

 private:
  Descriptor root_;
};

struct DirectoryClose {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

// Whether a directory is one of the kernel's own: what is mounted inside /sys or /proc is no part of what the kernel says there.
bool is_kernels(int directory) {
  constexpr long sysfs = 0x62656572, proc = 0x9FA0;
  struct statfs about{};
  if (::fstatfs(directory, &about) != 0) return false;
  return static_cast<long>(about.f_type) == sysfs || static_cast<long>(about.f_type) == proc;
}

class Walk {
 public:
  Walk(FileSetBuilder& into, dev_t file_system, bool says_mounts)
      : into_(into), file_system_(file_system), says_mounts_(says_mounts) {}

  // Everything in `directory`, whose path in the set is `path`. Takes the descriptor.
  Result<void> enter(Descriptor directory, const std::string& path) {
    const std::unique_ptr<DIR, DirectoryClose> open(::fdopendir(directory.number()));
    if (!open) return refused(errno);
    static_cast<void>(directory.release());  // closed with the stream
    return list(open.get(), path);
  }

 private:
  Result<void> list(DIR* directory, const std::string& path) {
    const int at = ::dirfd(directory);
    while (const dirent* const entry = ::readdir(directory)) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      const std::string full = path.empty() ? std::string(name) : path + "/" + std::string(name);
      struct stat about{};
      if (::fstatat(at, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) continue;  // gone since
      if (S_ISREG(about.st_mode)) {
        RESMAP_TRY(into_.add_unread(full));
      } else if (S_ISLNK(about.st_mode)) {
        char target[4096];
        const ssize_t length = ::readlinkat(at, entry->d_name, target, sizeof target);
        if (length >= 0) RESMAP_TRY(into_.add_link(full, {target, static_cast<std::size_t>(length)}));
      } else {
        RESMAP_TRY(into_.count_other(full));
        if (S_ISDIR(about.st_mode)) RESMAP_TRY(subdirectory(at, entry->d_name, about, full));
      }
    }
    return {};
  }

  Result<void> subdirectory(int at, const char* name, const struct stat& about, const std::string& full) {
    if (about.st_dev != file_system_) {
      if (says_mounts_) into_.add_gap(full + " is another file system and was not entered");
      return {};
    }
    Descriptor below(::openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!below.is_open()) {
      into_.add_gap(full + " could not be read: the system refused it");
      return {};
    }
    return enter(std::move(below), full);
  }

  FileSetBuilder& into_;
  dev_t file_system_;
  bool says_mounts_;
};

Result<FileSet> open_one_file(int file, std::string_view path, const FileLimits& limits) {
  const std::uint64_t most = std::min(limits.file_bytes, limits.total_bytes);
  RESMAP_TRY_ASSIGN(std::vector<std::uint8_t> bytes, read_up_to(file, most + 1));
  if (bytes.size() > most) return fail(FileSetBuilder(path, limits).too_large());
  return open_owned(std::move(bytes), path, limits);
}

}  // namespace

Result<FileSet> open_directory(const std::string& path, std::string_view name, const FileLimits& limits) {
  Descriptor root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.is_open()) return refused(errno);
  struct stat about{};
  if (::fstat(root.number(), &about) != 0) return refused(errno);
  FileSetBuilder builder(name, limits);
  Descriptor again(::openat(root.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!again.is_open()) return refused(errno);
  const bool says_mounts = !is_kernels(root.number());
  auto reader = std::make_unique<DirectoryReader>(std::move(root));
  RESMAP_TRY(Walk(builder, about.st_dev, says_mounts).enter(std::move(again), {}));
  return std::move(builder).finish(std::move(reader));
}

Result<FileSet> open_files(std::string_view path, const FileLimits& limits) {
  return guarded([&]() -> Result<FileSet> {
    const std::string named(path);
    struct stat about{};
    if (::stat(named.c_str(), &about) != 0) return refused(errno);
    if (S_ISDIR(about.st_mode)) {
      for (const char* const archive : {"capture.tar.xz", "capture.tar.gz", "capture.tar"}) {
        const std::string inside = named + "/" + archive;
        const Descriptor file(::open(inside.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (file.is_open() && ::fstat(file.number(), &about) == 0 && S_ISREG(about.st_mode))
          return open_one_file(file.number(), path, limits);
      }
      return open_directory(named, path, limits);
    }
    // A pipe that the user named is what the user wants to be read.
    if (!S_ISREG(about.st_mode) && !S_ISFIFO(about.st_mode))
      return fail({.code = ErrorCode::unreadable, .rule = rule::file_special});
    const Descriptor file(::open(named.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC));
    if (!file.is_open()) return refused(errno);
    return open_one_file(file.number(), path, limits);
  });
}

}  // namespace resmap::import
