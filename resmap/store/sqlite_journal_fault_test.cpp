// SPDX-License-Identifier: MIT
// Every write, sync and allocation fails once: map, log and registry are as before, and whoever opens the store finds exactly
// what was answered.
#include <utility>

#include "resmap/store/failing_vfs.h"
#include "resmap/store/rules.h"
#include "resmap/store/store_test_support.h"
#include "tests/support/failing_new.h"

namespace resmap::store {
namespace {

using claims::claim;
using claims::kNoList;
using claims::list_of;
using claims::picture_of;
using testing_support::allocation_fails;
using testing_support::allocations_left;
using testing_support::kNever;

// SQLite asks the same counter; before anything of it is open.
class CountedSqlite {
 public:
  CountedSqlite() {
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &before_);
    real() = before_;
    sqlite3_mem_methods counted = before_;
    counted.xMalloc = [](int size) { return allocation_fails() ? nullptr : real().xMalloc(size); };
    counted.xRealloc = [](void* block, int size) {
      return allocation_fails() ? nullptr : real().xRealloc(block, size);
    };
    sqlite3_config(SQLITE_CONFIG_MALLOC, &counted);
    sqlite3_initialize();
  }
  CountedSqlite(const CountedSqlite&) = delete;
  CountedSqlite& operator=(const CountedSqlite&) = delete;
  ~CountedSqlite() {
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_MALLOC, &before_);
    sqlite3_initialize();
  }

 private:
  static sqlite3_mem_methods& real() {
    static sqlite3_mem_methods methods;
    return methods;
  }
  sqlite3_mem_methods before_{};
};

StoreOptions on_failing_disk() { return {.tidy_on_close = false, .vfs = FailingVfs::name}; }

// What the files say to a process that opens them, and to one that opens them after everything here was killed.
std::string picture_of_store(const std::string& path) {
  StoredMap again(path, {.tidy_on_close = false});
  EXPECT_TRUE(again.map.refresh());
  EXPECT_TRUE(again.map.consistent());
  return picture_of(again.map);
}
std::string picture_after_a_crash(const std::string& path) {
  const TestFolder other(TestFolder::Where::memory);
  for (const char* tail : {"", "-wal"}) std::filesystem::copy_file(path + tail, other.file() + tail);
  return picture_of_store(other.file());
}

// Made before anything fails.
const claims::ByteRow kFree = list_of({"irq:14", "mem:0x80000000+64K"}), kTaken = list_of({"irq:5", "port:0x300+8"}),
                      kOther = list_of({"irq:9"});

using Step = Result<claims::ClaimOutcome> (*)(claims::ResourceMap&);
const Step kSteps[] = {
    [](claims::ResourceMap& map) { return claim(map, "n", "new", kFree); },
    [](claims::ResourceMap& map) { return claim(map, "n", "refused", kTaken); },
    [](claims::ResourceMap& map) { return claim(map, "a", R"(\Device\A)", kOther); },
    [](claims::ResourceMap& map) { return claim(map, "a", R"(\Device\A)", kNoList); },
};

struct Tried {
  bool hit = false;
  bool failed = false;
};

// One step with one fault in it.
Tried try_step(Step step, DiskFault fault) {
  const TestFolder folder(TestFolder::Where::memory);
  FailingVfs::fault() = {};
  StoredMap stored(folder.file(), on_failing_disk());
  fill(stored.map);
  const std::string before = picture_of(stored.map);
  FailingVfs::fault() = fault;
  const auto outcome = step(stored.map);
  const Tried tried{FailingVfs::fault().was_hit(), !outcome};
  FailingVfs::fault() = {};
  EXPECT_TRUE(stored.map.consistent());
  if (tried.failed) {
    const bool room = fault.kind == DiskFault::Kind::error || fault.kind == DiskFault::Kind::read_error;
    EXPECT_EQ(outcome.error().rule, room ? rule::refused : rule::full);
    EXPECT_EQ(picture_of(stored.map), before);
    EXPECT_EQ(picture_of_store(folder.file()), before);
    if (!fault.lasts) {
      EXPECT_EQ(picture_after_a_crash(folder.file()), before);
    }
    EXPECT_TRUE(step(stored.map));  // and it goes on
  }
  const std::string after = picture_of(stored.map);
  EXPECT_EQ(picture_of_store(folder.file()), after);
  EXPECT_EQ(picture_after_a_crash(folder.file()), after);
  return tried;
}

void fail_each_call_of_the_disk(DiskFault::Kind kind, bool lasts) {
  for (const Step step : kSteps) {
    int failed = 0;
    for (long n = 0;; ++n) {
      SCOPED_TRACE(std::to_string(n) + (lasts ? " and all after it" : ""));
      const Tried tried = try_step(step, {.kind = kind, .at = n, .lasts = lasts});
      failed += tried.failed ? 1 : 0;
      if (!tried.hit || ::testing::Test::HasFailure()) break;
      ASSERT_LT(n, 1000);
    }
    EXPECT_GT(failed, kind == DiskFault::Kind::read_error ? -1 : 0);
  }
}

