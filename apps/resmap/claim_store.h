// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "apps/resmap/options.h"
#include "resmap/claims/resource_map.h"
#include "resmap/store/sqlite_journal.h"

namespace resmap::app {

// Says what went wrong with `what`; the exit code that it means.
int refuse_with(const std::string& what, const Error& error);

// A map on the store that --store names.
class ClaimStore {
 public:
  // fine, or the exit code after a sentence was said. Only with `may_make` is a store made that is not there.
  int open(const Options& options, bool may_make);
  claims::ResourceMap& map() { return *map_; }

 private:
  static std::uint64_t milliseconds_now(void*);

  std::unique_ptr<store::SqliteJournal> journal_;
  claims::EventLog events_{{.now = milliseconds_now, .context = nullptr}};
  std::unique_ptr<claims::ResourceMap> map_;
};

}  // namespace resmap::app
