// SPDX-License-Identifier: MIT
// Hives and .reg files that nobody here wrote, through the command line: what decode finds is what hivex and reglookup found.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/cli/command.h"
#include "tests/support/golden.h"

namespace resmap::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Corpus : public testing::Test {
 protected:
  void SetUp() override {
    const char* corpus = std::getenv("RESMAP_CORPUS");
    if (corpus == nullptr) GTEST_SKIP() << "RESMAP_CORPUS names no folder";
    root_ = fs::absolute(corpus);
  }
  [[nodiscard]] std::string hive(const std::string& machine) const {
    return (root_ / "hives" / machine / "SYSTEM.hive.xz").string();
  }
  fs::path root_;
};

using Value = std::tuple<std::string, std::string, int, std::string>;  // key, name, type, hex

std::vector<Value> known_values(const fs::path& file) {
  std::vector<Value> values;
  for (const std::string& line : lines_of(testing_support::read_text(file))) {
    const Json value = Json::parse(line);
    values.emplace_back(value["key"], value["name"], value["type"], value["hex"]);
  }
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<Value> found_values(const std::string& decoded) {
  std::vector<std::pair<Json, Json>> pairs;
  std::vector<Json> records;
  for (const std::string& line : lines_of(decoded)) {
    const Json record = Json::parse(line);
    if (record["record"] == "value") records.push_back(record);
  }
  const Outcome encoded = run({"encode"}, decoded);
  EXPECT_EQ(encoded.code, 0) << encoded.err;
  const auto lines = lines_of(encoded.out);
  EXPECT_EQ(lines.size(), records.size());
  std::vector<Value> values;
  for (std::size_t i = 0; i < std::min(lines.size(), records.size()); ++i) {
    const Json bytes = Json::parse(lines[i]);
    EXPECT_EQ(bytes["key"], records[i]["key"]);
    EXPECT_EQ(bytes["name"], records[i]["name"]);
    values.emplace_back(bytes["key"], bytes["name"], records[i]["registry_type"], bytes["hex"]);
  }
  std::sort(values.begin(), values.end());
  return values;
}

TEST_F(Corpus, DecodeFindsExactlyTheKnownValuesAndEncodeTheirBytes) {
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(root_ / "hives")) {
    const std::string machine = entry.path().filename().string();
    if (!fs::exists(hive(machine)) || !fs::exists(entry.path() / "values.jsonl")) continue;
    ++seen;
    const Outcome decoded = run({"decode", "--json", hive(machine)});
    const bool corrupt = machine.find("corrupt") != std::string::npos;
    EXPECT_EQ(decoded.code, corrupt ? 4 : 0) << machine << decoded.err;
    EXPECT_EQ(found_values(decoded.out), known_values(entry.path() / "values.jsonl")) << machine;
  }
  EXPECT_GE(seen, 3U);
}

TEST_F(Corpus, ADirtyHiveIsReadWithAWarning) {
  for (const char* machine : {"win10-1709-vmware", "win81-sensei"}) {
    const Outcome check = run({"check", "--json", hive(machine)});
    EXPECT_LE(check.code, 1) << machine;
    EXPECT_NE(check.out.find("\"dirty\":true"), std::string::npos) << machine;
    EXPECT_NE(check.err.find("dirty"), std::string::npos) << machine;
    EXPECT_NE(run({"decode", "--json", hive(machine)}).out.find("\"dirty\":true"), std::string::npos) << machine;
  }
}

TEST_F(Corpus, ADamagedHiveIsPartialAndASamHiveNoMachine) {
  const Outcome damaged = run({"check", hive("xp-ginevra-corrupt")});
  EXPECT_EQ(damaged.code, 4);
  EXPECT_NE(damaged.out.find("NOT READ"), std::string::npos);
  const std::string sam = (root_ / "hives/neg-sam-rid-types/SAM_DUPENAME.hive.xz").string();
  const Outcome check = run({"check", sam});
  EXPECT_EQ(check.code, 3);
  EXPECT_EQ(lines_of(check.err).size(), 1U) << check.err;
  EXPECT_EQ(run({"decode", sam}).code, 1);
}

TEST_F(Corpus, EveryRegTextDecodes) {
  for (const auto& entry : fs::recursive_directory_iterator(root_ / "reg")) {
    if (entry.path().extension() != ".reg") continue;
    const Outcome decoded = run({"decode", "--json", entry.path().string()});
    // Payloads of plain text under the types of resource lists: malformed, and said so.
    const bool malformed = entry.path().string().find("cfreds") != std::string::npos;
    EXPECT_EQ(decoded.code, malformed ? 1 : 0) << entry.path() << decoded.err;
    EXPECT_EQ(run({"encode"}, decoded.out).code, 0) << entry.path();
  }
}

}  // namespace
}  // namespace resmap::cli
