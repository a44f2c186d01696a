// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_header.h"

#include <gtest/gtest.h>

#include "resmap/hive/hive_fixture_test_support.h"

namespace resmap::hive {
namespace {

using testing_support::hive_of;

TEST(HiveHeader, ItsFactsAreReadAndTheSequenceNumbersTellADirtyHive) {
  const auto clean = hive_of({"ROOT", {}, {}}), dirty = hive_of({"ROOT", {}, {}}, 8, 7);
  const auto header = read_header(clean, clean.size());
  ASSERT_TRUE(header);
  EXPECT_FALSE(header->dirty());
  EXPECT_EQ(header->sequence1, 7U);
  EXPECT_EQ(header->major, 1U);
  EXPECT_EQ(header->minor, 5U);
  EXPECT_EQ(header->root, 0x1020U);
  EXPECT_EQ(header->declared_size, clean.size());
  EXPECT_EQ(header->last_written, 116444736000000000U);
  EXPECT_EQ(header->file_name, "TS");
  EXPECT_TRUE(header->checksum_good);
  EXPECT_TRUE(read_header(dirty, dirty.size())->dirty());
}

TEST(HiveHeader, AnyBitTurnedUnderTheChecksumIsNoticed) {
  auto image = hive_of({"ROOT", {}, {}});
  for (std::size_t i = 4; i < 512; ++i) {
    image[i] ^= 0x10;
    EXPECT_FALSE(read_header(image, image.size())->checksum_good) << i;
    image[i] ^= 0x10;
  }
}

TEST(HiveHeader, TheTwoSumsThatWindowsDoesNotWriteHaveTheirSubstitutes) {
  auto image = hive_of({"ROOT", {}, {}});
  const auto set_sum_to = [&](std::uint32_t sum, std::uint32_t stored) {
    store_le(&image[200], load_le<std::uint32_t>(Bytes(image), 200) ^ header_checksum(image) ^ sum);
    store_le(&image[508], stored);
    return read_header(image, image.size())->checksum_good;
  };
  EXPECT_TRUE(set_sum_to(0, 1));
  EXPECT_FALSE(set_sum_to(0, 0));
  EXPECT_TRUE(set_sum_to(0xFFFFFFFF, 0xFFFFFFFE));
  EXPECT_TRUE(set_sum_to(5, 5));
}

TEST(HiveHeader, WhatIsNoHiveAndWhatIsACutOneAreToldApart) {
  const auto image = hive_of({"ROOT", {}, {}});
  const std::uint8_t text[] = {'W', 'i', 'n', 'd'};
  EXPECT_EQ(read_header(text, 4).error(), (Error{.code = ErrorCode::unsupported, .rule = rule::hive_no_signature}));
  EXPECT_EQ(read_header({}, 0).error().rule, rule::hive_no_signature);
  EXPECT_EQ(read_header(Bytes(image).first(511), 511).error(),
            (Error{.code = ErrorCode::truncated, .rule = rule::hive_too_short, .value = 511}));
}

}  // namespace
}  // namespace resmap::hive
