// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <optional>

#include "resmap/base/result.h"
#include "resmap/claims/event.h"

namespace resmap::claims {

// Milliseconds since 1970. Without one every event has time 0: same input, same log.
struct Clock {
  std::uint64_t (*now)(void* context) = nullptr;
  void* context = nullptr;
};

// Which events are meant; what is not set does not matter. Names are compared without case.
struct EventFilter {
  std::uint64_t after = 0;  // numbers above this one
  std::optional<std::uint64_t> from_ms = {};
  std::optional<std::uint64_t> to_ms = {};  // both ends count
  std::optional<std::string> source = {};
  std::optional<std::uint16_t> id = {};
  std::optional<EventLevel> level = {};
  std::optional<std::string> device = {};  // as Event::device() names it

  [[nodiscard]] bool passes(const Event& event) const;
};

// The events of one machine, in the order in which they were written, numbered from 1. Only ever grows. May be called from
// many threads at once.
class EventLog {
 public:
  explicit EventLog(Clock clock = {}) : clock_(clock) {}
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  ~EventLog() = default;

  // Enters all of `events`, stamped and numbered together: nobody sees some of them only. An event that has a time keeps it.
  // Never fails. Subscribers hear of them with the next deliver().
  void append(std::list<Event>&& events) noexcept;
  // Tells every subscriber what was appended since they last heard, in order. Whoever appends calls it when no lock is held.
  void deliver();
  void write(std::list<Event>&& events) {
    append(std::move(events));
    deliver();
  }

  // Copies of the events that pass, oldest first. out_of_memory. Cost: the events after `filter.after`.
  [[nodiscard]] Result<std::vector<Event>> find(const EventFilter& filter = {}) const;
  // The number of the last event, 0 when there is none.
  [[nodiscard]] std::uint64_t last_number() const;

  // `hear` is called for every later event that passes, once each, in order, by whichever thread delivers; never twice at
  // once. It may read the log, but must not write, subscribe or unsubscribe, and must not throw. The answer names the
  // subscription. out_of_memory.
  [[nodiscard]] Result<std::uint64_t> subscribe(EventFilter filter, std::function<void(const Event&)> hear);
  // After this call `hear` is not called again. Nothing happens where there is no such subscription.
  void unsubscribe(std::uint64_t subscription);

  [[nodiscard]] std::uint64_t now() const { return clock_.now != nullptr ? clock_.now(clock_.context) : 0; }

 private:
  struct Subscriber {
    std::uint64_t name;
    EventFilter filter;
    std::function<void(const Event&)> hear;
  };

  Clock clock_;
  mutable std::mutex mutex_;  // of the list
  std::list<Event> events_;   // nodes stay where they are, so what is delivered need not be copied
  std::mutex delivery_;       // of what follows; taken before mutex_
  std::list<Subscriber> subscribers_;
  std::uint64_t delivered_ = 0;
  std::uint64_t next_name_ = 1;
};

}  // namespace resmap::claims
