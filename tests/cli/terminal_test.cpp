// SPDX-License-Identifier: MIT
// What a terminal gets and a pipe does not: as many columns as it has.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "tests/cli/command.h"

namespace resmap::cli {
namespace {

using Words = std::vector<std::string>;

constexpr char kMachine[] = "spec/machines/q35-testdev-64g";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t columns_of(const std::string& line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// The widest row of the tables: all but the title, the remarks and the verdict, which are sentences.
std::size_t widest_row(const std::string& screen) {
  std::size_t widest = 0;
  bool inside = false;
  for (const std::string& line : lines_of(screen)) {
    inside = inside ? !line.empty() : line.starts_with("DEVICE") || line.starts_with("MEMORY");
    if (inside && !line.starts_with('(')) widest = std::max(widest, columns_of(line));
  }
  return widest;
}

class Terminal : public testing::Test {
 protected:
  void SetUp() override {
    if (!there_are_terminals()) GTEST_SKIP() << "no pseudo terminals here";
  }
};

TEST_F(Terminal, TablesFitIntoItsColumns) {
  for (const Words& words : {Words{"check", kMachine}, Words{"tree", kMachine}, Words{"list", kMachine}}) {
    const std::string piped = run(words).out;
    const Words plain = {words[0], words[1], "--color", "never"};
    EXPECT_GT(widest_row(piped), 50U) << words[0];
    EXPECT_FALSE(has(piped, "…")) << "never into a pipe";
    for (const std::uint16_t columns : std::initializer_list<std::uint16_t>{72, 80, 100, 132}) {
      const Outcome screen = run_on_terminal(plain, columns);
      EXPECT_LE(widest_row(screen.out), columns) << words[0] << "\n" << screen.out;
      EXPECT_EQ(screen.code, run(words).code);
    }
    EXPECT_EQ(run_on_terminal(plain, 400).out, piped) << "there is room enough";
  }
  const std::string narrow = run_on_terminal({"check", kMachine, "--color", "never"}, 80).out;
  EXPECT_TRUE(has(narrow, "…")) << narrow;
  EXPECT_TRUE(has(narrow, "0xfea00000-0xfea00fff")) << "a place is never cut\n" << narrow;
}

TEST_F(Terminal, ColumnsCountsMoreThanWhatItSays) {
  const Words words = {"check", kMachine, "--color", "never"};
  EXPECT_EQ(run_on_terminal(words, 80, {"COLUMNS=120"}).out, run_on_terminal(words, 120).out);
  for (const char* nonsense : {"COLUMNS=", "COLUMNS=0", "COLUMNS=wide", "COLUMNS=12x"})
    EXPECT_EQ(run_on_terminal(words, 80, {nonsense}).out, run_on_terminal(words, 80).out) << nonsense;
  EXPECT_EQ(run_on_terminal(words, 0).out, run(words).out) << "a terminal that does not know its width";
}

TEST_F(Terminal, RecordsAreNeverShortened) {
  EXPECT_EQ(run_on_terminal({"check", "--json", kMachine}, 80).out, run({"check", "--json", kMachine}).out);
}

}  // namespace
}  // namespace resmap::cli
