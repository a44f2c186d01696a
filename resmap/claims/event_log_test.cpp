// SPDX-License-Identifier: MIT
#include "resmap/claims/event_log.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace resmap::claims {
namespace {

std::list<Event> events(std::initializer_list<std::pair<const char*, std::uint32_t>> list) {
  std::list<Event> made;
  for (const auto& [source, code] : list) {
    Event& event = made.emplace_back();
    event.source = source;
    event.code = code;
    event.strings = {"", source, std::string(R"(\Device\)") + source + ".Translated"};
  }
  return made;
}

std::vector<std::uint64_t> numbers(const Result<std::vector<Event>>& found) {
  std::vector<std::uint64_t> all;
  for (const Event& event : *found) all.push_back(event.number);
  return all;
}

using Numbers = std::vector<std::uint64_t>;

TEST(EventLog, NumbersWhatIsWrittenAndStampsIt) {
  std::uint64_t time = 1000;
  EventLog log({.now = [](void* at) { return (*static_cast<std::uint64_t*>(at))++; }, .context = &time});
  log.write(events({{"a", 0xC0040016}, {"a", 0xC0040016}}));
  log.write(events({{"b", 0xC0040018}}));
  const auto all = log.find();
  ASSERT_EQ(numbers(all), (Numbers{1, 2, 3}));
  EXPECT_EQ((*all)[0].unix_ms, 1000U);
  EXPECT_EQ((*all)[1].unix_ms, 1000U);  // one refusal, one time
  EXPECT_EQ((*all)[2].unix_ms, 1001U);
  EXPECT_EQ(log.last_number(), 3U);
  EventLog clockless;
  clockless.write(events({{"a", 1}}));
  EXPECT_EQ(clockless.find()->front().unix_ms, 0U);
}

TEST(EventLog, FiltersByEverythingAnEventHas) {
  std::uint64_t time = 10;
  EventLog log({.now = [](void* at) { return *static_cast<std::uint64_t*>(at) += 10; }, .context = &time});
  log.write(events({{"Serial", 0xC0040016}}));
  log.write(events({{"mga", 0xC0040018}, {"disk", 0x80040022}}));
  std::list<Event> pnp;
  pnp.push_back(start_problem_event({.instance = "ROOT\\X"}));
  log.write(std::move(pnp));
  EXPECT_EQ(numbers(log.find({.after = 2})), (Numbers{3, 4}));
  EXPECT_EQ(numbers(log.find({.from_ms = 30, .to_ms = 30})), (Numbers{2, 3}));
  EXPECT_EQ(numbers(log.find({.source = "SERIAL"})), (Numbers{1}));
  EXPECT_EQ(numbers(log.find({.id = std::uint16_t{24}})), (Numbers{2}));
  EXPECT_EQ(numbers(log.find({.level = EventLevel::error})), (Numbers{1, 2, 4}));
  EXPECT_EQ(numbers(log.find({.device = R"(\device\MGA)"})), (Numbers{2}));
  EXPECT_EQ(numbers(log.find({.device = "root\\x"})), (Numbers{4}));
  EXPECT_TRUE(log.find({.after = 9})->empty());
}

TEST(EventLog, TellsSubscribersEachLaterEventOnce) {
  EventLog log;
  log.append(events({{"old", 1}}));
  std::vector<std::uint64_t> heard;
  const auto name = log.subscribe({.source = "a"}, [&](const Event& event) {
    heard.push_back(event.number);
    EXPECT_GE(log.last_number(), event.number);  // it may read
  });
  ASSERT_TRUE(name);
  log.append(events({{"a", 1}, {"b", 1}, {"a", 1}}));
  EXPECT_TRUE(heard.empty());
  log.deliver();
  log.deliver();
  EXPECT_EQ(heard, (Numbers{2, 4}));
  log.unsubscribe(*name);
  log.write(events({{"a", 1}}));
  EXPECT_EQ(heard.size(), 2U);
}

TEST(EventLog, KeepsTheOrderOfManyWriters) {
  EventLog log;
  std::vector<std::uint64_t> heard;
  ASSERT_TRUE(log.subscribe({}, [&](const Event& event) { heard.push_back(event.number); }));
  std::vector<std::thread> writers;
  for (int t = 0; t < 4; ++t)
    writers.emplace_back([&] {
      for (int i = 0; i < 200; ++i) log.write(events({{"a", 1}, {"a", 1}}));
    });
  for (std::thread& writer : writers) writer.join();
  ASSERT_EQ(heard.size(), 1600U);
  for (std::size_t i = 0; i < heard.size(); ++i) ASSERT_EQ(heard[i], i + 1);
}

}  // namespace
}  // namespace resmap::claims
