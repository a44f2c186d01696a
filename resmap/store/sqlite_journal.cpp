// SPDX-License-Identifier: MIT
#include "resmap/store/sqlite_journal.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <new>
#include <thread>

#include "resmap/claims/resource_map.h"
#include "resmap/store/journal_rows.h"
#include "resmap/store/projection.h"
#include "resmap/store/rules.h"

namespace resmap::store {

namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kAllRows = std::numeric_limits<std::uint64_t>::max();
constexpr milliseconds kTidyPatience{200};
// Fewer dead rows than these are no burden to anybody.
constexpr std::uint64_t kDeadRowsThatStay = 64;

std::unexpected<Error> no_memory() { return fail({.code = ErrorCode::out_of_memory}); }

// What a map is made from for a checkpoint: the store as it is, and nothing written.
class RowsAsJournal final : public claims::ClaimJournal {
 public:
  explicit RowsAsJournal(JournalRows& rows) : rows_(rows) {}
  Result<void> replay(FunctionRef<Result<void>(Bytes)> apply) override { return rows_.read(seen, kAllRows, apply); }
  Result<void> append(Bytes) override { return {}; }
  Result<void> sync() override { return {}; }
  void abandon() override {}
  Place seen;

 private:
  JournalRows& rows_;
};

}  // namespace

struct SqliteJournal::Inside {
  StoreOptions options;
  Database database;
  JournalRows rows{database};
  Statement begin, begin_to_write, commit, changes;
  // The last row that was handed on or written, and SQLite's count of others' commits when all of theirs were.
  Place seen;
  std::int64_t others = -1;
  std::vector<JournalRows::Record> batch;
  std::unique_ptr<Projection> projection;

  Result<void> open(const std::string& path);
  Result<void> open_to_write(const std::string& path);
  Result<void> open_what_is_there(const std::string& path);
  Result<void> use_wal();
  Result<void> create();
  Result<void> prepare();
  Result<void> take_in(JournalRows::Apply apply);
  Result<void> write();
  void take_back();
  Result<void> write_checkpoint();
  Result<void> need_writing() const {
    if (options.for_reading) return fail({.code = ErrorCode::unreadable, .rule = rule::read_only});
    return {};
  }
};

// --- opening

SqliteJournal::SqliteJournal() : inside_(std::make_unique<Inside>()) {}

