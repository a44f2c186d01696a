// SPDX-License-Identifier: MIT
#include "resmap/store/sqlite_journal.h"

#include <sys/wait.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "resmap/store/rules.h"
#include "resmap/store/store_test_support.h"

namespace resmap::store {
namespace {

using claims::claim;
using claims::kNoList;
using claims::list_of;
using claims::picture_of;

constexpr const char* kAllowChanges = "DROP TRIGGER journal_keeps_rows; DROP TRIGGER journal_keeps_words;";

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

Error refusal_of(const std::string& path, const StoreOptions& options = {}) {
  const auto journal = SqliteJournal::open(path, options);
  EXPECT_FALSE(journal);
  return journal ? Error{} : journal.error();
}

TEST(SqliteJournal, BringsEverythingBackWhenItIsOpenedAgain) {
  const TestFolder folder;
  std::string before;
  {
    StoredMap stored(folder.file());
    fill(stored.map);
    before = picture_of(stored.map);
  }
  StoredMap again(folder.file());
  ASSERT_TRUE(again.map.refresh());
  EXPECT_EQ(picture_of(again.map), before);
  EXPECT_TRUE(again.map.consistent());
  EXPECT_GT(again.map.events().last_number(), 0U);
}

TEST(SqliteJournal, ShowsOthersRowsBeforeItDecides) {
  const TestFolder folder;
  StoredMap one(folder.file()), two(folder.file());
  ASSERT_TRUE(claim(one.map, "a", "d", list_of({"irq:5"}))->granted);
  EXPECT_FALSE(claim(two.map, "b", "e", list_of({"irq:5"}))->granted);
  ASSERT_TRUE(claim(one.map, "a", "d", kNoList)->granted);
  EXPECT_TRUE(claim(two.map, "b", "e", list_of({"irq:5"}))->granted);
  ASSERT_TRUE(one.map.refresh());
  EXPECT_EQ(picture_of(one.map), picture_of(two.map));
}

TEST(SqliteJournal, IsWalAndFullAndNamesItsSchema) {
  const TestFolder folder;
  {
    StoredMap stored(folder.file());
  }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file().c_str(), &database), SQLITE_OK);
  const auto text = [&](const char* sql) {
    sqlite3_stmt* row = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql, -1, &row, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_step(row), SQLITE_ROW);
    const std::string answer(reinterpret_cast<const char*>(sqlite3_column_text(row, 0)));
    sqlite3_finalize(row);
    return answer;
  };
  EXPECT_EQ(text("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(text("PRAGMA user_version"), "1");
  EXPECT_EQ(text("PRAGMA application_id"), std::to_string(0x524D4150));
  sqlite3_close(database);
}

TEST(SqliteJournal, IsAppendOnlyForOtherToolsToo) {
  const TestFolder folder;
  {
    StoredMap stored(folder.file());
    fill(stored.map);
  }
  EXPECT_EQ(tamper(folder.file(), "DELETE FROM journal") & 0xFF, SQLITE_CONSTRAINT);
  EXPECT_EQ(tamper(folder.file(), "UPDATE journal SET record = x'00'") & 0xFF, SQLITE_CONSTRAINT);
}

// Threads of two connections and of one map, all after the same ports.
TEST(SqliteJournal, GrantsEachPortOnceToManyThreads) {
  constexpr int threads = 4, ports = 24;
  const TestFolder folder;
  StoredMap maps[2] = {StoredMap(folder.file()), StoredMap(folder.file())};
  std::atomic<int> granted = 0, refused = 0;
  std::vector<std::thread> claimers;
  for (int t = 0; t < threads; ++t) {
    claimers.emplace_back([&, t] {
      for (int i = 0; i < ports; ++i) {
        const int port = 0x300 + (i * 7 + t * 5) % ports;
        const std::string word = "port:" + std::to_string(port) + "+1";
        const auto outcome = claim(maps[t % 2].map, "d" + std::to_string(t), word.substr(5), list_of({word}));
        if (outcome) ++(outcome->granted ? granted : refused);
      }
    });
  }
  for (std::thread& claimer : claimers) claimer.join();
  EXPECT_EQ(granted, ports);
  EXPECT_EQ(refused, (threads - 1) * ports);
  for (StoredMap& each : maps) ASSERT_TRUE(each.map.refresh());
  EXPECT_EQ(picture_of(maps[0].map), picture_of(maps[1].map));
  EXPECT_EQ(maps[0].map.events().last_number(), 2U * static_cast<unsigned>(refused));
}

TEST(SqliteJournal, RefusesWhatIsNoStoreAndLeavesItAlone) {
  const TestFolder folder;
  write_bytes(folder.file("text"), std::string(5000, 'x'));
  EXPECT_EQ(refusal_of(folder.file("text")).rule, rule::no_store);
  EXPECT_EQ(bytes_of(folder.file("text")), std::string(5000, 'x'));
  ASSERT_EQ(tamper(folder.file("other"), "CREATE TABLE t (a)"), SQLITE_OK);
  const std::string before = bytes_of(folder.file("other"));
  EXPECT_EQ(refusal_of(folder.file("other")).rule, rule::no_store);
  EXPECT_EQ(bytes_of(folder.file("other")), before);
}

TEST(SqliteJournal, RefusesANewerSchemaBeforeAndWhileItIsOpen) {
  const TestFolder folder;
  StoredMap stored(folder.file());
  fill(stored.map);
  ASSERT_EQ(tamper(folder.file(), "PRAGMA user_version = 7"), SQLITE_OK);
  EXPECT_EQ(refusal_of(folder.file()), (Error{.code = ErrorCode::unsupported, .rule = rule::newer_schema, .value = 7}));
  const std::string before = picture_of(stored.map);
  EXPECT_EQ(claim(stored.map, "x", "y", list_of({"irq:9"})).error().rule, rule::newer_schema);
  EXPECT_EQ(picture_of(stored.map), before);
}

TEST(SqliteJournal, RefusesARowThatIsNotWhatWasWritten) {
  for (const char* change : {"UPDATE journal SET record = zeroblob(length(record)) WHERE number = 2",
                             "UPDATE journal SET number = 20 WHERE number = 2", "DELETE FROM journal WHERE number = 2",
                             "UPDATE journal SET sum = sum + 1 WHERE number = 2"}) {
    const TestFolder folder;
    {
      StoredMap stored(folder.file());
      fill(stored.map);
    }
    ASSERT_EQ(tamper(folder.file(), kAllowChanges), SQLITE_OK);
    ASSERT_EQ(tamper(folder.file(), change), SQLITE_OK);
    StoredMap again(folder.file());
    EXPECT_EQ(again.map.refresh().error(), (Error{.code = ErrorCode::malformed, .rule = rule::damaged, .value = 2}))
        << change;
  }
}

TEST(SqliteJournal, NoticesThatRowsItKnowsAreGone) {
  const TestFolder folder;
  StoredMap stored(folder.file());
  fill(stored.map);
  ASSERT_EQ(tamper(folder.file(), kAllowChanges), SQLITE_OK);
  ASSERT_EQ(tamper(folder.file(), "DELETE FROM journal WHERE number > 3"), SQLITE_OK);
  EXPECT_EQ(claim(stored.map, "x", "y", list_of({"irq:9"})).error().rule, rule::damaged);
}

TEST(SqliteJournal, RefusesPagesThatAreDamaged) {
  const TestFolder folder;
  {
    StoredMap stored(folder.file());
    fill(stored.map);
  }
  std::string bytes = bytes_of(folder.file());
  std::fill(bytes.begin() + 4096, bytes.end(), '\x5A');
  write_bytes(folder.file(), bytes);
  auto journal = SqliteJournal::open(folder.file());
  const auto seen =
      journal ? (*journal)->replay([](Bytes) { return Result<void>(); }) : Result<void>(fail(journal.error()));
  EXPECT_EQ(seen.error().rule, rule::damaged);
  ASSERT_EQ(tamper(folder.file("bare"), "PRAGMA application_id = 0x524D4150; PRAGMA user_version = 1"), SQLITE_OK);
  EXPECT_EQ(refusal_of(folder.file("bare")).rule, rule::damaged);  // no journal in it
}

TEST(SqliteJournal, WaitsForAnotherWriterOnlyAsLongAsItIsTold) {
  const TestFolder folder;
  StoredMap stored(folder.file(), {.patience = std::chrono::milliseconds(30)});
  auto other = SqliteJournal::open(folder.file());
  ASSERT_TRUE((*other)->replay([](Bytes) { return Result<void>(); }));
  EXPECT_EQ(claim(stored.map, "a", "d", list_of({"irq:5"})).error().rule, rule::locked);
  EXPECT_EQ(stored.map.size(), 0U);
  (*other)->abandon();
  EXPECT_TRUE(claim(stored.map, "a", "d", list_of({"irq:5"}))->granted);
}

TEST(SqliteJournal, LosesNothingWhereThereIsNoRoomLeft) {
  const TestFolder folder;
  StoredMap stored(folder.file(), {.max_bytes = 16 * 4096});
  Result<claims::ClaimOutcome> last = claims::ClaimOutcome{};
  std::string before;
  for (int i = 0; i < 1000 && last; ++i) {
    before = picture_of(stored.map);
    last = claim(stored.map, "a", std::to_string(i),
                 list_of({"irq:" + std::to_string(i), "port:" + std::to_string(i) + "+1"}));
  }
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().rule, rule::full);
  EXPECT_EQ(picture_of(stored.map), before);
  EXPECT_TRUE(stored.map.consistent());
  StoredMap again(folder.file());
  ASSERT_TRUE(again.map.refresh());
  EXPECT_EQ(picture_of(again.map), before);
  EXPECT_TRUE(claim(again.map, "b", "d", list_of({"dma:1"}))->granted);
}

