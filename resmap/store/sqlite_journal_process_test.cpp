// SPDX-License-Identifier: MIT
// Processes on one store, in a race.
#include <map>

#include "resmap/store/child_process.h"
#include "resmap/store/store_test_support.h"

namespace resmap::store {
namespace {

using claims::claim;
using claims::list_of;

TEST(SqliteJournalProcesses, ExactlyOneOfThemGetsEachPort) {
  constexpr int ports = 40;
  const TestFolder folder;
  const auto race = [&](const std::string& driver) {
    return [&folder, driver](auto say) {
      StoredMap stored(folder.file());
      if (!stored.journal) return;  // a map in memory would answer too
      for (int i = 0; i < ports; ++i) {
        const std::string word = "port:" + std::to_string(0x300 + i) + "+1";
        const auto outcome = claim(stored.map, driver, word.substr(5), list_of({word}));
        if (outcome) say({i, outcome->granted});
      }
    };
  };
  std::map<int, int> granted, answered;
  {
    const Child one(race("one")), two(race("two")), three(race("three"));
    for (const Child* child : {&one, &two, &three}) {
      for (const Answer answer : child->answers()) {
        ++answered[answer.number];
        granted[answer.number] += answer.granted;
      }
    }
  }
  for (int i = 0; i < ports; ++i) {
    EXPECT_EQ(answered[i], 3) << i;
    EXPECT_EQ(granted[i], 1) << i;
  }
  StoredMap after(folder.file());
  ASSERT_TRUE(after.map.refresh());
  EXPECT_EQ(after.map.size(), std::size_t{ports});
  EXPECT_EQ(after.map.events().last_number(), 2U * 2 * ports);
}

}  // namespace
}  // namespace resmap::store
