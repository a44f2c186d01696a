// SPDX-License-Identifier: MIT
// Tested in file_set_test.cpp.
#include "resmap/import/file_set_builder.h"

#include <algorithm>

#include "resmap/import/file_path.h"

namespace resmap::import {

namespace {

constexpr std::size_t kMostGaps = 64;  // sentences; a hostile archive could have a million

std::string quoted(std::string_view path) {
  constexpr std::size_t shown = 200;
  std::string text(path.substr(0, shown));
  if (path.size() > shown) text += "...";
  return text;
}

std::unexpected<Error> beyond(std::uint16_t rule, std::uint64_t limit) {
  return fail({.code = ErrorCode::limit_exceeded, .rule = rule, .value = limit});
}

}  // namespace

FileSetBuilder::FileSetBuilder(std::string_view name, const FileLimits& limits) {
  set_.name_ = name;
  set_.limits_ = limits;
}

void FileSetBuilder::add_gap(std::string sentence) {
  if (set_.gaps_.size() < kMostGaps) set_.gaps_.push_back(std::move(sentence));
  if (set_.gaps_.size() == kMostGaps) set_.gaps_.emplace_back("and more that could not be read");
}

Result<void> FileSetBuilder::count(std::string_view clean) {
  if (++counted_ > set_.limits_.entries) return beyond(rule::too_many_files, set_.limits_.entries);
  if (depth_of(clean) > set_.limits_.depth) return beyond(rule::path_too_deep, set_.limits_.depth);
  return {};
}

Result<void> FileSetBuilder::count_other(std::string_view path) {
  const auto clean = clean_path(path);
  return count(clean ? std::string_view(*clean) : std::string_view());
}

void FileSetBuilder::drop(FileSet::Entry& old) {
  set_.held_bytes_ -= old.bytes.size();
  if (!old.is_link) --set_.file_count_;
  old = FileSet::Entry();
}

Result<FileSet::Entry*> FileSetBuilder::entry(std::string_view path) {
  auto clean = clean_path(path);
  RESMAP_TRY(count(clean ? std::string_view(*clean) : std::string_view()));
  if (!clean) {
    add_gap("\"" + quoted(path) + "\" was left out: its path leads outside");
    return nullptr;
  }
  // Names take memory too: an archive could hold nothing else.
  if (clean->size() > set_.limits_.total_bytes - set_.held_bytes_)
    return beyond(rule::files_too_large, set_.limits_.total_bytes);
  set_.held_bytes_ += clean->size();
  const auto [at, fresh] = set_.entries_.try_emplace(std::move(*clean));
  if (!fresh) drop(at->second);
  return &at->second;
}

std::uint64_t FileSetBuilder::room() const {
  return std::min(set_.limits_.file_bytes, set_.limits_.total_bytes - set_.held_bytes_);
}

Error FileSetBuilder::too_large() const {
  const bool one_file = set_.limits_.file_bytes <= set_.limits_.total_bytes - set_.held_bytes_;
  return one_file
             ? Error{.code = ErrorCode::limit_exceeded, .rule = rule::file_too_large, .value = set_.limits_.file_bytes}
             : Error{
                   .code = ErrorCode::limit_exceeded, .rule = rule::files_too_large, .value = set_.limits_.total_bytes};
}

Result<void> FileSetBuilder::add_file(std::string_view path, std::vector<std::uint8_t> bytes) {
  RESMAP_TRY_ASSIGN(FileSet::Entry* const at, entry(path));
  if (at == nullptr) return {};
  ++set_.file_count_;
  if (bytes.size() > room()) return fail(too_large());
  set_.held_bytes_ += bytes.size();
  at->bytes = std::move(bytes);
  at->is_read = true;
  return {};
}

Result<void> FileSetBuilder::add_file(std::string_view path, std::string_view text) {
  return add_file(path, std::vector<std::uint8_t>(text.begin(), text.end()));
}

Result<void> FileSetBuilder::add_unread(std::string_view path) {
  RESMAP_TRY_ASSIGN(FileSet::Entry* const at, entry(path));
  if (at != nullptr) ++set_.file_count_;
  return {};
}

Result<void> FileSetBuilder::add_link(std::string_view path, std::string_view target) {
  RESMAP_TRY_ASSIGN(FileSet::Entry* const at, entry(path));
  if (at == nullptr) return {};
  at->is_link = true;
  if (target.size() > set_.limits_.total_bytes - set_.held_bytes_)
    return beyond(rule::files_too_large, set_.limits_.total_bytes);
  set_.held_bytes_ += target.size();
  at->target = target;
  return {};
}

Result<void> FileSetBuilder::add_alias(std::string_view path, std::string_view existing) {
  const auto clean = clean_path(existing);
  const auto found = clean ? set_.entries_.find(*clean) : set_.entries_.end();
  if (found == set_.entries_.end() || found->second.is_link) {
    add_gap("\"" + quoted(path) + "\" was left out: it is another name of a file that is not there");
    return count_other(path);
  }
  return add_file(path, found->second.bytes);
}

FileSet FileSetBuilder::finish(std::unique_ptr<FileReader> reader) && {
  set_.reader_ = std::move(reader);
  return std::move(set_);
}

}  // namespace resmap::import
