// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/import/rules.h"

namespace resmap::import {

// Bounds on what a user's file may cost. Reaching one is limit_exceeded (RM5304 to RM5307).
struct FileLimits {
  std::uint64_t total_bytes = std::uint64_t{1} << 30;   // contents held in memory, all files together
  std::uint64_t file_bytes = std::uint64_t{512} << 20;  // of one file
  std::size_t entries = 500'000;                        // files, links, directories
  std::size_t depth = 64;                               // words in a path
};

// Reads files one by one when they are asked for. For FileSet; a directory is one.
class FileReader {
 public:
  FileReader() = default;
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;
  virtual ~FileReader() = default;
  // The first `most` bytes of a file, or all of it. unreadable RM5301. May throw bad_alloc.
  [[nodiscard]] virtual Result<std::vector<std::uint8_t>> read(const std::string& path, std::uint64_t most) = 0;
};

// What a user named, as a bounded set of files that is only read: a file, a directory, or what is in an archive. Paths are clean:
// "sys/devices/pci0000:00/0000:00:02.0/config", whatever the archive wrote.
//
// The files of a directory are read when they are asked for and kept then, so a pointer from find() is good as long as the set.
// Reading everything would be wrong: to read some files of /sys is to touch hardware. One thread at a time.
class FileSet {
  struct Entry {
    bool is_link = false;
    mutable bool is_read = false;
    mutable std::vector<std::uint8_t> bytes;
    std::string target;  // of a link, as it is written
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

 public:
  // The paths of files in rising order: for (std::string_view path : set.under("sys/devices/")) ...
  class Paths;

  // What the user typed.
  [[nodiscard]] const std::string& name() const { return name_; }
  // Whether the user named one file that is no archive; its path is its own name, without .xz where it was compressed.
  [[nodiscard]] bool is_single_file() const { return single_file_; }
  // What could not be read, one sentence each; grows while files are read.
  [[nodiscard]] const std::vector<std::string>& gaps() const { return gaps_; }
  [[nodiscard]] std::size_t size() const { return file_count_; }

  // May throw bad_alloc, for a prefix that is long.
  [[nodiscard]] Paths under(std::string_view prefix = {}) const;

  // The whole of a file. Links inside the set are followed, those that lead out of it are not.
  //   not_found                  there is no such file
  //   unreadable RM5301          the system refused it
  //   limit_exceeded RM5304, RM5305; out_of_memory
  [[nodiscard]] Result<Bytes> read(std::string_view path) const;
  // The same for whoever needs no reason: nullopt, and where the file is there, a gap that says why it is not read.
  [[nodiscard]] std::optional<Bytes> find(std::string_view path) const;
  // The first bytes of a file, without keeping more than those: to tell what it is. `most` is a wish; it may be more or fewer.
  [[nodiscard]] std::optional<std::vector<std::uint8_t>> head(std::string_view path, std::size_t most) const;

  // The target text of the symbolic link at `path`; nullopt: no link there.
  [[nodiscard]] std::optional<std::string_view> link(std::string_view path) const;
  // Whether anything stands below `directory`.
  [[nodiscard]] bool has_directory(std::string_view directory) const;

 private:
  friend class FileSetBuilder;
  FileSet() = default;
  [[nodiscard]] const std::pair<const std::string, Entry>* file_at(std::string_view path) const;
  [[nodiscard]] Result<Bytes> load(const std::pair<const std::string, Entry>& file) const;

  std::string name_;
  bool single_file_ = false;
  FileLimits limits_;
  Entries entries_;
  std::size_t file_count_ = 0;
  std::unique_ptr<FileReader> reader_;
  mutable std::uint64_t held_bytes_ = 0;
  mutable std::vector<std::string> gaps_;
};

class FileSet::Paths {
 public:
  class Iterator {
   public:
    [[nodiscard]] std::string_view operator*() const { return at_->first; }
    Iterator& operator++() {
      ++at_;
      skip_links();
      return *this;
    }
    friend bool operator==(const Iterator& it, std::default_sentinel_t) {
      return it.at_ == it.end_ || !std::string_view(it.at_->first).starts_with(it.prefix_);
    }

   private:
    friend class Paths;
    Iterator(Entries::const_iterator at, Entries::const_iterator end, std::string_view prefix)
        : at_(at), end_(end), prefix_(prefix) {
      skip_links();
    }
    void skip_links() {
      while (at_ != end_ && at_->second.is_link) ++at_;
    }
    Entries::const_iterator at_, end_;
    std::string_view prefix_;
  };
  [[nodiscard]] Iterator begin() const { return {entries_->lower_bound(prefix_), entries_->end(), prefix_}; }
  [[nodiscard]] static std::default_sentinel_t end() { return {}; }

 private:
  friend class FileSet;
  Paths(const Entries& entries, std::string_view prefix) : entries_(&entries), prefix_(prefix) {}
  const Entries* entries_;
  std::string prefix_;  // its own: the caller's is often a temporary
};

// Opens what a user named:
//   a file       itself; if it is compressed (xz, gzip, bzip2, zstd), what is in it; if that is a tar, cpio or zip archive, the
//                files in the archive
//   a directory  everything below it. Links are kept as text and never followed outside; devices and pipes are left out; other
//                file systems are not entered (a gap says so). One that holds capture.tar.xz, capture.tar.gz or capture.tar is
//                that archive.
// An archive that breaks off gives what stood before, with a gap.
//   unreadable RM5301, RM5302, RM5303; limit_exceeded RM5304 to RM5307; out_of_memory
[[nodiscard]] Result<FileSet> open_files(std::string_view path, const FileLimits& limits = {});
// The same for a file that is already in memory; `name` is what the user typed.
[[nodiscard]] Result<FileSet> open_bytes(Bytes bytes, std::string_view name, const FileLimits& limits = {});

}  // namespace resmap::import
