// SPDX-License-Identifier: MIT
// README's examples are run: what it shows is what resmap says.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/cli/command.h"
#include "tests/support/golden.h"

namespace resmap::cli {
namespace {

struct Example {
  std::vector<std::string> words;
  std::vector<std::string> shown;  // "..." stands for any number of lines
};

std::vector<Example> examples() {
  std::vector<Example> found;
  bool inside = false;
  for (const std::string& line : lines_of(testing_support::read_text(std::string(RESMAP_SOURCE_DIR) + "/README.md"))) {
    if (line == "```console") {
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside && line.starts_with("$ ./run ")) {
      std::istringstream words(line.substr(8));
      Example& example = found.emplace_back();
      for (std::string word; words >> word;) example.words.push_back(word);
    } else if (inside && !found.empty()) {
      found.back().shown.push_back(line);
    }
  }
  return found;
}

// Whether `said` consists of the lines shown, with anything in place of "...".
bool shows(const std::vector<std::string>& said, const std::vector<std::string>& shown) {
  auto at = said.begin();
  bool skip = false;
  for (const std::string& line : shown) {
    if (line == "...") {
      skip = true;
      continue;
    }
    const auto next = skip ? std::find(at, said.end(), line) : at;
    if (next == said.end() || *next != line) return false;
    at = next + 1;
    skip = false;
  }
  return skip || at == said.end();
}

TEST(Readme, ShowsWhatTheCommandLineSays) {
  const auto all = examples();
  EXPECT_GE(all.size(), 5U);
  for (const Example& example : all) {
    const Outcome outcome = run(example.words);
    EXPECT_TRUE(shows(lines_of(outcome.out), example.shown)) << example.words[0] << " says:\n"
                                                             << outcome.out << outcome.err;
  }
}

}  // namespace
}  // namespace resmap::cli
