// SPDX-License-Identifier: MIT
#include "resmap/report/event_words.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace resmap::report {

namespace {

using claims::Event;

struct Message {
  std::uint32_t code;
  const char* words;  // %N is an insertion string
};

constexpr Message kMessages[] = {
    {claims::event_code::configuration_error, "A driver or a device is configured wrongly: driver %2, %3."},
    {claims::event_code::memory_conflict,
     "Two drivers claim memory that overlaps. One is driver %2 with %3; its memory begins at the number that the data "
     "have at "
     "0x28 (low) and 0x2c (high), and is as long as 0x30 says."},
    {claims::event_code::port_conflict,
     "Two drivers claim ports that overlap. One is driver %2 with %3; its ports begin at the number that the data have "
     "at 0x28 "
     "(low) and 0x2c (high), and are as many as 0x30 says."},
    {claims::event_code::dma_conflict,
     "Two drivers claim the same DMA channel. One is driver %2 with %3; the channel is at 0x28 of the data, a port at "
     "0x2c."},
    {claims::event_code::interrupt_conflict,
     "Two drivers claim the same interrupt. One is driver %2 with %3; its level is at 0x28 of the data, its vector at "
     "0x2c, its "
     "processors at 0x30."},
    {claims::event_code::dma_resource, "A device did not get DMA channel %2, which driver %3 has."},
    {claims::event_code::interrupt_resource, "A device did not get interrupt %2, which driver %3 has."},
    {claims::event_code::memory_resource, "A device did not get memory %2, which driver %3 has."},
    {claims::event_code::port_resource, "A device did not get ports %2, which driver %3 has."},
    {claims::pnp_event::start_problem,
     "Device %1 had a problem starting: problem %7, status %8. Driver %2, service %4."},
    {claims::pnp_event::assignment_begins, "Resources are being assigned. %1"},
    {claims::pnp_event::assignment_ends, "Resources have been assigned. %1"},
    {claims::pnp_event::rebalance_begins, "Resources are being rebalanced. %1"},
    {claims::pnp_event::rebalance_ends, "Resources have been rebalanced. %1"},
};

const char* words_for(const Event& event) {
  for (const Message& message : kMessages)
    if (message.code == event.code) return message.words;
  return nullptr;
}

std::string filled(std::string_view words, const Event& event) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] != '%' || i + 1 == words.size()) {
      text += words[i];
      continue;
    }
    const auto insert = static_cast<std::size_t>(words[++i] - '1');
    if (insert < event.strings.size()) text += event.strings[insert];
  }
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

// Takes `count` digits, and a mark before them where one is asked for, off the front. nullopt: they do not stand there.
std::optional<unsigned> take_number(std::string_view& words, std::size_t count, char mark = 0) {
  std::string_view rest = words;
  if (mark != 0) {
    if (!rest.starts_with(mark)) return std::nullopt;
    rest.remove_prefix(1);
  }
  unsigned number = 0;
  if (rest.size() < count) return std::nullopt;
  for (const char c : rest.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  words = rest.substr(count);
  return number;
}

// Z, +HH:MM or -HH:MM as minutes east of Greenwich; nothing is UTC. nullopt: something else.
std::optional<int> take_zone(std::string_view& words) {
  if (words.empty()) return 0;
  if (words == "Z") {
    words = {};
    return 0;
  }
  const char sign = words.front();
  if (sign != '+' && sign != '-') return std::nullopt;
  const auto hours = take_number(words, 2, sign), minutes = take_number(words, 2, ':');
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int east = static_cast<int>(*hours * 60 + *minutes);
  return sign == '-' ? -east : east;
}

// Hours and minutes, seconds, decimals, as far as they stand there.
std::optional<std::uint64_t> take_clock(std::string_view& words) {
  if (!words.starts_with('T') && !words.starts_with(' ')) return 0;
  const auto hour = take_number(words, 2, words.front()), minute = take_number(words, 2, ':');
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::uint64_t ms = (*hour * 60ULL + *minute) * 60'000;
  if (!words.starts_with(':')) return ms;
  const auto second = take_number(words, 2, ':');
  if (!second || *second > 59) return std::nullopt;
  ms += *second * 1000ULL;
  if (!words.starts_with('.')) return ms;
  words.remove_prefix(1);
  unsigned weight = 100;
  for (auto digit = take_number(words, 1); digit; digit = take_number(words, 1), weight /= 10) {
    if (weight == 0) return std::nullopt;
    ms += *digit * weight;
  }
  return weight == 100 ? std::nullopt : std::optional(ms);
}

}  // namespace

