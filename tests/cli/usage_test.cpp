// SPDX-License-Identifier: MIT
// What resmap says to somebody who asked for it wrongly.
#include <gtest/gtest.h>

#include "tests/cli/command.h"

namespace resmap::cli {
namespace {

using Words = std::vector<std::string>;

constexpr char kVerbs[] = "verbs are check, decode, encode, lint, list, tree, show, conflicts, import\n";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void expect_usage(const Words& words, const std::string& part) {
  const Outcome outcome = run(words);
  EXPECT_EQ(outcome.code, 2) << part;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
  EXPECT_TRUE(outcome.err.starts_with("resmap: ")) << outcome.err;
  EXPECT_TRUE(has(outcome.err, part)) << outcome.err;
}

TEST(Usage, NamesTheVerbThatThereIsNot) {
  expect_usage({}, std::string("a verb is missing; ") + kVerbs);
  expect_usage({"foo"}, std::string("there is no verb foo; ") + kVerbs);
  expect_usage({"foo", "--json", "x"}, "there is no verb foo; ");
  expect_usage({"--bogus"}, std::string("there is no option --bogus in front of a verb; ") + kVerbs);
  expect_usage({"--json", "check", "x"}, "there is no option --json in front of a verb; ");
  for (const char* later : {"assign", "why", "plan", "certify", "claim", "release", "claims", "events", "export", "diff",
                            "picture", "report", "serve", "drive"})
    expect_usage({later, "00:02.0", "x"}, "the verb " + std::string(later) + " is not there yet; " + kVerbs);
}

TEST(Usage, NamesTheOptionAndWhereItsHelpStands) {
  expect_usage({"check"}, "check: MACHINE is required; resmap check --help says more");
  expect_usage({"check", "--bogus", "spec/machines/q35-ovmf"}, "--bogus");
  expect_usage({"decode", "--type", "7", "x"}, "resmap decode --help says more");
}

}  // namespace
}  // namespace resmap::cli
