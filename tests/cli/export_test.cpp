// SPDX-License-Identifier: MIT
// export and import --store: the ResourceMap of a store as .reg text and as a hive, and back.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/cli/command.h"
#include "tests/support/golden.h"

namespace resmap::cli {
namespace {

using Words = std::vector<std::string>;

const std::string kRoot = "HKLM\\SOFTWARE\\resmap";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Outcome on(const std::string& store, Words words) {
  words.insert(words.begin() + 1, {"--store", store});
  return run(words);
}

void make_store(const std::string& store) {
  for (const Words& words :
       {Words{"claim", "--driver", "serial", "--device", "\\Device\\Serial1", "port:0x2f8+8", "irq:3,latched"},
        Words{"claim", "--driver", "serial", "--device", "\\Device\\Serial0", "port:0x3f8+8", "irq:4,latched"},
        Words{"claim", "--class", "KeyboardPort/PointerPort", "--driver", "i8042prt", "port:0x60", "port:0x64"},
        Words{"claim", "--driver", "gone", "dma:1"}, Words{"release", "--driver", "gone"},
        Words{"claim", "--override", "--driver", "other", "--device", "\\Device\\Other", "port:0x3fc+8"},
        Words{"claim", "--era", "w2k", "--driver", "nic", "--device", "\\Device\\NIC", "mem:0x100000000+64K"}})
    ASSERT_EQ(on(store, words).code, 0);
}

// The claims, but for what a registry does not say, in the order of their lines.
std::vector<std::string> registry_side(const std::string& store) {
  std::vector<std::string> lines = lines_of(on(store, {"claims", "--json"}).out);
  for (std::string& line : lines) {
    const std::size_t era = line.find("\"era\""), raw = line.find("\"raw\"");
    line.erase(era, raw - era);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

void expect_line(const Outcome& outcome, int code, const std::string& part) {
  EXPECT_EQ(outcome.code, code) << part;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
  EXPECT_TRUE(has(outcome.err, part)) << outcome.err;
}

// 16 bytes a line where they are not all 0, so that a hive can be reviewed.
std::string dump(const std::string& bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 16) {
    const std::string line = bytes.substr(at, 16);
    if (line.find_first_not_of('\0') == std::string::npos) continue;
    char piece[32];
    std::snprintf(piece, sizeof piece, "%06zx", at);
    text += piece;
    std::string letters;
    for (const char c : line) {
      std::snprintf(piece, sizeof piece, " %02x", static_cast<unsigned char>(c));
      text += piece;
      letters += c >= 0x20 && c < 0x7f ? c : '.';
    }
    text += "  " + letters + "\n";
  }
  return text;
}

TEST(Export, GivesTheSameBytesEveryTimeAsTheGoldenFilesHaveThem) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  make_store(store);
  for (const auto& [root, name] :
       {std::pair<std::string, std::string>{kRoot, "software"}, {"HKLM\\HARDWARE\\RESOURCEMAP", "hardware"}}) {
    const std::string reg = folder.path(name + ".reg"), hive = folder.path(name + ".hive");
    ASSERT_EQ(on(store, {"export", "--root", root, "-o", reg}).code, 0);
    ASSERT_EQ(on(store, {"export", "--root", root, "-o", hive}).code, 0);
    std::string why;
    EXPECT_TRUE(testing_support::matches_golden("export/" + name + ".reg", testing_support::read_text(reg), why))
        << why;
    EXPECT_TRUE(
        testing_support::matches_golden("export/" + name + ".hive.txt", dump(testing_support::read_text(hive)), why))
        << why;
  }
  ASSERT_EQ(on(store, {"export", "-o", folder.path("default.reg")}).code, 0);
  EXPECT_EQ(testing_support::read_text(folder.path("default.reg")),
            testing_support::read_text(folder.path("hardware.reg")));
}

TEST(Export, GoesBackIntoAStoreByteForByteFromEitherKindAndAnyRoot) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  make_store(store);
  const auto wanted = registry_side(store);
  EXPECT_EQ(wanted.size(), 5U);
  for (const std::string root :
       {"HKLM\\HARDWARE\\RESOURCEMAP", "HKLM\\SOFTWARE\\resmap", "hklm\\SYSTEM", "HKU\\me\\a\\b"})
    for (const std::string name : {"out.reg", "out.hive"}) {
      const std::string file = folder.path(name), again = folder.path(name + std::to_string(root.size()));
      ASSERT_EQ(on(store, {"export", "--root", root, "-o", file}).code, 0) << root;
      const Outcome entered = on(again, {"import", file});
      EXPECT_EQ(entered.out, "5 lists entered\n") << root << name << entered.err;
      EXPECT_EQ(registry_side(again), wanted);
      EXPECT_EQ(on(again, {"import", "--root", root, file}).code, 0) << root;
      EXPECT_EQ(registry_side(again), wanted);
      const std::string second = folder.path("second-" + name);
      ASSERT_EQ(on(again, {"export", "--root", root, "-o", second}).code, 0);
      EXPECT_EQ(testing_support::read_text(second), testing_support::read_text(file));
    }
}

TEST(Export, SaysWhatIsWrongInOneLineAndLeavesTheFileAsItWas) {
  const Folder folder;
  const std::string store = folder.path("pc.store"), reg = folder.write("out.reg", "old");
  const auto export_to = [&](const std::string& file, const Words& more = {}) {
    Words words = {"export", "-o", file};
    words.insert(words.end(), more.begin(), more.end());
    return on(store, words);
  };
  expect_line(export_to(reg), 3, "there is no such store");
  EXPECT_EQ(testing_support::read_text(reg), "old");
  make_store(store);
  expect_line(export_to(folder.path("out.txt")), 2, "OUT.reg is .reg text, OUT.hive a hive");
  expect_line(export_to(".reg"), 2, "OUT.reg");
  expect_line(export_to(folder.path("none/out.reg")), 3, "cannot be written");
  for (const char* root : {"resmap", "HKLM", "HKLM\\", "HKLM\\a\\", "HKLM\\a\\\\b", "SOFTWARE\\resmap"})
    expect_line(export_to(reg, {"--root", root}), 2, "--root takes one like");
  expect_line(export_to(folder.path("out.hive"), {"--root", "HKCU\\a"}), 2, "HKEY_CURRENT_USER holds no hives");
  EXPECT_EQ(export_to(reg, {"--root", "HKCU\\a"}).code, 0);
  EXPECT_TRUE(on(store, {"claim", "--driver", std::string(300, 'd'), "dma:7"}).code == 0);
  expect_line(export_to(folder.path("out.hive")), 3, "RESOURCEMAP\\Other\\ddd");
  EXPECT_FALSE(std::filesystem::exists(folder.path("out.hive")));
  EXPECT_EQ(export_to(folder.path("out.reg")).code, 0);
  EXPECT_EQ(run({"export", "--store", store}).code, 2);
}

std::string text_of(const std::string& keys) { return "Windows Registry Editor Version 5.00\r\n" + keys; }
const std::string kList =
    "hex(8):01,00,00,00,01,00,00,00,00,00,00,00,01,00,01,00,01,00,00,00,04,00,00,00,01,00,00,00,00,00,00,00,00,00,00,"
    "00\n";

TEST(ImportIntoAStore, RecordsOverlapsAsTheyStandAndReplacesTheSameDriversDevice) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  ASSERT_EQ(on(store, {"claim", "--driver", "b", "--device", "x", "irq:7"}).code, 0);
  ASSERT_EQ(on(store, {"claim", "--driver", "c", "dma:1"}).code, 0);
  const std::string file =
      folder.write("two.reg", text_of("[M\\Other\\a]\n\"x.Raw\"=" + kList + "\"x.Translated\"=" + kList +
                                      "[M\\Other\\b]\n\"x.Raw\"=" + kList + "\"x.Translated\"=" + kList));
  EXPECT_EQ(on(store, {"import", file}).out, "2 lists entered\n");
  const std::string claims = on(store, {"claims"}).out;
  EXPECT_TRUE(has(claims, "  a\n    x\n      Dma  channel 1\n") && has(claims, "  b\n    x\n      Dma  channel 1\n"))
      << claims;
  EXPECT_TRUE(has(claims, "  c\n")) << claims;
  EXPECT_EQ(on(store, {"claim", "--driver", "d", "dma:1"}).code, 1);
}

