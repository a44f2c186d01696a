// SPDX-License-Identifier: MIT
// Not installed: the tables that people and their tools read.
#pragma once

#include <string>
#include <string_view>

#include "resmap/claims/journal_record.h"
#include "resmap/claims/policy.h"
#include "resmap/store/journal_rows.h"

namespace resmap::store {

// The tables `claims`, `lists`, `registry_keys`, `registry_values` and `events`, which show what the journal says up to the row
// that `projection` names. Nothing is ever decided by them. Whoever else writes into one of them marks them all as stale, by
// triggers; stale, lost or altered ones are made anew from the journal.
//
//   fresh -> rows behind it are taken in, some thousand a commit
//   not   -> dropped, made, everything is taken in
//
// Errors as SqliteJournal::open. bring_up_to_date() may throw bad_alloc, and leaves a transaction open then and where it fails.
class Projection {
 public:
  Projection(Database& database, JournalRows& rows, const claims::ClaimPolicy& policy);

  [[nodiscard]] Result<void> bring_up_to_date();
  // One commit's share of it, in the write transaction that is open. Whether that was all.
  [[nodiscard]] Result<bool> take_in_some();
  // How much stands, as of then: lists, keys without one, events.
  [[nodiscard]] std::uint64_t live() const { return shown_.lists + shown_.empty_keys + shown_.events; }

 private:
  struct Shown {
    Place place;
    std::uint64_t lists = 0;
    std::uint64_t empty_keys = 0;
    std::uint64_t events = 0;
  };
  struct Key {
    std::string class_name, driver;  // as they were first spelled
  };

  [[nodiscard]] Result<bool> is_fresh();
  [[nodiscard]] Result<bool> has_our_schema();
  [[nodiscard]] Result<void> make_anew();
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<void> take_in(Bytes record);
  [[nodiscard]] Result<void> write_list(const claims::JournalRecord& record, const claims::JournalList& list);
  [[nodiscard]] Result<void> write_places(std::int64_t list, const Key& key, std::string_view device,
                                          const claims::JournalList& places);
  [[nodiscard]] Result<void> erase_list(std::int64_t list, const Key& key);
  [[nodiscard]] Result<void> write_event(const claims::Event& event);
  [[nodiscard]] Result<void> forget();
  // Finds a key or makes it.
  [[nodiscard]] Result<Key> key_of(std::string_view class_name, std::string_view driver);
  [[nodiscard]] Result<void> count_lists(const Key& key, int more);

  Database& database_;
  JournalRows& rows_;
  const bool classes_separate_, empty_keys_go_;
  Shown shown_;
  bool prepared_ = false;
  Statement state_, begin_, begin_to_write_, commit_, mark_, close_;
  Statement find_list_, insert_list_, update_list_, delete_list_;
  Statement insert_value_, update_value_, delete_values_, insert_claim_, delete_claims_;
  Statement find_key_, insert_key_, count_key_, delete_key_, insert_event_;
};

}  // namespace resmap::store