SqliteJournal::~SqliteJournal() {
  if (!inside_->options.tidy_on_close || !inside_->projection || read_only()) return;
  abandon();
  static_cast<void>(tidy());
}

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const std::string& path, const StoreOptions& options) {
  try {
    std::unique_ptr<SqliteJournal> journal(new SqliteJournal);
    journal->inside_->options = options;
    RESMAP_TRY(journal->inside_->open(path));
    return journal;
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

bool SqliteJournal::read_only() const { return inside_->database.read_only(); }

Result<void> SqliteJournal::Inside::open(const std::string& path) {
  if (options.for_reading) return open_what_is_there(path);
  const auto opened = open_to_write(path);
  if (opened || opened.error().rule != rule::cannot_open) return opened;
  // A store whose neighbours cannot be made is one that may not be written.
  const bool is_a_store = open_what_is_there(path).has_value();
  projection.reset();  // nothing to tidy
  return is_a_store ? Result<void>(fail({.code = ErrorCode::unreadable, .rule = rule::read_only})) : opened;
}

Result<void> SqliteJournal::Inside::open_to_write(const std::string& path) {
  RESMAP_TRY(database.open(path, Database::Access::make, options.vfs));
  if (database.read_only()) return fail({.code = ErrorCode::unreadable, .rule = rule::read_only});
  database.be_patient(options.patience);
  // One transaction: otherwise half of the answer may be from before another process made the store, half from after.
  RESMAP_TRY(database.execute("BEGIN"));
  const auto known = rows.recognise();
  database.roll_back();
  if (!known) return fail(known.error());
  RESMAP_TRY(use_wal());
  if (options.max_bytes != 0) {
    const std::string bound = "PRAGMA max_page_count = " + std::to_string(options.max_bytes / kPage);
    RESMAP_TRY(database.number(bound.c_str()));
  }
  if (!*known) RESMAP_TRY(create());
  return prepare();
}

// Readers of a store in WAL need its two neighbours. Where those cannot be made and there is no -wal, the file alone is all.
Result<void> SqliteJournal::Inside::open_what_is_there(const std::string& path) {
  const auto look = [&](Database::Access access) -> Result<void> {
    RESMAP_TRY(database.open(path, access, options.vfs));
    database.be_patient(options.patience);
    RESMAP_TRY(database.execute("BEGIN"));
    const auto known = rows.recognise();
    database.roll_back();
    if (!known) return fail(known.error());
    if (!*known) return fail({.code = ErrorCode::unsupported, .rule = rule::no_store});
    return {};
  };
  auto seen_there = look(Database::Access::read);
  if (!seen_there && (seen_there.error().rule == rule::cannot_open || seen_there.error().rule == rule::read_only)) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(path + "-wal", ignored);
    if (ignored || size == 0) seen_there = look(Database::Access::frozen);
  }
  RESMAP_TRY(seen_there);
  return prepare();
}

// Where two processes meet here SQLite says "busy" without waiting, so we wait.
Result<void> SqliteJournal::Inside::use_wal() {
  const auto until = std::chrono::steady_clock::now() + options.patience;
  for (;;) {
    const auto done = database.execute("PRAGMA journal_mode = WAL");
    if (done || done.error().rule != rule::locked || std::chrono::steady_clock::now() >= until) return done;
    std::this_thread::sleep_for(milliseconds(1));
  }
}

Result<void> SqliteJournal::Inside::create() {
  RESMAP_TRY(database.execute("BEGIN IMMEDIATE"));
  auto known = rows.recognise();  // another process may have been quicker
  Result<void> done;
  if (!known)
    done = fail(known.error());
  else if (!*known)
    done = rows.create();
  if (done) done = database.execute("COMMIT");
  database.roll_back();
  return done;
}

Result<void> SqliteJournal::Inside::prepare() {
  RESMAP_TRY(database.execute("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON"));
  RESMAP_TRY(begin.prepare(database, "BEGIN"));
  RESMAP_TRY(begin_to_write.prepare(database, "BEGIN IMMEDIATE"));
  RESMAP_TRY(commit.prepare(database, "COMMIT"));
  RESMAP_TRY(changes.prepare(database, "PRAGMA data_version"));
  RESMAP_TRY(rows.prepare());
  projection = std::make_unique<Projection>(database, rows, options.policy);
  return {};
}

// --- batches

// Inside a transaction. Where nobody else has committed since we last knew everything, there is nothing to read.
Result<void> SqliteJournal::Inside::take_in(JournalRows::Apply apply) {
  RESMAP_TRY_ASSIGN(const bool there, changes.step());
  const std::int64_t now = there ? changes.number(0) : -1;
  changes.reset();
  if (now == others) return {};
  RESMAP_TRY_ASSIGN(const bool known, rows.recognise());  // a newer resmap may have taken the store over meanwhile
  if (!known) return damaged(0);
  RESMAP_TRY(rows.read(seen, kAllRows, apply));
  others = now;
  return {};
}

Result<void> SqliteJournal::replay(FunctionRef<Result<void>(Bytes record)> apply) {
  RESMAP_TRY(inside_->need_writing());
  RESMAP_TRY(inside_->database.begin(inside_->begin_to_write));
  const auto done = inside_->take_in(apply);
  if (!done) abandon();
  return done;
}

Result<void> SqliteJournal::read(FunctionRef<Result<void>(Bytes record)> apply) {
  RESMAP_TRY(inside_->database.begin(inside_->begin));
  const auto done = inside_->take_in(apply);
  inside_->database.roll_back();
  return done;
}

Result<void> SqliteJournal::append(Bytes record) {
  try {
    inside_->batch.emplace_back(record.begin(), record.end());
    return {};
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

Result<void> SqliteJournal::Inside::write() {
  Place at = seen;
  database.at_row = at.number + 1;
  RESMAP_TRY(rows.write(at, batch));
  if (const auto kept = commit.run(); !kept) {
    take_back();
    return kept;
  }
  seen = at;
  return {};
}

// A sync that failed may leave a whole commit in the -wal, which a process that opens it after a crash would take for kept.
// Emptying the -wal takes it out; where even that fails, the next commit of anybody does.
void SqliteJournal::Inside::take_back() {
  database.roll_back();
  database.be_patient(milliseconds(0));
  static_cast<void>(database.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  database.be_patient(options.patience);
}

Result<void> SqliteJournal::sync() {
  Result<void> done;
  if (!inside_->batch.empty()) done = inside_->write();
  abandon();  // ends what is still open: a batch without rows, or one that failed
  return done;
}

void SqliteJournal::abandon() {
  inside_->batch.clear();
  inside_->database.roll_back();
}

// --- housekeeping

Result<void> SqliteJournal::tidy() {
  if (read_only()) return fail({.code = ErrorCode::unreadable, .rule = rule::read_only});
  abandon();
  inside_->database.be_patient(std::min(kTidyPatience, inside_->options.patience));
  Result<void> done;
  try {
    done = inside_->projection->bring_up_to_date();
    if (done) done = inside_->write_checkpoint();
  } catch (const std::bad_alloc&) {
    done = no_memory();
  }
  inside_->database.roll_back();
  inside_->database.be_patient(inside_->options.patience);
  return done;
}

// Nobody is kept waiting while the map is made; then it takes in what came meanwhile, and its image is written.
Result<void> SqliteJournal::Inside::write_checkpoint() {
  const auto due = [&]() -> Result<bool> {
    RESMAP_TRY_ASSIGN(const JournalRows::Checkpoint before, rows.checkpoint());
    RESMAP_TRY_ASSIGN(const Place last, rows.last());
    const std::uint64_t all = last.number - before.covers.number + before.live, live = projection->live();
    return all > live && all - live > live && all - live > kDeadRowsThatStay;
  };
  RESMAP_TRY(database.begin(begin));
  RESMAP_TRY_ASSIGN(const bool wanted, due());
  if (!wanted) return {};
  RowsAsJournal store(rows);
  claims::ClaimSetup setup;
  setup.policy = options.policy;
  setup.journal = &store;
  claims::ResourceMap map(setup);
  RESMAP_TRY(map.refresh());
  database.roll_back();
  RESMAP_TRY(database.begin(begin_to_write));
  // The tables must not stand behind what goes: they would have to be made anew from the image.
  RESMAP_TRY_ASSIGN(const bool all_shown, projection->take_in_some());
  if (!all_shown) return {};
  RESMAP_TRY_ASSIGN(const bool still_wanted, due());
  if (!still_wanted) return {};
  RESMAP_TRY(map.refresh());
  std::vector<JournalRows::Record> image;
  const auto put = [&](Bytes record) {
    image.emplace_back(record.begin(), record.end());
    return Result<void>();
  };
  RESMAP_TRY(map.write_image(put));
  RESMAP_TRY(rows.write_checkpoint(store.seen, image, projection->live()));
  return commit.run();
}

}  // namespace resmap::store
