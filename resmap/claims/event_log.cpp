// SPDX-License-Identifier: MIT
#include "resmap/claims/event_log.h"

#include <new>

#include "resmap/registry/name_case.h"

namespace resmap::claims {

bool EventFilter::passes(const Event& event) const {
  if (event.number <= after) return false;
  if (from_ms && event.unix_ms < *from_ms) return false;
  if (to_ms && event.unix_ms > *to_ms) return false;
  if (source && !registry::same_name(*source, event.source)) return false;
  if (id && event.id() != *id) return false;
  if (level && event.level() != *level) return false;
  return !device || registry::same_name(*device, event.device());
}

void EventLog::append(std::list<Event>&& events) noexcept {
  if (events.empty()) return;
  const std::uint64_t time = now();
  const std::lock_guard lock(mutex_);
  std::uint64_t number = events_.empty() ? 0 : events_.back().number;
  for (Event& event : events) {
    event.number = ++number;
    if (event.unix_ms == 0) event.unix_ms = time;
  }
  events_.splice(events_.end(), events);
}

void EventLog::deliver() {
  const std::lock_guard delivering(delivery_);
  std::list<Event>::const_iterator from, end;
  std::size_t count = 0;
  {
    const std::lock_guard lock(mutex_);
    from = events_.end();
    while (from != events_.begin() && std::prev(from)->number > delivered_) {
      --from;
      ++count;
    }
    if (count == 0) return;
    delivered_ = events_.back().number;
  }
  // The nodes that were there then do not move; counting spares looking at links that others append to.
  for (;;) {
    for (const Subscriber& each : subscribers_)
      if (each.filter.passes(*from)) each.hear(*from);
    if (--count == 0) return;
    ++from;
  }
}

Result<std::vector<Event>> EventLog::find(const EventFilter& filter) const {
  try {
    const std::lock_guard lock(mutex_);
    auto from = events_.end();
    while (from != events_.begin() && std::prev(from)->number > filter.after) --from;
    std::vector<Event> found;
    for (; from != events_.end(); ++from)
      if (filter.passes(*from)) found.push_back(*from);
    return found;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

std::uint64_t EventLog::last_number() const {
  const std::lock_guard lock(mutex_);
  return events_.empty() ? 0 : events_.back().number;
}

Result<std::uint64_t> EventLog::subscribe(EventFilter filter, std::function<void(const Event&)> hear) {
  try {
    deliver();  // what stands already is not news
    const std::lock_guard delivering(delivery_);
    subscribers_.push_back({next_name_, std::move(filter), std::move(hear)});
    return next_name_++;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

void EventLog::unsubscribe(std::uint64_t subscription) {
  const std::lock_guard delivering(delivery_);
  subscribers_.remove_if([&](const Subscriber& each) { return each.name == subscription; });
}

}  // namespace resmap::claims
