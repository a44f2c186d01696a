// SPDX-License-Identifier: MIT
#include "resmap/hive/key_security.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/base/bytes.h"

namespace resmap::hive {
namespace {

std::string sid(Bytes at) {
  std::string text = "S-" + std::to_string(at[0]) + "-" + std::to_string(at[7]);
  for (unsigned i = 0; i < at[1]; ++i) text += "-" + std::to_string(load_le<std::uint32_t>(at, 8 + 4 * i));
  return text;
}

TEST(KeySecurity, SaysWhoMayWhatInTheLayoutOfMsDtyp) {
  const std::vector<std::uint8_t> bytes = key_security();
  const Bytes all(bytes);
  EXPECT_EQ(all[0], 1);
  EXPECT_EQ(load_le<std::uint16_t>(all, 2), 0x8004);
  EXPECT_EQ(sid(all.subspan(load_le<std::uint32_t>(all, 4))), "S-1-5-32-544");
  EXPECT_EQ(sid(all.subspan(load_le<std::uint32_t>(all, 8))), "S-1-5-18");
  EXPECT_EQ(load_le<std::uint32_t>(all, 12), 0U);
  ASSERT_EQ(load_le<std::uint32_t>(all, 16), 20U);
  EXPECT_EQ(load_le<std::uint16_t>(all, 20), 2);
  const std::size_t end = 20U + load_le<std::uint16_t>(all, 22);
  ASSERT_EQ(load_le<std::uint16_t>(all, 24), 3);
  std::string entries;
  std::size_t at = 28;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(all[at], 0);
    EXPECT_EQ(all[at + 1], 2);
    entries += sid(all.subspan(at + 8)) + " " + std::to_string(load_le<std::uint32_t>(all, at + 4)) + "; ";
    at += load_le<std::uint16_t>(all, at + 2);
  }
  EXPECT_EQ(at, end);
  EXPECT_EQ(entries, "S-1-5-18 983103; S-1-5-32-544 983103; S-1-1-0 131097; ");
  EXPECT_EQ(bytes.size(), end + 16 + 12);
}

}  // namespace
}  // namespace resmap::hive
