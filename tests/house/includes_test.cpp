// SPDX-License-Identifier: MIT
// The floors: who includes whom.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "tests/house/project_files.h"

namespace resmap::house {
namespace {

// Headers of the C++ standard library carry no extension; what a leaf needs beyond them is named here.
const std::set<std::string> kLeaves = {"hive", "store", "import"};

bool is_test(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.find("_test") != std::string::npos || name.ends_with("_fuzz.cpp");
}

std::string floor_of(const fs::path& file) {
  return (*std::next(fs::relative(file, project() / "resmap").begin(), 0)).string();
}

TEST(Floors, EveryFolderHasARowAndEveryRowAFolder) {
  std::set<std::string> folders, rows;
  for (const auto& entry : fs::directory_iterator(project() / "resmap")) {
    if (entry.is_directory()) folders.insert(entry.path().filename().string());
  }
  for (const auto& [floor, may] : floor_table()) rows.insert(floor);
  EXPECT_EQ(folders, rows);
}

TEST(Floors, IncludeOnlyWhatTheTableNames) {
  const auto table = floor_table();
  const std::regex include(R"re(^\s*#\s*include\s+"resmap/([^/"]+)/)re");
  std::size_t seen = 0;
  for (const fs::path& file : files("resmap", {".h", ".cpp", ".inc"})) {
    if (is_test(file)) continue;
    const std::string floor = floor_of(file);
    for (const std::string& line : lines(file)) {
      std::smatch found;
      if (!std::regex_search(line, found, include)) continue;
      ++seen;
      EXPECT_TRUE(table.at(floor).contains(found[1]))
          << shown(file) << ": floor " << floor << " may not include " << found[1];
    }
  }
  EXPECT_GT(seen, 100U);
}

TEST(Floors, OnlyLeavesIncludeALibraryThatIsNotTheStandards) {
  const std::regex include(R"(^\s*#\s*include\s+<([^>]+)>)");
  // Processor intrinsics stand behind a feature test; the headers for C include C's.
  const std::set<std::string> allowed = {"immintrin.h", "stddef.h", "stdint.h"};
  for (const fs::path& file : files("resmap", {".h", ".cpp", ".inc"})) {
    const std::string floor = floor_of(file);
    const auto all = lines(file);
    const bool internal = file.extension() != ".h" || std::any_of(all.begin(), all.end(), [](const std::string& line) {
                            return line.find("Not installed") != std::string::npos;
                          });
    if (is_test(file) || (kLeaves.contains(floor) && internal)) continue;
    for (const std::string& line : all) {
      std::smatch found;
      if (!std::regex_search(line, found, include)) continue;
      const std::string header = found[1];
      EXPECT_TRUE(header.find('.') == std::string::npos || allowed.contains(header))
          << shown(file) << " includes " << header;
    }
  }
}

TEST(Floors, CMakeLinksWhatTheTableNames) {
  const std::regex depends(R"(DEPENDS ([a-z ]+))");
  for (const auto& [floor, named] : named_floors()) {
    std::set<std::string> linked;
    for (const std::string& line : lines(project() / "resmap" / floor / "CMakeLists.txt")) {
      std::smatch found;
      if (!std::regex_search(line, found, depends)) continue;
      std::istringstream words(found[1]);
      for (std::string word; words >> word;) linked.insert(word);
    }
    EXPECT_EQ(linked, named) << floor;
  }
}

// A second way to an answer proves nothing where it goes through the first.
TEST(Oracles, IncludeNothingOfTheHouse) {
  std::size_t seen = 0;
  for (const fs::path& file : files("tests/oracles", {".h", ".cpp"})) {
    if (file.string().find("/mingw/") != std::string::npos) continue;  // compares the layouts themselves
    for (const std::string& line : lines(file)) {
      if (line.find("#include") == std::string::npos) continue;
      ++seen;
      EXPECT_EQ(line.find("resmap/"), std::string::npos) << shown(file) << ": " << line;
    }
  }
  EXPECT_GT(seen, 10U);
}

}  // namespace
}  // namespace resmap::house
