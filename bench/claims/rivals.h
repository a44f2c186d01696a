// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

struct sqlite3;
struct sqlite3_stmt;
struct rocksdb_t;
struct rocksdb_options_t;
struct rocksdb_writeoptions_t;

// What makes a record of 96 bytes durable otherwise; every call returns when it is on disk, and aborts where it is not.
namespace resmap::bench {

// How often this process has asked for a sync, by whatever library.
extern std::atomic<std::uint64_t> syncs;

// A file that has its room already: pwrite and fdatasync.
class PlainFile {
 public:
  explicit PlainFile(const std::string& path);
  ~PlainFile();
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;
  void write(std::uint64_t number);

 private:
  int file_;
};

// One row a transaction, WAL and synchronous FULL.
class PlainSqlite {
 public:
  explicit PlainSqlite(const std::string& path);
  ~PlainSqlite();
  PlainSqlite(const PlainSqlite&) = delete;
  PlainSqlite& operator=(const PlainSqlite&) = delete;
  void write(std::uint64_t number);

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

// sync = 1; from any number of threads.
class RocksStore {
 public:
  explicit RocksStore(const std::string& path);
  ~RocksStore();
  RocksStore(const RocksStore&) = delete;
  RocksStore& operator=(const RocksStore&) = delete;
  void write(std::uint64_t number);

 private:
  rocksdb_options_t* options_;
  rocksdb_writeoptions_t* how_;
  rocksdb_t* store_ = nullptr;
};

}  // namespace resmap::bench
