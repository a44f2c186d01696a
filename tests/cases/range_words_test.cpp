// SPDX-License-Identifier: MIT
// Cases about ranges that must fail: what the words refuse is what they are worth.
#include "tests/cases/range_words.h"

#include <gtest/gtest.h>

#include "tests/cases/runner.h"

namespace resmap::cases {
namespace {

std::string outcome(const std::string& text) {
  try {
    run_case(text);
  } catch (const std::exception& failure) {
    return failure.what();
  }
  return "holds";
}

constexpr char kTwo[] =
    "ranges\n"
    "claim 0x100-0x1ff by a data 7 attributes 2\n"
    "claim 0x300+0x100 by b share\n";

void expect_each_fails(const std::string& before, int line, std::initializer_list<const char*> wrong) {
  const std::string where = "line " + std::to_string(line) + ": ";
  for (const char* each : wrong) {
    const std::string found = outcome(before + each + "\n");
    EXPECT_TRUE(found.starts_with(where)) << each << " -> " << found;
  }
}

TEST(RangeWords, HoldWhatIsTrueOfAList) {
  EXPECT_EQ(outcome(std::string(kTwo) +
                    "expect done\nexpect size 2\nexpect version 2\nexpect stretches 2\n"
                    "expect entries 0x100-0x1ff 0x300-0x3ff\nexpect occupied 0x100-0x1ff 0x300-0x3ff\n"
                    "expect entry 0 0x100-0x1ff by a data 7 attributes 2\nexpect entry 1 0x300-0x3ff by b shared\n"
                    "expect gaps 0x0-0xff 0x200-0x2ff 0x400-end\nexpect gaps in 0x180-0x2ff 0x200-0x2ff\n"),
            "line 13: \"0x200-0x2ff\" says nothing here")
      << "ranges stand before the options";
  EXPECT_EQ(outcome(std::string(kTwo) +
                    "expect gaps 0x200-0x2ff in 0x180-0x2ff\nexpect free 0x0-0xff 0x200-0x2ff\n"
                    "expect taken 0x1ff-0x200 0x3ff\nexpect free 0x100 passing attributes 3\n"
                    "expect free 0x300 passing shared\nexpect free 0x100-0x3ff passing attributes 2 passing owner b\n"
                    "expect room 0x1f0-0x200\nexpect no room 0x1f0-0x1ff\nexpect within 0x100-0x1ff 0x150\n"
                    "expect not within 0x1ff-0x200\nexpect holders 0x1ff-0x300 a b\nexpect holders 0x0-end a stop 1\n"
                    "expect holders 0x200 none\nexpect overlapping 0x0-end 2\n"),
            "holds");
}

TEST(RangeWords, NameTheLineThatIsNotTrueOfAList) {
  expect_each_fails(kTwo, 4,
                    {"expect size 3",
                     "expect version 1",
                     "expect stretches 1",
                     "expect entries 0x100-0x1ff",
                     "expect entries none",
                     "expect entries",
                     "expect entries 0x300-0x3ff 0x100-0x1ff",
                     "expect occupied 0x100-0x3ff",
                     "expect entry 0 0x100-0x1ff by a",
                     "expect entry 0 0x100-0x1ff by b data 7 attributes 2",
                     "expect entry 1 0x300-0x3ff by b",
                     "expect entry 1 0x300-0x3ff by b shared conflict",
                     "expect entry 2 0x300",
                     "expect gaps none",
                     "expect gaps 0x200-0x2ff",
                     "expect free 0x0-0x100",
                     "expect free 0x0 0x1ff",
                     "expect taken 0x200",
                     "expect free 0x100 passing attributes 1",
                     "expect free 0x100 passing shared",
                     "expect free 0x100 passing nobody",
                     "expect free 0x100 passing owner b",
                     "expect room 0x100-0x1ff",
                     "expect no room 0x200",
                     "expect within 0x1ff-0x200",
                     "expect not within 0x1ff",
                     "expect holders 0x1ff-0x300 a",
                     "expect holders 0x1ff-0x300 b a",
                     "expect holders 0x200 a",
                     "expect holders 0x100 none",
                     "expect overlapping 0x0-end 1",
                     "expect conflict",
                     "expect no range",
                     "expect no room",
                     "expect at 0x0",
                     "expect released 1",
                     "expect free 0x200-0x1ff",

                     "expect size 2 2",
                     "expect done 2"});
}

TEST(RangeWords, NameTheLineWhoseAnswerIsAnother) {
  const std::string two = kTwo;
  EXPECT_EQ(outcome(two + "claim 0x1ff-0x300 by c\nexpect conflict 0x100\nrelease 0x100-0x1fe by a\nexpect missing\n"
                          "claim 0x5-0x4 by c\nexpect invalid\nclaim end+2 by c\nexpect no range\n"
                          "room 0x101 in 0x100-0x3ff\nexpect no room\nroom 8 align 16 in 0x1f8-0x207\nexpect at 0x200\n"
                          "room 0\nexpect no range\nroom 1 align 0\nexpect invalid\nroom everything\nexpect no room\n"
                          "release all by a\nexpect released 1\nexpect size 1\n"),
            "holds");
  expect_each_fails(two + "claim 0x1ff-0x300 by c\n", 5,
                    {"expect conflict 0x300", "expect done", "expect invalid", "expect missing", "expect size 3"});
  expect_each_fails(two + "room 8 align 16 in 0x1f8-0x207\n", 5,
                    {"expect at 0x1f8", "expect no room", "expect conflict", "expect taken 0x200"});
  expect_each_fails(two + "claim 0x0\n", 5, {"expect within 0x0"});
  expect_each_fails(two + "release all by a\n", 5, {"expect released 2", "expect missing", "expect size 2"});
}

TEST(RangeWords, AFailureThatNobodyAsksAboutFailsTheCase) {
  const std::string two = kTwo;
  EXPECT_TRUE(outcome(two + "expect size 2\nclaim 0x100 by c\n").starts_with("line 5: the answer is \"conflict\""));
  EXPECT_TRUE(outcome(two + "claim 0x100 by c\nclaim 0x200 by c\nexpect size 3\n").starts_with("line 4: "));
  EXPECT_TRUE(outcome(two + "claim end+2 by c\nranges\nexpect size 0\n").starts_with("line 4: "));
  EXPECT_TRUE(outcome("claim 0x100 by c\nexpect size 1\n").starts_with("line 1: ")) << "no ranges";
  EXPECT_TRUE(outcome("ranges\nclaim 0x100 for c\nexpect size 1\n").starts_with("line 2: ")) << "a wrong option";
}

TEST(RangeWords, GoBackToWhatWasBegunAndMergeWhatWasKept) {
  const std::string two = kTwo;
  const std::string tried = two + "begin\nclaim 0x200 by c\nbegin\nrelease all by a\n";
  EXPECT_EQ(outcome(tried + "rollback\nexpect size 3\nrollback\nexpect size 2\nexpect version 2\n"), "holds");
  EXPECT_EQ(outcome(tried + "commit\nexpect size 2\ncommit\nexpect entries 0x200 0x300-0x3ff\n"), "holds");
  expect_each_fails(tried + "commit\ncommit\n", 10,
                    {"rollback\nexpect size 2", "expect size 3", "merge x\nexpect size 2"});
  const std::string kept = two + "keep ab\nranges\nclaim 0x3ff-0x400 by c\n";
  EXPECT_EQ(outcome(kept + "merge ab\nexpect conflict 0x3ff\nexpect size 1\nmerge ab allow\nexpect size 3\n"), "holds");
  EXPECT_TRUE(outcome(kept + "merge ab\nexpect size 1\n").starts_with("line 7: the answer is"));
}

TEST(RangeWords, CutAndJoinAsSetsOfNumbersDo) {
  const std::string two = kTwo;
  EXPECT_EQ(outcome(two + "subtract 0x180-0x37f allow\nexpect entries 0x100-0x17f 0x380-0x3ff\n"), "holds");
  EXPECT_EQ(outcome(two + "subtract 0x180-0x37f\nexpect conflict\nsubtract 0x180-0x18f\nexpect stretches 3\n"),
            "holds");
  EXPECT_EQ(outcome(two + "replace 0x180-0x37f by c\nexpect holders 0x0-end a c b\nexpect entry 1 0x180-0x37f by c\n"),
            "holds");
  EXPECT_EQ(outcome(two + "invert\nexpect entries 0x0-0xff 0x200-0x2ff 0x400-end\ninvert\nclone\nexpect size 2\n"),
            "holds");
  EXPECT_EQ(outcome("ranges memory 1K\nclaim 0x0 times 1000 step 2\nexpect out-of-memory\nexpect free 0x1 1998\n"),
            "holds");
  EXPECT_EQ(outcome("ranges\nclaim 0x0+4 by a times 3 step 4\nexpect entries 0-3 4-7 8-11\nexpect occupied 0-11\n"),
            "holds");
}

TEST(RangeWords, CompareTwoRanges) {
  EXPECT_EQ(outcome("ranges\nexpect union 1-4 4-6 is 1-6\nexpect no union 1-4 5-6\nexpect intersection 1-4 4-6 is 4\n"
                    "expect no intersection 1-4 5-6\nexpect contains 1-4 2-4\nexpect not contains 1-4 4-5\n"
                    "expect range 2+3 is 2-4\nexpect no range 2+0\nexpect no range end+2\n"),
            "holds");
  expect_each_fails(
      "ranges\n", 2,
      {"expect union 1-4 4-6 is 1-5", "expect no union 1-4 4-6", "expect union 1-4 5-6 is 1-6",
       "expect intersection 1-4 4-6 is 1-6", "expect no intersection 1-4 2", "expect contains 1-4 4-5",
       "expect not contains 1-4 1-4", "expect range 2+3 is 2-5", "expect no range 2+3", "expect range 2+0",
       "expect union 1-4", "expect union 1-4 4-6 is 1-6 7", "expect contains 1-4 2 3", "expect range 2+3 is 2-4 5"});
}

}  // namespace
}  // namespace resmap::cases
