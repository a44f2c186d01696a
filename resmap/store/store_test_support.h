// SPDX-License-Identifier: MIT
// Not installed: what the tests of this floor share.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "resmap/claims/claims_test_support.h"
#include "resmap/store/sqlite_journal.h"

namespace resmap::store {

// A folder of its own, gone with the object.
class TestFolder {
 public:
  enum class Where { disk, memory };  // where syncs cost nothing, if the system has such a place
  explicit TestFolder(Where where = Where::disk) {
    const std::filesystem::path memory = "/dev/shm";
    const bool there = where == Where::memory && std::filesystem::is_directory(memory);
    path_ = ((there ? memory : std::filesystem::temp_directory_path()) / "resmap-store-XXXXXX").string();
    EXPECT_NE(::mkdtemp(path_.data()), nullptr);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file(const std::string& name = "store") const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A map with its journal.
struct StoredMap {
  explicit StoredMap(const std::string& path, const StoreOptions& options = {})
      : journal(SqliteJournal::open(path, options)), map({.journal = journal ? journal->get() : nullptr}) {
    EXPECT_TRUE(journal) << journal.error().rule << " " << journal.error().value;
  }
  Result<std::unique_ptr<SqliteJournal>> journal;
  claims::ResourceMap map;
};

// What another program does to a file. Answers SQLite's result code.
inline int tamper(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  int code = sqlite3_open(path.c_str(), &database);
  if (code == SQLITE_OK) code = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  sqlite3_close(database);
  return code;
}

// Every row that another program gets, columns apart by |, each with a line end.
inline std::string ask(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  std::string answer;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  const auto row = [](void* out, int columns, char** values, char**) {
    auto& text = *static_cast<std::string*>(out);
    for (int i = 0; i < columns; ++i) text.append(i == 0 ? "" : "|").append(values[i] == nullptr ? "NULL" : values[i]);
    text += '\n';
    return 0;
  };
  char* words = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql, row, &answer, &words), SQLITE_OK) << sql << ": " << (words ? words : "");
  sqlite3_free(words);
  sqlite3_close(database);
  return answer;
}

// A claim, a refusal, an override, an erase.
inline void fill(claims::ResourceMap& map) {
  using claims::claim;
  using claims::list_of;
  ASSERT_TRUE(claim(map, "a", R"(\Device\A)", list_of({"port:0x300+8", "irq:5"}))->granted);
  ASSERT_FALSE(claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8", "irq:5"}))->granted);
  ASSERT_TRUE(claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8"}), true)->granted);
  ASSERT_TRUE(claim(map, "c", R"(\Device\C)", list_of({"dma:1"}))->granted);
  ASSERT_TRUE(claim(map, "c", R"(\Device\C)", claims::kNoList)->granted);
}

}  // namespace resmap::store
