// SPDX-License-Identifier: MIT
#include "tests/house/project_files.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace resmap::house {

fs::path project() { return RESMAP_SOURCE_DIR; }

std::vector<fs::path> files(const fs::path& folder, const std::set<std::string>& extensions) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(project() / folder)) {
    if (entry.is_regular_file() && extensions.contains(entry.path().extension().string()))
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> lines(const fs::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::vector<std::string> found;
  for (std::string line; std::getline(in, line);) found.push_back(line);
  return found;
}

std::string shown(const fs::path& file) { return fs::relative(file, project()).string(); }

std::map<std::string, std::set<std::string>> named_floors() {
  std::map<std::string, std::set<std::string>> table;
  for (const std::string& line : lines(project() / "resmap/README.md")) {
    if (!line.starts_with("| `")) continue;
    const std::string floor = line.substr(3, line.find('`', 3) - 3);
    const std::size_t end = line.rfind('|'), begin = line.rfind('|', end - 1);
    std::istringstream words(line.substr(begin + 1, end - begin - 1));
    std::set<std::string>& named = table[floor];
    for (std::string word; words >> word;) named.insert(word);
  }
  return table;
}

std::map<std::string, std::set<std::string>> floor_table() {
  auto table = named_floors();
  for (auto& [floor, may] : table) may.insert(floor);
  for (bool grown = true; grown;) {
    grown = false;
    for (auto& [floor, may] : table) {
      const std::set<std::string> before = may;
      for (const std::string& named : before) {
        const auto row = table.find(named);
        if (row == table.end()) throw std::runtime_error("resmap/README.md names a floor that has no row: " + named);
        may.insert(row->second.begin(), row->second.end());
      }
      grown = grown || may.size() != before.size();
    }
  }
  return table;
}

}  // namespace resmap::house
