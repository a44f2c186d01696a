// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "resmap/import/file_set.h"

namespace resmap::import {

// Puts a FileSet together, within its limits. Not installed, but of use to tests. May throw bad_alloc.
class FileSetBuilder {
 public:
  FileSetBuilder(std::string_view name, const FileLimits& limits);

  // `path` as the archive writes it. A path that leads outside is refused with a gap; one that was there before is replaced, as
  // unpacking would do. limit_exceeded.
  [[nodiscard]] Result<void> add_file(std::string_view path, std::vector<std::uint8_t> bytes);
  [[nodiscard]] Result<void> add_file(std::string_view path, std::string_view text);
  // A file that the reader will read when it is asked for.
  [[nodiscard]] Result<void> add_unread(std::string_view path);
  [[nodiscard]] Result<void> add_link(std::string_view path, std::string_view target);
  // A second name for a file that is already there (a hard link of an archive); a gap when it is not.
  [[nodiscard]] Result<void> add_alias(std::string_view path, std::string_view existing);
  // Something that takes no place in the set, but counts: a directory, a device.
  [[nodiscard]] Result<void> count_other(std::string_view path);

  // How many bytes the next file may have, at most: limit_exceeded beyond it.
  [[nodiscard]] std::uint64_t room() const;
  [[nodiscard]] Error too_large() const;  // the error for a file that is larger

  void add_gap(std::string sentence);
  void set_single_file() { set_.single_file_ = true; }
  [[nodiscard]] std::size_t size() const { return set_.file_count_; }
  [[nodiscard]] FileSet finish(std::unique_ptr<FileReader> reader = nullptr) &&;

 private:
  // nullptr: the path leads outside, and a gap says so.
  [[nodiscard]] Result<FileSet::Entry*> entry(std::string_view path);
  [[nodiscard]] Result<void> count(std::string_view clean);
  void drop(FileSet::Entry& old);

  FileSet set_;
  std::size_t counted_ = 0;
};

// The parts of open_files. `name` is what the user typed.
// A directory of the system; `unreadable` as open_files.
[[nodiscard]] Result<FileSet> open_directory(const std::string& path, std::string_view name, const FileLimits& limits);
// The bytes of a file that is no directory. `name` is what the user typed. Errors as open_files.
[[nodiscard]] Result<FileSet> open_owned(std::vector<std::uint8_t> bytes, std::string_view name,
                                         const FileLimits& limits);
// What the first bytes say a file is.
enum class Packing : std::uint8_t { none, compressed, archive };
[[nodiscard]] Packing packing_of(Bytes bytes);
// Unpacks bytes that packing_of() calls compressed or archive. `single_name` names the one file of a compressed file.
[[nodiscard]] Result<void> unpack(Bytes bytes, Packing packing, std::string_view single_name, FileSetBuilder& into);

}  // namespace resmap::import
