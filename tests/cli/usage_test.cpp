// SPDX-License-Identifier: MIT
// What resmap says to somebody who asked for it wrongly.
#include <gtest/gtest.h>

#include "tests/cli/command.h"

namespace resmap::cli {
namespace {

using Words = std::vector<std::string>;

constexpr char kVerbs[] =
    "verbs are check, decode, encode, lint, list, tree, show, conflicts, import, claim, release, claims, events\n";

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
  for (const char* later : {"why", "plan", "certify", "export", "diff", "picture", "report", "serve", "drive"})
    expect_usage({later, "00:02.0", "x"}, "the verb " + std::string(later) + " is not there yet; " + kVerbs);
}

TEST(Usage, NamesTheOptionAndWhereItsHelpStands) {
  expect_usage({"check"}, "check: MACHINE is required; resmap check --help says more");
  expect_usage({"check", "--bogus", "spec/machines/q35-ovmf"}, "--bogus");
  expect_usage({"decode", "--type", "7", "x"}, "resmap decode --help says more");
}

TEST(Usage, AnEmptySelectorSelectsNothing) {
  for (const char* selector : {"", "=", "driver:", "problem:", "mem:"})
    expect_usage({"show", selector, "spec/machines/q35-ovmf"}, "selects nothing");
}

TEST(Usage, ASelectorThatMatchesNothingIsAnAnswerAndANameOfNothingAMistake) {
  for (const char* selector : {"problem:12", "=Ports", "driver:Nobody", "ACPI\\PNP9999\\*", "mem:0xfffffffff000+4K"}) {
    const Outcome outcome = run({"show", selector, "spec/machines/q35-ovmf"});
    EXPECT_EQ(outcome.code, 0) << selector;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(has(outcome.err, std::string("resmap: no device matches \"") + selector + "\"")) << outcome.err;
  }
  for (const char* selector : {"1f:00.0", "ACPI\\PNP9999\\1", "PNP9999"})
    expect_usage({"show", selector, "spec/machines/q35-ovmf"}, std::string("no device here is \"") + selector + "\"");
}

TEST(Usage, AnOptionThatWouldMeanNothingIsRefused) {
  expect_usage({"encode", "--slot", "3", "irq:4"}, "--slot requires --requirements");
  expect_usage({"encode", "--requirements", "--layout", "16", "irq:4"}, "excludes");
  EXPECT_EQ(run({"encode", "--requirements", "--slot", "3", "irq:4"}).code, 0);
  expect_usage({"assign", "--policy", "jump=high", "spec/machines/q35-ovmf"}, "there is no switch jump; switches are");
  expect_usage({"assign", "--policy", "retry=high", "spec/machines/q35-ovmf"},
               "the switch retry has no value \"high\"; values are lower_start, below");
  expect_usage({"assign", "--order", "99:00.0", "spec/machines/q35-ovmf"}, "no device here is \"99:00.0\"");
  for (const char* kind : {"hive", "reg", "machine", "json"})
    expect_usage({"check", "--as", kind, "spec/machines"}, "RM5504: --as says what one file is, and there are ");
  for (const char* kind : {"hive", "reg", "hex", "binary"})
    expect_usage({"decode", "--as", kind, "spec/machines"}, "RM5504: --as says what one file is, and there are ");
}

TEST(Usage, AMachineComesFromStandardInputToo) {
  const std::string machine = "machine \"PC\"\n  device a\n    has port:0x60+1,exclusive\n";
  const Folder folder;
  const std::string file = folder.write("pc.machine", machine), snapshot = run({"import", file}).out;
  EXPECT_EQ(run({"check", "-"}, machine).out, run({"check", file}).out);
  EXPECT_EQ(run({"check", "-"}, snapshot).out, run({"check", file}).out);
  EXPECT_EQ(run({"check", "-", "--as", "machine"}, machine).code, 0);
  EXPECT_EQ(run({"check", "-"}, "nothing of any kind\n").err,
            "resmap: standard input: RM5501: this is nothing that an importer reads\n");
  EXPECT_EQ(run({"check", "-", "-"}, machine).code, 2);
}

}  // namespace
}  // namespace resmap::cli
