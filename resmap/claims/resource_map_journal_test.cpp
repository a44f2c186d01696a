// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "resmap/claims/claims_test_support.h"
#include "resmap/claims/journal_test_support.h"
#include "resmap/claims/rules.h"

namespace resmap::claims {
namespace {

// A history with everything in it; each step by itself.
using Step = bool (*)(ResourceMap&);
const Step kSteps[] = {
    [](ResourceMap& map) {
      return record(map, "System Resources", "Physical Memory", "", list_of({"mem:0x1000+1M"})).has_value();
    },
    [](ResourceMap& map) { return claim(map, "a", R"(\Device\A)", list_of({"port:0x300+8", "irq:5"})).has_value(); },
    [](ResourceMap& map) { return claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8", "irq:5"})).has_value(); },
    [](ResourceMap& map) { return claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8"}), true).has_value(); },
    [](ResourceMap& map) {
      return claim(map, "a", R"(\Device\A)", list_of({"port:0x388+4,10-bit"}), false, Era::w2k).has_value();
    },
    [](ResourceMap& map) { return claim_driver(map, "b", list_of({"dma:1"}), "Class").has_value(); },
    [](ResourceMap& map) { return claim_driver(map, "b", list_of({"dma:2"}), "Other class").has_value(); },
    [](ResourceMap& map) { return claim(map, "b", R"(\Device\B)", kNoList).has_value(); },
    [](ResourceMap& map) {
      return record(map, "PnP Manager", "PnpManager", R"(\Device\0000000a)", list_of({"irq:7"}), true).has_value();
    },
    [](ResourceMap& map) { return claim(map, "c", R"(\Device\C)", list_of({"mem:0x2000+4K"})).has_value(); },
    [](ResourceMap& map) { return map.claim({.driver = "d", .driver_list = Bytes(kNoList)}).has_value(); },
};

TEST(ResourceMapJournal, BringsBackEverythingInAnotherMap) {
  SharedRows rows;
  MemoryJournal journal(rows), other(rows);
  ResourceMap map({.journal = &journal});
  for (const Step step : kSteps) ASSERT_TRUE(step(map));
  ResourceMap again({.journal = &other});
  ASSERT_TRUE(again.refresh());
  EXPECT_EQ(picture_of(again), picture_of(map));
  EXPECT_TRUE(again.consistent());
  EXPECT_EQ(rows.rows.size(), std::size(kSteps) - 1);  // the last step changed nothing
}

TEST(ResourceMapJournal, FollowsWhatOthersAppendBeforeItDecides) {
  SharedRows rows;
  MemoryJournal first(rows), second(rows);
  ResourceMap one({.journal = &first}), two({.journal = &second});
  ASSERT_TRUE(claim(one, "a", "d", list_of({"irq:5"}))->granted);
  const auto refused = claim(two, "b", "e", list_of({"irq:5"}));
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->granted);
  ASSERT_TRUE(claim(one, "a", "d", kNoList)->granted);
  EXPECT_EQ(one.events().last_number(), 2U);
  EXPECT_TRUE(claim(two, "b", "e", list_of({"irq:5"}))->granted);
  ASSERT_TRUE(one.refresh());
  EXPECT_EQ(picture_of(one), picture_of(two));
}

TEST(ResourceMapJournal, LeavesEverythingAsItWasWhereOneStepOfTheJournalFails) {
  // Every step of the history, with its first, second and third call of the journal failing, then done in peace.
  SharedRows rows;
  MemoryJournal journal(rows);
  ResourceMap map({.journal = &journal});
  for (const Step step : kSteps) {
    for (std::size_t n = 0; n < 3; ++n) {
      const std::string before = picture_of(map);
      const std::size_t rows_before = rows.rows.size();
      journal.fail_at = journal.steps + n;
      const bool done = step(map);
      journal.fail_at = MemoryJournal::never;
      if (done) continue;  // a step that appends nothing has no third call
      ASSERT_EQ(picture_of(map), before) << n;
      ASSERT_EQ(rows.rows.size(), rows_before);
      ASSERT_TRUE(map.consistent());
    }
    ASSERT_TRUE(step(map));
    ASSERT_TRUE(map.consistent());
  }
}

TEST(ResourceMapJournal, RefusesARecordThatIsNone) {
  SharedRows rows;
  MemoryJournal journal(rows);
  rows.rows.push_back({1, 9, 0, 0});
  ResourceMap map({.journal = &journal});
  EXPECT_EQ(map.refresh().error().rule, rule::journal_record);
  EXPECT_EQ(claim(map, "a", "d", list_of({"irq:5"})).error().rule, rule::journal_record);
  rows.rows[0][0] = 2;
  EXPECT_EQ(map.refresh().error().rule, rule::journal_version);
  EXPECT_EQ(map.size(), 0U);
}

// Threads of two maps over one journal, all after the same 64 lines: each line has one owner in the end, as both maps say.
TEST(ResourceMapJournal, GrantsEachPlaceOnceToManyClaimers) {
  constexpr int threads = 4, lines = 64;
  SharedRows rows;
  MemoryJournal journals[2] = {MemoryJournal(rows), MemoryJournal(rows)};
  ResourceMap maps[2] = {ResourceMap({.journal = &journals[0]}), ResourceMap({.journal = &journals[1]})};
  std::atomic<int> granted = 0, refused = 0;
  std::vector<std::thread> claimers;
  for (int t = 0; t < threads; ++t) {
    claimers.emplace_back([&, t] {
      for (int line = 0; line < lines; ++line) {
        const std::string irq = "irq:" + std::to_string((line * 7 + t * 13) % lines);
        const std::string driver = "driver" + std::to_string(t), device = "\\Device\\" + irq.substr(4);
        const auto outcome = claim(maps[t % 2], driver, device, list_of({irq}));
        if (!outcome) continue;
        ++(outcome->granted ? granted : refused);
      }
    });
  }
  for (std::thread& claimer : claimers) claimer.join();
  EXPECT_EQ(granted, lines);
  EXPECT_EQ(refused, (threads - 1) * lines);
  ASSERT_TRUE(maps[0].refresh());
  ASSERT_TRUE(maps[1].refresh());
  EXPECT_EQ(maps[0].size(), std::size_t{lines});
  EXPECT_EQ(picture_of(maps[0]), picture_of(maps[1]));
  EXPECT_EQ(maps[0].events().last_number(), 2U * static_cast<unsigned>(refused));
  EXPECT_TRUE(maps[0].consistent() && maps[1].consistent());
}

TEST(ResourceMapJournal, GrantsEachPlaceOnceInMemory) {
  ResourceMap map;
  std::atomic<int> granted = 0;
  std::vector<std::thread> claimers;
  for (int t = 0; t < 4; ++t) {
    claimers.emplace_back([&, t] {
      for (int line = 0; line < 100; ++line) {
        const auto outcome = claim(map, "driver" + std::to_string(t), "\\Device\\" + std::to_string(line),
                                   list_of({"irq:" + std::to_string(line)}));
        granted += outcome && outcome->granted;
      }
    });
  }
  for (std::thread& claimer : claimers) claimer.join();
  EXPECT_EQ(granted, 100);
  EXPECT_EQ(map.size(), 100U);
  EXPECT_TRUE(map.consistent());
}

// A sync that fails for calls that met: all of them are undone, whatever they did to one another.
TEST(ResourceMapJournal, UndoesABatchWhole) {
  SharedRows rows;
  MemoryJournal journal(rows);
  ResourceMap map({.journal = &journal});
  for (const Step step : kSteps) ASSERT_TRUE(step(map));
  const std::string before = picture_of(map);
  std::atomic<int> failed = 0, kept = 0;
  for (int round = 0; round < 50; ++round) {
    std::vector<std::thread> claimers;
    journal.fail_at = journal.steps + static_cast<std::size_t>(round % 9);
    for (int t = 0; t < 3; ++t) {
      claimers.emplace_back([&, t] {
        const std::string device = "\\Device\\T" + std::to_string(t);
        const bool claimed = claim(map, "t", device, list_of({"irq:9,shared"})).has_value();
        const bool erased = claim(map, "t", device, kNoList).has_value();
        (claimed && erased ? kept : failed)++;
      });
    }
    for (std::thread& claimer : claimers) claimer.join();
    journal.fail_at = MemoryJournal::never;
    ASSERT_TRUE(map.consistent());
    for (int t = 0; t < 3; ++t) ASSERT_TRUE(claim(map, "t", "\\Device\\T" + std::to_string(t), kNoList));
  }
  EXPECT_GT(failed, 0);
  EXPECT_GT(kept, 0);
  MemoryJournal other(rows);
  ResourceMap again({.journal = &other});
  ASSERT_TRUE(again.refresh());
  EXPECT_EQ(again.size(), map.size());
}

}  // namespace
}  // namespace resmap::claims
