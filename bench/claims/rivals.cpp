// SPDX-License-Identifier: MIT
#include "bench/claims/rivals.h"

#include <fcntl.h>
#include <rocksdb/c.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "bench/claims/rows.h"

// In front of the C library's, so that a sync that a library leaves out shows.
extern "C" int fdatasync(int file) {
  ++resmap::bench::syncs;
  return static_cast<int>(syscall(SYS_fdatasync, file));
}
extern "C" int fsync(int file) {
  ++resmap::bench::syncs;
  return static_cast<int>(syscall(SYS_fsync, file));
}

namespace resmap::bench {

std::atomic<std::uint64_t> syncs = 0;

namespace {

constexpr std::size_t kRecord = 96, kRecords = 10000;

// No two the same: what does not change need not be synced.
std::array<char, kRecord> record_of(std::uint64_t number) {
  std::array<char, kRecord> record{};
  Chance chance(number);
  for (std::size_t at = 0; at < kRecord; at += 8) {
    const std::uint64_t word = chance.next();
    std::memcpy(record.data() + at, &word, 8);
  }
  return record;
}

}  // namespace

PlainFile::PlainFile(const std::string& path) : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600)) {
  expect(file_ >= 0, "a file opens");
  const std::vector<char> room(kRecord * kRecords, 'x');
  expect(::write(file_, room.data(), room.size()) == static_cast<ssize_t>(room.size()), "the file has its room");
  expect(::fsync(file_) == 0, "the room is synced");
}
PlainFile::~PlainFile() { ::close(file_); }

void PlainFile::write(std::uint64_t number) {
  const auto record = record_of(number);
  const auto at = static_cast<off_t>(number % kRecords * kRecord);
  expect(::pwrite(file_, record.data(), kRecord, at) == static_cast<ssize_t>(kRecord), "pwrite");
  expect(::fdatasync(file_) == 0, "fdatasync");
}

PlainSqlite::PlainSqlite(const std::string& path) {
  expect(sqlite3_open(path.c_str(), &database_) == SQLITE_OK, "SQLite opens");
  expect(sqlite3_exec(database_,
                      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                      "CREATE TABLE t (k INTEGER PRIMARY KEY, v BLOB)",
                      nullptr, nullptr, nullptr) == SQLITE_OK,
         "SQLite makes a table");
  expect(sqlite3_prepare_v2(database_, "INSERT INTO t VALUES (?1, ?2)", -1, &insert_, nullptr) == SQLITE_OK,
         "SQLite prepares");
}
PlainSqlite::~PlainSqlite() {
  sqlite3_finalize(insert_);
  sqlite3_close(database_);
}

void PlainSqlite::write(std::uint64_t number) {
  const auto record = record_of(number);
  sqlite3_bind_int64(insert_, 1, static_cast<sqlite3_int64>(number));
  sqlite3_bind_blob(insert_, 2, record.data(), kRecord, SQLITE_STATIC);
  expect(sqlite3_step(insert_) == SQLITE_DONE && sqlite3_reset(insert_) == SQLITE_OK, "SQLite commits");
}

RocksStore::RocksStore(const std::string& path)
    : options_(rocksdb_options_create()), how_(rocksdb_writeoptions_create()) {
  rocksdb_options_set_create_if_missing(options_, 1);
  rocksdb_writeoptions_set_sync(how_, 1);
  char* error = nullptr;
  store_ = rocksdb_open(options_, path.c_str(), &error);
  expect(error == nullptr && store_ != nullptr, "RocksDB opens");
}
RocksStore::~RocksStore() {
  rocksdb_close(store_);
  rocksdb_writeoptions_destroy(how_);
  rocksdb_options_destroy(options_);
}

void RocksStore::write(std::uint64_t number) {
  const auto record = record_of(number);
  const std::uint64_t key = number % kRecords;
  char* error = nullptr;
  rocksdb_put(store_, how_, reinterpret_cast<const char*>(&key), sizeof key, record.data(), kRecord, &error);
  expect(error == nullptr, "RocksDB puts");
}

}  // namespace resmap::bench
