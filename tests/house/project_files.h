// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

// The project's own files, as the house tests read them.
namespace resmap::house {

namespace fs = std::filesystem;

[[nodiscard]] fs::path project();
// Files below `folder` (of the project) with one of these extensions, in order. What builds leave behind is not among them.
[[nodiscard]] std::vector<fs::path> files(const fs::path& folder, const std::set<std::string>& extensions);
[[nodiscard]] std::vector<std::string> lines(const fs::path& file);
// The path as a person would write it, from the project's root on.
[[nodiscard]] std::string shown(const fs::path& file);

// The floor table of resmap/README.md: floor -> what it may include, itself among them and all that those name in turn.
[[nodiscard]] std::map<std::string, std::set<std::string>> floor_table();
// The last column as it stands.
[[nodiscard]] std::map<std::string, std::set<std::string>> named_floors();

}  // namespace resmap::house
