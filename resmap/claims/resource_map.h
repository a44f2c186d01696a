// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "resmap/arbiters/bus_map.h"
#include "resmap/base/memory_source.h"
#include "resmap/claims/claim_journal.h"
#include "resmap/claims/claim_request.h"
#include "resmap/claims/conflict.h"
#include "resmap/claims/event_log.h"
#include "resmap/registry/registry.h"

namespace resmap::claims {

// What a map is made with. Pointers are borrowed and must outlive it; null means: one of its own, or none.
struct ClaimSetup {
  ClaimPolicy policy = {};
  const arbiters::BusMap* buses = nullptr;  // unchanged while the map lives; null: every bus is the system itself
  ClaimJournal* journal = nullptr;          // null: in memory only
  registry::Registry* registry = nullptr;   // nobody else writes below kResourceMapPath
  EventLog* events = nullptr;
  MemorySource memory = default_memory();  // of the index
};

// Names one list that a claim wrote. Move-only; destroying it erases nothing: erasing is a call.
class Claim {
 public:
  Claim(Claim&&) noexcept = default;
  Claim& operator=(Claim&&) noexcept = default;
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  ~Claim() = default;
  [[nodiscard]] const std::string& class_name() const { return class_name_; }
  [[nodiscard]] const std::string& driver() const { return driver_; }
  [[nodiscard]] const std::string& device() const { return device_; }  // empty: the driver's own list

 private:
  friend class ResourceMap;
  Claim() = default;
  std::string class_name_, driver_, device_;
};

// Who holds what: the ResourceMap of NT, for which IoReportResourceUsage was made.
//
//   ResourceMap map;
//   auto outcome = map.claim({.class_name = "Video", .driver = R"(\Driver\cirrus)", .device = R"(\Device\Video0)",
//                             .device_list = bytes});
//   if (!outcome) ...              // malformed, not translatable, out of memory: nothing happened
//   else if (!outcome->granted) ... // refused: outcome->conflicts are all of them; the event log says the same
//
// A claim replaces what the same driver said before for the same device; a list with Count 0 erases it. Stored are the
// caller's bytes and their translation, as `.Raw` and `.Translated`; compared is what is translated, against every other list.
// Each call happens wholly or not at all: registry, index, event log and journal change together.
//
// May be called from many threads at once; of two conflicting claims exactly one is granted. With a journal, a call answers
// when its record is synced, and calls that arrive together share a sync.
// Source: claims-and-hal.md 1; rules R1 to R57 as the tests in spec/cases/claims name them.
class ResourceMap {
 public:
  explicit ResourceMap(const ClaimSetup& setup = {});
  ResourceMap(const ResourceMap&) = delete;
  ResourceMap& operator=(const ResourceMap&) = delete;
  ~ResourceMap();

  // IoReportResourceUsage. A conflict is an answer (`granted` false), not an error. Errors, with nothing changed:
  //   invalid_argument RM4001, RM4002, RM4003   no list, a bad name, a device without a name
  //   truncated, malformed, limit_exceeded      a list, as translate_list() says
  //   not_found, overflow                       a descriptor does not translate
  //   not_found without rule                    an erase of nothing, where ClaimPolicy::absent_erase says so
  //   out_of_memory, and every error of the journal
  // Cost: the descriptors of the call and what they touch, whatever the map holds.
  [[nodiscard]] Result<ClaimOutcome> claim(const ClaimRequest& request);
  // The same, with a handle for what was written. invalid_argument besides: both lists are given.
  struct Granted {
    ClaimOutcome outcome;
    std::optional<Claim> claim;  // where something was written
  };
  [[nodiscard]] Result<Granted> claim_one(const ClaimRequest& request);
  // What claim() would answer now, and nothing happens: nothing is written, nothing logged, an erase is granted. For whoever
  // chooses what to claim. Another process's records are seen as of the last call that takes them in. Errors and cost as claim().
  [[nodiscard]] Result<ClaimOutcome> query(const ClaimRequest& request) const;
  // Erases the list of a driver's device, or without one the driver's own. Errors as claim().
  [[nodiscard]] Result<ClaimOutcome> release(std::string_view driver, std::optional<std::string_view> device = {},
                                             std::string_view class_name = {});
  [[nodiscard]] Result<ClaimOutcome> release(Claim&& claim);

  // Enters a list as it is, or with Count 0 takes it out: what the HAL, RAM and the PnP manager hold. Never compares.
  // Errors: RM4002, checked_pair()'s, out_of_memory and the journal's.
  [[nodiscard]] Result<void> record(const RecordRequest& request);
  // The same for many at once, in their order: all of them or none, as one batch of the journal.
  [[nodiscard]] std::expected<void, RecordFailure> record_all(std::span<const RecordRequest> requests);

  // Takes in what others have appended to the journal; claim() and record() do so by themselves. Errors: the journal's,
  // out_of_memory, and malformed or unsupported for a record that cannot be read (nothing of it is taken in).
  [[nodiscard]] Result<void> refresh();

  // Hands on the records that make an empty map the same as this one, which holds the journal's events and no others: one that
  // starts over, then lists and empty keys in the registry's order, then events. Whatever `put` answers ends it. out_of_memory.
  [[nodiscard]] Result<void> write_image(FunctionRef<Result<void>(Bytes record)> put) const;

  // Calls `visit` for each list that stands, in the registry's order: classes, drivers, values. The map is locked meanwhile.
  void for_each(FunctionRef<void(const StoredList&)> visit) const;
  // Calls `visit` with the registry, the map being locked meanwhile.
  void with_registry(FunctionRef<void(const registry::Registry&)> visit) const;
  [[nodiscard]] std::size_t size() const;  // lists that stand
  [[nodiscard]] EventLog& events() const;
  [[nodiscard]] const ClaimPolicy& policy() const;

  // For tests: whether index and stored lists say the same. Cost: everything. May throw bad_alloc.
  [[nodiscard]] bool consistent() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;  // null: there was no memory for it, and every call answers out_of_memory
};

// The NTSTATUS of a call, as a driver sees it. Source: claims-and-hal.md 1.5, 1.7.
[[nodiscard]] std::uint32_t nt_status(const Result<ClaimOutcome>& result, Era era, const ClaimPolicy& policy);

}  // namespace resmap::claims
