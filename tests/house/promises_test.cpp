// SPDX-License-Identifier: MIT
// What the code promises in one place and keeps in another.
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "resmap/base/text_writer.h"
#include "resmap/report/rule_words.h"
#include "tests/house/project_files.h"
#include "tests/support/golden.h"

namespace resmap::house {
namespace {

TEST(Promises, EachSwitchOfAPolicyHasItsLineInTheCaveats) {
  std::string caveats;
  for (const std::string& line : lines(project() / "CAVEATS.md")) caveats += line + "\n";
  const std::regex name_of_struct(R"(^struct (\w+Policy) \{)"), enumeration(R"(^\s+enum class (\w+))"),
      member(R"(^\s+(\w+) (\w+) = \w+::\w+;)");
  std::size_t switches = 0;
  for (const fs::path& file : files("resmap", {".h"})) {
    if (file.filename() != "policy.h") continue;
    std::string policy;
    std::set<std::string> kinds;
    for (const std::string& line : lines(file)) {
      std::smatch found;
      if (std::regex_search(line, found, name_of_struct)) policy = found[1];
      if (std::regex_search(line, found, enumeration)) kinds.insert(found[1]);
      if (!std::regex_search(line, found, member) || !kinds.contains(found[1])) continue;
      ++switches;
      const std::string full = "`" + policy + "::" + found[2].str() + "`";
      EXPECT_NE(caveats.find(full), std::string::npos) << shown(file) << ": CAVEATS.md does not name " << full;
    }
  }
  EXPECT_GE(switches, 1U);
}

// Numbers of the constants in `namespace rule` of every header.
std::map<std::uint16_t, std::string> rules_in_code() {
  const std::regex constant(R"((\w+) =\s*([1-9]\d{3});)");
  std::map<std::uint16_t, std::string> found;
  for (const fs::path& file : files("resmap", {".h"})) {
    std::string whole;
    for (const std::string& line : lines(file)) whole += line + " ";
    for (std::size_t at = whole.find("namespace rule {"); at != std::string::npos;
         at = whole.find("namespace rule {", at + 1)) {
      const std::string block = whole.substr(at, whole.find("}  // namespace rule", at) - at);
      for (std::sregex_iterator it(block.begin(), block.end(), constant), end; it != end; ++it) {
        const auto number = static_cast<std::uint16_t>(std::stoul((*it)[2]));
        const bool fresh = found.emplace(number, (*it)[1]).second;
        EXPECT_TRUE(fresh) << "RM" << number << " has two names: " << found[number] << " and " << (*it)[1];
      }
    }
  }
  return found;
}

TEST(Promises, EachRuleHasItsWordsAndEachOfTheseARule) {
  const auto in_code = rules_in_code();
  EXPECT_GT(in_code.size(), 80U);
  for (const auto& [number, name] : in_code)
    EXPECT_NE(report::rule_words(number), nullptr)
        << "RM" << number << " (" << name << ") has no line in rule_table.inc";
  for (const report::RuleWords& words : report::all_rules())
    EXPECT_TRUE(in_code.contains(words.number)) << "RM" << words.number << " stands in rule_table.inc alone";
}

TEST(Promises, HackingNamesEachPreset) {
  std::string hacking, presets;
  for (const std::string& line : lines(project() / "HACKING.md")) hacking += line + "\n";
  for (const std::string& line : lines(project() / "CMakePresets.json")) presets += line + "\n";
  presets.resize(presets.find("\"buildPresets\""));
  const std::regex preset(R"re("name": "(\w+)", "inherits")re");
  std::size_t seen = 0;
  for (std::sregex_iterator at(presets.begin(), presets.end(), preset), end; at != end; ++at, ++seen)
    EXPECT_NE(hacking.find("| `" + (*at)[1].str() + "` |"), std::string::npos) << (*at)[1];
  EXPECT_GE(seen, 8U);
}

TEST(Promises, TheRulesPageShowsTheTable) {
  std::string page =
      "# Rules\n\n"
      "What resmap says about an input carries a number: RM and four digits, by thousands 0 base, 1 lists, 2 ranges "
      "and arbiters,\n"
      "3 registry, hive and store, 4 claims, 5 buses, snapshot and import, 6 pnp, 7 kernel and kit. A number, once "
      "given, "
      "keeps its meaning.\n"
      "A *warning* is unusual, an *error* is wrong though the rest could be read, and *refused* means that nothing "
      "could be done with the\n"
      "input. The table is `resmap/report/rule_table.inc`; this page is made from it (`RESMAP_REBASE=1 ./test "
      "Promises`).\n\n"
      "| rule | weight | when | what to do |\n|---|---|---|---|\n";
  for (const report::RuleWords& words : report::all_rules()) {
    static constexpr const char* weights[] = {"warning", "error", "refused"};
    page += "| " + report::rule_id(words.number) + " | " + weights[static_cast<std::size_t>(words.weight)] + " | ";
    for (const char c : words.condition) page += c == '|' ? std::string("\\|") : std::string(1, c);
    page += " | " + std::string(words.advice) + " |\n";
  }
  std::string why;
  EXPECT_TRUE(testing_support::matches_golden("../rules.md", page, why)) << why;
}

}  // namespace
}  // namespace resmap::house
