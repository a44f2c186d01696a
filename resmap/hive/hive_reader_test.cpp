// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "resmap/hive/child_process.h"
#include "resmap/hive/hive_fixture_test_support.h"

namespace resmap::hive {
namespace {

using registry::KeyId;
using registry::Registry;
using testing_support::FixtureKey;
using testing_support::FixtureValue;
using testing_support::hive_of;
using testing_support::HiveFixture;
using testing_support::sample_key;

void plant(Registry& tree, KeyId at, const FixtureKey& key) {
  for (const FixtureValue& value : key.values) ASSERT_TRUE(tree.set_value(at, value.name, value.type, value.data));
  for (const FixtureKey& child : key.children) plant(tree, *tree.create(at, child.name), child);
}

bool has_gap(const HiveReading& reading, HivePart part, HiveCause cause) {
  return std::any_of(reading.gaps.begin(), reading.gaps.end(),
                     [&](const HiveGap& gap) { return gap.part == part && gap.cause == cause; });
}

TEST(HiveReader, ASoundHiveGivesEveryKeyAndValueAndNothingElse) {
  const auto reading = read_hive(hive_of(sample_key()));
  ASSERT_TRUE(reading);
  Registry expected;
  plant(expected, Registry::root(), sample_key());
  EXPECT_TRUE(same_content(reading->registry, expected));
  EXPECT_EQ(reading->root_name, "ROOT");
  EXPECT_FALSE(reading->dirty);
  EXPECT_FALSE(reading->damaged);
  EXPECT_TRUE(reading->gaps.empty());
  EXPECT_EQ(reading->registry.find_value(R"(ControlSet001\Enum\Gerät)", "odd")->type, 0xFFFF0012U);
}

TEST(HiveReader, ADirtyHiveIsReadAndSaysSo) {
  const auto reading = read_hive(hive_of(sample_key(), 12, 11));
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->dirty);
  EXPECT_FALSE(reading->damaged);
  EXPECT_EQ(reading->header.sequence1, 12U);
}

TEST(HiveReader, AFileReadsAsItsBytesDo) {
  const auto path = std::filesystem::path(testing::TempDir()) / ("hive_reader_test." + std::to_string(getpid()));
  const auto image = hive_of(sample_key());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(image.data()), static_cast<std::streamsize>(image.size()));
  const auto from_file = read_hive(path);
  const auto from_bytes = read_hive(image);
  std::filesystem::remove(path);
  ASSERT_TRUE(from_file && from_bytes);
  EXPECT_TRUE(same_content(from_file->registry, from_bytes->registry));
}

TEST(HiveReader, WhatIsNoHiveIsToldApartFromWhatCannotBeOpenedAndWhatIsCut) {
  const auto image = hive_of(sample_key());
  const std::uint8_t text[] = {'R', 'E', 'G', 'E', 'D', 'I', 'T', '4'};
  EXPECT_EQ(read_hive(text).error(), (Error{.code = ErrorCode::unsupported, .rule = rule::hive_no_signature}));
  EXPECT_EQ(read_hive(Bytes()).error().rule, rule::hive_no_signature);
  EXPECT_EQ(read_hive(std::filesystem::path("/nonexistent/SYSTEM")).error(),
            (Error{.code = ErrorCode::unreadable, .value = ENOENT}));
  EXPECT_EQ(read_hive(std::filesystem::path("/")).error(), (Error{.code = ErrorCode::unreadable, .value = EISDIR}));
  EXPECT_EQ(read_hive(std::filesystem::path("/dev/null")).error(),
            (Error{.code = ErrorCode::unreadable, .value = EINVAL}));
  EXPECT_EQ(read_hive(Bytes(image).first(4096)).error(),
            (Error{.code = ErrorCode::truncated, .rule = rule::hive_too_short, .value = 4096}));
  auto newer = image;
  newer[header_field::major] = 2;
  store_le(&newer[508], header_checksum(newer));
  EXPECT_EQ(read_hive(newer).error(), (Error{.code = ErrorCode::unsupported, .rule = rule::hive_version, .value = 2}));
  auto rootless = image;
  store_le<std::uint32_t>(&rootless[header_field::root], 0x60);
  store_le(&rootless[508], header_checksum(rootless));
  const auto none = read_hive(rootless);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::malformed);
  EXPECT_EQ(none.error().rule, rule::hive_no_root);
  EXPECT_EQ(none.error().offset, 0x1060U);
  EXPECT_EQ(read_hive(image, {.file_size = 100}).error(), (Error{.code = ErrorCode::limit_exceeded, .value = 100}));
  EXPECT_TRUE(is_hive(image));
  EXPECT_FALSE(is_hive(text));
}

TEST(HiveReader, APipeIsRefusedWithoutWaitingForAWriter) {
  const auto path = std::filesystem::path(testing::TempDir()) / ("hive_reader_fifo." + std::to_string(getpid()));
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const auto reading = read_hive(path);
  std::filesystem::remove(path);
  EXPECT_EQ(reading.error(), (Error{.code = ErrorCode::unreadable, .value = EINVAL}));
}

