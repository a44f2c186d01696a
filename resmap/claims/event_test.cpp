// SPDX-License-Identifier: MIT
#include "resmap/claims/event.h"

#include <gtest/gtest.h>

namespace resmap::claims {
namespace {

Conflict conflict(Space space, lists::CmDescriptor descriptor, std::string driver = "reporter") {
  Conflict made;
  made.space = space;
  made.claimant = {"Other", std::move(driver), R"(\Device\R)", descriptor, {1, 2}, 20};
  made.holder = {"Other", "holder", "", descriptor, {1, 2}, 20};
  return made;
}

const lists::CmDescriptor kLine =
    lists::CmDescriptor::line(lists::CmLayout::x64, 0x34, 23, 0x500000003, lists::ShareDisposition::shared, 0);

TEST(Event, OfAConflictComesInPairs) {
  const std::pair<Space, std::uint32_t> codes[] = {{Space::memory, 0xC0040015},
                                                   {Space::port, 0xC0040016},
                                                   {Space::dma, 0xC0040017},
                                                   {Space::interrupt, 0xC0040018},
                                                   {Space::bus, 0xC0040003}};
  for (const auto& [space, code] : codes) {
    std::list<Event> events;
    append_conflict_events(conflict(space, kLine), Era::nt4, {}, events);
    ASSERT_EQ(events.size(), 2U);
    for (const Event& event : events) {
      EXPECT_EQ(event.code, code);
      EXPECT_EQ(event.source, "reporter");
      EXPECT_EQ(event.data.size(), 52U);
      EXPECT_EQ(event.level(), EventLevel::error);
    }
    EXPECT_EQ(events.front().strings[1], "reporter");
    EXPECT_EQ(events.back().strings[2], ".Translated");
    EXPECT_EQ(events.back().device(), "");
  }
}

TEST(Event, HasTheInterruptAsTranslatedWith32BitsOfItsAffinity) {
  std::list<Event> events;
  append_conflict_events(conflict(Space::interrupt, kLine), Era::nt4, {}, events);
  const Bytes data = events.front().data;
  EXPECT_EQ(load_le<std::uint32_t>(data, 0x28), 23U);
  EXPECT_EQ(load_le<std::uint32_t>(data, 0x2C), 0x34U);
  EXPECT_EQ(load_le<std::uint32_t>(data, 0x30), 3U);
  events.clear();
  append_conflict_events(conflict(Space::interrupt, kLine), Era::nt4,
                         {.dump_affinity = ClaimPolicy::DumpAffinity::whole}, events);
  EXPECT_EQ(events.front().data.size(), 56U);
  EXPECT_EQ(load_le<std::uint16_t>(Bytes(events.front().data), 2), 16U);
  EXPECT_EQ(load_le<std::uint64_t>(Bytes(events.front().data), 0x30), 0x500000003U);
}

TEST(Event, CountsTheDriversNameInUtf16) {
  const auto offset_of = [](std::string driver) {
    std::list<Event> events;
    append_conflict_events(conflict(Space::port, kLine, std::move(driver)), Era::nt4, {}, events);
    return load_le<std::uint16_t>(Bytes(events.front().data), 6);
  };
  EXPECT_EQ(offset_of("weitekp9"), 0x5E);
  EXPECT_EQ(offset_of("mvaudio"), 0x5C);
  EXPECT_EQ(offset_of("\xC3\xA9t\xC3\xA9"), 0x54);  // three letters
  EXPECT_EQ(offset_of("\xF0\x9F\x98\x80"), 0x52);   // one character, two units
}

TEST(Event, OfAPnpProblemSaysTwelve) {
  const Event event =
      start_problem_event({.instance = R"(ROOT\X\0000)", .driver = "x", .service = "x", .status = 0xC0000018});
  EXPECT_EQ(event.id(), 411);
  EXPECT_EQ(event.level(), EventLevel::error);
  EXPECT_EQ(event.device(), R"(ROOT\X\0000)");
  ASSERT_EQ(event.strings.size(), 8U);
  EXPECT_EQ(event.strings[6], "0xc");
  EXPECT_EQ(event.strings[7], "0xc0000018");
  EXPECT_EQ(assignment_event(pnp_event::assignment_begins, "").level(), EventLevel::information);
  EXPECT_EQ(assignment_event(pnp_event::rebalance_ends, "X").device(), "X");
}

TEST(Event, LevelFollowsTheSeverityOfItsCode) {
  Event event;
  event.code = 0x80040022;
  EXPECT_EQ(event.level(), EventLevel::warning);
  event.code = 0x40040022;
  EXPECT_EQ(event.level(), EventLevel::information);
}

}  // namespace
}  // namespace resmap::claims
