// SPDX-License-Identifier: MIT
#include "resmap/import/file_path.h"

#include <gtest/gtest.h>

namespace resmap::import {
namespace {

using namespace std::string_view_literals;

TEST(FilePath, CleaningTakesWhatMeansNothingAndRefusesWhatLeadsOutside) {
  EXPECT_EQ(clean_path("/sys//devices/./x/"), "sys/devices/x");
  EXPECT_EQ(clean_path("./proc/iomem"), "proc/iomem");
  EXPECT_EQ(clean_path("..."), "...");
  EXPECT_EQ(clean_path("a/../b"), std::nullopt);
  EXPECT_EQ(clean_path(".."), std::nullopt);
  EXPECT_EQ(clean_path(""), std::nullopt);
  EXPECT_EQ(clean_path("/"), std::nullopt);
  EXPECT_EQ(clean_path("a\0b"sv), std::nullopt);
}

TEST(FilePath, ALinkLeadsUpAndDownInsideAndNowhereOutside) {
  EXPECT_EQ(link_destination("sys/bus/pci/devices/0000:00:02.0", "../../../devices/pci0000:00/0000:00:02.0"),
            "sys/devices/pci0000:00/0000:00:02.0");
  EXPECT_EQ(link_destination("link", "a/b"), "a/b");
  EXPECT_EQ(link_destination("a/link", ".."), "") << "the top";
  EXPECT_EQ(link_destination("a/link", "../../b"), std::nullopt);
  EXPECT_EQ(link_destination("a/link", "/etc/passwd"), std::nullopt);
  EXPECT_EQ(link_destination("a/link", ""), std::nullopt);
}

TEST(FilePath, WordsAreCountedAndTakenOff) {
  EXPECT_EQ(depth_of(""), 0U);
  EXPECT_EQ(depth_of("a/b/c"), 3U);
  EXPECT_EQ(last_word("a/b"), "b");
  EXPECT_EQ(last_word("a"), "a");
  EXPECT_EQ(without_last("a/b"), "a");
  EXPECT_EQ(without_last("a"), "");
}

}  // namespace
}  // namespace resmap::import
