// SPDX-License-Identifier: MIT
#include "apps/resmap/claim_store.h"

#include <chrono>
#include <filesystem>

#include "apps/resmap/output.h"
#include "resmap/report/rule_words.h"

namespace resmap::app {

int refuse_with(const std::string& what, const Error& error) {
  say(what + ": " + report::error_sentence(error));
  return error.code == ErrorCode::invalid_argument ? usage : unreadable;
}

std::uint64_t ClaimStore::milliseconds_now(void*) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

int ClaimStore::open(const Options& options, bool may_make) {
  std::error_code ignored;
  if (!may_make && !std::filesystem::exists(options.store, ignored)) {
    say(options.store + ": there is no such store");
    return unreadable;
  }
  auto opened = store::SqliteJournal::open(options.store);
  if (!opened) return refuse_with(options.store, opened.error());
  journal_ = std::move(*opened);
  claims::ClaimSetup setup;
  setup.policy.era = options.era == "w2k" ? claims::Era::w2k : claims::Era::nt4;
  setup.journal = journal_.get();
  setup.events = &events_;
  map_ = std::make_unique<claims::ResourceMap>(setup);
  if (const auto read = map_->refresh(); !read) return refuse_with(options.store, read.error());
  return fine;
}

}  // namespace resmap::app
