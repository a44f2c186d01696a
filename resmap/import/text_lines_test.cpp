// SPDX-License-Identifier: MIT
#include "resmap/import/text_lines.h"

#include <gtest/gtest.h>

#include <string>

namespace resmap::import {
namespace {

// "1:0 a|b", one a line: number, indent, words with bars between, quoted ones in brackets.
std::string lines(std::string_view text) {
  std::string all;
  for (const TextLine& line : read_lines(text)) {
    all += std::to_string(line.number) + ":" + std::to_string(line.indent);
    for (const Word& word : line.words)
      all += " " + (word.quoted ? "[" + std::string(word.text) + "]" : std::string(word.text));
    if (line.open_quote) all += " open at " + std::to_string(*line.open_quote);
    all += "\n";
  }
  return all;
}

TEST(TextLines, AreWordsBetweenBlanks) {
  EXPECT_EQ(lines("one two\n  three\tfour  \n"), "1:0 one two\n2:2 three four\n");
  EXPECT_EQ(lines(""), "");
  EXPECT_EQ(lines("last"), "1:0 last\n") << "the last line needs no end";
}

TEST(TextLines, BlankLinesAndCommentsAreCountedAndPassedOver) {
  EXPECT_EQ(lines("# all of it\n\n  \t \none # rest\n#\ntwo#three\n"), "4:0 one\n6:0 two#three\n")
      << "a comment begins with a word";
}

TEST(TextLines, QuotesHoldBlanksTogether) {
  EXPECT_EQ(lines("a \"b c\" d"), "1:0 a [b c] d\n");
  EXPECT_EQ(lines("\"\""), "1:0 []\n");
  EXPECT_EQ(lines("\"# no comment\""), "1:0 [# no comment]\n");
  EXPECT_EQ(lines("\"a\"\"b\"c"), "1:0 [a] [b] c\n");
  EXPECT_EQ(lines("a\"b c\""), "1:0 a\"b c\"\n") << "a quote inside a word is a letter like any other";
}

TEST(TextLines, AQuoteThatNothingClosesIsToldWithItsByte) {
  EXPECT_EQ(lines("a \"b\nc\n"), "1:0 a open at 2\n2:0 c\n") << "it ends with its line";
  EXPECT_EQ(lines("\""), "1:0 open at 0\n");
}

TEST(TextLines, ATabCountsAsEightColumns) { EXPECT_EQ(lines("\ta\n        b\n \tc\n"), "1:8 a\n2:8 b\n3:9 c\n"); }

TEST(TextLines, LineEndsOfWindowsDoNotMatter) { EXPECT_EQ(lines("a b\r\n\r\n  c\r\n"), "1:0 a b\n3:2 c\n"); }

TEST(TextLines, OffsetsAreBytesFromTheStartOfTheText) {
  const std::string text = "\n  one \"two\"\n";
  const auto all = read_lines(text);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].offset, 3U);
  EXPECT_EQ(all[0].words[0].offset, 3U);
  EXPECT_EQ(all[0].words[1].offset, 7U);
  EXPECT_EQ(all[0].words[1].text, "two");
}

TEST(TextLines, TheWordAtAByteIsFoundWithItsQuotes) {
  const std::string_view text = "ab  cd \"e f\" # g\n\n h\"\n \"open word";
  const auto at = [&](std::string_view part) { return word_at(text, text.find(part)); };
  EXPECT_EQ(at("ab"), "ab");
  EXPECT_EQ(at("b "), "ab");
  EXPECT_EQ(at("cd"), "cd");
  EXPECT_EQ(at("f\""), "\"e f\"");
  EXPECT_EQ(at("h\""), "h\"");
  EXPECT_EQ(at("word"), "\"open word");
  EXPECT_EQ(at("g\n"), "") << "a comment holds no words";
  EXPECT_EQ(at("  cd"), "");
  EXPECT_EQ(at("\n\n"), "");
  EXPECT_EQ(word_at(text, text.size()), "");
  EXPECT_EQ(word_at("", 0), "");
}

}  // namespace
}  // namespace resmap::import
