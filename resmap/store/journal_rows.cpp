// SPDX-License-Identifier: MIT
// Tested in checkpoint_test.cpp.
#include "resmap/store/journal_rows.h"

#include <string>

#include "resmap/store/rules.h"

namespace resmap::store {

namespace {

constexpr std::int64_t kApplication = 0x524D4150;  // "RMAP"

// Changes are refused to everybody, whatever tool the file is opened with; only what a checkpoint covers may go.
constexpr const char* kSchema = R"(
CREATE TABLE journal (
  number INTEGER PRIMARY KEY,
  sum INTEGER NOT NULL,
  record BLOB NOT NULL
) STRICT;
CREATE TABLE checkpoint (
  covers INTEGER NOT NULL,
  number INTEGER NOT NULL,
  sum INTEGER NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY (covers, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
  WHEN OLD.number >= (SELECT coalesce(max(covers), 0) FROM checkpoint)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER checkpoint_keeps_rows BEFORE DELETE ON checkpoint
  WHEN OLD.covers >= (SELECT max(covers) FROM checkpoint)
  BEGIN SELECT RAISE(ABORT, 'the newest checkpoint stays'); END;
CREATE TRIGGER checkpoint_keeps_words BEFORE UPDATE ON checkpoint
  BEGIN SELECT RAISE(ABORT, 'the newest checkpoint stays'); END;
PRAGMA application_id = 0x524D4150;
PRAGMA user_version = 1;
)";

// The first row of a checkpoint: the sum of the journal's row that it stands for, how many rows of the image follow, how much
// is live in them.
constexpr std::size_t kHeadSize = 24;

}  // namespace

std::uint64_t sum_of(std::uint64_t before, std::uint64_t number, Bytes record) {
  constexpr std::uint64_t basis = 0xCBF29CE484222325, factor = 0x9E3779B97F4A7C15;
  std::uint64_t sum = before ^ basis;
  // Each step is one to one in the sum and in the word, so no single change is lost.
  const auto take = [&](std::uint64_t word) {
    sum = (sum ^ word) * factor;
    sum ^= sum >> 29;
  };
  take(number);
  take(record.size());
  std::size_t at = 0;
  for (; record.size() - at >= 8; at += 8) take(load_le<std::uint64_t>(record, at));
  std::uint64_t rest = 0;
  for (unsigned shift = 0; at < record.size(); ++at, shift += 8) rest |= std::uint64_t{record[at]} << shift;
  take(rest);
  return sum;
}

Result<void> JournalRows::create() { return database_.execute(kSchema); }

Result<bool> JournalRows::recognise() {
  RESMAP_TRY_ASSIGN(const std::int64_t application, database_.number("PRAGMA application_id"));
  RESMAP_TRY_ASSIGN(const std::int64_t version, database_.number("PRAGMA user_version"));
  RESMAP_TRY_ASSIGN(const std::int64_t tables, database_.number("SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && version == 0 && tables == 0) return false;
  if (application != kApplication) return fail({.code = ErrorCode::unsupported, .rule = rule::no_store});
  if (version > kSchemaVersion) {
    return fail(
        {.code = ErrorCode::unsupported, .rule = rule::newer_schema, .value = static_cast<std::uint64_t>(version)});
  }
  if (version < 1) return damaged(0);
  return true;
}

Result<void> JournalRows::prepare() {
  const auto ready = [&](Statement& statement, std::string_view sql) { return statement.prepare(database_, sql); };
  RESMAP_TRY(ready(rows_, "SELECT number, sum, record FROM journal WHERE number >= ?1 ORDER BY number"));
  RESMAP_TRY(ready(row_, "SELECT sum FROM journal WHERE number = ?1"));
  RESMAP_TRY(ready(last_, "SELECT number, sum FROM journal ORDER BY number DESC LIMIT 1"));
  RESMAP_TRY(ready(insert_, "INSERT INTO journal (number, sum, record) VALUES (?1, ?2, ?3)"));
  RESMAP_TRY(ready(head_,
                   "SELECT covers, sum, record FROM checkpoint WHERE covers = (SELECT max(covers) FROM checkpoint) "
                   "AND number = 0"));
  RESMAP_TRY(ready(image_, "SELECT number, sum, record FROM checkpoint WHERE covers = ?1 ORDER BY number"));
  return ready(insert_image_, "INSERT INTO checkpoint (covers, number, sum, record) VALUES (?1, ?2, ?3, ?4)");
}

// --- reading

Result<JournalRows::Checkpoint> JournalRows::checkpoint() {
  Checkpoint found;
  RESMAP_TRY_ASSIGN(const bool there, head_.step());
  if (!there) return found;
  const Bytes head = head_.bytes(2);
  found.covers.number = head_.word(0);
  const bool whole = head.size() == kHeadSize;
  if (whole) {
    found.covers.sum = load_le<std::uint64_t>(head, 0);
    found.rows = load_le<std::uint64_t>(head, 8);
    found.live = load_le<std::uint64_t>(head, 16);
  }
  const bool good = whole && head_.word(1) == sum_of(found.covers.sum, found.covers.number, head);
  head_.reset();
  if (!good) return damaged(found.covers.number);
  return found;
}

Result<void> JournalRows::read_image(const Checkpoint& checkpoint, Apply apply) {
  database_.at_row = checkpoint.covers.number;
  image_.bind(1, as_stored(checkpoint.covers.number));
  Place at;
  std::uint64_t expected = 0;  // the head's own number
  Result<bool> more = false;
  Result<void> done;
  while (done && (more = image_.step()) && *more) {
    const std::uint64_t number = image_.word(0), sum = image_.word(1);
    const bool head = expected == 0;
    if (number != expected || (!head && sum != sum_of(at.sum, number, image_.bytes(2)))) {
      done = damaged(checkpoint.covers.number);
      break;
    }
    at = {number, sum};
    ++expected;
    if (!head) done = apply(image_.bytes(2));
  }
  image_.reset();
  if (!more) return fail(more.error());
  if (done && expected != checkpoint.rows + 1) done = damaged(checkpoint.covers.number);
  return done;
}

Result<void> JournalRows::read(Place& seen, std::uint64_t most, Apply apply) {
  Place from = seen;
  if (from.number == 0) {
    RESMAP_TRY_ASSIGN(const Checkpoint first, checkpoint());
    if (first.covers.number != 0) {
      RESMAP_TRY(read_image(first, apply));
      from = seen = first.covers;
    }
  }
  for (;;) {
    // The row that we know comes first: where it is gone or another, the store is not the one we have been reading.
    database_.at_row = from.number + 1;
    rows_.bind(1, as_stored(from.number));
    bool anchored = from.number == 0, lost = false;
    std::uint64_t left = most;
    Result<void> done;
    Result<bool> more = false;
    while (done && left != 0 && (more = rows_.step()) && *more) {
      const std::uint64_t number = rows_.word(0), sum = rows_.word(1);
      if (!anchored) {
        anchored = number == from.number && sum == from.sum;
        lost = number > from.number;
        if (!anchored) break;
        continue;
      }
      const Bytes record = rows_.bytes(2);
      if (number != seen.number + 1 || sum != sum_of(seen.sum, number, record)) {
        done = damaged(seen.number + 1);
        break;
      }
      done = apply(record);
      if (!done) break;
      seen = {number, sum};
      database_.at_row = number + 1;
      --left;
    }
    rows_.reset();
    if (!more) return fail(more.error());
    if (!done || anchored) return done;
    // Others may have laid it into a checkpoint meanwhile.
    RESMAP_TRY_ASSIGN(const Checkpoint newer, checkpoint());
    if (!lost || newer.covers.number <= from.number) return damaged(from.number);
    const auto nothing = [](Bytes) { return Result<void>(); };
    RESMAP_TRY(read_image(newer, nothing));  // what is damaged must not make us forget
    RESMAP_TRY(read_image(newer, apply));
    from = seen = newer.covers;
  }
}

Result<bool> JournalRows::holds(Place place) {
  if (place.number == 0) return place.sum == 0;
  row_.bind(1, as_stored(place.number));
  RESMAP_TRY_ASSIGN(const bool there, row_.step());
  const bool same = there && row_.word(0) == place.sum;
  row_.reset();
  return same;
}

Result<Place> JournalRows::last() {
  RESMAP_TRY_ASSIGN(const bool there, last_.step());
  Place place;
  if (there) place = {last_.word(0), last_.word(1)};
  last_.reset();
  return place;
}

// --- writing

Result<void> JournalRows::write(Place& seen, std::span<const Record> records) {
  Place at = seen;
  for (const Record& record : records) {
    at.sum = sum_of(at.sum, ++at.number, record);
    RESMAP_TRY(insert_.bind(1, as_stored(at.number)).bind(2, as_stored(at.sum)).bind(3, Bytes(record)).run());
  }
  seen = at;
  return {};
}

Result<void> JournalRows::write_checkpoint(Place last, std::span<const Record> image, std::uint64_t live) {
  std::uint8_t head[kHeadSize];
  store_le(head, last.sum);
  store_le(head + 8, std::uint64_t{image.size()});
  store_le(head + 16, live);
  Place at{0, sum_of(last.sum, last.number, head)};
  const auto insert = [&](Bytes record) {
    return insert_image_.bind(1, as_stored(last.number))
        .bind(2, as_stored(at.number))
        .bind(3, as_stored(at.sum))
        .bind(4, record)
        .run();
  };
  RESMAP_TRY(insert(head));
  for (const Record& record : image) {
    at.sum = sum_of(at.sum, ++at.number, record);
    RESMAP_TRY(insert(record));
  }
  const std::string number = std::to_string(last.number);
  RESMAP_TRY(database_.execute(("DELETE FROM checkpoint WHERE covers < " + number).c_str()));
  return database_.execute(("DELETE FROM journal WHERE number < " + number).c_str());
}

}  // namespace resmap::store
