// SPDX-License-Identifier: MIT
// Not installed: what the readable tables are made by. resmap/store/README.md says what each column means.
#pragma once

#include <string>
#include <vector>

namespace resmap::store {

inline constexpr const char* kReadableTables[] = {"claims", "lists", "registry_keys", "registry_values", "events"};

inline constexpr const char* kReadableSchema[] = {
    "CREATE TABLE projection (row INTEGER NOT NULL, sum INTEGER NOT NULL, lists INTEGER NOT NULL, "
    "empty_keys INTEGER NOT NULL, events INTEGER NOT NULL, policy INTEGER NOT NULL) STRICT",
    "CREATE TABLE claims (class TEXT NOT NULL, driver TEXT NOT NULL, device TEXT NOT NULL, type TEXT NOT NULL, "
    "first INTEGER NOT NULL, last INTEGER NOT NULL, share TEXT NOT NULL, list INTEGER NOT NULL, number INTEGER NOT "
    "NULL, "
    "PRIMARY KEY (list, number)) STRICT, WITHOUT ROWID",
    "CREATE TABLE lists (list INTEGER PRIMARY KEY, class TEXT NOT NULL, driver TEXT NOT NULL, device TEXT NOT NULL, "
    "era TEXT NOT NULL, layout TEXT NOT NULL, overrides INTEGER NOT NULL, recorded INTEGER NOT NULL, "
    "boot_only INTEGER NOT NULL, row INTEGER NOT NULL, slot TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE registry_keys (key TEXT NOT NULL, class TEXT NOT NULL, driver TEXT NOT NULL, lists INTEGER NOT NULL, "
    "folded TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE registry_values (key TEXT NOT NULL, name TEXT NOT NULL, type INTEGER NOT NULL, bytes BLOB NOT NULL, "
    "list INTEGER NOT NULL, side INTEGER NOT NULL, PRIMARY KEY (list, side)) STRICT, WITHOUT ROWID",
    "CREATE TABLE events (number INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, provider TEXT NOT NULL, "
    "source TEXT NOT NULL, id INTEGER NOT NULL, code INTEGER NOT NULL, level INTEGER NOT NULL, device TEXT NOT NULL, "
    "strings TEXT NOT NULL, data BLOB NOT NULL) STRICT",
};

// The statements that make everything, each as sqlite_schema keeps it. Throws bad_alloc.
inline std::vector<std::string> readable_schema() {
  std::vector<std::string> all(std::begin(kReadableSchema), std::end(kReadableSchema));
  for (const char* const table : kReadableTables) {
    for (const char* const change : {"INSERT", "UPDATE", "DELETE"}) {
      // While we write ourselves the row is -1 already.
      all.push_back(std::string("CREATE TRIGGER ") + table + "_" + change + "_by_others AFTER " + change + " ON " +
                    table + " WHEN (SELECT row FROM projection) >= 0 BEGIN UPDATE projection SET row = -1; END");
    }
  }
  return all;
}

}  // namespace resmap::store
