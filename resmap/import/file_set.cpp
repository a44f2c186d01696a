// SPDX-License-Identifier: MIT
#include "resmap/import/file_set.h"

#include <algorithm>
#include <utility>

#include "resmap/import/file_path.h"
#include "resmap/import/guard.h"

namespace resmap::import {

namespace {

// As many links as Linux itself follows in one path.
constexpr int kMostLinks = 40;

}  // namespace

FileSet::Paths FileSet::under(std::string_view prefix) const { return Paths(entries_, prefix); }

const std::pair<const std::string, FileSet::Entry>* FileSet::file_at(std::string_view path) const {
  const auto found = entries_.find(path);
  if (found != entries_.end() && !found->second.is_link) return &*found;
  std::string at(path);
  for (int followed = 0; followed < kMostLinks; ++followed) {
    bool moved = false;
    for (std::size_t end = at.find('/');; end = at.find('/', end + 1)) {
      const auto entry = entries_.find(std::string_view(at).substr(0, end));
      if (entry != entries_.end() && entry->second.is_link) {
        auto destination = link_destination(entry->first, entry->second.target);
        if (!destination) return nullptr;
        if (end != std::string::npos) destination->append(at, end);
        at = std::move(*destination);
        moved = true;
        break;
      }
      if (end == std::string::npos) break;
    }
    if (!moved) {
      const auto file = entries_.find(at);
      return file == entries_.end() ? nullptr : &*file;
    }
  }
  return nullptr;
}

Result<Bytes> FileSet::load(const std::pair<const std::string, Entry>& file) const {
  const Entry& entry = file.second;
  if (!entry.is_read) {
    if (reader_ == nullptr) return fail({.code = ErrorCode::unreadable, .rule = rule::file_unreadable});
    const std::uint64_t room = std::min(limits_.file_bytes, limits_.total_bytes - held_bytes_);
    RESMAP_TRY_ASSIGN(std::vector<std::uint8_t> bytes, reader_->read(file.first, room + 1));
    if (bytes.size() > limits_.file_bytes)
      return fail({.code = ErrorCode::limit_exceeded, .rule = rule::file_too_large, .value = limits_.file_bytes});
    if (bytes.size() > room)
      return fail({.code = ErrorCode::limit_exceeded, .rule = rule::files_too_large, .value = limits_.total_bytes});
    held_bytes_ += bytes.size();
    entry.bytes = std::move(bytes);
    entry.is_read = true;
  }
  return Bytes(entry.bytes);
}

Result<Bytes> FileSet::read(std::string_view path) const {
  return guarded([&]() -> Result<Bytes> {
    const auto* const file = file_at(path);
    if (file == nullptr) return fail({.code = ErrorCode::not_found});
    return load(*file);
  });
}

std::optional<Bytes> FileSet::find(std::string_view path) const {
  const auto bytes = read(path);
  if (bytes) return *bytes;
  if (bytes.error().code == ErrorCode::not_found) return std::nullopt;
  const auto noted = guarded([&]() -> Result<void> {
    std::string sentence(path);
    sentence += bytes.error().code == ErrorCode::limit_exceeded ? " was not read: it is too large"
                                                                : " could not be read: the system refused it";
    if (std::find(gaps_.begin(), gaps_.end(), sentence) == gaps_.end()) gaps_.push_back(std::move(sentence));
    return {};
  });
  static_cast<void>(noted);  // without memory for a sentence there is none for the file either
  return std::nullopt;
}

std::optional<std::vector<std::uint8_t>> FileSet::head(std::string_view path, std::size_t most) const {
  const auto bytes = guarded([&]() -> Result<std::vector<std::uint8_t>> {
    const auto* const file = file_at(path);
    if (file == nullptr) return fail({.code = ErrorCode::not_found});
    const Entry& entry = file->second;
    if (!entry.is_read) {
      if (reader_ == nullptr) return fail({.code = ErrorCode::unreadable, .rule = rule::file_unreadable});
      return reader_->read(file->first, most);
    }
    const Bytes first = Bytes(entry.bytes).first(std::min(most, entry.bytes.size()));
    return std::vector<std::uint8_t>(first.begin(), first.end());
  });
  return bytes ? std::optional(*bytes) : std::nullopt;
}

std::optional<std::string_view> FileSet::link(std::string_view path) const {
  const auto found = entries_.find(path);
  if (found == entries_.end() || !found->second.is_link) return std::nullopt;
  return found->second.target;
}

bool FileSet::has_directory(std::string_view directory) const {
  auto at = entries_.lower_bound(directory);
  // Between "a" and "a/b" may stand "a-b" and its kind.
  for (; at != entries_.end() && at->first.starts_with(directory); ++at) {
    if (at->first.size() > directory.size() && at->first[directory.size()] == '/') return true;
  }
  return false;
}

}  // namespace resmap::import
