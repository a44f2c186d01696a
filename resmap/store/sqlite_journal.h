// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "resmap/claims/claim_journal.h"

struct sqlite3;
struct sqlite3_stmt;

namespace resmap::store {

struct StoreOptions {
  std::chrono::milliseconds patience{10'000};  // how long to wait for another writer before RM3153
  std::uint64_t max_bytes = 0;                 // the database may not grow beyond (whole pages); 0: as SQLite allows
};

// A ResourceMap's journal in a SQLite database, which many processes may share; resmap/store/README.md has the schema.
//
//   replay -> BEGIN IMMEDIATE, rows that others appended      from here on nobody else decides
//   append -> kept in memory
//   sync   -> INSERT each, COMMIT                             WAL and synchronous FULL: on disk when it returns
//   abandon -> ROLLBACK
//
// Threads: as ClaimJournal: one at a time. A connection does not survive fork(): open one in the child.
// Cost of a batch: its own rows and those that others appended since, whatever the store holds.
class SqliteJournal final : public claims::ClaimJournal {
 public:
  static constexpr std::uint32_t schema_version = 1;

  // Opens a store, or makes one where the file is missing or empty. A file that is refused is not changed.
  // Errors, here and of every call below:
  //   unsupported RM3150      no store: no database, or another program's
  //   unsupported RM3151      of a newer schema (value: its version)
  //   malformed RM3152        damaged: SQLite finds it so, a row or its sum is wrong, or rows that were there are gone (value: row)
  //   limit_exceeded RM3153   another writer holds it for longer than `patience`
  //   unreadable RM3154       it may not be written
  //   limit_exceeded RM3155   the disk, or `max_bytes`, has no room
  //   unreadable RM3156       the file, or the two that SQLite lays beside it, cannot be opened or made
  //   unreadable RM3157       SQLite or the disk refused otherwise (value: SQLite's extended result code)
  //   out_of_memory
  [[nodiscard]] static Result<std::unique_ptr<SqliteJournal>> open(const std::string& path,
                                                                   const StoreOptions& options = {});
  ~SqliteJournal() override;

  [[nodiscard]] Result<void> replay(FunctionRef<Result<void>(Bytes record)> apply) override;
  // out_of_memory only: what the disk says comes out in sync().
  [[nodiscard]] Result<void> append(Bytes record) override;
  [[nodiscard]] Result<void> sync() override;
  void abandon() override;

 private:
  SqliteJournal() = default;
  [[nodiscard]] Result<void> connect(const std::string& path, const StoreOptions& options);
  [[nodiscard]] Result<void> create();
  [[nodiscard]] Result<bool> recognise() const;
  [[nodiscard]] Result<void> use_wal(std::chrono::milliseconds patience);
  [[nodiscard]] Result<void> prepare_rows();
  [[nodiscard]] Result<void> read_rows(FunctionRef<Result<void>(Bytes)> apply);
  [[nodiscard]] Result<void> write_rows();
  [[nodiscard]] Result<void> execute(const char* sql) const;
  [[nodiscard]] Result<std::int64_t> number(const char* sql) const;
  [[nodiscard]] std::unexpected<Error> refusal(int code) const;

  sqlite3* database_ = nullptr;
  sqlite3_stmt* select_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  // The last row that was handed on or written: its number and sum.
  std::uint64_t seen_ = 0;
  std::uint64_t sum_ = 0;
  std::vector<std::vector<std::uint8_t>> batch_;
};

}  // namespace resmap::store
