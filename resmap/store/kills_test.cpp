// SPDX-License-Identifier: MIT
// Processes that claim at full speed and are killed, two at a time: what was answered is there, nothing else is, and events come
// in pairs. RESMAP_KILLS says how many, RESMAP_SEED where they begin.
#include <map>
#include <set>

#include "resmap/claims/random_claims.h"
#include "resmap/store/child_process.h"
#include "resmap/store/store_test_support.h"

namespace resmap::store {
namespace {

using claims::claim;
using claims::Dice;
using claims::list_of;

constexpr int kChildren = 2;

enum class Kind { granted, refused, moved };
// Most are moves: rows that are dead soon, so that there are checkpoints to be killed in.
Kind kind_of(int number) { return number % 8 == 0 ? Kind::granted : number % 8 == 4 ? Kind::refused : Kind::moved; }

std::string place(std::uint64_t number) { return "mem:" + std::to_string((number + 16) * 4096) + "+4K"; }
// Where the `number`th call of a child of that round moves its own list to.
std::uint64_t moved_place(int round, int child, int number) {
  return (std::uint64_t{1} << 32) + static_cast<std::uint64_t>((round * kChildren + child) * 10'000 + number);
}

// What the store must hold, and what it may hold besides: the one call of each child that was not answered.
struct Expected {
  std::set<std::string> granted, refused, unanswered;  // drivers: one a call
  std::set<std::uint64_t> moves[kChildren];            // where a child's own list may stand
};

void run_child(const std::string& path, const std::string& prefix, int round, int child, bool tidies, auto say) {
  StoredMap stored(path);
  if (!stored.journal) return;
  for (int i = 0;; ++i) {
    const std::string driver = prefix + std::to_string(i);
    Result<claims::ClaimOutcome> outcome;
    switch (kind_of(i)) {
      case Kind::granted:
        outcome = claim(stored.map, driver, "D",
                        list_of({place(static_cast<std::uint64_t>((round * kChildren + child) * 10'000 + i))}));
        break;
      case Kind::refused: outcome = claim(stored.map, driver, "D", list_of({"irq:5"})); break;
      case Kind::moved:
        outcome =
            claim(stored.map, "mover" + std::to_string(child), "M", list_of({place(moved_place(round, child, i))}));
        break;
    }
    if (!outcome || !say({i, outcome->granted})) return;
    if (tidies && i % 8 == 7) static_cast<void>((*stored.journal)->tidy());
  }
}

void kill_some(const std::string& path, int round, Dice& dice, Expected& expected) {
  const std::string prefixes[kChildren] = {"k" + std::to_string(round) + "a", "k" + std::to_string(round) + "b"};
  const bool tidies = dice.one_in(3);
  std::unique_ptr<Child> children[kChildren];
  for (int c = 0; c < kChildren; ++c) {
    children[c] = std::make_unique<Child>([&](auto say) { run_child(path, prefixes[c], round, c, tidies, say); });
  }
  // Some die while they open, most while they claim.
  if (!dice.one_in(4)) children[dice.below(kChildren)]->wait_for_an_answer();
  for (const auto& child : children) {
    ::usleep(static_cast<useconds_t>(dice.below(4000)));
    child->kill();
  }
  for (int c = 0; c < kChildren; ++c) {
    int next = 0;
    for (const Answer answer : children[c]->answers()) {
      ASSERT_EQ(answer.number, next++);
      const Kind kind = kind_of(answer.number);
      ASSERT_EQ(answer.granted, kind != Kind::refused);
      const std::string driver = prefixes[c] + std::to_string(answer.number);
      if (kind == Kind::granted) expected.granted.insert(driver);
      if (kind == Kind::refused) expected.refused.insert(driver);
      if (kind == Kind::moved) expected.moves[c] = {moved_place(round, c, answer.number)};
    }
    if (kind_of(next) == Kind::moved)
      expected.moves[c].insert(moved_place(round, c, next));
    else
      expected.unanswered.insert(prefixes[c] + std::to_string(next));
  }
}

void expect_as(const claims::ResourceMap& map, const Expected& expected) {
  EXPECT_TRUE(map.consistent());
  std::set<std::string> standing;
  map.for_each([&](const claims::StoredList& list) {
    if (!list.driver.starts_with("mover")) {
      standing.insert(std::string(list.driver));
      return;
    }
    const auto c = static_cast<std::size_t>(list.driver.back() - '0');
    const std::uint64_t at = load_le<std::uint64_t>(list.translated, 24) / 4096 - 16;
    EXPECT_TRUE(expected.moves[c].contains(at)) << list.driver << " at " << at;
  });
  std::map<std::string, int> events;
  const auto log = map.events().find();
  ASSERT_TRUE(log);
  for (const claims::Event& event : *log) ++events[event.source];
  for (const std::string& driver : expected.granted) EXPECT_TRUE(standing.contains(driver)) << driver;
  for (const std::string& driver : expected.refused) EXPECT_TRUE(events.contains(driver)) << driver;
  for (const std::string& driver : standing) {
    EXPECT_TRUE(driver == "holder" || expected.granted.contains(driver) || expected.unanswered.contains(driver))
        << driver;
  }
  for (const auto& [driver, count] : events) {
    EXPECT_EQ(count, 2) << driver;
    EXPECT_TRUE(expected.refused.contains(driver) || expected.unanswered.contains(driver)) << driver;
  }
}

TEST(Kills, LoseNothingThatWasAnsweredAndInventNothing) {
  const std::uint64_t kills = claims::from_environment("RESMAP_KILLS", 200);
  const std::uint64_t seed = claims::from_environment("RESMAP_SEED", 1);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  Dice dice(seed);
  constexpr int rounds_a_store = 25;
  std::size_t granted = 0, refused = 0, moved = 0, checkpoints = 0;  // of all stores
  for (std::uint64_t done = 0; done < kills && !HasFailure();) {
    SCOPED_TRACE("RESMAP_SEED=" + std::to_string(seed) + ", after " + std::to_string(done) + " kills");
    const TestFolder folder;
    Expected expected;
    {
      StoredMap stored(folder.file());
      ASSERT_TRUE(claim(stored.map, "holder", "H", list_of({"irq:5"}))->granted);
    }
    for (int round = 0; round < rounds_a_store && done < kills && !HasFatalFailure(); ++round, done += kChildren)
      kill_some(folder.file(), round, dice, expected);
    StoredMap after(folder.file());
    ASSERT_TRUE(after.map.refresh());
    expect_as(after.map, expected);
    granted += expected.granted.size();
    refused += expected.refused.size();
    for (const auto& each : expected.moves) moved += each.size();
    if (ask(folder.file(), "SELECT count(*) FROM checkpoint WHERE number = 0") == "1\n") ++checkpoints;
    // And the readable tables, whoever died while writing them.
    ASSERT_TRUE((*after.journal)->tidy());
    EXPECT_EQ(ask(folder.file(), "SELECT count(*) FROM lists"), std::to_string(after.map.size()) + "\n");
    EXPECT_EQ(ask(folder.file(), "SELECT count(*) FROM events"),
              std::to_string(after.map.events().last_number()) + "\n");
  }
  std::printf("%zu granted, %zu refused, %zu stores with a checkpoint\n", granted, refused, checkpoints);
  EXPECT_GE(granted, kills / 8);  // they did get to work
  EXPECT_GE(refused, kills / 16);
  EXPECT_GT(moved, 0U);
}

}  // namespace
}  // namespace resmap::store