TEST(ImportIntoAStore, IsAllOrNothingAndMakesNoStoreForNothing) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  const std::string good = "[M\\Other\\a]\n\"x.Raw\"=" + kList + "\"x.Translated\"=" + kList;
  const auto refused = [&](const std::string& text, int code, const std::string& part, const Words& more = {}) {
    Words words = {"import", folder.write("in.reg", text)};
    words.insert(words.end(), more.begin(), more.end());
    expect_line(on(store, words), code, part);
    EXPECT_FALSE(std::filesystem::exists(store)) << part;
  };
  refused(text_of(good + "[M\\Other\\b]\n\"y.Raw\"=hex(8):01,00,00,00,09\n\"y.Translated\"=" + kList), 3,
          "[Other\\b] \"y\": ");
  refused(text_of(good + "\"y\"=dword:1\n"), 3, "RM4030");
  refused(text_of(good + "[M\\Other]\n\"y\"=dword:1\n"), 3, "RM4032");
  refused(text_of(good + "[M\\Class\\A]\n\"x.Raw\"=" + kList), 3, "RM4033");
  refused(text_of(good + "[N\\Class\\b]\n\"x.Raw\"=" + kList), 2, "--root names one");
  refused(text_of("[M]\n\"x.Raw\"=" + kList), 3, "there is no ResourceMap in it");
  refused(text_of(good), 2, "there is no key HKEY_LOCAL_MACHINE\\M", {"--root", "HKLM\\M"});
  refused(text_of(good), 2, "--root takes one like", {"--root", "M"});
  refused("no registry", 3, "RM");
  EXPECT_EQ(on(store, {"import", folder.write("a.reg", text_of(good)), folder.write("b.reg", text_of(good))}).code, 2);
  EXPECT_EQ(on(store, {"import", folder.path("a.reg"), "-o", folder.path("out")}).code, 2);
  EXPECT_EQ(run({"import", folder.path("a.reg"), "--root", "HKLM\\M"}).code, 2);
  EXPECT_FALSE(std::filesystem::exists(store));
}

