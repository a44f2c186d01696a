// SPDX-License-Identifier: MIT
#include "resmap/report/key_pattern.h"

#include <algorithm>

#include "resmap/report/selector.h"

namespace resmap::report {

namespace {

// Whether `path` is `key` or stands below it.
bool is_below(std::string_view path, std::string_view key) {
  if (path.size() > key.size() && path[key.size()] != '\\') return false;
  return path.size() >= key.size() && matches_pattern(key, path.substr(0, key.size()));
}

std::string_view without_first(std::string_view path, std::size_t size) {
  return path.substr(std::min(path.size(), size + 1));
}

// The path below the root of a SYSTEM hive, where it says that root.
std::string_view below_system(std::string_view path) {
  for (const std::string_view root : {"HKEY_LOCAL_MACHINE\\SYSTEM", "HKLM\\SYSTEM"}) {
    if (is_below(path, root)) return without_first(path, root.size());
  }
  return path;
}

// Whether a key says under which root it stands, as .reg text does and a hive does not.
bool has_root(std::string_view key) { return matches_pattern("HKEY_*", key); }

bool matches_or_holds(std::string_view pattern, std::string_view key) {
  return matches_pattern(pattern, key) || matches_pattern(std::string(pattern) + "\\*", key);
}

}  // namespace

KeyPattern::KeyPattern(std::string_view pattern, std::string_view current_control_set) {
  constexpr std::string_view current = "CurrentControlSet";
  while (pattern.ends_with('\\')) pattern.remove_suffix(1);
  const std::string_view below = below_system(pattern);
  whole_system_ = below.empty() && !pattern.empty();
  patterns_.emplace_back(pattern.empty() ? "*" : pattern);
  if (below.empty()) return;
  if (below.size() != pattern.size()) patterns_.emplace_back(below);
  if (current_control_set.empty() || !is_below(below, current)) return;
  const std::string_view rest = without_first(below, current.size());
  patterns_.push_back(std::string(current_control_set) + (rest.empty() ? "" : "\\") + std::string(rest));
}

bool KeyPattern::matches(std::string_view key) const {
  if (whole_system_ && (!has_root(key) || below_system(key).size() != key.size())) return true;
  for (const std::string& pattern : patterns_) {
    if (matches_or_holds(pattern, key) || matches_or_holds(pattern, below_system(key))) return true;
  }
  return false;
}

}  // namespace resmap::report
