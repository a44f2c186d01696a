// SPDX-License-Identifier: MIT
// Inputs that are not what they should be: what is wrong and where, in one line.
#include <gtest/gtest.h>

#include "tests/cli/command.h"

namespace resmap::cli {
namespace {

using Words = std::vector<std::string>;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void expect_unreadable(const Words& words, const std::string& sentence, const std::string& input = "") {
  const Outcome outcome = run(words, input);
  EXPECT_EQ(outcome.code, 3) << words[0] << " " << words.back();
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "resmap: " + sentence + "\n");
}

TEST(Inputs, AnEmptyFileIsNoList) {
  const Folder folder;
  const std::string empty = folder.write("empty", ""), blank = folder.write("blank", " \r\n\n");
  for (const char* verb : {"decode", "lint"}) {
    for (const std::string& file : {empty, blank})
      expect_unreadable({verb, file}, file + ": is empty: there is no list in it");
    expect_unreadable({verb, empty, "--as", "binary"}, empty + ": is empty: there is no list in it");
    expect_unreadable({verb, "-"}, "standard input: is empty: there is no list in it");
  }
}

TEST(Inputs, EncodeTakesNoHiveAndNoJunkLineByLine) {
  const Folder folder;
  const std::string words = ": these are no records; resmap decode --json writes them, from a hive or .reg text too";
  const std::string hive = folder.write("SYSTEM", "regf\n\0\1\n\n\n" + std::string(4096, '\n') + "hbin\n");
  const std::string reg = folder.write("x.reg", "REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\SYSTEM]\n\"a\"=\"b\"\n");
  for (const std::string& file : {hive, reg}) expect_unreadable({"encode", file}, file + words);
  expect_unreadable({"encode"}, "standard input" + words, "junk\nof\nmany\nlines\n");
  expect_unreadable({"encode", folder.path("")}, folder.path("") + ": is a directory");
}

TEST(Inputs, EncodeDoesNotRepeatItselfWithoutEnd) {
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += "{\"record\":\"value\"\n";
  const Outcome outcome = run({"encode"}, lines);
  EXPECT_EQ(outcome.code, 3);
  EXPECT_EQ(lines_of(outcome.err).size(), 11U) << outcome.err;
  EXPECT_TRUE(has(outcome.err, "resmap: standard input: and 90 more lines\n")) << outcome.err;
}

}  // namespace
}  // namespace resmap::cli
