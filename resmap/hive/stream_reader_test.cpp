// SPDX-License-Identifier: MIT
#include "resmap/hive/stream_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

namespace resmap::hive {
namespace {

constexpr std::uint8_t kData[] = {1, 2, 3, 4, 5};

std::shared_ptr<SharedMemory> empty_stream(std::size_t size = 65536) {
  return std::make_shared<SharedMemory>(*SharedMemory::of(size));
}

void write_sample(StreamWriter& out) {
  ASSERT_TRUE(out.key(0, "ROOT"));
  ASSERT_TRUE(out.key(1, "A"));
  ASSERT_TRUE(out.value(8, "BootConfig", kData));
  ASSERT_TRUE(out.key(2, "B"));
  ASSERT_TRUE(out.gap(HivePart::values, HiveCause::refused, 14, {0x2000, 0, 2}));
  ASSERT_TRUE(out.key(1, "C"));
  ASSERT_TRUE(out.value(0xFFFF0012, "", {}));
  ASSERT_TRUE(out.gap(HivePart::value_data, HiveCause::cut, 0, {0x3000, 99, 1}, "lost"));
  out.head().finished = 1;
}

HiveReading read(std::shared_ptr<SharedMemory> stream) {
  HiveReading reading;
  EXPECT_TRUE(read_stream(std::move(stream), {}, reading));
  return reading;
}

TEST(StreamReader, RecordsBecomeTheTreeAndItsGaps) {
  auto stream = empty_stream();
  StreamWriter out(stream->bytes());
  write_sample(out);
  EXPECT_TRUE(stream_facts(*stream).finished);
  EXPECT_EQ(stream_facts(*stream).keys, 4U);
  const Bytes where = stream->bytes();
  const HiveReading reading = read(std::move(stream));
  EXPECT_EQ(reading.root_name, "ROOT");
  EXPECT_EQ(reading.registry.key_count(), 3U);
  const auto value = reading.registry.find_value("A", "BootConfig");
  ASSERT_TRUE(value);
  EXPECT_TRUE(value->data.data() > where.data() && value->data.data() < where.data() + where.size()) << "not copied";
  EXPECT_EQ(value->data[4], 5);
  EXPECT_EQ(reading.registry.find_value("C", "")->type, 0xFFFF0012U);
  ASSERT_EQ(reading.gaps.size(), 2U);
  EXPECT_EQ(*reading.registry.path_of(reading.gaps[0].key), R"(A\B)");
  EXPECT_EQ(reading.gaps[0].error_number, 14);
  EXPECT_EQ(*reading.registry.path_of(reading.gaps[1].key), "C");
  EXPECT_EQ(reading.gaps[1].value_name, "lost");
  EXPECT_EQ(reading.gaps[1].count, 99U);
}

TEST(StreamReader, AWriterOutOfRoomStillSaysWhyItEnds) {
  auto stream = empty_stream(4096);
  StreamWriter out(stream->bytes());
  ASSERT_TRUE(out.key(0, "R"));
  while (out.value(3, "v", kData)) continue;
  EXPECT_FALSE(out.gap(HivePart::values, HiveCause::refused, 0, {}));
  EXPECT_TRUE(out.gap(HivePart::reader, HiveCause::limit, 0, {0, 7, 0}));
  const HiveReading reading = read(std::move(stream));
  EXPECT_GT(reading.registry.value_count(), 100U);
  ASSERT_EQ(reading.gaps.size(), 1U);
  EXPECT_EQ(reading.gaps[0].cause, HiveCause::limit);
}

void expect_broken_after(void (*write)(StreamWriter&), std::size_t keys) {
  auto stream = empty_stream();
  StreamWriter out(stream->bytes());
  write(out);
  const HiveReading reading = read(std::move(stream));
  EXPECT_EQ(reading.registry.key_count(), keys);
  ASSERT_EQ(reading.gaps.size(), 1U);
  EXPECT_EQ(reading.gaps[0].part, HivePart::reader);
  EXPECT_EQ(reading.gaps[0].cause, HiveCause::crashed);
}

TEST(StreamReader, ARecordThatCannotBeTrueEndsTheReadingLikeACrash) {
  expect_broken_after([](StreamWriter& out) { (void)out.key(1, "no root"); }, 0);
  expect_broken_after([](StreamWriter& out) { (void)out.value(3, "no key", {}); }, 0);
  expect_broken_after(
      [](StreamWriter& out) { (void)out.key(0, "R"), (void)out.key(1, "A"), (void)out.key(0, "second root"); }, 1);
  expect_broken_after([](StreamWriter& out) { (void)out.key(0, "R"), (void)out.key(2, "no parent"); }, 0);
  expect_broken_after([](StreamWriter& out) { (void)out.key(0, "R"), (void)out.key(1, "A"), (void)out.key(1, "\xFF"); },
                      1);
  expect_broken_after(
      [](StreamWriter& out) {
        const std::uint8_t stranger = 77;
        HivePart part{};
        std::memcpy(&part, &stranger, 1);
        (void)out.key(0, "R"), (void)out.gap(part, {}, 0, {});
      },
      0);
  expect_broken_after([](StreamWriter&) {}, 0);
}

TEST(StreamReader, NoByteOfAStreamIsTrusted) {
  auto sample = empty_stream();
  StreamWriter out(sample->bytes());
  write_sample(out);
  const std::size_t size = sizeof(StreamHead) + stream_facts(*sample).used;
  for (std::size_t i = 0; i < size; ++i) {
    for (const int bits : {0x01, 0x80, 0xFF}) {
      auto stream = empty_stream();
      std::copy_n(sample->bytes().begin(), size, stream->bytes().begin());
      stream->bytes()[i] ^= static_cast<std::uint8_t>(bits);
      const HiveReading reading = read(std::move(stream));
      EXPECT_LE(reading.registry.key_count() + reading.registry.value_count(), 7U);
    }
  }
  for (std::uint64_t used = 0; used + sizeof(StreamHead) <= size; ++used) {
    auto stream = empty_stream();
    std::copy_n(sample->bytes().begin(), size, stream->bytes().begin());
    std::memcpy(stream->bytes().data(), &used, sizeof used);
    EXPECT_LE(read(std::move(stream)).registry.key_count(), 3U);
  }
}

TEST(StreamReader, GapsAreCountedBeyondTheListsEndAndTheLastReasonStays) {
  HiveReading reading;
  for (std::size_t i = 0; i < HiveReading::max_gaps + 100; ++i)
    add_gap(reading, {HivePart::values, HiveCause::refused, 0, {}, {}, 0, 0});
  add_gap(reading, {HivePart::reader, HiveCause::time_limit, 0, {}, {}, 0, 0});
  EXPECT_EQ(reading.gap_count, HiveReading::max_gaps + 101);
  EXPECT_EQ(reading.gaps.size(), HiveReading::max_gaps + 1);
  EXPECT_EQ(reading.gaps.back().cause, HiveCause::time_limit);
}

}  // namespace
}  // namespace resmap::hive