TEST(ImportIntoAStore, SaysWhatItAddsAndLeavesOut) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  const Outcome entered =
      on(store, {"import", folder.write("in.reg", text_of("[M\\System Resources\\Loader Reserved]\n\".Raw\"=" + kList +
                                                          "[M\\Other\\a]\n\"\x1b[31m.Raw\"=hex(8):00,00,00,00\n"))});
  EXPECT_EQ(entered.code, 0);
  EXPECT_EQ(entered.out, "1 list entered\n");
  EXPECT_TRUE(has(entered.err, "[M\\System Resources\\Loader Reserved] \".Raw\"") && has(entered.err, "RM4035"));
  EXPECT_TRUE(has(entered.err, "RM4036"));
  EXPECT_FALSE(has(entered.err, "\x1b")) << "a name must not speak to the terminal";
}

// Text with lines that were not understood, and a hive with a gap, may lack lists.
TEST(ImportIntoAStore, TakesNothingOfWhatCouldNotBeReadWhole) {
  const Folder folder;
  const std::string store = folder.path("pc.store"), hive = folder.path("out.hive");
  const std::string text = text_of("[M\\Other\\a]\n\"x.Raw\"=" + kList + "what is this\n");
  const Outcome of_text = on(store, {"import", folder.write("in.reg", text)});
  EXPECT_EQ(of_text.code, 3);
  EXPECT_TRUE(has(of_text.err, "so nothing is entered")) << of_text.err;
  make_store(folder.path("other.store"));
  ASSERT_EQ(on(folder.path("other.store"), {"export", "-o", hive}).code, 0);
  std::string bytes = testing_support::read_text(hive);
  const std::size_t list = bytes.rfind("lf");
  bytes[list] = 'x';
  const Outcome of_hive = on(store, {"import", folder.write("bad.hive", bytes)});
  EXPECT_EQ(of_hive.code, 3);
  EXPECT_TRUE(has(of_hive.err, "so nothing is entered")) << of_hive.err;
  EXPECT_FALSE(std::filesystem::exists(store));
}

