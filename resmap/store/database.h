// SPDX-License-Identifier: MIT
// Not installed: SQLite with its refusals as Errors.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace resmap::store {

// A number that SQLite keeps signed, and back: the bits stay.
constexpr std::int64_t as_stored(std::uint64_t value) { return static_cast<std::int64_t>(value); }

class Statement;

// One connection. Errors of every call are those of SqliteJournal::open. One thread at a time.
class Database {
 public:
  enum class Access : std::uint8_t {
    make,   // read and write; made where it is missing
    read,   // what is there, also where nothing can be written
    frozen  // the bytes of the file alone, where its neighbours cannot be made: nobody else may write meanwhile
  };

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { close(); }

  // `vfs`: SQLite's name of the file system beneath; null: its own choice.
  [[nodiscard]] Result<void> open(const std::string& path, Access access, const char* vfs);
  void close();
  // For how long to wait for other writers.
  void be_patient(std::chrono::milliseconds patience);
  [[nodiscard]] bool read_only() const;

  // Statements without answer.
  [[nodiscard]] Result<void> execute(const char* sql);
  // The number in the first row and column.
  [[nodiscard]] Result<std::int64_t> number(const char* sql);
  // Runs a statement that begins a transaction, after one that could not be ended for want of memory.
  [[nodiscard]] Result<void> begin(Statement& with);
  // Ends an open transaction; fine where there is none.
  void roll_back();
  [[nodiscard]] std::unexpected<Error> refusal(int code) const;
  [[nodiscard]] sqlite3* handle() { return database_; }

  std::uint64_t at_row = 0;  // what is read: the value of "damaged"

 private:
  static int wait(void* self, int times);

  sqlite3* database_ = nullptr;
  sqlite3_stmt* roll_back_ = nullptr;
  std::chrono::milliseconds patience_{0};
  std::chrono::steady_clock::time_point waiting_since_;
};

// A statement that is prepared once and run often.
class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  [[nodiscard]] Result<void> prepare(Database& database, std::string_view sql);
  // Parameters count from 1. Text and bytes are borrowed until the statement is run or reset.
  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, std::string_view text);
  Statement& bind(int at, Bytes bytes);
  // true: there is a row; false: it came to its end, and can be bound anew. After an error likewise.
  [[nodiscard]] Result<bool> step();
  // Steps to the end; rows are passed over.
  [[nodiscard]] Result<void> run();
  void reset();

  // Columns of the row count from 0; good until the next step.
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::uint64_t word(int column) const { return static_cast<std::uint64_t>(number(column)); }
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] Bytes bytes(int column) const;

 private:
  Database* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

[[nodiscard]] std::unexpected<Error> damaged(std::uint64_t row);

}  // namespace resmap::store
