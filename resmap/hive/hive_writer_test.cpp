// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_writer.h"

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>

#include "resmap/hive/hive_cells.h"
#include "resmap/hive/hive_page_test_support.h"
#include "resmap/hive/hive_reader.h"
#include "resmap/hive/hive_tree_test_support.h"

namespace resmap::hive {
namespace {

using registry::KeyId;
using registry::Registry;
using testing_support::cells_of;

std::vector<std::uint8_t> bytes_of(std::size_t size, unsigned seed = 1) {
  std::vector<std::uint8_t> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + i / 256 + seed);
  return bytes;
}

Registry sample() {
  Registry tree;
  const KeyId serial = *tree.create(R"(RESOURCEMAP\Other\Serial)");
  EXPECT_TRUE(tree.set_value(serial, R"(\Device\Serial0.Raw)", 8, bytes_of(36)));
  EXPECT_TRUE(tree.set_value(serial, R"(\Device\Serial0.Translated)", 8, bytes_of(36, 2)));
  const KeyId odd = *tree.create("Ger\xC3\xA4t");
  EXPECT_TRUE(tree.set_value(odd, "", 1, bytes_of(6)));
  EXPECT_TRUE(tree.set_value(odd, "\xE2\x82\xAC", 3, bytes_of(2)));
  EXPECT_TRUE(tree.set_value(odd, "odd", 0xFFFF0012, {}));
  EXPECT_TRUE(tree.create("\xF0\x9F\x92\xA1 key"));
  EXPECT_TRUE(tree.set_value(Registry::root(), "at the root", 4, bytes_of(4)));
  return tree;
}

HiveReading back(const std::vector<std::uint8_t>& file) {
  auto reading = read_hive(file);
  EXPECT_TRUE(reading);
  if (!reading) return {};
  EXPECT_FALSE(reading->damaged);
  EXPECT_FALSE(reading->dirty);
  EXPECT_TRUE(reading->header.checksum_good);
  EXPECT_EQ(reading->header.declared_size, file.size());
  return std::move(*reading);
}

void expect_round_trip(const Registry& tree, HiveFormat format) {
  const auto file = write_hive(tree, {.format = format});
  ASSERT_TRUE(file);
  const HiveReading reading = back(*file);
  EXPECT_EQ(testing_support::difference(tree, reading.registry), "");
  EXPECT_EQ(reading.header.major, 1U);
  EXPECT_EQ(reading.header.minor, format == HiveFormat::latest ? 5U : 3U);
}

TEST(HiveWriter, WhatIsWrittenIsReadAgain) {
  expect_round_trip(sample(), HiveFormat::standard);
  expect_round_trip(sample(), HiveFormat::latest);
  expect_round_trip(Registry(), HiveFormat::standard);
}

TEST(HiveWriter, TheSameTreeGivesTheSameBytesWithoutATime) {
  const auto file = write_hive(sample());
  ASSERT_TRUE(file);
  EXPECT_EQ(*file, *write_hive(sample()));
  EXPECT_EQ(back(*file).header.last_written, 0U);
  const auto timed = write_hive(sample(), {.time = 0x01D0000000000000});
  EXPECT_EQ(back(*timed).header.last_written, 0x01D0000000000000U);
  EXPECT_NE(*file, *timed);
}

TEST(HiveWriter, EveryUsedCellIsReachedOnceAndKeysShareOneSecurityRecord) {
  const auto file = write_hive(sample());
  ASSERT_TRUE(file);
  std::map<std::string, int> kinds;
  std::set<std::uint32_t> security;
  std::uint32_t shared_by = 0;
  for (const auto& cell : cells_of(*file)) {
    if (!cell.used) continue;
    ++kinds[cell.kind];
    const std::size_t at = 4096 + cell.offset + 4;
    if (cell.kind == "nk") security.insert(load_le<std::uint32_t>(*file, at + 44));
    if (cell.kind != "sk") continue;
    EXPECT_EQ(load_le<std::uint32_t>(*file, at + 4), cell.offset);
    EXPECT_EQ(load_le<std::uint32_t>(*file, at + 8), cell.offset);
    shared_by = load_le<std::uint32_t>(*file, at + 12);
    EXPECT_EQ(security, std::set<std::uint32_t>{cell.offset});
  }
  EXPECT_EQ(kinds["nk"], 6);
  EXPECT_EQ(kinds["vk"], 6);
  EXPECT_EQ(kinds["lf"], 3);
  EXPECT_EQ(kinds["sk"], 1);
  EXPECT_EQ(shared_by, 6U);
}

TEST(HiveWriter, AKeyBecomesTheRootUnderTheNameThatIsAskedFor) {
  const Registry tree = sample();
  const KeyId top = *tree.find("RESOURCEMAP");
  EXPECT_EQ(back(*write_hive(tree)).root_name, "ROOT");
  EXPECT_EQ(back(*write_hive(tree, {.top = top})).root_name, "RESOURCEMAP");
  const HiveReading reading = back(*write_hive(tree, {.top = top, .root_name = "SOFTWARE"}));
  EXPECT_EQ(reading.root_name, "SOFTWARE");
  EXPECT_TRUE(reading.registry.find_value(R"(Other\Serial)", R"(\Device\Serial0.Raw)"));
}

TEST(HiveWriter, DataOfEverySizeComeBack) {
  Registry tree;
  for (const unsigned size :
       {0U, 1U, 3U, 4U, 5U, 8U, 4060U, 4061U, 16343U, 16344U, 16345U, 16348U, 32688U, 32689U, 70000U})
    ASSERT_TRUE(tree.set_value(Registry::root(), std::to_string(size), 3, bytes_of(size)));
  expect_round_trip(tree, HiveFormat::standard);
  expect_round_trip(tree, HiveFormat::latest);
}

TEST(HiveWriter, AboveOneMebibyteOnlyTheLatestFormatHasRoom) {
  Registry tree;
  ASSERT_TRUE(tree.set_value(Registry::root(), "small", 8, bytes_of(8)));
  ASSERT_TRUE(tree.set_value(Registry::root(), "large", 8, bytes_of(1 << 20)));
  expect_round_trip(tree, HiveFormat::standard);
  EXPECT_EQ(format_for(tree), HiveFormat::standard);
  ASSERT_TRUE(tree.set_value(Registry::root(), "large", 8, bytes_of((1 << 20) + 1)));
  EXPECT_EQ(format_for(tree), HiveFormat::latest);
  EXPECT_EQ(write_hive(tree).error(), (Error{.code = ErrorCode::limit_exceeded, .index = 0, .value = 2}));
  expect_round_trip(tree, HiveFormat::latest);
}

TEST(HiveWriter, ManyKeysAndDeepOnesComeBack) {
  Registry tree;
  for (int i = 0; i < 1201; ++i) ASSERT_TRUE(tree.create("wide\\" + std::to_string(i * 7919 % 1201)));
  std::string path = "deep";
  for (int i = 1; i < 512; ++i) path += "\\d";
  ASSERT_TRUE(tree.create(path));
  expect_round_trip(tree, HiveFormat::standard);
  expect_round_trip(tree, HiveFormat::latest);
}

TEST(HiveWriter, NamesThatWindowsDoesNotTakeAreRefusedWithTheirPlace) {
  const auto refused = [](auto&& make) {
    Registry tree;
    EXPECT_TRUE(tree.create("first"));
    make(tree, *tree.create("second"));
    const auto file = write_hive(tree);
    EXPECT_FALSE(file);
    return file ? Error{} : file.error();
  };
  const auto error = [](ErrorCode code, std::uint32_t key, std::uint64_t value) {
    return Error{.code = code, .index = key, .value = value};
  };
  static const std::string long_key(256, 'k'), long_value(16384, 'v');
  EXPECT_EQ(refused([](Registry& tree, KeyId key) { EXPECT_TRUE(tree.set_value(key, "\xFF", 3, {})); }),
            error(ErrorCode::not_encodable, 2, 1));
  EXPECT_EQ(refused([](Registry& tree, KeyId key) { EXPECT_TRUE(tree.create(key, "\xED\xA0\x80")); }),
            error(ErrorCode::not_encodable, 3, 0));
  EXPECT_EQ(refused([](Registry& tree, KeyId key) { EXPECT_TRUE(tree.append_key(key, "a\\b")); }),
            error(ErrorCode::not_encodable, 3, 0));
  EXPECT_EQ(refused([](Registry& tree, KeyId key) { EXPECT_TRUE(tree.append_key(key, "")); }),
            error(ErrorCode::not_encodable, 3, 0));
  EXPECT_EQ(refused([](Registry& tree, KeyId) { EXPECT_TRUE(tree.append_key(Registry::root(), "FIRST")); }),
            error(ErrorCode::not_encodable, 3, 0));
  EXPECT_EQ(refused([](Registry& tree, KeyId) { EXPECT_TRUE(tree.create(long_key)); }),
            error(ErrorCode::limit_exceeded, 3, 0));
  EXPECT_EQ(refused([](Registry& tree, KeyId key) { EXPECT_TRUE(tree.set_value(key, long_value, 3, {})); }),
            error(ErrorCode::limit_exceeded, 2, 1));
  Registry tree;
  const KeyId gone = *tree.create("gone");
  ASSERT_TRUE(tree.delete_key(gone));
  EXPECT_EQ(write_hive(tree, {.top = gone}).error().code, ErrorCode::not_found);
  EXPECT_EQ(write_hive(tree, {.root_name = "a\\b"}).error().code, ErrorCode::not_encodable);
}

TEST(HiveWriter, TheLongestNamesComeBack) {
  Registry tree;
  const KeyId key = *tree.create(std::string(255, 'k'));
  ASSERT_TRUE(tree.set_value(key, std::string(16383, 'v'), 3, bytes_of(9)));
  std::string wide;
  for (int i = 0; i < 255; ++i) wide += "\xE2\x82\xAC";
  ASSERT_TRUE(tree.create(key, wide));
  expect_round_trip(tree, HiveFormat::standard);
}

// The sum over the header is an exclusive or, so the time can be chosen to make it 0, for which Windows writes 1.
TEST(HiveWriter, AHeaderWhoseSumWouldBe0Or1sIsGivenAnother) {
  const auto file = write_hive(Registry());
  ASSERT_TRUE(file);
  const std::uint32_t sum = load_le<std::uint32_t>(*file, header_field::checksum);
  for (const std::uint64_t time : {std::uint64_t{sum}, std::uint64_t{sum ^ 0xFFFFFFFF}}) {
    const auto timed = write_hive(Registry(), {.time = time});
    ASSERT_TRUE(timed);
    EXPECT_EQ(back(*timed).header.file_name, ".");
    EXPECT_EQ(load_le<std::uint32_t>(*timed, header_field::checksum), header_checksum(*timed));
  }
}

}  // namespace
}  // namespace resmap::hive
