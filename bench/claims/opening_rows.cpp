// SPDX-License-Identifier: MIT
// A store of a million claims: made, and opened.
#include <sqlite3.h>

#include "bench/claims/rows.h"
#include "resmap/store/sqlite_journal.h"

namespace resmap::bench {

namespace {

// Hands a batch on as one of many, so that building a store does not take a sync a claim.
class LateJournal final : public claims::ClaimJournal {
 public:
  explicit LateJournal(claims::ClaimJournal& under) : under_(under) {}
  Result<void> replay(FunctionRef<Result<void>(Bytes record)> apply) override {
    if (open_) return {};
    const auto begun = under_.replay(apply);
    open_ = begun.has_value();
    return begun;
  }
  Result<void> append(Bytes record) override { return under_.append(record); }
  Result<void> sync() override { return {}; }
  void abandon() override { expect(false, "no batch is abandoned"); }
  void finish() {
    if (open_) expect(under_.sync().has_value(), "a batch is kept");
    open_ = false;
  }

 private:
  claims::ClaimJournal& under_;
  bool open_ = false;
};

double plain_reading(const std::string& path, std::uint64_t rows) {
  const double before = seconds(CLOCK_MONOTONIC);
  sqlite3* database = nullptr;
  sqlite3_stmt* row = nullptr;
  expect(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK, "SQLite opens");
  expect(sqlite3_prepare_v2(database, "SELECT number, sum, record FROM journal ORDER BY number", -1, &row, nullptr) ==
             SQLITE_OK,
         "SQLite prepares");
  std::uint64_t seen = 0, bytes = 0;
  while (sqlite3_step(row) == SQLITE_ROW) {
    ++seen;
    keep(sqlite3_column_blob(row, 2));
    bytes += static_cast<std::uint64_t>(sqlite3_column_bytes(row, 2));
  }
  keep(bytes);
  sqlite3_finalize(row);
  sqlite3_close(database);
  expect(seen == rows, "SQLite reads every row");
  return seconds(CLOCK_MONOTONIC) - before;
}

double opening(const std::string& path, std::uint64_t claims) {
  const double before = seconds(CLOCK_MONOTONIC);
  const auto journal = store::SqliteJournal::open(path);
  expect(journal.has_value(), "the store opens");
  claims::ResourceMap map({.journal = journal->get()});
  expect(map.refresh().has_value(), "the store is replayed");
  const double took = seconds(CLOCK_MONOTONIC) - before;
  expect(map.size() == claims, "every claim stands");
  return took;
}

}  // namespace

void make_store(const std::string& path, std::uint64_t claims) {
  auto journal = store::SqliteJournal::open(path);
  expect(journal.has_value(), "a store is made");
  LateJournal late(**journal);
  claims::ResourceMap map({.journal = &late});
  for (std::uint64_t number = 0; number < claims; ++number) {
    const auto outcome = map.claim(DeviceClaim(number).request());
    expect(outcome && outcome->granted, "a standing claim is granted");
    if (number % 10000 == 9999) late.finish();
  }
  late.finish();
}

void opening_rows(Report& report, const std::string& folder) {
  constexpr std::uint64_t claims = 1000000;
  const std::string path = folder + "/million";
  std::vector<double> beyond;
  for (int round = 0; round < 3; ++round) {
    const double plain = plain_reading(path, claims);
    beyond.push_back(opening(path, claims) - plain);
  }
  report.add({"open, beyond SQLite's read", claims, "limit", median(beyond), 1.0, "s", 1.0});
}

}  // namespace resmap::bench
