// SPDX-License-Identifier: MIT
#include "apps/resmap/claim_store.h"

#include <chrono>
#include <filesystem>

#include "apps/resmap/output.h"
#include "resmap/claims/policy_words.h"
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

std::optional<claims::ClaimPolicy> policy_of(const Options& options) {
  claims::ClaimPolicy policy;
  policy.era = options.era == "w2k" ? claims::Era::w2k : claims::Era::nt4;
  const auto enumerated = [](const std::vector<std::string_view>& words) {
    std::string all;
    for (const std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
    return all;
  };
  for (const std::string& word : options.policies) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (name == "era") {
      say("--policy " + word + ": the era is said by --era");
      return std::nullopt;
    }
    const auto answer = claims::set_switch(policy, name, value);
    if (answer == claims::SwitchAnswer::set) continue;
    say("--policy " + word + ": " +
        (answer == claims::SwitchAnswer::no_such_switch
             ? "there is no switch " + name + "; there are " + enumerated(claims::switch_names())
             : name + " is one of " + enumerated(claims::switch_values(name)) + ": NAME=VALUE"));
    return std::nullopt;
  }
  return policy;
}

int ClaimStore::open(const Options& options, StoreUse use, const arbiters::BusMap* buses) {
  const auto policy = policy_of(options);
  if (!policy) return usage;
  std::error_code ignored;
  if (use != StoreUse::make && !std::filesystem::exists(options.store, ignored)) {
    say(options.store + ": there is no such store");
    return unreadable;
  }
  auto opened = store::SqliteJournal::open(options.store, {.for_reading = use == StoreUse::show, .policy = *policy});
  if (!opened) return refuse_with(options.store, opened.error());
  journal_ = std::move(*opened);
  if (journal_->read_only()) say(options.store + ": may not be written; it is shown as it is");
  claims::ClaimSetup setup;
  setup.policy = *policy;
  setup.buses = buses;
  setup.journal = journal_.get();
  setup.events = &events_;
  map_ = std::make_unique<claims::ResourceMap>(setup);
  if (const auto read = map_->refresh(); !read) return refuse_with(options.store, read.error());
  return fine;
}

void ClaimStore::tidy() {
  if (!journal_->read_only()) static_cast<void>(journal_->tidy());
}

}  // namespace resmap::app