TEST(SqliteJournalFaults, AWriteOrSyncThatFailsLeavesAllAsItWas) {
  fail_each_call_of_the_disk(DiskFault::Kind::error, false);
  fail_each_call_of_the_disk(DiskFault::Kind::error, true);
}
TEST(SqliteJournalFaults, SoDoesAFullDisk) {
  fail_each_call_of_the_disk(DiskFault::Kind::no_room, false);
  fail_each_call_of_the_disk(DiskFault::Kind::no_room, true);
}
TEST(SqliteJournalFaults, SoDoesHalfAWrite) {
  fail_each_call_of_the_disk(DiskFault::Kind::short_write, false);
  fail_each_call_of_the_disk(DiskFault::Kind::short_write, true);
}
TEST(SqliteJournalFaults, SoDoesAReadThatFails) {
  fail_each_call_of_the_disk(DiskFault::Kind::read_error, false);
  fail_each_call_of_the_disk(DiskFault::Kind::read_error, true);
}

// Opening, taking in what there is, tidying with a checkpoint: none of it is a step, so nothing may change.
template <typename Arm>
void fail_each_step_of_housekeeping(Arm arm, bool (*was_hit)()) {
  for (long n = 0;; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 200'000);
    const TestFolder folder(TestFolder::Where::memory);
    const std::string path = folder.file();
    std::string before;
    {
      StoredMap stored(path, {.tidy_on_close = false});
      fill(stored.map);
      for (int i = 0; i < 80; ++i) ASSERT_TRUE(claim(stored.map, "m", "m", list_of({i % 2 ? "irq:10" : "irq:11"})));
      before = picture_of(stored.map);
    }
    arm(n);
    {
      auto journal = SqliteJournal::open(path, on_failing_disk());
      if (journal) {
        const long left = std::exchange(allocations_left, kNever);  // a map that found no memory stays so
        claims::ResourceMap map({.journal = journal->get()});
        allocations_left = left;
        const bool read = map.refresh().has_value();
        const bool tidied = (*journal)->tidy().has_value();
        const bool hit = was_hit();
        arm(DiskFault::never);
        EXPECT_TRUE(hit || (read && tidied));
        const auto read_now = map.refresh();
        ASSERT_TRUE(read_now) << read_now.error().rule << " " << read_now.error().value;
        EXPECT_EQ(picture_of(map), before);
        const auto tidied_now = (*journal)->tidy();
        ASSERT_TRUE(tidied_now) << tidied_now.error().rule << " " << tidied_now.error().value;
        EXPECT_EQ(ask(folder.file(), "SELECT count(*) FROM lists"), "3\n");
        if (!hit) {
          EXPECT_EQ(ask(folder.file(), "SELECT count(*) FROM journal"), "1\n");
          return;
        }
      }
      arm(DiskFault::never);
    }
    ASSERT_EQ(picture_of_store(folder.file()), before);
  }
}

TEST(SqliteJournalFaults, OpeningAndTidyingLoseNothingOnABadDisk) {
  for (const auto kind : {DiskFault::Kind::error, DiskFault::Kind::short_write}) {
    for (const bool lasts : {false, true}) {
      static DiskFault next;
      next = {.kind = kind, .lasts = lasts};
      const auto arm = [](long n) {
        FailingVfs::fault() = next;
        FailingVfs::fault().at = n;
      };
      fail_each_step_of_housekeeping(arm, [] { return FailingVfs::fault().was_hit(); });
    }
  }
}

TEST(SqliteJournalFaults, OpeningAndTidyingLoseNothingForWantOfMemory) {
  const CountedSqlite counted;
  FailingVfs::fault() = {};
  // The first hundred, then every 17th: there are some thousand, and each takes some milliseconds.
  static long armed;
  const auto arm = [](long n) {
    allocations_left = armed = n == DiskFault::never ? kNever : n < 100 ? n : 100 + (n - 100) * 17;
  };
  fail_each_step_of_housekeeping(arm, [] { return allocations_left == 0; });
}

TEST(SqliteJournalFaults, AnAllocationThatFailsLeavesAllAsItWas) {
  const CountedSqlite counted;
  FailingVfs::fault() = {};
  for (const Step step : kSteps) {
    const TestFolder folder(TestFolder::Where::memory);
    StoredMap stored(folder.file(), on_failing_disk());
    fill(stored.map);
    const std::string before = picture_of(stored.map);
    for (long n = 0;; ++n) {
      SCOPED_TRACE(n);
      ASSERT_LT(n, 10'000);
      allocations_left = n;
      const auto outcome = step(stored.map);
      allocations_left = kNever;
      ASSERT_TRUE(stored.map.consistent());
      if (outcome) break;
      ASSERT_EQ(outcome.error().code, ErrorCode::out_of_memory);
      ASSERT_EQ(picture_of(stored.map), before);
      ASSERT_EQ(picture_of_store(folder.file()), before);
    }
    EXPECT_EQ(picture_of_store(folder.file()), picture_of(stored.map));
  }
}

}  // namespace
}  // namespace resmap::store
