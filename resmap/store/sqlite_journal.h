// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "resmap/claims/claim_journal.h"
#include "resmap/claims/policy.h"

namespace resmap::store {

struct StoreOptions {
  std::chrono::milliseconds patience{10'000};  // how long to wait for another writer before RM3153
  std::uint64_t max_bytes = 0;                 // the database may not grow beyond (whole pages); 0: as SQLite allows
  bool for_reading = false;  // opens also what cannot be written; makes nothing, and nothing is appended
  bool tidy_on_close = true;
  claims::ClaimPolicy policy = {};  // the map's: it says which lists replace which
  const char* vfs = nullptr;        // SQLite's name of the file system beneath; null: its own choice
};

// A ResourceMap's journal in a SQLite database, which many processes may share; resmap/store/README.md has the schema.
//
//   replay -> BEGIN IMMEDIATE, rows that others appended      from here on nobody else decides
//   append -> kept in memory
//   sync   -> INSERT each, COMMIT                             WAL and synchronous FULL: on disk when it returns
//   abandon -> ROLLBACK
//   read   -> BEGIN, rows that others appended, ROLLBACK      waits for nobody, and nobody waits for it
//
// Threads: as ClaimJournal: one at a time. A connection does not survive fork(): open one in the child.
// Cost of a batch: its own rows and those that others appended since, whatever the store holds. Tables that people read and
// checkpoints are written by tidy() alone, never by a batch.
class SqliteJournal final : public claims::ClaimJournal {
 public:
  // Opens a store, or makes one where the file is missing or empty. A file that is refused is not changed.
  // Errors, here and of every call below:
  //   unsupported RM3150      no store: no database, another program's, or (for_reading) nothing yet
  //   unsupported RM3151      of a newer schema (value: its version)
  //   malformed RM3152        damaged: SQLite finds it so, a row or its sum is wrong, or rows that were there are gone (value: row)
  //   limit_exceeded RM3153   another writer holds it for longer than `patience`
  //   unreadable RM3154       it may not be written; for_reading: whatever would write
  //   limit_exceeded RM3155   the disk, or `max_bytes`, has no room
  //   unreadable RM3156       the file, or the two that SQLite lays beside it, cannot be opened or made
  //   unreadable RM3157       SQLite or the disk refused otherwise (value: SQLite's extended result code)
  //   out_of_memory
  [[nodiscard]] static Result<std::unique_ptr<SqliteJournal>> open(const std::string& path,
                                                                   const StoreOptions& options = {});
  // Tidies, unless told otherwise; whatever goes wrong with that is left to the next one.
  ~SqliteJournal() override;

  [[nodiscard]] Result<void> replay(FunctionRef<Result<void>(Bytes record)> apply) override;
  [[nodiscard]] Result<void> read(FunctionRef<Result<void>(Bytes record)> apply) override;
  // out_of_memory only: what the disk says comes out in sync().
  [[nodiscard]] Result<void> append(Bytes record) override;
  [[nodiscard]] Result<void> sync() override;
  void abandon() override;

  // Brings the readable tables up to date (rebuilds them where they are lost, altered or stale), and where more than half of
  // the journal is dead writes a checkpoint. Waits for other writers for 200 ms at most (RM3153); what it did until then
  // stands. Precondition: no batch is open. Cost: the rows since it was last done, and at a checkpoint all that stands.
  [[nodiscard]] Result<void> tidy();
  // Whether the store itself cannot be written. Nothing is tidied then.
  [[nodiscard]] bool read_only() const;

 private:
  struct Inside;
  SqliteJournal();
  std::unique_ptr<Inside> inside_;
};

}  // namespace resmap::store
