// SPDX-License-Identifier: MIT
// Tested in resource_map_journal_test.cpp.
#include "resmap/claims/map_state.h"

#include <new>

#include "resmap/claims/rules.h"

namespace resmap::claims {

namespace {

JournalRecord journal_record(const PendingCall& call) {
  const ClaimWork& work = *call.work;
  JournalRecord record;
  record.kind = work.kind;
  record.era = work.era;
  record.boot_only = work.boot_only;
  record.class_name = work.class_name;
  record.driver = work.driver;
  record.events = call.events;
  return record;
}

JournalList journal_list(const WorkList& list, const StoredList& stored) {
  return {.drivers_own = list.device.empty(),
          .device = list.device,
          .layout = stored.layout,
          .aliases = list.aliases,
          .raw = stored.raw,
          .translated = stored.translated,
          .windows = list.windows};
}

}  // namespace

MapState::MapState(const ClaimSetup& setup)
    : policy(setup.policy),
      buses(setup.buses),
      events(setup.events != nullptr ? *setup.events : own_events_),
      standing(setup.registry != nullptr ? *setup.registry : own_registry_, setup.memory, setup.policy),
      journal_(setup.journal) {}

// --- one call, decided and done

void MapState::refuse(PendingCall& call, const ClaimOutcome& outcome) {
  for (const Conflict& conflict : outcome.conflicts) append_conflict_events(conflict, outcome.era, policy, call.events);
  if (policy.pnp_events == ClaimPolicy::PnpEvents::on && outcome.era == Era::w2k) {
    const ClaimWork& work = *call.work;
    const std::string_view device = work.lists.back().device;
    call.events.push_back(start_problem_event({.instance = device.empty() ? std::string_view(work.driver) : device,
                                               .driver = work.driver,
                                               .service = work.driver,
                                               .status = 0xC0000018}));
  }
  const std::uint64_t time = events.now();
  for (Event& event : call.events) event.unix_ms = time;
}

Result<void> MapState::change_lists(PendingCall& call) {
  ClaimWork& work = *call.work;
  call.changes.reserve(work.lists.size());
  for (WorkList& list : work.lists) {
    if (list.list.erases) {
      if (standing.stands(list.slot))
        call.changes.push_back(standing.erase(list.slot));
      else if (policy.absent_erase == ClaimPolicy::AbsentErase::not_found && work.kind == JournalRecord::Kind::claim)
        return fail({.code = ErrorCode::not_found});
      continue;
    }
    ListToWrite made{.class_name = work.class_name,
                     .driver = work.driver,
                     .device = list.device,
                     .list = std::move(list.list),
                     .state = {},
                     .slot = list.slot};
    made.state.overrides = call.answer->conflict_detected || !call.answer->conflicts.empty();
    made.state.recorded = work.kind == JournalRecord::Kind::record;
    made.state.boot_only = work.boot_only;
    made.state.era = work.era;
    made.state.options = {.aliases = list.aliases,
                          .empty = policy.zero_length == ClaimPolicy::ZeroLength::conflicts_inside};
    made.state.windows = list.windows;
    RESMAP_TRY_ASSIGN(Change change, standing.write(std::move(made)));
    list.slot = change.slot;
    call.changes.push_back(std::move(change));
  }
  return {};
}

ClaimOutcome MapState::would_answer(ClaimWork& work) const {
  ClaimOutcome outcome;
  outcome.era = work.era;
  outcome.remarks = std::move(work.remarks);
  locate(work, standing);
  if (work.kind == JournalRecord::Kind::claim) {
    outcome.conflicts = find_conflicts(work, standing, policy);
    remark_on_aliases(work, standing, outcome.remarks);
  }
  outcome.granted = outcome.conflicts.empty() || work.override_conflict;
  outcome.conflict_detected =
      !outcome.conflicts.empty() &&
      (!work.override_conflict || policy.override_flag == ClaimPolicy::OverrideFlag::conflict_detected);
  return outcome;
}

Result<void> MapState::append(const PendingCall& call) {
  if (journal_ == nullptr) return {};
  const ClaimWork& work = *call.work;
  JournalRecord record = journal_record(call);
  if (!call.answer->granted) record.kind = JournalRecord::Kind::refusal;
  record.overrides = call.answer->granted && !call.answer->conflicts.empty();
  for (const WorkList& list : work.lists) {
    const bool stands = standing.stands(list.slot);
    if (!call.answer->granted && (stands || call.changes.empty())) continue;
    if (stands)
      record.lists.push_back(journal_list(list, standing.stored(list.slot)));
    else
      record.lists.push_back({.drivers_own = list.device.empty(), .device = list.device, .erased = true});
  }
  if (call.changes.empty() && record.events.empty()) return {};  // nothing happened
  return journal_->append(encode(record));
}

void MapState::carry_out(PendingCall& call) {
  try {
    call.answer = would_answer(*call.work);
    Result<void> done;
    if (call.answer->granted) {
      done = change_lists(call);
    } else {
      refuse(call, *call.answer);
      if (policy.refused_replacement == ClaimPolicy::RefusedReplacement::old_list_goes) {
        call.changes.reserve(call.work->lists.size());
        for (const WorkList& list : call.work->lists)
          if (standing.stands(list.slot)) call.changes.push_back(standing.erase(list.slot));
      }
    }
    if (done) done = append(call);
    if (done) return;
    undo(call);
    call.answer = fail(done.error());
  } catch (const std::bad_alloc&) {
    undo(call);
    call.answer = fail({.code = ErrorCode::out_of_memory});
  }
}

void MapState::undo(PendingCall& call) noexcept {
  while (!call.changes.empty()) {
    standing.undo(call.changes.back());
    call.changes.pop_back();
  }
  call.events.clear();
}

void MapState::settle(PendingCall& call) noexcept {
  for (Change& change : call.changes) standing.settle(change);
  call.changes.clear();
  journal_events_ += call.events.size();
  events.append(std::move(call.events));
}

// --- what others wrote

Result<void> MapState::take_in(Bytes bytes) {
  PendingCall call;
  try {
    RESMAP_TRY_ASSIGN(JournalRecord record, decode_record(bytes));
    ClaimWork work;
    work.kind = record.kind == JournalRecord::Kind::record ? JournalRecord::Kind::record : JournalRecord::Kind::refusal;
    work.era = record.era;
    work.boot_only = record.boot_only;
    work.class_name = record.class_name;
    work.driver = record.driver;
    for (JournalList& list : record.lists) {
      WorkList& made = work.lists.emplace_back();
      made.device = list.device;
      made.aliases = list.aliases;
      if (list.erased) {
        made.list.erases = true;
        continue;
      }
      ClaimPolicy lenient = policy;
      lenient.wrapping_range = ClaimPolicy::WrappingRange::clipped;
      RESMAP_TRY_ASSIGN(made.list, checked_pair(list.raw, list.translated, list.layout, lenient));
      made.windows = std::move(list.windows);
    }
    if (record.kind == JournalRecord::Kind::start_over) {
      standing.clear();
      known_events_ = journal_events_;
      return {};
    }
    const bool is_key = record.kind == JournalRecord::Kind::key;
    if ((is_key || !work.lists.empty()) && !has_good_names(work))
      return fail({.code = ErrorCode::malformed, .rule = rule::journal_record});
    if (is_key) return standing.make_key(work.class_name, work.driver);
    locate(work, standing);
    call.work = &work;
    call.answer = ClaimOutcome{};
    call.answer->conflict_detected = record.overrides;
    call.events = std::move(record.events);
    const auto changed = change_lists(call);
    if (!changed) {
      undo(call);
      return changed;
    }
    for (; known_events_ != 0 && !call.events.empty(); --known_events_) call.events.pop_front();
    settle(call);
    return {};
  } catch (const std::bad_alloc&) {
    undo(call);
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<void> MapState::refresh() {
  if (journal_ == nullptr) return {};
  {
    const std::lock_guard lock(mutex);
    RESMAP_TRY(journal_->read([this](Bytes record) { return take_in(record); }));
  }
  events.deliver();
  return {};
}

// --- calls that meet

void MapState::answer(PendingCall& call) {
  if (journal_ == nullptr) {
    answer_alone(call);
  } else {
    std::unique_lock queue(queue_mutex_);
    *last_waiting_ = &call;
    last_waiting_ = &call.next;
    answered_.wait(queue, [&] { return call.done || !leader_; });
    if (!call.done) {
      leader_ = true;
      PendingCall* const batch = waiting_;
      waiting_ = nullptr;
      last_waiting_ = &waiting_;
      queue.unlock();
      answer_batch(batch);
      queue.lock();
      for (PendingCall* each = batch; each != nullptr;) {
        PendingCall* const next = each->next;  // a call that is done may be gone at once
        each->done = true;
        each = next;
      }
      leader_ = false;
      answered_.notify_all();
    }
  }
  events.deliver();
}

void MapState::answer_alone(PendingCall& call) {
  const std::lock_guard lock(mutex);
  carry_out(call);
  settle(call);
}

void MapState::answer_batch(PendingCall* first) {
  const std::lock_guard lock(mutex);
  const auto all_fail = [&](Error error) {
    for (PendingCall* each = first; each != nullptr; each = each->next) each->answer = fail(error);
  };
  if (const auto begun = journal_->replay([this](Bytes record) { return take_in(record); }); !begun)
    return all_fail(begun.error());
  std::vector<PendingCall*> order;
  std::size_t calls = 0;
  for (PendingCall* each = first; each != nullptr; each = each->next) ++calls;
  try {
    order.reserve(calls);
  } catch (const std::bad_alloc&) {
    journal_->abandon();
    return all_fail({.code = ErrorCode::out_of_memory});
  }
  for (PendingCall* each = first; each != nullptr; each = each->next) {
    carry_out(*each);
    order.push_back(each);
  }
  if (const auto kept = journal_->sync(); !kept) {
    while (!order.empty()) {
      undo(*order.back());
      order.pop_back();
    }
    return all_fail(kept.error());
  }
  for (PendingCall* each : order) settle(*each);
}

std::expected<void, RecordFailure> MapState::answer_together(std::span<PendingCall> calls) {
  const std::lock_guard lock(mutex);
  const auto undo_first = [&](std::size_t count) {
    while (count != 0) undo(calls[--count]);
  };
  if (journal_ != nullptr) {
    if (const auto begun = journal_->replay([this](Bytes record) { return take_in(record); }); !begun)
      return std::unexpected(RecordFailure{begun.error(), calls.size()});
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    carry_out(calls[i]);
    if (calls[i].answer) continue;
    undo_first(i);
    if (journal_ != nullptr) journal_->abandon();
    return std::unexpected(RecordFailure{calls[i].answer.error(), i});
  }
  if (journal_ != nullptr) {
    if (const auto kept = journal_->sync(); !kept) {
      undo_first(calls.size());
      return std::unexpected(RecordFailure{kept.error(), calls.size()});
    }
  }
  for (PendingCall& call : calls) settle(call);
  return {};
}

}  // namespace resmap::claims
