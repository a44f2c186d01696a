// SPDX-License-Identifier: MIT
#include "resmap/report/event_words.h"

#include <gtest/gtest.h>

namespace resmap::report {
namespace {

claims::Event port_conflict() {
  claims::Event event;
  event.number = 7;
  event.source = "cmosa";
  event.code = claims::event_code::port_conflict;
  event.strings = {"", "PC Compatible Eisa/ISA HAL", ".Translated"};
  event.data = {0x00, 0x00, 0x0C, 0x00, 0x03, 0x00, 0x5E, 0x00, 0x00, 0x00, 0x00, 0x00, 0x16, 0x00, 0x04, 0xC0, 0x70};
  return event;
}

TEST(EventWords, SayWhatTheEventSaysWithItsStringsInPlace) {
  const std::string text = event_message(port_conflict());
  EXPECT_NE(text.find("ports that overlap. One is driver PC Compatible Eisa/ISA HAL with .Translated;"),
            std::string::npos);
  EXPECT_NE(text.find("0x28"), std::string::npos);
}

TEST(EventWords, ReadTimesAsPeopleWriteThem) {
  EXPECT_EQ(unix_ms_from("1500"), 1500U);
  EXPECT_EQ(unix_ms_from("1970-01-02"), 86'400'000U);
  EXPECT_EQ(unix_ms_from("1970-01-01T00:01"), 60'000U);
  EXPECT_EQ(unix_ms_from("1970-01-01 00:01:02"), 62'000U);
  EXPECT_EQ(unix_ms_from("1970-01-01T00:01:02.5Z"), 62'500U);
  EXPECT_EQ(unix_ms_from("1970-01-01T02:00+02:00"), 0U);
  EXPECT_EQ(unix_ms_from("1970-01-01T00:00-00:30"), 1'800'000U);
  for (const std::uint64_t ms : {std::uint64_t{1}, std::uint64_t{951'782'400'000}, std::uint64_t{1'795'594'044'123}})
    EXPECT_EQ(unix_ms_from(utc_words(ms)), ms);
}

TEST(EventWords, ReadNoTimeWhereNoneIsWritten) {
  for (const char* wrong :
       {"", "yesterday", "1970-1-1x", "1970-02-30", "1970-13-01", "1969-12-31", "1970-01-01T24:00", "1970-01-01T00:60",
        "1970-01-01T1", "1970-01-01T00:00:60", "1970-01-01T00:00:00.", "1970-01-01T00:00:00.1234", "1970-01-01T00:00Zx",
        "1970-01-01T00:00+2", "1970-01-01T00:00+01:00", "99999999999999999999", "-5"})
    EXPECT_EQ(unix_ms_from(wrong), std::nullopt) << wrong;
}

TEST(EventWords, KnowLevelsByTheirWords) {
  EXPECT_EQ(event_level_from("error"), claims::EventLevel::error);
  EXPECT_EQ(event_level_from("information"), claims::EventLevel::information);
  EXPECT_EQ(event_level_from("critical"), std::nullopt);
}

TEST(EventWords, ListTheStringsWhereNoMessageFileIsRegistered) {
  EXPECT_EQ(
      event_message(port_conflict(), false),
      "The description for event 22 of source cmosa could not be found. It came with: , PC Compatible Eisa/ISA HAL, "
      ".Translated");
  claims::Event unknown = port_conflict();
  unknown.code = 0xC0040063;
  EXPECT_EQ(event_message(unknown), event_message(unknown, false));
}

TEST(EventWords, HaveASentenceForEachIdThatIsWritten) {
  using namespace claims;
  for (const std::uint32_t code :
       {event_code::configuration_error, event_code::memory_conflict, event_code::port_conflict,
        event_code::dma_conflict, event_code::interrupt_conflict, event_code::dma_resource,
        event_code::interrupt_resource, event_code::memory_resource, event_code::port_resource,
        pnp_event::start_problem, pnp_event::assignment_begins, pnp_event::assignment_ends, pnp_event::rebalance_begins,
        pnp_event::rebalance_ends}) {
    Event event = port_conflict();
    event.code = code;
    EXPECT_EQ(event_message(event).find("could not be found"), std::string::npos) << code;
  }
  EXPECT_EQ(event_message(assignment_event(pnp_event::rebalance_begins, "")), "Resources are being rebalanced.");
}

TEST(EventWords, ShowTheDataWithTheirOffsets) {
  TextWriter out;
  claims::Event event = port_conflict();
  event.unix_ms = 1764038844123;
  print_event(out, event, false);
  const std::string text(out.view());
  EXPECT_TRUE(text.starts_with("7  error  22  cmosa  2025-11-25T02:47:24.123Z\n")) << text;
  EXPECT_NE(text.find("\n    0000: 00 00 0c 00 03 00 5e 00 00 00 00 00 16 00 04 c0\n    0010: 70\n"), std::string::npos)
      << text;
}

TEST(EventWords, WriteTimeInUtc) {
  EXPECT_EQ(utc_words(0), "");
  EXPECT_EQ(utc_words(1), "1970-01-01T00:00:00.001Z");
  EXPECT_EQ(utc_words(951782400000), "2000-02-29T00:00:00.000Z");
}

}  // namespace
}  // namespace resmap::report