// --- real registries

std::filesystem::path corpus() {
  const char* const place = std::getenv("RESMAP_CORPUS");
  return place == nullptr ? std::filesystem::path() : std::filesystem::path(place);
}

// The hexadecimal digits of the resource lists that others found in a hive (values.jsonl).
std::vector<std::string> real_lists(const std::string& machine) {
  std::vector<std::string> lists;
  for (const std::string& line : lines_of(testing_support::read_text(corpus() / "hives" / machine / "values.jsonl"))) {
    const std::string start = "\"hex\": \"";
    const std::size_t at = line.find(start);
    if (!has(line, "\"type\": 8,") || at == std::string::npos) continue;
    const std::string digits = line.substr(at + start.size());
    lists.push_back(digits.substr(0, digits.find('"')));
  }
  return lists;
}

class ExportCorpus : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(corpus() / "hives")) GTEST_SKIP() << "RESMAP_CORPUS names no folder with hives/";
  }
};

TEST_F(ExportCorpus, NoSavedRegistryHasAResourceMap) {
  const Folder folder;
  for (const char* file : {"hives/nt4-server/SYSTEM.hive.xz", "hives/win81-sensei/SYSTEM.hive.xz",
                           "hives/win10-1709-vmware/SYSTEM.hive.xz", "reg/nt4-server/export.reg"}) {
    const Outcome outcome = on(folder.path("pc.store"), {"import", (corpus() / file).string()});
    EXPECT_EQ(outcome.code, 3) << file;
    EXPECT_TRUE(has(outcome.err, "there is no ResourceMap in it")) << outcome.err;
  }
}

// Every list of the machine as one of the PnP manager's, in and out and in again.
TEST_F(ExportCorpus, RealListsKeepTheirBytes) {
  for (const char* machine : {"nt4-server", "win81-sensei", "win10-1709-vmware", "xp-ginevra-corrupt"}) {
    const Folder folder;
    const std::string store = folder.path("pc.store"), again = folder.path("again.store"), hive = folder.path("o.hive");
    const std::vector<std::string> lists = real_lists(machine);
    ASSERT_FALSE(lists.empty()) << machine;
    std::string text = "[HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP\\PnP Manager\\PnpManager]\n";
    for (std::size_t i = 0; i < lists.size(); ++i) {
      std::string data;
      for (std::size_t at = 0; at < lists[i].size(); at += 2) data += (at == 0 ? "" : ",") + lists[i].substr(at, 2);
      for (const char* kind : {".Raw", ".Translated"})
        text += "\"\\\\Device\\\\" + std::to_string(i) + kind + "\"=hex(8):" + data + "\n";
    }
    const Outcome entered = on(store, {"import", folder.write("in.reg", text_of(text))});
    EXPECT_EQ(entered.out, std::to_string(lists.size()) + " lists entered\n") << machine << entered.err;
    ASSERT_EQ(on(store, {"export", "-o", hive}).code, 0);
    ASSERT_EQ(on(again, {"import", hive}).code, 0);
    EXPECT_EQ(registry_side(again), registry_side(store));
    std::vector<std::string> found, wanted = lists;
    for (const std::string& line : lines_of(on(again, {"claims", "--json"}).out)) {
      const std::size_t at = line.find("\"raw\":\"") + 7;
      found.push_back(line.substr(at, line.find('"', at) - at));
    }
    std::sort(found.begin(), found.end());
    std::sort(wanted.begin(), wanted.end());
    EXPECT_EQ(found, wanted) << machine;
  }
}

}  // namespace
}  // namespace resmap::cli
