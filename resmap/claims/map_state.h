// SPDX-License-Identifier: MIT
// Not installed: the inside of ResourceMap.
#pragma once

#include <condition_variable>
#include <mutex>

#include "resmap/claims/claim_work.h"
#include "resmap/claims/resource_map.h"

namespace resmap::claims {

// A call that waits for its answer.
struct PendingCall {
  ClaimWork* work = nullptr;
  Result<ClaimOutcome> answer;
  std::list<Event> events;      // to be shown when the batch is kept
  std::vector<Change> changes;  // at most two: undone in reverse, or settled
  bool done = false;
  PendingCall* next = nullptr;
};

// What a ResourceMap is: the standing lists under one lock, and calls that meet at it.
//
//   call -> decide: find_conflicts -> write or erase -> journal append | undone again
//        ... the same for every call that waits
//        -> journal sync: all kept: settle, show the events | not kept: all undone
//
class MapState {
 public:
  explicit MapState(const ClaimSetup& setup);

  // Answers `call`, together with others that wait.
  void answer(PendingCall& call);
  // Answers `calls` and no others, in one batch: all of them, or none.
  [[nodiscard]] std::expected<void, RecordFailure> answer_together(std::span<PendingCall> calls);
  [[nodiscard]] Result<void> refresh();
  [[nodiscard]] Result<void> write_image(FunctionRef<Result<void>(Bytes record)> put);  // as ResourceMap's
  // What the answer would be. Precondition: the mutex is held. Throws bad_alloc.
  [[nodiscard]] ClaimOutcome would_answer(ClaimWork& work) const;

  ClaimPolicy policy;
  const arbiters::BusMap* const buses;
  EventLog& events;
  mutable std::mutex mutex;  // of `standing` and the journal
  StandingLists standing;

 private:
  void answer_alone(PendingCall& call);
  void answer_batch(PendingCall* first);
  // Decides and does; on an error, or where the journal takes no record, everything is as before.
  void carry_out(PendingCall& call);
  [[nodiscard]] Result<void> change_lists(PendingCall& call);
  [[nodiscard]] Result<void> take_in(Bytes record);
  [[nodiscard]] Result<void> append(const PendingCall& call);
  void undo(PendingCall& call) noexcept;
  void settle(PendingCall& call) noexcept;
  void refuse(PendingCall& call, const ClaimOutcome& outcome);

  registry::Registry own_registry_;
  EventLog own_events_;
  ClaimJournal* journal_;
  std::uint64_t journal_events_ = 0;  // how many of the log's events are in the journal
  std::uint64_t known_events_ = 0;    // so many of those that an image brings are there already

  std::mutex queue_mutex_;
  std::condition_variable answered_;
  PendingCall* waiting_ = nullptr;
  PendingCall** last_waiting_ = &waiting_;
  bool leader_ = false;
};

}  // namespace resmap::claims
