// SPDX-License-Identifier: MIT
// That every rule of the code stands in the table, and the other way round, is tests/house/promises_test.cpp.
#include "resmap/report/rule_words.h"

#include <gtest/gtest.h>

#include <set>

namespace resmap::report {
namespace {

TEST(RuleWords, StandInOrderEachNumberOnce) {
  std::uint16_t before = 0;
  for (const RuleWords& words : all_rules()) {
    EXPECT_GT(words.number, before);
    before = words.number;
  }
  EXPECT_GT(all_rules().size(), 80U);
}

TEST(RuleWords, EachRuleIsFoundAndNoOtherNumberIs) {
  std::set<std::uint16_t> known;
  for (const RuleWords& words : all_rules()) known.insert(words.number);
  for (unsigned number = 0; number < 10000; ++number) {
    const RuleWords* found = rule_words(static_cast<std::uint16_t>(number));
    EXPECT_EQ(found != nullptr, known.contains(static_cast<std::uint16_t>(number))) << number;
    if (found != nullptr) {
      EXPECT_EQ(found->number, number);
    }
  }
}

// Placeholders that nobody fills would stand in front of users as they are.
TEST(RuleWords, NameOnlyNumbersThatAFindingHas) {
  const std::set<std::string_view> names = {"index", "list", "offset", "value", "value3", "hex"};
  for (const RuleWords& words : all_rules()) {
    std::string_view rest = words.condition;
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
      const std::size_t close = rest.find('}', open);
      ASSERT_NE(close, std::string_view::npos) << words.number;
      EXPECT_TRUE(names.contains(rest.substr(open + 1, close - open - 1))) << words.number;
      rest.remove_prefix(close + 1);
    }
    EXPECT_EQ(words.advice.find('{'), std::string_view::npos) << words.number;
  }
}

TEST(RuleWords, ConditionsGoIntoASentenceAndAdviceIsOne) {
  for (const RuleWords& words : all_rules()) {
    EXPECT_FALSE(words.condition.empty()) << words.number;
    EXPECT_FALSE(words.condition.ends_with('.')) << words.number;
    EXPECT_TRUE(words.advice.ends_with('.')) << words.number;
  }
}

TEST(RuleId, HasFourDigitsAlways) {
  EXPECT_EQ(rule_id(1012), "RM1012");
  EXPECT_EQ(rule_id(7), "RM0007");
  EXPECT_EQ(rule_id(0), "RM0000");
  EXPECT_EQ(rule_id(65535), "RM65535");
}

TEST(RuleSentence, PutsItsNumbersIn) {
  const RuleNumbers numbers{.list_index = 1, .index = 2, .offset = 80, .value = 12};
  EXPECT_EQ(rule_sentence(1012, numbers), "descriptor 2 begins at byte 80, but only 12 bytes are left");
  EXPECT_EQ(rule_sentence(1020, numbers), "descriptor 2 has type 0xc, which NT does not name");
  EXPECT_EQ(rule_sentence(1113, numbers), "there is no configuration");
  EXPECT_EQ(rule_sentence(999, numbers), "an unnamed rule");
}

TEST(ErrorSentence, IsTheRulesWhereOneIsNamed) {
  EXPECT_EQ(error_sentence({.code = ErrorCode::malformed, .rule = 3015, .index = 7, .offset = 99}),
            "RM3015: line 7: there is no = behind the name");
  EXPECT_EQ(error_sentence({.code = ErrorCode::not_found, .rule = 5202, .value = 9}),
            "RM5202: ControlSet009 is not in this hive");
}

TEST(ErrorSentence, IsTheCodesWhereNoneIs) {
  std::set<std::string> sentences;
  for (std::uint16_t code = 1; code <= static_cast<std::uint16_t>(ErrorCode::conflict); ++code) {
    const std::string sentence = error_sentence({.code = ErrorCode{code}});
    EXPECT_NE(sentence, "something went wrong") << code;
    EXPECT_TRUE(sentences.insert(sentence).second) << sentence;
  }
  EXPECT_EQ(error_sentence({.code = ErrorCode{99}}), "something went wrong");
}

}  // namespace
}  // namespace resmap::report