std::optional<std::uint64_t> unix_ms_from(std::string_view words) {
  using namespace std::chrono;
  std::uint64_t number = 0;
  if (const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), number);
      error == std::errc() && end == words.data() + words.size())
    return number;
  const auto in_year = take_number(words, 4), in_month = take_number(words, 2, '-'),
             in_day = take_number(words, 2, '-');
  if (!in_year || !in_month || !in_day) return std::nullopt;
  const year_month_day date{year(static_cast<int>(*in_year)), month(*in_month), day(*in_day)};
  const auto clock = take_clock(words);
  const auto east = clock ? take_zone(words) : std::nullopt;
  if (!date.ok() || !east || !words.empty()) return std::nullopt;
  const std::int64_t ms = milliseconds(sys_days(date).time_since_epoch()).count() + static_cast<std::int64_t>(*clock) -
                          std::int64_t{*east} * 60'000;
  return ms < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(ms));
}

std::string utc_words(std::uint64_t unix_ms) {
  using namespace std::chrono;
  if (unix_ms == 0) return {};
  const sys_time<milliseconds> time{milliseconds(static_cast<std::int64_t>(unix_ms))};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  TextWriter out;
  const auto digits = [&](std::uint64_t number, unsigned count) {
    const std::string text = std::to_string(number);
    out.repeat('0', count > text.size() ? count - text.size() : 0).text(text);
  };
  digits(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  out.text("-");
  digits(static_cast<unsigned>(date.month()), 2);
  out.text("-");
  digits(static_cast<unsigned>(date.day()), 2);
  out.text("T");
  digits(static_cast<std::uint64_t>(clock.hours().count()), 2);
  out.text(":");
  digits(static_cast<std::uint64_t>(clock.minutes().count()), 2);
  out.text(":");
  digits(static_cast<std::uint64_t>(clock.seconds().count()), 2);
  out.text(".");
  digits(static_cast<std::uint64_t>(clock.subseconds().count()), 3);
  out.text("Z");
  return std::string(out.view());
}

std::string_view word_for(claims::EventLevel level) {
  switch (level) {
    case claims::EventLevel::error: return "error";
    case claims::EventLevel::warning: return "warning";
    case claims::EventLevel::information: break;
  }
  return "information";
}

std::optional<claims::EventLevel> event_level_from(std::string_view word) {
  using enum claims::EventLevel;
  for (const claims::EventLevel level : {error, warning, information})
    if (word == word_for(level)) return level;
  return std::nullopt;
}

std::string event_message(const Event& event, bool registered) {
  const char* const words = registered ? words_for(event) : nullptr;
  if (words != nullptr) return filled(words, event);
  std::string text = "The description for event " + std::to_string(event.id()) + " of source " + event.source +
                     " could not be found. It came with: ";
  for (std::size_t i = 0; i < event.strings.size(); ++i) text += (i == 0 ? "" : ", ") + event.strings[i];
  return text;
}

void print_event(TextWriter& out, const Event& event, bool registered) {
  out.decimal(event.number).text("  ").text(word_for(event.level())).text("  ").decimal(event.id()).text("  ");
  out.text(event.source);
  if (event.unix_ms != 0) out.text("  ").text(utc_words(event.unix_ms));
  out.text("\n    ").text(event_message(event, registered)).text("\n");
  for (std::size_t at = 0; at < event.data.size(); at += 16) {
    out.text("    ").hex_digits(at, 4).text(":");
    for (std::size_t i = at; i < std::min(at + 16, event.data.size()); ++i) out.text(" ").hex_digits(event.data[i], 2);
    out.text("\n");
  }
}

}  // namespace resmap::report
