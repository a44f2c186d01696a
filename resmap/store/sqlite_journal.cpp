// SPDX-License-Identifier: MIT
#include "resmap/store/sqlite_journal.h"

#include <sqlite3.h>

#include <cerrno>
#include <limits>
#include <new>
#include <thread>

#include "resmap/store/rules.h"

namespace resmap::store {

namespace {

constexpr std::int64_t kApplication = 0x524D4150;  // "RMAP"
constexpr std::uint64_t kPage = 4096;

// Updates and deletions are refused to everybody, whatever tool the file is opened with.
constexpr const char* kSchema = R"(
CREATE TABLE journal (
  number INTEGER PRIMARY KEY,
  sum INTEGER NOT NULL,
  record BLOB NOT NULL
) STRICT;
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
PRAGMA application_id = 0x524D4150;
PRAGMA user_version = 1;
)";

// FNV-1a over number and record, going on from the row before: one changed byte, or one row that is gone, breaks the chain.
std::uint64_t sum_of(std::uint64_t before, std::uint64_t number, Bytes record) {
  constexpr std::uint64_t prime = 0x100000001B3, basis = 0xCBF29CE484222325;
  std::uint64_t sum = before ^ basis;
  for (unsigned shift = 0; shift < 64; shift += 8) sum = (sum ^ ((number >> shift) & 0xFF)) * prime;
  for (const std::uint8_t byte : record) sum = (sum ^ byte) * prime;
  return sum;
}

[[nodiscard]] std::unexpected<Error> damaged(std::uint64_t row) {
  return fail({.code = ErrorCode::malformed, .rule = rule::damaged, .value = row});
}

std::uint64_t column_number(sqlite3_stmt* row, int column) {
  return static_cast<std::uint64_t>(sqlite3_column_int64(row, column));
}

}  // namespace

// --- what SQLite says

std::unexpected<Error> SqliteJournal::refusal(int code) const {
  const int whole = database_ != nullptr ? sqlite3_extended_errcode(database_) : code;
  const int system = database_ != nullptr ? sqlite3_system_errno(database_) : 0;
  const auto made = [](ErrorCode kind, std::uint16_t which, int value = 0) {
    return fail({.code = kind, .rule = which, .value = static_cast<std::uint64_t>(value)});
  };
  if (whole == SQLITE_IOERR_NOMEM) return fail({.code = ErrorCode::out_of_memory});
  switch (code & 0xFF) {
    case SQLITE_NOMEM: return fail({.code = ErrorCode::out_of_memory});
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return made(ErrorCode::limit_exceeded, rule::locked);
    case SQLITE_PERM:
    case SQLITE_READONLY: return made(ErrorCode::unreadable, rule::read_only);
    case SQLITE_FULL: return made(ErrorCode::limit_exceeded, rule::full);
    case SQLITE_CANTOPEN: return made(ErrorCode::unreadable, rule::cannot_open);
    case SQLITE_NOTADB: return made(ErrorCode::unsupported, rule::no_store);
    case SQLITE_ERROR:       // a table that should be there is not
    case SQLITE_CONSTRAINT:  // a row stands where none may
    case SQLITE_CORRUPT: return damaged(seen_ + 1);
    case SQLITE_IOERR:
      if (system == ENOSPC || system == EDQUOT) return made(ErrorCode::limit_exceeded, rule::full);
      if (whole == SQLITE_IOERR_SHORT_READ) return damaged(seen_ + 1);
      break;
    default: break;
  }
  return made(ErrorCode::unreadable, rule::refused, whole);
}

Result<void> SqliteJournal::execute(const char* sql) const {
  if (const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); code != SQLITE_OK) return refusal(code);
  return {};
}

Result<std::int64_t> SqliteJournal::number(const char* sql) const {
  sqlite3_stmt* row = nullptr;
  int code = sqlite3_prepare_v2(database_, sql, -1, &row, nullptr);
  if (code == SQLITE_OK) code = sqlite3_step(row);
  const std::int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
  Result<std::int64_t> answer = value;
  if (code != SQLITE_ROW) answer = refusal(code);
  sqlite3_finalize(row);
  return answer;
}

