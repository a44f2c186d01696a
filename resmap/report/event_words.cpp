// SPDX-License-Identifier: MIT
#include "resmap/report/event_words.h"

#include <algorithm>
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

}  // namespace

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
