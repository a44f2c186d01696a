// SPDX-License-Identifier: MIT
// What `check` says of whole machines, held by files that a person has read.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "tests/cli/command.h"
#include "tests/support/golden.h"

namespace resmap::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> folders_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(CheckGolden, TheScreenOfEachCapturedMachine) {
  const auto machines = folders_in(fs::path(RESMAP_SOURCE_DIR) / "spec/machines");
  EXPECT_GE(machines.size(), 2U);
  for (const std::string& machine : machines) {
    const Outcome check = run({"check", "spec/machines/" + machine});
    const std::string text = check.out + "exit code " + std::to_string(check.code) + "\n";
    std::string why;
    EXPECT_TRUE(testing_support::matches_golden("check/" + machine + ".txt", text, why)) << machine << ": " << why;
  }
}

// The member behind `"name":`, up to the next comma or brace outside of strings and brackets.
std::string member(const std::string& line, const std::string& name) {
  const std::size_t at = line.find("\"" + name + "\":");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 3;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = begin; i < line.size(); ++i) {
    if (line[i] == '"' && line[i - 1] != '\\') quoted = !quoted;
    if (quoted) continue;
    if (line[i] == '{' || line[i] == '[') ++depth;
    if (depth == 0 && (line[i] == ',' || line[i] == '}')) return line.substr(begin, i - begin);
    if (line[i] == '}' || line[i] == ']') --depth;
  }
  return line.substr(begin);
}

// The owners of a conflict record without their names: d4 is the fourth device in the order of the tree.
std::string owners_of(const std::string& line, const std::map<std::string, std::string>& numbers) {
  std::string text;
  std::string owners = member(line, "owners");
  for (std::size_t at = owners.find("\"device\":"); at != std::string::npos; at = owners.find("\"device\":", at + 1)) {
    const auto number = numbers.find(member(owners.substr(at), "device"));
    const bool region = member(owners.substr(at), "class") == "\"region\"";
    text += " " + (region ? "region" : number == numbers.end() ? "claim" : number->second);
  }
  return text;
}

// Class, type, what is common and the owners of each overlap but windows with their content, and the verdict: no name of the
// machine's.
std::string overlaps_of(const std::string& json) {
  std::string text;
  std::map<std::string, std::string> numbers;  // by the name of a device, in quotes
  for (const std::string& line : lines_of(json)) {
    if (line.starts_with("{\"record\":\"device\"")) {
      const std::size_t next = numbers.size() + 1;
      numbers.try_emplace(member(line, "device"), "d" + std::to_string(next));
    }
    if (line.starts_with("{\"record\":\"conflict\"") && member(line, "overlap") != "\"window\"") {
      text += member(line, "overlap") + " " + member(line, "type") + " " + member(line, "common");
      text += owners_of(line, numbers) + "\n";
    }
    if (line.starts_with("{\"record\":\"verdict\"")) text += "verdict " + member(line, "verdict") + "\n";
  }
  return text;
}

std::string input_of(const fs::path& folder) {
  for (const char* file : {"SYSTEM.hive.xz", "export.reg"}) {
    if (fs::exists(folder / file)) return (folder / file).string();
  }
  return folder.string();
}

TEST(CheckGolden, TheClassOfEachOverlapInTheCorpus) {
  const char* corpus = std::getenv("RESMAP_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "RESMAP_CORPUS names no folder";
  std::size_t seen = 0;
  for (const char* kind : {"hives", "linux"}) {
    for (const std::string& machine : folders_in(fs::path(corpus) / kind)) {
      const Outcome check = run({"check", "--json", input_of(fs::absolute(fs::path(corpus) / kind / machine))});
      ASSERT_TRUE(check.code == 0 || check.code == 1 || check.code == 3 || check.code == 4) << machine << check.err;
      if (check.code == 3) continue;
      ++seen;
      std::string why;
      EXPECT_TRUE(testing_support::matches_golden("overlaps/" + machine + ".txt", overlaps_of(check.out), why))
          << machine << ": " << why;
    }
  }
  EXPECT_GE(seen, 4U);
}

}  // namespace
}  // namespace resmap::cli
