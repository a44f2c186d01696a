// SPDX-License-Identifier: MIT
#include "resmap/store/projection.h"

#include <algorithm>
#include <new>

#include "resmap/base/json_writer.h"
#include "resmap/claims/conflict.h"
#include "resmap/claims/leaf_ranges.h"
#include "resmap/claims/standing_lists.h"
#include "resmap/registry/name_case.h"
#include "resmap/registry/utf.h"
#include "resmap/store/projection_schema.h"
#include "resmap/store/rules.h"

namespace resmap::store {

namespace {

using claims::JournalList;
using claims::JournalRecord;

// So many rows of the journal go into one commit: nobody who claims meanwhile waits long.
constexpr std::uint64_t kRowsACommit = 4096;
constexpr int kRawSide = 0, kTranslatedSide = 1;

// Two names are the same_name() where these are equal.
void append_folded(std::string& out, std::string_view name) {
  for (std::size_t i = 0; i < name.size();) {
    const registry::CodePoint point = registry::decode_utf8(name, i);
    if (point.value == registry::CodePoint::invalid)
      out += name[i];
    else
      registry::append_utf8(out, registry::upcase(point.value));
    i += point.length;
  }
}

std::string folded_path(std::initializer_list<std::string_view> names) {
  std::string path;
  for (const std::string_view name : names) {
    if (!path.empty()) path += '\\';
    append_folded(path, name);
  }
  return path;
}

std::string key_path(std::string_view class_name, std::string_view driver) {
  std::string path(claims::kResourceMapPath);
  path.append("\\").append(class_name);
  if (!driver.empty()) path.append("\\").append(driver);
  return path;
}

std::int64_t as_number(bool value) { return value ? 1 : 0; }

}  // namespace

Projection::Projection(Database& database, JournalRows& rows, const claims::ClaimPolicy& policy)
    : database_(database),
      rows_(rows),
      classes_separate_(policy.class_change == claims::ClaimPolicy::ClassChange::separate),
      empty_keys_go_(policy.empty_keys == claims::ClaimPolicy::EmptyKeys::go) {}

// --- fresh, or made anew

Result<void> Projection::bring_up_to_date() {
  // To look takes no lock that anybody waits for.
  RESMAP_TRY(database_.execute("BEGIN"));
  RESMAP_TRY_ASSIGN(const bool fresh, is_fresh());
  RESMAP_TRY_ASSIGN(const Place last, rows_.last());
  database_.roll_back();
  if (fresh && shown_.place == last) return {};
  bool all = false;
  while (!all) {
    RESMAP_TRY(database_.execute("BEGIN IMMEDIATE"));
    RESMAP_TRY_ASSIGN(all, take_in_some());
    RESMAP_TRY(database_.execute("COMMIT"));
  }
  return {};
}

Result<bool> Projection::take_in_some() {
  RESMAP_TRY_ASSIGN(const bool fresh, is_fresh());
  if (!fresh) RESMAP_TRY(make_anew());
  RESMAP_TRY(prepare());
  RESMAP_TRY_ASSIGN(const Place last, rows_.last());
  RESMAP_TRY(mark_.run());
  const auto take = [this](Bytes record) -> Result<void> {
    try {
      return take_in(record);
    } catch (const std::bad_alloc&) {
      for (Statement* const open : {&find_list_, &find_key_, &insert_list_}) open->reset();
      return fail({.code = ErrorCode::out_of_memory});
    }
  };
  RESMAP_TRY(rows_.read(shown_.place, kRowsACommit, take));
  RESMAP_TRY(close_.bind(1, as_stored(shown_.place.number))
                 .bind(2, as_stored(shown_.place.sum))
                 .bind(3, as_stored(shown_.lists))
                 .bind(4, as_stored(shown_.empty_keys))
                 .bind(5, as_stored(shown_.events))
                 .run());
  return shown_.place == last;
}

Result<bool> Projection::has_our_schema() {
  Statement known;
  RESMAP_TRY(known.prepare(database_, "SELECT count(*) FROM sqlite_schema WHERE sql = ?1"));
  for (const std::string& sql : readable_schema()) {
    known.bind(1, std::string_view(sql));
    RESMAP_TRY_ASSIGN(const bool there, known.step());
    const bool ours = there && known.number(0) == 1;
    known.reset();
    if (!ours) return false;
  }
  return true;
}

// Whether the tables show what the journal says up to a row that it still has; shown_ says which.
Result<bool> Projection::is_fresh() {
  RESMAP_TRY_ASSIGN(const bool ours, has_our_schema());
  if (!ours) return false;
  Statement state;
  RESMAP_TRY(state.prepare(database_, "SELECT row, sum, lists, empty_keys, events, policy FROM projection"));
  RESMAP_TRY_ASSIGN(const bool there, state.step());
  if (!there) return false;
  const std::int64_t row = state.number(0), policy = state.number(5);
  shown_ = {{state.word(0), state.word(1)}, state.word(2), state.word(3), state.word(4)};
  RESMAP_TRY_ASSIGN(const bool two, state.step());
  state.reset();
  if (two || row < 0 || policy != (classes_separate_ ? 1 : 0) + (empty_keys_go_ ? 2 : 0)) return false;
  return rows_.holds(shown_.place);
}

Result<void> Projection::make_anew() {
  std::vector<std::string> drops;
  {
    Statement old;
    RESMAP_TRY(old.prepare(database_, "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')"));
    for (;;) {
      RESMAP_TRY_ASSIGN(const bool more, old.step());
      if (!more) break;
      const std::string_view name = old.text(1);
      const bool ours = name == "projection" || std::any_of(std::begin(kReadableTables), std::end(kReadableTables),
                                                            [&](const char* table) { return name == table; });
      if (ours) drops.push_back("DROP " + std::string(old.text(0)) + " " + std::string(name));
    }
  }
  for (const std::string& drop : drops) RESMAP_TRY(database_.execute(drop.c_str()));
  for (const std::string& sql : readable_schema()) {
    // A trigger of this name may hang on a table that is not ours.
    if (sql.starts_with("CREATE TRIGGER ")) {
      const std::string name = sql.substr(15, sql.find(' ', 15) - 15);
      RESMAP_TRY(database_.execute(("DROP TRIGGER IF EXISTS " + name).c_str()));
    }
    RESMAP_TRY(database_.execute(sql.c_str()));
  }
  const std::string policy = std::to_string((classes_separate_ ? 1 : 0) + (empty_keys_go_ ? 2 : 0));
  shown_ = {};
  return database_.execute(("INSERT INTO projection VALUES (-1, 0, 0, 0, 0, " + policy + ")").c_str());
}

Result<void> Projection::prepare() {
  if (prepared_) return {};
  const auto ready = [&](Statement& statement, std::string_view sql) { return statement.prepare(database_, sql); };
  RESMAP_TRY(ready(mark_, "UPDATE projection SET row = -1"));
  RESMAP_TRY(ready(close_, "UPDATE projection SET row = ?1, sum = ?2, lists = ?3, empty_keys = ?4, events = ?5"));
  RESMAP_TRY(ready(find_list_, "SELECT list, class, driver, device FROM lists WHERE slot = ?1"));
  RESMAP_TRY(ready(insert_list_,
                   "INSERT INTO lists (slot, era, layout, overrides, recorded, boot_only, row, class, driver, device) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING list"));
  RESMAP_TRY(ready(update_list_,
                   "UPDATE lists SET era = ?2, layout = ?3, overrides = ?4, recorded = ?5, boot_only = ?6, row = ?7 "
                   "WHERE slot = ?1"));
  RESMAP_TRY(ready(delete_list_, "DELETE FROM lists WHERE list = ?1"));
  RESMAP_TRY(ready(insert_value_,
                   "INSERT INTO registry_values (list, side, bytes, key, name, type) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
  RESMAP_TRY(ready(update_value_, "UPDATE registry_values SET bytes = ?3 WHERE list = ?1 AND side = ?2"));
  RESMAP_TRY(ready(delete_values_, "DELETE FROM registry_values WHERE list = ?1"));
  RESMAP_TRY(ready(insert_claim_, "INSERT INTO claims VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
  RESMAP_TRY(ready(delete_claims_, "DELETE FROM claims WHERE list = ?1"));
  RESMAP_TRY(ready(find_key_, "SELECT class, driver, lists FROM registry_keys WHERE folded = ?1"));
  RESMAP_TRY(ready(insert_key_, "INSERT INTO registry_keys VALUES (?1, ?2, ?3, 0, ?4)"));
  RESMAP_TRY(ready(count_key_, "UPDATE registry_keys SET lists = lists + ?2 WHERE folded = ?1"));
  RESMAP_TRY(ready(delete_key_, "DELETE FROM registry_keys WHERE folded = ?1"));
  RESMAP_TRY(ready(insert_event_, "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"));
  prepared_ = true;
  return {};
}

// --- one record

Result<void> Projection::take_in(Bytes bytes) {
  RESMAP_TRY_ASSIGN(const JournalRecord record, claims::decode_record(bytes));
  switch (record.kind) {
    case JournalRecord::Kind::start_over: return forget();
    case JournalRecord::Kind::key: {
      RESMAP_TRY(key_of(record.class_name, record.driver));
      return {};
    }
    default: break;
  }
  for (const JournalList& list : record.lists) RESMAP_TRY(write_list(record, list));
  for (const claims::Event& event : record.events) RESMAP_TRY(write_event(event));
  return {};
}

Result<void> Projection::forget() {
  for (const char* const table : kReadableTables)
    RESMAP_TRY(database_.execute((std::string("DELETE FROM ") + table).c_str()));
  shown_.lists = shown_.empty_keys = shown_.events = 0;
  return {};
}

Result<Projection::Key> Projection::key_of(std::string_view class_name, std::string_view driver) {
  const std::string class_path = folded_path({class_name}), path = folded_path({class_name, driver});
  Key key{std::string(class_name), std::string(driver)};
  const auto find = [&](const std::string& folded) -> Result<bool> {
    find_key_.bind(1, std::string_view(folded));
    RESMAP_TRY_ASSIGN(const bool there, find_key_.step());
    if (there) {
      key.class_name = find_key_.text(0);
      if (!find_key_.text(1).empty()) key.driver = find_key_.text(1);
    }
    find_key_.reset();
    return there;
  };
  const auto make = [&](std::string_view driver_name, const std::string& folded) {
    const std::string shown = key_path(key.class_name, driver_name);
    return insert_key_.bind(1, std::string_view(shown))
        .bind(2, std::string_view(key.class_name))
        .bind(3, driver_name)
        .bind(4, std::string_view(folded))
        .run();
  };
  RESMAP_TRY_ASSIGN(const bool there, find(path));
  if (there) return key;
  RESMAP_TRY_ASSIGN(const bool has_class, find(class_path));
  if (!has_class) RESMAP_TRY(make("", class_path));
  RESMAP_TRY(make(driver, path));
  RESMAP_TRY(count_key_.bind(1, std::string_view(class_path)).bind(2, std::int64_t{1}).run());
  ++shown_.empty_keys;
  return key;
}

// One list more or less in a key; where that was the last one and the policy says so, the key goes.
Result<void> Projection::count_lists(const Key& key, int more) {
  const std::string path = folded_path({key.class_name, key.driver});
  RESMAP_TRY(count_key_.bind(1, std::string_view(path)).bind(2, std::int64_t{more}).run());
  const auto count_of = [&](const std::string& folded) -> Result<std::int64_t> {
    find_key_.bind(1, std::string_view(folded));
    RESMAP_TRY_ASSIGN(const bool there, find_key_.step());
    const std::int64_t count = there ? find_key_.number(2) : 0;
    find_key_.reset();
    return count;
  };
  RESMAP_TRY_ASSIGN(const std::int64_t left, count_of(path));
  if (more > 0) {
    if (left == 1) --shown_.empty_keys;
    return {};
  }
  if (left != 0) return {};
  if (!empty_keys_go_) {
    ++shown_.empty_keys;
    return {};
  }
  const std::string class_path = folded_path({key.class_name});
  RESMAP_TRY(delete_key_.bind(1, std::string_view(path)).run());
  RESMAP_TRY(count_key_.bind(1, std::string_view(class_path)).bind(2, std::int64_t{-1}).run());
  RESMAP_TRY_ASSIGN(const std::int64_t drivers, count_of(class_path));
  return drivers != 0 ? Result<void>() : delete_key_.bind(1, std::string_view(class_path)).run();
}

Result<void> Projection::erase_list(std::int64_t list, const Key& key) {
  RESMAP_TRY(delete_claims_.bind(1, list).run());
  RESMAP_TRY(delete_values_.bind(1, list).run());
  RESMAP_TRY(delete_list_.bind(1, list).run());
  --shown_.lists;
  return count_lists(key, -1);
}

Result<void> Projection::write_list(const JournalRecord& record, const JournalList& list) {
  const std::string slot = classes_separate_ ? folded_path({record.class_name, record.driver, list.device})
                                             : folded_path({record.driver, list.device});
  find_list_.bind(1, std::string_view(slot));
  RESMAP_TRY_ASSIGN(bool stands, find_list_.step());
  std::int64_t number = 0;
  Key old_key;
  std::string device = list.device;
  if (stands) {
    number = find_list_.number(0);
    old_key = {std::string(find_list_.text(1)), std::string(find_list_.text(2))};
    device = find_list_.text(3);
  }
  find_list_.reset();
  if (list.erased) return stands ? erase_list(number, old_key) : Result<void>();
  RESMAP_TRY_ASSIGN(const Key key, key_of(record.class_name, record.driver));
  if (stands && (key.class_name != old_key.class_name || key.driver != old_key.driver)) {
    RESMAP_TRY(erase_list(number, old_key));
    device = list.device;
    stands = false;
  }
  Statement& write = stands ? update_list_ : insert_list_;
  const bool recorded = record.kind == JournalRecord::Kind::record;
  write.bind(1, std::string_view(slot))
      .bind(2, std::string_view(record.era == claims::Era::w2k ? "w2k" : "nt4"))
      .bind(3, std::string_view(list.layout == lists::CmLayout::x86 ? "x86" : "x64"))
      .bind(4, as_number(record.overrides))
      .bind(5, as_number(recorded))
      .bind(6, as_number(record.boot_only))
      .bind(7, as_stored(database_.at_row));
  if (stands) {
    RESMAP_TRY(write.run());
    RESMAP_TRY(delete_claims_.bind(1, number).run());
    RESMAP_TRY(update_value_.bind(1, number).bind(2, std::int64_t{kRawSide}).bind(3, list.raw).run());
    RESMAP_TRY(update_value_.bind(1, number).bind(2, std::int64_t{kTranslatedSide}).bind(3, list.translated).run());
    return write_places(number, key, device, list);
  }
  write.bind(8, std::string_view(key.class_name))
      .bind(9, std::string_view(key.driver))
      .bind(10, std::string_view(device));
  RESMAP_TRY_ASSIGN(const bool made, write.step());
  if (made) number = write.number(0);
  RESMAP_TRY(write.run());
  ++shown_.lists;
  RESMAP_TRY(count_lists(key, 1));
  const std::string path = key_path(key.class_name, key.driver);
  const auto value = [&](int side, std::string_view suffix, Bytes bytes) {
    const std::string name = device + std::string(suffix);
    return insert_value_.bind(1, number)
        .bind(2, std::int64_t{side})
        .bind(3, bytes)
        .bind(4, std::string_view(path))
        .bind(5, std::string_view(name))
        .bind(6, std::int64_t{registry::value_type::resource_list})
        .run();
  };
  RESMAP_TRY(value(kRawSide, claims::kRawSuffix, list.raw));
  RESMAP_TRY(value(kTranslatedSide, claims::kTranslatedSuffix, list.translated));
  return write_places(number, key, device, list);
}

Result<void> Projection::write_places(std::int64_t list, const Key& key, std::string_view device,
                                      const JournalList& places) {
  std::int64_t number = 0;
  Result<void> done;
  claims::for_each_leaf(places.translated, places.layout, places.windows, {.empty = false},
                        [&](const claims::LeafRange& leaf) {
                          done = insert_claim_.bind(1, std::string_view(key.class_name))
                                     .bind(2, std::string_view(key.driver))
                                     .bind(3, device)
                                     .bind(4, claims::word_for(leaf.space))
                                     .bind(5, as_stored(leaf.range.first))
                                     .bind(6, as_stored(leaf.range.last))
                                     .bind(7, lists::word_for(leaf.share))
                                     .bind(8, list)
                                     .bind(9, number++)
                                     .run();
                          return done.has_value();
                        });
  return done;
}

Result<void> Projection::write_event(const claims::Event& event) {
  TextWriter out;
  JsonWriter json(out);
  json.array();
  for (const std::string& text : event.strings) json.string(text);
  json.end_array();
  RESMAP_TRY_ASSIGN(const std::string_view strings, out.finish());
  const bool classic = event.provider == claims::Event::Provider::classic;
  return insert_event_.bind(1, as_stored(++shown_.events))
      .bind(2, as_stored(event.unix_ms))
      .bind(3, std::string_view(classic ? "classic" : "kernel-pnp"))
      .bind(4, std::string_view(event.source))
      .bind(5, std::int64_t{event.id()})
      .bind(6, std::int64_t{event.code})
      .bind(7, static_cast<std::int64_t>(event.level()))
      .bind(8, event.device())
      .bind(9, strings)
      .bind(10, Bytes(event.data))
      .run();
}

}  // namespace resmap::store
