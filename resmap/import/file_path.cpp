// SPDX-License-Identifier: MIT
#include "resmap/import/file_path.h"

#include <algorithm>

namespace resmap::import {

namespace {

// Adds the words of `path` to `into`. False: a ".." that may not be, or has nothing left to take back.
bool add_words(std::string& into, std::string_view path, bool may_go_up) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view word = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    if (word.empty() || word == ".") continue;
    if (word == "..") {
      if (!may_go_up || into.empty()) return false;
      into.resize(without_last(into).size());
      continue;
    }
    if (!into.empty()) into += '/';
    into += word;
  }
  return true;
}

}  // namespace

std::optional<std::string> clean_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return std::nullopt;
  std::string clean;
  if (!add_words(clean, path, false) || clean.empty()) return std::nullopt;
  return clean;
}

std::optional<std::string> link_destination(std::string_view link, std::string_view target) {
  if (target.empty() || target.front() == '/' || target.find('\0') != std::string_view::npos) return std::nullopt;
  std::string clean(without_last(link));
  if (!add_words(clean, target, true)) return std::nullopt;
  return clean;
}

std::size_t depth_of(std::string_view clean) {
  return clean.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(clean.begin(), clean.end(), '/'));
}

std::string_view last_word(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view without_last(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace resmap::import
