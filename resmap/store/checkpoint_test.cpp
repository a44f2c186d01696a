// SPDX-License-Identifier: MIT
// Checkpoints: when they are written, what they leave, and who was behind them.
#include <functional>

#include "resmap/store/journal_rows.h"
#include "resmap/store/rules.h"
#include "resmap/store/store_test_support.h"

namespace resmap::store {
namespace {

using claims::claim;
using claims::kNoList;
using claims::list_of;
using claims::picture_of;

constexpr const char* kJournalRows = "SELECT count(*) FROM journal";
constexpr const char* kCheckpoints = "SELECT count(*) FROM checkpoint WHERE number = 0";

// One place that moves `times` times: every row but the last is dead.
void move_about(claims::ResourceMap& map, int times, const std::string& driver = "mover") {
  for (int i = 0; i < times; ++i)
    ASSERT_TRUE(claim(map, driver, "m", list_of({"port:" + std::to_string(0x1000 + i % 97 * 8) + "+8"}))->granted);
}

TEST(Checkpoint, IsWrittenWhenMoreIsDeadThanLives) {
  const TestFolder folder;
  StoredMap stored(folder.file());
  fill(stored.map);
  move_about(stored.map, 60);
  ASSERT_TRUE((*stored.journal)->tidy());
  EXPECT_EQ(ask(folder.file(), kCheckpoints), "0\n");  // few are no burden
  move_about(stored.map, 60);
  EXPECT_EQ(ask(folder.file(), kJournalRows), "125\n");  // a claim never pays for it
  ASSERT_TRUE((*stored.journal)->tidy());
  EXPECT_EQ(ask(folder.file(), kCheckpoints), "1\n");
  EXPECT_EQ(ask(folder.file(), kJournalRows), "1\n");  // the anchor
  ASSERT_TRUE((*stored.journal)->tidy());
  EXPECT_EQ(ask(folder.file(), "SELECT covers FROM checkpoint WHERE number = 0"), "125\n");  // once
}

TEST(Checkpoint, LosesNothing) {
  const TestFolder folder;
  std::string before;
  {
    StoredMap stored(folder.file());
    fill(stored.map);
    move_about(stored.map, 200);
    ASSERT_FALSE(claim(stored.map, "late", "d", list_of({"irq:5"}))->granted);
    before = picture_of(stored.map);
  }
  EXPECT_EQ(ask(folder.file(), kCheckpoints), "1\n");  // closing did it
  StoredMap again(folder.file());
  ASSERT_TRUE(again.map.refresh());
  EXPECT_EQ(picture_of(again.map), before);
  EXPECT_TRUE(again.map.consistent());
  ASSERT_FALSE(claim(again.map, "later", "d", list_of({"irq:5"}))->granted);
  EXPECT_EQ(again.map.events().last_number(), 8U);
  StoredMap third(folder.file());
  ASSERT_TRUE(third.map.refresh());
  EXPECT_EQ(picture_of(third.map), picture_of(again.map));
}

TEST(Checkpoint, OneThatWasBehindComesAlong) {
  const TestFolder folder;
  StoredMap behind(folder.file()), other(folder.file());
  fill(behind.map);
  ASSERT_TRUE(claim(behind.map, "gone", "g", list_of({"dma:7"}))->granted);
  std::uint64_t heard = 0;
  ASSERT_TRUE(behind.map.events().subscribe({}, [&](const claims::Event&) { ++heard; }));
  ASSERT_TRUE(claim(other.map, "gone", "g", kNoList)->granted);
  ASSERT_FALSE(claim(other.map, "x", "d", list_of({"irq:5"}))->granted);
  for (int round = 0; round < 3; ++round) {
    move_about(other.map, 200);
    ASSERT_TRUE((*other.journal)->tidy());
  }
  EXPECT_EQ(ask(folder.file(), kCheckpoints), "1\n");
  // To read, and to decide.
  ASSERT_TRUE(behind.map.refresh());
  EXPECT_EQ(heard, 2U);
  EXPECT_EQ(picture_of(behind.map), picture_of(other.map));
  EXPECT_TRUE(behind.map.consistent());
  move_about(other.map, 200);
  ASSERT_TRUE((*other.journal)->tidy());
  EXPECT_TRUE(claim(behind.map, "x", "d", list_of({"dma:7"}))->granted);
  EXPECT_FALSE(claim(behind.map, "x", "e", list_of({"irq:5"}))->granted);
  ASSERT_TRUE(other.map.refresh());
  EXPECT_EQ(picture_of(behind.map), picture_of(other.map));
}

TEST(Checkpoint, IsNotMadeAgainAndAgainByWhatStays) {
  const TestFolder folder;
  StoredMap stored(folder.file());
  for (int i = 0; i < 300; ++i) {  // events and empty keys stay for good
    const std::string driver = "d" + std::to_string(i);
    ASSERT_TRUE(claim(stored.map, "holder", "h", list_of({"irq:5"}))->granted);
    ASSERT_FALSE(claim(stored.map, driver, "d", list_of({"irq:5"}))->granted);
    ASSERT_TRUE(claim(stored.map, driver, "d", list_of({"irq:6"}))->granted);
    ASSERT_TRUE(claim(stored.map, driver, "d", kNoList)->granted);
  }
  ASSERT_TRUE((*stored.journal)->tidy());
  const std::string covers = ask(folder.file(), "SELECT max(covers) FROM checkpoint");
  move_about(stored.map, 100);
  ASSERT_TRUE((*stored.journal)->tidy());
  EXPECT_EQ(ask(folder.file(), "SELECT max(covers) FROM checkpoint"), covers);
}

TEST(Checkpoint, CannotBeAlteredAndCoversNothingElse) {
  const TestFolder folder;
  {
    StoredMap stored(folder.file());
    fill(stored.map);
    move_about(stored.map, 200);
  }
  for (const char* change :
       {"DELETE FROM checkpoint", "DELETE FROM checkpoint WHERE number = 2", "UPDATE checkpoint SET record = x'00'",
        "DELETE FROM journal", "UPDATE journal SET sum = 1"})
    EXPECT_EQ(tamper(folder.file(), change) & 0xFF, SQLITE_CONSTRAINT) << change;
}

TEST(Checkpoint, ThatIsDamagedIsRefusedAndForgetsNothing) {
  for (const char* change :
       {"UPDATE checkpoint SET record = zeroblob(length(record)) WHERE number = 2",
        "UPDATE checkpoint SET record = zeroblob(length(record)) WHERE number = 0",
        "DELETE FROM checkpoint WHERE number = 2", "UPDATE checkpoint SET sum = sum + 1 WHERE number = 1",
        "DELETE FROM checkpoint WHERE number = (SELECT max(number) FROM checkpoint)", "DELETE FROM checkpoint",
        "DELETE FROM checkpoint WHERE number = 0"}) {
    SCOPED_TRACE(change);
    const TestFolder folder;
    StoredMap behind(folder.file());
    fill(behind.map);
    const std::string before = picture_of(behind.map);
    {
      StoredMap stored(folder.file());
      move_about(stored.map, 200);
    }
    ASSERT_EQ(tamper(folder.file(), "DROP TRIGGER checkpoint_keeps_rows; DROP TRIGGER checkpoint_keeps_words;"),
              SQLITE_OK);
    ASSERT_EQ(tamper(folder.file(), change), SQLITE_OK);
    StoredMap again(folder.file());
    EXPECT_EQ(again.map.refresh().error().rule, rule::damaged);
    EXPECT_EQ(behind.map.refresh().error().rule, rule::damaged);
    EXPECT_EQ(claim(behind.map, "x", "y", list_of({"irq:15"})).error().rule, rule::damaged);
    EXPECT_EQ(picture_of(behind.map), before);
  }
}

TEST(Checkpoint, WhatCannotBeTakenInBeginsAnewNextTime) {
  const TestFolder folder;
  {
    StoredMap stored(folder.file());
    fill(stored.map);
    move_about(stored.map, 200);
  }
  const auto journal = SqliteJournal::open(folder.file());
  std::size_t all = 0;
  ASSERT_TRUE(SqliteJournal::open(folder.file()).value()->read([&](Bytes) {
    ++all;
    return Result<void>();
  }));
  EXPECT_GT(all, 4U);
  for (std::size_t n = 0; n < all; ++n) {
    std::size_t seen = 0;
    const auto take = [&](Bytes record) -> Result<void> {
      EXPECT_EQ(seen == 0, record[1] == 4);  // it starts over
      if (seen++ == n) return fail({.code = ErrorCode::out_of_memory});
      return {};
    };
    EXPECT_EQ((*journal)->read(take).error().code, ErrorCode::out_of_memory);
  }
}

TEST(Checkpoint, SumsTellEveryChangeOfAByteAndOfOrder) {
  const std::vector<std::uint8_t> record = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  const std::uint64_t sum = sum_of(7, 9, record);
  EXPECT_NE(sum, sum_of(8, 9, record));
  EXPECT_NE(sum, sum_of(7, 10, record));
  for (std::size_t i = 0; i < record.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = record;
      changed[i] = static_cast<std::uint8_t>(changed[i] ^ (1 << bit));
      EXPECT_NE(sum, sum_of(7, 9, changed));
    }
  }
  auto longer = record;
  longer.push_back(0);
  EXPECT_NE(sum, sum_of(7, 9, longer));
  EXPECT_NE(sum, sum_of(7, 9, Bytes(record).first(10)));
  // What the README's words give; it may never change within a schema.
  EXPECT_EQ(sum, 0x72754275EA27162D);
}

}  // namespace
}  // namespace resmap::store
