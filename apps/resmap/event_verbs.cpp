// SPDX-License-Identifier: MIT
// events: the log of a store, filtered, followed, in words, JSON or XML.
#include <poll.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>

#include "apps/resmap/claim_store.h"
#include "apps/resmap/output.h"
#include "resmap/report/event_json.h"
#include "resmap/report/event_words.h"
#include "resmap/report/event_xml.h"

namespace resmap::app {

namespace {

constexpr int kStepMilliseconds = 200;

volatile std::sig_atomic_t interrupted = 0;

// While somebody follows, an interrupt ends the program as if the log had ended, and so does a reader who goes.
void end_on_interrupt() {
  struct sigaction action{};
  action.sa_handler = [](int) { interrupted = 1; };
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

// False: an interrupt came, or nobody reads any more.
bool wait_a_step() {
  pollfd reader{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  const int answer = poll(&reader, 1, kStepMilliseconds);
  return interrupted == 0 && !(answer > 0 && (reader.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0);
}

// nullopt: a sentence was said.
std::optional<std::uint64_t> time_in(const std::string& option, const std::string& words) {
  const auto ms = report::unix_ms_from(words);
  if (!ms) say(option + " " + words + ": a time is 2026-11-25, 2026-11-25T08:00Z, ... or milliseconds since 1970");
  return ms;
}

std::optional<claims::EventFilter> filter_of(const Options& options) {
  claims::EventFilter filter{.after = options.after, .source = options.source, .id = options.event_id};
  filter.device = options.event_device;
  if (!options.level.empty()) filter.level = report::event_level_from(options.level);
  if (!options.from.empty() && !(filter.from_ms = time_in("--from", options.from))) return std::nullopt;
  if (!options.to.empty() && !(filter.to_ms = time_in("--to", options.to))) return std::nullopt;
  if (filter.from_ms && filter.to_ms && *filter.from_ms > *filter.to_ms) {
    say("--to " + options.to + " is before --from " + options.from);
    return std::nullopt;
  }
  return filter;
}

void write_event(TextWriter& out, const claims::Event& event, const Options& options) {
  if (options.json) return report::write_event_record(out, event);
  if (options.xml) return report::write_event_xml(out, event);
  report::print_event(out, event);
}

}  // namespace

int events(const Options& options) {
  auto filter = filter_of(options);
  if (!filter) return usage;
  ClaimStore store;
  if (const int code = store.open(options, StoreUse::show); code != fine) return code;
  if (options.follow) {
    end_on_interrupt();
    store.tidy();
  }
  TextWriter out;
  const auto print = [&] {
    const auto text = out.finish();
    errno = 0;
    const bool written = text && write_out(*text);
    out.clear();
    return written;
  };
  // Where nobody reads any more there is nobody left to tell.
  const auto unwritten = [&] { return options.follow && errno == EPIPE ? fine : unreadable; };
  if (options.xml) out.text(report::kEventsBegin);
  do {
    const std::uint64_t last = store.map().events().last_number();
    const auto found = store.map().events().find(*filter);
    if (!found) return refuse_with(options.store, found.error());
    for (const claims::Event& event : *found) write_event(out, event, options);
    filter->after = std::max(filter->after, last);
    if (!print()) return unwritten();
    if (!options.follow || !wait_a_step()) break;
    if (const auto read = store.map().refresh(); !read) return refuse_with(options.store, read.error());
  } while (interrupted == 0);
  if (options.xml) out.text(report::kEventsEnd);
  return print() ? fine : unwritten();
}

}  // namespace resmap::app
