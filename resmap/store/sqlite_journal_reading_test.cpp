// SPDX-License-Identifier: MIT
// Who only reads: beside a writer, and where nothing can be written.
#include <sys/wait.h>

#include <fstream>

#include "resmap/store/rules.h"
#include "resmap/store/store_test_support.h"

namespace resmap::store {
namespace {

using claims::claim;
using claims::list_of;
using claims::picture_of;
using std::filesystem::perms;

// Whether `check` holds for a process without any rights of its own: root may write everything.
template <typename Check>
bool holds_without_rights(Check check) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
    ::_exit(check() ? 0 : 1);
  }
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status == 0;
}

// What a reader sees, or the number of its rule.
std::string seen_by_a_reader(const std::string& path) {
  const auto journal = SqliteJournal::open(path, {.for_reading = true});
  if (!journal) return std::to_string(journal.error().rule);
  claims::ResourceMap map({.journal = journal->get()});
  const auto read = map.refresh();
  return read ? picture_of(map) : std::to_string(read.error().rule);
}

std::uint16_t refusal_of_a_claim(const std::string& path, bool for_reading) {
  const auto journal = SqliteJournal::open(path, {.for_reading = for_reading});
  if (!journal) return journal.error().rule;
  claims::ResourceMap map({.journal = journal->get()});
  const auto outcome = claim(map, "x", "y", list_of({"irq:14"}));
  return outcome ? std::uint16_t{0} : outcome.error().rule;
}

TEST(SqliteJournalReading, KeepsNoWriterWaitingAndWaitsForNone) {
  const TestFolder folder;
  StoredMap stored(folder.file()), other(folder.file(), {.patience = std::chrono::milliseconds(0)});
  fill(stored.map);
  ASSERT_TRUE((*stored.journal)->replay([](Bytes) { return Result<void>(); }));  // it decides, for as long as it likes
  EXPECT_EQ(claim(other.map, "x", "y", list_of({"irq:14"})).error().rule, rule::locked);
  ASSERT_TRUE(other.map.refresh());
  EXPECT_EQ(picture_of(other.map), picture_of(stored.map));
  EXPECT_EQ(seen_by_a_reader(folder.file()), picture_of(stored.map));
  (*stored.journal)->abandon();
}

TEST(SqliteJournalReading, MakesNothing) {
  const TestFolder folder;
  EXPECT_EQ(seen_by_a_reader(folder.file("none")), std::to_string(rule::cannot_open));
  EXPECT_FALSE(std::filesystem::exists(folder.file("none")));
  const std::string empty = folder.file("empty");
  std::ofstream(empty).close();
  EXPECT_EQ(seen_by_a_reader(empty), std::to_string(rule::no_store));
  EXPECT_EQ(std::filesystem::file_size(empty), 0U);
}

TEST(SqliteJournalReading, OpensNothingForAClaim) {
  const TestFolder folder;
  StoredMap stored(folder.file());
  fill(stored.map);
  EXPECT_EQ(refusal_of_a_claim(folder.file(), true), rule::read_only);
  EXPECT_EQ(refusal_of_a_claim(folder.file(), false), 0);
}

TEST(SqliteJournalReading, BringsTheTablesUpToDateWhereItMay) {
  const TestFolder folder;
  StoredMap stored(folder.file(), {.tidy_on_close = false});
  fill(stored.map);
  EXPECT_FALSE(seen_by_a_reader(folder.file()).empty());
  EXPECT_EQ(ask(folder.file(), "SELECT row FROM projection"), "5\n");
}

TEST(SqliteJournalReading, ShowsAFileThatMayNotBeWritten) {
  const TestFolder folder;
  std::string before;
  {
    StoredMap stored(folder.file());
    fill(stored.map);
    before = picture_of(stored.map);
  }
  std::filesystem::permissions(folder.path(), perms::all);
  std::filesystem::permissions(folder.file(), static_cast<perms>(0444));
  EXPECT_TRUE(holds_without_rights([&] { return seen_by_a_reader(folder.file()) == before; }));
  EXPECT_TRUE(holds_without_rights([&] { return refusal_of_a_claim(folder.file(), true) == rule::read_only; }));
  EXPECT_TRUE(holds_without_rights([&] { return refusal_of_a_claim(folder.file(), false) == rule::read_only; }));
}

TEST(SqliteJournalReading, ShowsWhatStandsInAFolderThatMayNotBeWritten) {
  const TestFolder folder;
  std::string before;
  {
    StoredMap stored(folder.file("a?b#c%41"));  // and of a name that is none of a URI
    fill(stored.map);
    before = picture_of(stored.map);
  }
  const std::string path = folder.file("a?b#c%41");
  for (const auto file : {0444, 0666}) {
    std::filesystem::permissions(path, static_cast<perms>(file));
    std::filesystem::permissions(folder.path(), static_cast<perms>(0555));
    EXPECT_TRUE(holds_without_rights([&] { return seen_by_a_reader(path) == before; }));
    EXPECT_TRUE(holds_without_rights([&] {
      const auto journal = SqliteJournal::open(path, {.for_reading = true});
      return journal && (*journal)->read_only() && (*journal)->tidy().error().rule == rule::read_only;
    }));
    EXPECT_TRUE(holds_without_rights([&] { return refusal_of_a_claim(path, false) == rule::read_only; }));
    std::filesystem::permissions(folder.path(), perms::all);
  }
}

TEST(SqliteJournalReading, ShowsWhatAWriterHasNotCopiedBackYet) {
  const TestFolder folder;
  StoredMap stored(folder.file());
  fill(stored.map);
  const std::string before = picture_of(stored.map);
  ASSERT_TRUE(std::filesystem::file_size(folder.file() + "-wal") > 0);
  std::filesystem::permissions(folder.path(), static_cast<perms>(0555));
  for (const char* tail : {"", "-wal", "-shm"})
    std::filesystem::permissions(folder.file() + tail, static_cast<perms>(0444));
  EXPECT_TRUE(holds_without_rights([&] { return seen_by_a_reader(folder.file()) == before; }));
  std::filesystem::permissions(folder.path(), perms::all);
}

}  // namespace
}  // namespace resmap::store
