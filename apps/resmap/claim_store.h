// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "apps/resmap/options.h"
#include "resmap/claims/resource_map.h"
#include "resmap/store/sqlite_journal.h"

namespace resmap::app {

// Says what went wrong with `what`; the exit code that it means.
int refuse_with(const std::string& what, const Error& error);

// The policy that --era and --policy ask for. nullopt: a sentence was said.
std::optional<claims::ClaimPolicy> policy_of(const Options& options);

// What a verb wants of a store. Who only shows it needs no right to write and keeps nobody waiting; only `make` makes one that
// is not there.
enum class StoreUse : std::uint8_t { show, change, make };

// A map on the store that --store names.
class ClaimStore {
 public:
  // fine, or the exit code after a sentence was said. `buses` are borrowed; null: every bus is the system itself.
  int open(const Options& options, StoreUse use, const arbiters::BusMap* buses = nullptr);
  claims::ResourceMap& map() { return *map_; }
  // Brings the readable tables up to date, as closing does; for who does not close soon.
  void tidy();

 private:
  static std::uint64_t milliseconds_now(void*);

  std::unique_ptr<store::SqliteJournal> journal_;
  claims::EventLog events_{{.now = milliseconds_now, .context = nullptr}};
  std::unique_ptr<claims::ResourceMap> map_;
};

}  // namespace resmap::app