TEST(SqliteJournal, RefusesAPlaceWhereNoFileCanBe) {
  const TestFolder folder;
  EXPECT_EQ(refusal_of(folder.path() + "/no/such/store").rule, rule::cannot_open);
  EXPECT_EQ(refusal_of(folder.path()).rule, rule::cannot_open);
}

// In a process of its own, since root may write everything.
TEST(SqliteJournal, RefusesAFileThatMayNotBeWritten) {
  const TestFolder folder;
  {
    StoredMap stored(folder.file());
  }
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  std::filesystem::permissions(folder.file(), static_cast<std::filesystem::perms>(0444));
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(0);
    const auto journal = SqliteJournal::open(folder.file());
    ::_exit(!journal && journal.error().rule == rule::read_only ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(SqliteJournal, BringsARecordAgainThatWasNotTaken) {
  const TestFolder folder;
  auto writer = SqliteJournal::open(folder.file()), reader = SqliteJournal::open(folder.file());
  const auto nothing = [](Bytes) { return Result<void>(); };
  const std::uint8_t records[2][1] = {{1}, {2}};
  ASSERT_TRUE((*writer)->replay(nothing));
  for (const auto& record : records) ASSERT_TRUE((*writer)->append(record));
  ASSERT_TRUE((*writer)->sync());
  std::vector<int> seen;
  bool refuses = true;
  const auto take = [&](Bytes record) -> Result<void> {
    seen.push_back(record[0]);
    if (record[0] == 2 && refuses) return fail({.code = ErrorCode::out_of_memory});
    return {};
  };
  EXPECT_EQ((*reader)->replay(take).error().code, ErrorCode::out_of_memory);
  refuses = false;
  ASSERT_TRUE((*writer)->replay(nothing));  // the batch was not begun: the writer is not kept waiting
  (*writer)->abandon();
  ASSERT_TRUE((*reader)->replay(take));
  (*reader)->abandon();
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 2}));
}

}  // namespace
}  // namespace resmap::store
