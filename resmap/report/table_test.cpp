// SPDX-License-Identifier: MIT
#include "resmap/report/table.h"

#include <gtest/gtest.h>

namespace resmap::report {
namespace {

using Texts = std::vector<std::string>;

std::string printed(const Table& table, bool with_heading = true, bool colour = false) {
  TextWriter out;
  table.print(out, Paint(colour), with_heading);
  return std::string(out.view());
}

TEST(Table, ColumnsAreAsWideAsTheirWidestCellAndNumbersStandRight) {
  Table table({{"NAME"}, {"SIZE", 12, true}, {"NOTE"}});
  table.add({"a", "1 KiB", "first"});
  table.add({"longer", "64", ""});
  EXPECT_EQ(printed(table),
            "NAME     SIZE  NOTE\n"
            "a       1 KiB  first\n"
            "longer     64\n");
}

TEST(Table, WithoutHeadingsOnlyCellsCount) {
  Table table({{"A VERY LONG HEADING"}, {"B"}});
  table.add({"x", "y"});
  EXPECT_EQ(printed(table, false), "x  y\n");
}

TEST(Table, FewerCellsThanColumnsLeaveTheRestBlank) {
  Table table({{"A"}, {"B"}, {"C"}});
  table.add({"x"});
  table.add({"x", "y", "z"});
  EXPECT_EQ(printed(table, false), "x\nx  y  z\n");
}

TEST(Table, LettersBeyondAsciiTakeOneColumn) {
  Table table({{"A"}, {"B"}});
  table.add({"├ é", "x"});
  table.add({"abcd", "y"});
  EXPECT_EQ(printed(table, false), "├ é   x\nabcd  y\n");
}

TEST(Table, ACellBeyondItsLimitGoesOnUnderItselfAndTheOthersStayInPlace) {
  Table table({{"A", 12}, {"B", 10}});
  table.add({"one two three four", "first second third"}, "| ");
  EXPECT_EQ(printed(table, false),
            "one two       first\n"
            "| three four  second\n"
            "|             third\n");
}

TEST(Table, AContinuationNeverPushesTheNextColumn) {
  Table table({{"A", 14}, {"B", 4}});
  table.add({"aaaa bbbb cccc dddd eeee", "1234 5678 9012"}, "||||  ");
  EXPECT_EQ(printed(table, false),
            "aaaa bbbb cccc  1234\n"
            "||||  dddd      5678\n"
            "||||  eeee      9012\n");
}

TEST(Table, ColourCoversTheLineAndNotItsEnd) {
  Table table({{"A"}});
  table.add({"x"}, {}, Ink::bad);
  table.add({"y"});
  EXPECT_EQ(printed(table, true, true), "\x1b[1mA\x1b[0m\n\x1b[1;31mx\x1b[0m\ny\n");
}

TEST(Table, WithoutRowsIsEmpty) {
  Table table({{"A"}});
  EXPECT_TRUE(table.empty());
  EXPECT_EQ(printed(table, false), "");
}

TEST(Paint, WithoutColourWritesTheWordsAlone) {
  for (const Ink ink : {Ink::plain, Ink::heading, Ink::good, Ink::bad, Ink::doubtful, Ink::faint}) {
    TextWriter plain, coloured, nothing;
    Paint(false).write(plain, ink, "text");
    Paint(true).write(coloured, ink, "text");
    Paint(true).write(nothing, ink, "");
    EXPECT_EQ(plain.view(), "text");
    EXPECT_EQ(coloured.view() == "text", ink == Ink::plain);
    EXPECT_EQ(nothing.view(), "");
  }
}

TEST(Wrapped, BreaksAtTheLastBlankThatFits) {
  EXPECT_EQ(wrapped("one two three", 7), (Texts{"one two", "three"}));
  EXPECT_EQ(wrapped("one two three", 8), (Texts{"one two", "three"}));
  EXPECT_EQ(wrapped("one two three", 6), (Texts{"one", "two", "three"}));
  EXPECT_EQ(wrapped("one   two", 4), (Texts{"one", "two"})) << "blanks at the break are dropped";
}

TEST(Wrapped, CutsAWordThatIsTooLong) {
  EXPECT_EQ(wrapped("abcdefgh", 3), (Texts{"abc", "def", "gh"}));
  EXPECT_EQ(wrapped("éééé", 3), (Texts{"ééé", "é"})) << "between letters, not inside one";
  EXPECT_EQ(wrapped("  abcdef", 4), (Texts{"  ab", "cdef"})) << "an indent is no place to break";
}

TEST(Wrapped, IsNeverEmpty) {
  EXPECT_EQ(wrapped("", 5), Texts{""});
  EXPECT_EQ(wrapped("abc", 3), Texts{"abc"});
  EXPECT_EQ(wrapped("abc ", 3), Texts{"abc"});
}

TEST(Wrapped, AContinuationStandsBeforeAllPiecesButTheFirst) {
  EXPECT_EQ(wrapped("0123456789 0123456789 01", 12, "> "), (Texts{"0123456789", "> 0123456789", "> 01"}));
  EXPECT_EQ(wrapped("0123456789 01234567 01", 10, "|||||| "), (Texts{"0123456789", "|||||| 01234567", "|||||| 01"}))
      << "where it leaves no room, room is made";
}

TEST(Enumerated, NamesTheFirstAndCountsTheRest) {
  const Texts words = {"a", "b", "c", "d"};
  EXPECT_EQ(enumerated(words, 4), "a, b, c, d");
  EXPECT_EQ(enumerated(words, 2), "a, b and 2 more");
  EXPECT_EQ(enumerated({"a"}, 3), "a");
  EXPECT_EQ(enumerated({}, 3), "");
}

TEST(Shortened, EndsWithAnEllipsisWhereItDoesNotFit) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdef", 5), "abcd…");
  EXPECT_EQ(shortened("äöü│x", 3), "äö…") << "columns, not bytes";
  EXPECT_EQ(shortened("ab", 1), "…");
  EXPECT_EQ(shortened("", 1), "");
}

TEST(Table, OnANarrowScreenTheWidestFreeTextIsCut) {
  Table table({{"NAME"}, {"WHERE", 40, false, true}, {"SIZE", 12, true}, {"NOTE"}});
  table.add(
      {"a name of twenty-one.", "0xfe000000-0xfe00ffff", "64 KiB", "a note that is the longest of all texts here"});
  table.add({"short", "0x0-0xfff", "4 KiB", "short"});
  const auto on = [&](std::size_t width) {
    TextWriter out;
    table.print(out, Paint(false, width));
    return std::string(out.view());
  };
  EXPECT_EQ(on(90),
            "NAME                   WHERE                    SIZE  NOTE\n"
            "a name of twenty-one.  0xfe000000-0xfe00ffff  64 KiB  a note that is the longest of all t…\n"
            "short                  0x0-0xfff               4 KiB  short\n");
  EXPECT_EQ(on(60),
            "NAME           WHERE                    SIZE  NOTE\n"
            "a name of tw…  0xfe000000-0xfe00ffff  64 KiB  a note that i…\n"
            "short          0x0-0xfff               4 KiB  short\n");
  EXPECT_EQ(on(10), on(49)) << "what is left is not cut any more";
  EXPECT_EQ(on(98), on(0)) << "it fits as it is";
}

}  // namespace
}  // namespace resmap::report
