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

TEST(Inputs, AWrongWordIsShownWithItsLine) {
  const Folder folder;
  const std::string range = folder.write("a.machine", "machine\n  device a\n    has port:0x10-0x1,exclusive irq:3\n");
  expect_unreadable({"check", range}, range + " line 3: RM1203: this is no range (port:0x10-0x1,exclusive)");
  const std::string word = folder.write("b.machine", "machine\n  devise \"a b\"\n");
  expect_unreadable({"check", word},
                    word + " line 2: RM5401: the first word of the line is none that a machine has (devise)");
  const std::string quoted = folder.write("c.machine", "machine\n  region mem:0+4K \"a b\" \"c d\"\n    has irq:x\n");
  EXPECT_TRUE(has(run({"check", quoted}).err, " line 2: RM5402: ")) << run({"check", quoted}).err;
  const std::string hostile = folder.write("d.machine", "machine\n  \x1b[2J" + std::string(100, 'x') + "\n");
  EXPECT_TRUE(has(run({"check", hostile}).err, "(?[2J" + std::string(56, 'x') + "...)")) << run({"check", hostile}).err;
}

TEST(Inputs, AWrongMemberIsShownWithItsLine) {
  const Folder folder;
  const std::string good =
      run({"import", folder.write("a.machine", "machine \"PC\"\n  device a\n    has irq:3\n")}).out;
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return folder.write("broken.machine.json", text);
  };
  const std::string words = " line 3: RM5102: a member is missing, or has a value that it cannot have (at ";
  std::string file = broken("\"id\":\"a\"", "\"id\":7");
  expect_unreadable({"check", file}, file + words + "id: 7)");
  file = broken("\"type\":\"interrupt\"", "\"type\":\"light\"");
  expect_unreadable({"check", file}, file + words + "resources[0].type: \"light\")");
  file = broken("\"id\":\"a\",", "");
  expect_unreadable({"check", file}, file + words + "id)");
  file = broken("\"id\":", "\"id\";");
  EXPECT_TRUE(has(run({"check", file}).err, file + " line 3: RM5101: the text stops being JSON at byte "))
      << run({"check", file}).err;
}

TEST(Inputs, AKeyIsFoundWithItsRootAndWithout) {
  const Folder folder;
  const std::string list = "\"BootConfig\"=hex(8):00,00,00,00\n";
  const std::string file =
      folder.write("a.reg",
                   "REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\Select]\n\"Current\"=dword:00000002\n"
                   "[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Enum\\A\\B\\0\\LogConf]\n" +
                       list + "[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet002\\Enum\\A\\B\\0\\LogConf]\n" + list);
  const auto found = [&](const char* key) { return lines_of(run({"decode", file, "--key", key}).out).back(); };
  EXPECT_EQ(found("ControlSet001\\Enum"), "1 value, 0 errors, 0 warnings");
  EXPECT_EQ(found("HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001"), "1 value, 0 errors, 0 warnings");
  EXPECT_EQ(found("HKLM\\SYSTEM"), "2 values, 0 errors, 0 warnings");
  EXPECT_EQ(found("CurrentControlSet\\Enum"), "1 value, 0 errors, 0 warnings");
  EXPECT_TRUE(has(run({"decode", file, "--key", "CurrentControlSet"}).out, "ControlSet002"));
  const Outcome none = run({"decode", file, "--key", "ControlSet003"});
  EXPECT_EQ(none.code, 0);
  EXPECT_EQ(none.err, "resmap: " + file + ": no resource list stands in a key that --key \"ControlSet003\" matches\n");
  EXPECT_EQ(run({"decode", file, "--key", "ControlSet001"}).err, "");
  // The key of a value keeps its root: what encode gives back belongs into the file that it came from.
  EXPECT_TRUE(has(run({"encode"}, run({"decode", "--json", file}).out).out,
                  "{\"key\":\"HKEY_LOCAL_MACHINE\\\\SYSTEM\\\\ControlSet001\\\\Enum"));
  EXPECT_TRUE(has(run({"decode", "-", "--key", "A"}, "00000000").err, "--key is left aside"));
}

TEST(Inputs, ARawListIsHeldAgainstItsTranslatedTwin) {
  const Folder folder;
  const std::string head = "hex(8):01,00,00,00,05,00,00,00,00,00,00,00,01,00,01,00,";
  const std::string port = "01,01,01,00,f8,03,00,00,00,00,00,00,08,00,00,00,00,00,00,00";
  const std::string dma = "04,01,00,00,02,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00";
  const auto map = [&](const std::string& translated) {
    return folder.write(
        "map.reg", "REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP\\A\\B]\n\"\\\\Device\\\\C.Raw\"=" + head +
                       "01,00,00,00," + port + "\n\"\\\\Device\\\\C.Translated\"=" + head + translated + "\n");
  };
  const std::string fine = map("01,00,00,00," + port);
  EXPECT_EQ(run({"lint", fine}).out, "2 values, 0 errors, 0 warnings\n");
  const Outcome type = run({"lint", map("01,00,00,00," + dma)});
  EXPECT_EQ(type.code, 0) << "a warning";
  EXPECT_TRUE(has(type.out, "\\Device\\C.Raw")) << type.out;
  EXPECT_TRUE(has(type.out, "warning RM1081 at byte 20: descriptor 0 is of type 0x4 in the translated list"))
      << type.out;
  EXPECT_TRUE(has(type.out, "2 values, 0 errors, 1 warning")) << type.out;
  const std::string more = map("02,00,00,00," + port + "," + dma);
  EXPECT_TRUE(has(run({"lint", more}).out, "warning RM1080 at byte 40")) << run({"lint", more}).out;
  EXPECT_TRUE(has(run({"lint", "--json", more}).out, "\"rule\":\"RM1080\""));
}

}  // namespace
}  // namespace resmap::cli
