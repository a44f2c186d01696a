// SPDX-License-Identifier: MIT
// Tested in sqlite_journal_test.cpp.
#include "resmap/store/database.h"

#include <sqlite3.h>

#include <cerrno>
#include <thread>

#include "resmap/store/rules.h"

namespace resmap::store {

std::unexpected<Error> damaged(std::uint64_t row) {
  return fail({.code = ErrorCode::malformed, .rule = rule::damaged, .value = row});
}

std::unexpected<Error> Database::refusal(int code) const {
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
    case SQLITE_CORRUPT: return damaged(at_row);
    case SQLITE_IOERR:
      if (system == ENOSPC || system == EDQUOT) return made(ErrorCode::limit_exceeded, rule::full);
      if (whole == SQLITE_IOERR_SHORT_READ) return damaged(at_row);
      break;
    default: break;
  }
  return made(ErrorCode::unreadable, rule::refused, whole);
}

// --- the connection

Result<void> Database::open(const std::string& path, Access access, const char* vfs) {
  close();
  std::string name = path;
  int flags = SQLITE_OPEN_NOMUTEX;
  switch (access) {
    case Access::make: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case Access::read: flags |= SQLITE_OPEN_READWRITE; break;  // SQLite opens it for reading where that is all it can
    case Access::frozen:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
      name = "file:";
      for (const char c : path) {
        constexpr const char* digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        if (c == '%' || c == '?' || c == '#')
          name.append({'%', digits[byte >> 4], digits[byte & 15]});
        else
          name += c;
      }
      name += "?immutable=1";
      break;
  }
  if (const int code = sqlite3_open_v2(name.c_str(), &database_, flags, vfs); code != SQLITE_OK) return refusal(code);
  if (const int code = sqlite3_prepare_v2(database_, "ROLLBACK", -1, &roll_back_, nullptr); code != SQLITE_OK)
    return refusal(code);
  return {};
}

void Database::close() {
  sqlite3_finalize(roll_back_);
  roll_back_ = nullptr;
  sqlite3_close(database_);  // an open transaction is rolled back
  database_ = nullptr;
}

void Database::be_patient(std::chrono::milliseconds patience) {
  patience_ = patience;
  sqlite3_busy_handler(database_, wait, this);
}

// SQLite's own waiting grows to 100 ms, in which one that claims at full speed comes back a hundred times and is never passed.
int Database::wait(void* self, int times) {
  auto& database = *static_cast<Database*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (times == 0) database.waiting_since_ = now;
  if (now - database.waiting_since_ >= database.patience_) return 0;
  std::this_thread::sleep_for(std::chrono::microseconds(times < 8 ? 25 : times < 64 ? 100 : 400));
  return 1;
}

bool Database::read_only() const { return sqlite3_db_readonly(database_, "main") == 1; }

Result<void> Database::execute(const char* sql) {
  if (const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); code != SQLITE_OK) return refusal(code);
  return {};
}

Result<std::int64_t> Database::number(const char* sql) {
  Statement row;
  RESMAP_TRY(row.prepare(*this, sql));
  RESMAP_TRY_ASSIGN(const bool there, row.step());
  return there ? row.number(0) : 0;
}

Result<void> Database::begin(Statement& with) {
  roll_back();
  return with.run();
}

void Database::roll_back() {
  // Some failures have rolled back by themselves.
  if (sqlite3_get_autocommit(database_) != 0) return;
  sqlite3_step(roll_back_);
  sqlite3_reset(roll_back_);
}

// --- a statement

Statement::~Statement() { sqlite3_finalize(statement_); }

Result<void> Statement::prepare(Database& database, std::string_view sql) {
  database_ = &database;
  sqlite3_finalize(statement_);
  statement_ = nullptr;
  const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) return database.refusal(code);
  return {};
}

Statement& Statement::bind(int at, std::int64_t value) {
  sqlite3_bind_int64(statement_, at, value);
  return *this;
}

// Neither may be NULL, which a null pointer would make it.
Statement& Statement::bind(int at, std::string_view text) {
  sqlite3_bind_text64(statement_, at, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int at, Bytes bytes) {
  if (bytes.empty())
    sqlite3_bind_zeroblob(statement_, at, 0);
  else
    sqlite3_bind_blob64(statement_, at, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  Result<bool> answer = false;
  if (code != SQLITE_DONE) answer = database_->refusal(code);
  reset();
  return answer;
}

Result<void> Statement::run() {
  for (;;) {
    RESMAP_TRY_ASSIGN(const bool more, step());
    if (!more) return {};
  }
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr ? std::string_view()
                         : std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

Bytes Statement::bytes(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace resmap::store
