// SPDX-License-Identifier: MIT
#include "tests/calibration/expected.h"

#include <gtest/gtest.h>

namespace resmap::calibration {
namespace {

using lists::ResourceType;

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(read_expected(text));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "read";
}

TEST(Expected, RowsAndWhatTheySay) {
  const Expected expected = read_expected(
      "# comment\nstart a b\npolicy a=b\n\nrow placements 3 \"memory of bus 0\"\n  placed a mem:0x1000-0x1fff irq:7   "
      "# HDA\n"
      "row choices 1 \"more\"\n  moved a b\n  kept c memory\n  window d mem:0x100000-0x1fffff,prefetchable\n"
      "  closed d io prefetch\n");
  EXPECT_EQ(expected.start, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(expected.policy, std::vector<std::string>{"a=b"});
  ASSERT_EQ(expected.rows.size(), 2U);
  EXPECT_EQ(expected.rows[0].file, "placements");
  EXPECT_EQ(expected.rows[0].number, 3U);
  EXPECT_EQ(expected.rows[0].title, "memory of bus 0");
  ASSERT_EQ(expected.rows[0].statements.size(), 1U);
  EXPECT_EQ(expected.rows[0].statements[0].places,
            (std::vector<Place>{{ResourceType::memory, {0x1000, 0x1FFF}}, {ResourceType::interrupt, {7, 7}}}));
  const auto& said = expected.rows[1].statements;
  ASSERT_EQ(said.size(), 5U) << "moved speaks of two devices";
  EXPECT_EQ(said[1].device, "b");
  EXPECT_EQ(said[2].kinds, std::vector<std::string>{"memory"});
  EXPECT_TRUE(said[3].places[0].prefetchable);
  EXPECT_EQ(said[4].kinds, (std::vector<std::string>{"io", "prefetch"}));
}

TEST(Expected, WhatIsNoneNamesItsLine) {
  EXPECT_EQ(refusal("placed a irq:3\n"), "line 1: a statement belongs to a row");
  EXPECT_EQ(refusal("row facts 1 \"x\"\n"), "line 1: there is no such file of facts");
  EXPECT_EQ(refusal("row choices 0 \"x\"\n"), "line 1: this is no line of a file");
  EXPECT_EQ(refusal("row choices 1\n"), "line 1: a row is: row FILE NUMBER \"TITLE\"");
  const std::string row = "row choices 1 \"x\"\n";
  EXPECT_EQ(refusal(row + "  stays a\n"), "line 2: this says nothing about a device");
  EXPECT_EQ(refusal(row + "  placed a here\n"), "line 2: here is no place");
  EXPECT_EQ(refusal(row + "  window a\n"), "line 2: which window?");
  EXPECT_EQ(refusal(row + "  closed a\n"), "line 2: closed names io, memory or prefetch");
  EXPECT_EQ(refusal("start \"a\n"), "line 1: a quote is open");
  EXPECT_EQ(refusal("policy lpt_interrupt\n"), "line 1: policy names one switch and its value");
}

TEST(Expected, APlaceIsWrittenAsItIsRead) {
  EXPECT_EQ(to_text({ResourceType::port, {0x3F8, 0x3FF}}), "port:0x3f8-0x3ff");
  EXPECT_EQ(to_text({ResourceType::memory, {0x1000, 0x1FFF}, true}), "memory:0x1000-0x1fff,prefetchable");
  EXPECT_EQ(to_text({ResourceType::interrupt, {7, 7}}), "interrupt:0x7");
}

}  // namespace
}  // namespace resmap::calibration