// --- opening

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const std::string& path, const StoreOptions& options) {
  try {
    std::unique_ptr<SqliteJournal> journal(new SqliteJournal);
    RESMAP_TRY(journal->connect(path, options));
    return journal;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

SqliteJournal::~SqliteJournal() {
  sqlite3_finalize(select_);
  sqlite3_finalize(insert_);
  sqlite3_close(database_);  // an open transaction is rolled back
}

Result<void> SqliteJournal::connect(const std::string& path, const StoreOptions& options) {
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (const int code = sqlite3_open_v2(path.c_str(), &database_, flags, nullptr); code != SQLITE_OK)
    return refusal(code);
  if (sqlite3_db_readonly(database_, "main") == 1)
    return fail({.code = ErrorCode::unreadable, .rule = rule::read_only});
  sqlite3_busy_timeout(database_, static_cast<int>(options.patience.count()));
  // One transaction: otherwise half of the answer may be from before another process made the store, half from after.
  RESMAP_TRY(execute("BEGIN"));
  const auto known = recognise();
  abandon();
  if (!known) return fail(known.error());
  RESMAP_TRY(use_wal(options.patience));
  RESMAP_TRY(execute("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON"));
  if (options.max_bytes != 0) {
    const std::string bound = "PRAGMA max_page_count = " + std::to_string(options.max_bytes / kPage);
    RESMAP_TRY(number(bound.c_str()));
  }
  if (!*known) RESMAP_TRY(create());
  return prepare_rows();
}

// Whether this is a store; false: nothing is there yet.
Result<bool> SqliteJournal::recognise() const {
  RESMAP_TRY_ASSIGN(const std::int64_t application, number("PRAGMA application_id"));
  RESMAP_TRY_ASSIGN(const std::int64_t version, number("PRAGMA user_version"));
  RESMAP_TRY_ASSIGN(const std::int64_t tables, number("SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && version == 0 && tables == 0) return false;
  if (application != kApplication) return fail({.code = ErrorCode::unsupported, .rule = rule::no_store});
  if (version > schema_version) {
    return fail(
        {.code = ErrorCode::unsupported, .rule = rule::newer_schema, .value = static_cast<std::uint64_t>(version)});
  }
  if (version < 1) return damaged(0);
  return true;
}

// Where two processes meet here SQLite says "busy" without waiting, so we wait.
Result<void> SqliteJournal::use_wal(std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto done = execute("PRAGMA journal_mode = WAL");
    if (done || done.error().rule != rule::locked || std::chrono::steady_clock::now() >= until) return done;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

Result<void> SqliteJournal::create() {
  RESMAP_TRY(execute("BEGIN IMMEDIATE"));
  auto known = recognise();  // another process may have been quicker
  Result<void> done;
  if (!known)
    done = fail(known.error());
  else if (!*known)
    done = execute(kSchema);
  if (done) done = execute("COMMIT");
  if (!done) abandon();
  return done;
}

Result<void> SqliteJournal::prepare_rows() {
  constexpr const char* select = "SELECT number, sum, record FROM journal WHERE number >= ?1 ORDER BY number";
  constexpr const char* insert = "INSERT INTO journal (number, sum, record) VALUES (?1, ?2, ?3)";
  int code = sqlite3_prepare_v3(database_, select, -1, SQLITE_PREPARE_PERSISTENT, &select_, nullptr);
  if (code == SQLITE_OK) code = sqlite3_prepare_v3(database_, insert, -1, SQLITE_PREPARE_PERSISTENT, &insert_, nullptr);
  if (code != SQLITE_OK) return refusal(code);
  return {};
}

// --- batches

Result<void> SqliteJournal::replay(FunctionRef<Result<void>(Bytes record)> apply) {
  RESMAP_TRY(execute("BEGIN IMMEDIATE"));
  Result<void> done;
  const auto known = recognise();  // a newer resmap may have taken the store over meanwhile
  if (!known)
    done = fail(known.error());
  else
    done = *known ? read_rows(apply) : Result<void>(damaged(0));
  if (!done) abandon();
  return done;
}

Result<void> SqliteJournal::read_rows(FunctionRef<Result<void>(Bytes)> apply) {
  // The row that we know comes first: where it is gone or another, the store is not the one we have been reading.
  sqlite3_bind_int64(select_, 1, static_cast<std::int64_t>(seen_));
  bool anchored = seen_ == 0;
  Result<void> done;
  int code = SQLITE_ROW;
  while (done && (code = sqlite3_step(select_)) == SQLITE_ROW) {
    const std::uint64_t number = column_number(select_, 0), sum = column_number(select_, 1);
    if (!anchored) {
      anchored = number == seen_ && sum == sum_;
      if (!anchored) done = damaged(seen_);
      continue;
    }
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(select_, 2));
    const Bytes record(bytes, static_cast<std::size_t>(sqlite3_column_bytes(select_, 2)));
    if (number != seen_ + 1 || sum != sum_of(sum_, number, record)) {
      done = damaged(seen_ + 1);
      break;
    }
    done = apply(record);
    if (!done) break;
    seen_ = number;
    sum_ = sum;
  }
  if (done && code != SQLITE_DONE) done = refusal(code);
  if (done && !anchored) done = damaged(seen_);
  sqlite3_reset(select_);
  return done;
}

Result<void> SqliteJournal::append(Bytes record) {
  try {
    batch_.emplace_back(record.begin(), record.end());
    return {};
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<void> SqliteJournal::write_rows() {
  std::uint64_t number = seen_, sum = sum_;
  for (const auto& record : batch_) {
    sum = sum_of(sum, ++number, record);
    sqlite3_bind_int64(insert_, 1, static_cast<std::int64_t>(number));
    sqlite3_bind_int64(insert_, 2, static_cast<std::int64_t>(sum));
    sqlite3_bind_blob64(insert_, 3, record.data(), record.size(), SQLITE_STATIC);
    const int code = sqlite3_step(insert_);
    Result<void> done;
    if (code != SQLITE_DONE) done = refusal(code);
    sqlite3_reset(insert_);
    sqlite3_clear_bindings(insert_);
    RESMAP_TRY(done);
  }
  RESMAP_TRY(execute("COMMIT"));
  seen_ = number;
  sum_ = sum;
  return {};
}

Result<void> SqliteJournal::sync() {
  Result<void> done;
  if (!batch_.empty()) done = write_rows();
  abandon();  // ends what is still open: a batch without rows, or one that failed
  return done;
}

void SqliteJournal::abandon() {
  batch_.clear();
  // Some failures have rolled back by themselves.
  if (sqlite3_get_autocommit(database_) == 0) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace resmap::store