TEST(HiveReader, NamesWithANulAreWholeAndNamesThatAreNoUtf16StandInWithAGap) {
  const std::string hidden("Run\0never seen", 14);
  const auto reading = read_hive(hive_of({"R", {{hidden, 1, {1}}, {"\xED\xA0\x80half", 3, {2}}}, {{hidden, {}, {}}}}));
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->registry.find_value("", hidden));
  EXPECT_TRUE(reading->registry.find(hidden));
  EXPECT_EQ(reading->registry.find_value("", "\xEF\xBF\xBDhalf")->data.size(), 1U);
  ASSERT_EQ(reading->gaps.size(), 1U);
  EXPECT_EQ(reading->gaps[0].part, HivePart::value_name);
  EXPECT_EQ(reading->gaps[0].error_number, EILSEQ);
  EXPECT_EQ(reading->gaps[0].value_name, "\xEF\xBF\xBDhalf");
  EXPECT_TRUE(reading->damaged);
}

TEST(HiveReader, ALoopEndsWhereItClosesAndTheRestIsRead) {
  HiveFixture fixture;
  const std::size_t root = fixture.add_key({"R", {}, {{"A", {}, {{"B", {}, {}}}}, {"C", {}, {}}}});
  auto image = fixture.finish(root);
  // The list of A's children names R itself.
  const std::size_t a = root + 88;
  const std::size_t list = load_le<std::uint32_t>(Bytes(image), a + 32) + header_size;
  store_le(&image[list + 8], HiveFixture::pointer(root));
  const auto reading = read_hive(image);
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->registry.find("A") && reading->registry.find("C"));
  EXPECT_EQ(reading->registry.key_count(), 2U);
  ASSERT_TRUE(has_gap(*reading, HivePart::children, HiveCause::reached_twice));
  EXPECT_EQ(*reading->registry.path_of(reading->gaps[0].key), "A");
}

TEST(HiveReader, AListBehindACountOfZeroIsAGap) {
  HiveFixture fixture;
  const std::size_t root = fixture.add_key({"R", {{"v", 3, {1}}}, {{"A", {}, {}}}});
  auto image = fixture.finish(root);
  store_le<std::uint32_t>(&image[root + 24], 0);
  store_le<std::uint32_t>(&image[root + 40], 0);
  const auto reading = read_hive(image);
  ASSERT_TRUE(reading);
  EXPECT_TRUE(has_gap(*reading, HivePart::children, HiveCause::uncounted));
  EXPECT_TRUE(has_gap(*reading, HivePart::values, HiveCause::uncounted));
}

TEST(HiveReader, OneBadChildCostsOnlyItself) {
  HiveFixture fixture;
  const std::size_t root = fixture.add_key({"R", {}, {{"A", {}, {}}, {"B", {}, {}}, {"C", {}, {}}}});
  auto image = fixture.finish(root);
  const std::size_t b = root + 2 * 88;
  image[b + 4] = 'x';
  const auto reading = read_hive(image);
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->registry.find("A") && reading->registry.find("C") && !reading->registry.find("B"));
  ASSERT_EQ(reading->gaps.size(), 1U);
  EXPECT_EQ(reading->gaps[0].cause, HiveCause::missing);
  EXPECT_EQ(reading->gaps[0].count, 1U);
}

// A value of 20,000 bytes whose list of data blocks runs on past the end of the file: hivex reads what lies behind its mapping.
TEST(HiveReader, AListOfBlocksThatRunsOutOfTheFileHurtsNobodyElse) {
  HiveFixture fixture;
  const std::size_t root =
      fixture.add_key({"R", {{"Before", 3, {1}}, {"Big", 3, {1, 2, 3, 4, 5}}, {"After", 3, {2}}}, {{"Next", {}, {}}}});
  const std::size_t block = fixture.add_cell(std::vector<std::uint8_t>(12));
  const std::size_t db = fixture.add_cell({'d', 'b', 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0});
  const std::size_t room = page_unit - (fixture.size() + 4) % page_unit;
  std::vector<std::uint8_t> list(room);
  for (std::size_t i = 0; i + 4 <= room; i += 4) store_le(&list[i], HiveFixture::pointer(block));
  const std::size_t blocks = fixture.add_cell(list);
  fixture.put(db + 8, HiveFixture::pointer(blocks));
  auto image = fixture.finish(root);
  ASSERT_EQ(blocks + 4 + room, image.size()) << "the list ends with the file";
  const std::string_view name = "Big";
  const auto vk =
      static_cast<std::size_t>(std::search(image.begin(), image.end(), name.begin(), name.end()) - image.begin()) - 24;
  store_le<std::uint32_t>(&image[vk + 8], 20000);
  store_le(&image[vk + 12], HiveFixture::pointer(db));
  const auto reading = read_hive(image);
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->registry.find_value("", "Before") && reading->registry.find_value("", "After") &&
              reading->registry.find("Next"));
  EXPECT_FALSE(reading->registry.find_value("", "Big"));
  ASSERT_EQ(reading->gap_count, 1U);
  EXPECT_EQ(reading->gaps[0].value_name, "Big");
}

TEST(HiveReader, WithoutMemoryForTheChildThereIsAnErrorAndNoCrash) {
  if (!memory_limit_works()) GTEST_SKIP() << "sanitizers reserve the address space";
  const auto reading = read_hive(hive_of(sample_key()), {.memory = 0});
  if (reading) return;  // what malloc had left was enough
  EXPECT_EQ(reading.error().code, ErrorCode::limit_exceeded);
}

TEST(HiveReader, ManyThreadsMayReadAtOnce) {
  const auto image = hive_of(sample_key());
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        const auto reading = read_hive(image);
        good += reading && reading->registry.value_count() == 7 && !reading->damaged ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
}

}  // namespace
}  // namespace resmap::hive
