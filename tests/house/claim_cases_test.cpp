// SPDX-License-Identifier: MIT
// Each public rule of the ResourceMap, each piece of golden data and each open question is a case; a page says which.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>

#include "resmap/claims/policy_words.h"
#include "tests/house/project_files.h"
#include "tests/support/golden.h"

namespace resmap::house {
namespace {

// What a case names in the comment that it begins with.
struct Named {
  std::map<std::string, std::vector<std::string>> cases;

  void take(const std::string& text, const std::regex& what, const std::string& file) {
    for (std::sregex_iterator at(text.begin(), text.end(), what), end; at != end; ++at) {
      std::vector<std::string>& those = cases[(*at)[1]];
      if (std::ranges::find(those, file) == those.end()) those.push_back(file);
    }
  }
};

Named read_cases() {
  const std::regex rule(R"(\b(R\d+)\b)"), data(R"(\b(7\.\d))"), article(R"(\b(Q\d+)\b)"), policy(R"(the switch (\w+))");
  Named named;
  for (const fs::path& file : files("spec/cases/claims", {".case"})) {
    std::string heading;
    for (const std::string& line : lines(file)) {
      if (!line.starts_with('#')) break;
      heading += line + "\n";
    }
    EXPECT_NE(heading.find("# Source: "), std::string::npos) << shown(file) << " names no source";
    for (const std::regex* what : {&rule, &data, &article, &policy})
      named.take(heading, *what, file.filename().string());
  }
  return named;
}

std::vector<std::string> contract() {
  std::vector<std::string> rules;
  for (const auto& [first, last] : {std::pair{1, 13}, {15, 33}, {35, 55}, {57, 57}, {79, 86}})
    for (int number = first; number <= last; ++number) rules.push_back("R" + std::to_string(number));
  return rules;
}

std::string rows(const Named& named, const std::vector<std::string>& names, const std::string& heading) {
  std::string table = "| " + heading + " | cases |\n|---|---|\n";
  for (const std::string& name : names) {
    const auto found = named.cases.find(name);
    EXPECT_TRUE(found != named.cases.end()) << name << " is no case's";
    if (found == named.cases.end()) continue;
    table += "| " + name + " | ";
    for (std::size_t i = 0; i < found->second.size(); ++i) {
      const std::string& file = found->second[i];
      table += (i == 0 ? "[" : ", [") + file.substr(0, file.size() - 5) + "](" + file + ")";
    }
    table += " |\n";
  }
  return table + "\n";
}

TEST(ClaimCases, NameEachRuleOfTheContractAndThePageSaysWhich) {
  const Named named = read_cases();
  std::vector<std::string> switches;
  for (const std::string_view name : claims::switch_names())
    if (name != "era") switches.emplace_back(name);  // the word of half the cases
  const std::string page =
      "# Cases about claims\n\n"
      "What the ResourceMap answers, as data in the words of [case-language.md](../../case-language.md). This page is "
      "made "
      "from the comments\n"
      "that the cases begin with (`RESMAP_REBASE=1 ./test ClaimCases`), and a test fails where one of these has no "
      "case.\n\n"
      "## Rules\n"
      "Numbers are those of `claims-and-hal.md`, section 6. Not here: R14, R34, R56, R58 to R78, which are those of "
      "the PnP "
      "manager and of\n"
      "the routines by their own names.\n\n" +
      rows(named, contract(), "rule") +
      "## Golden data\n"
      "By their sections: 7.1 event records, 7.3 to 7.6 lists of real machines, 7.7 public support articles, 7.8 a "
      "published driver. 7.2 is\n"
      "another driver's event, and shows the header alone.\n\n" +
      rows(named, {"7.1", "7.3", "7.4", "7.5", "7.6", "7.7", "7.8"}, "section") +
      rows(named, {"Q121849", "Q224337", "Q156202", "Q147551", "Q132713", "Q163331", "Q319129", "Q141732"}, "article") +
      "## Open questions\n"
      "Switches of `ClaimPolicy`; [CAVEATS.md](../../../CAVEATS.md) says what each asks.\n\n" +
      rows(named, switches, "switch");
  std::string why;
  EXPECT_TRUE(testing_support::matches_golden("../cases/claims/README.md", page, why)) << why;
}

}  // namespace
}  // namespace resmap::house
