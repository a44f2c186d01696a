// SPDX-License-Identifier: MIT
// Processes on one store: they race, and they are killed. No connection is open here while a child is made.
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <map>
#include <set>

#include "resmap/store/store_test_support.h"

namespace resmap::store {
namespace {

using claims::claim;
using claims::list_of;

// What a child says when it has its answer: small enough that a pipe takes it whole.
struct Answer {
  std::int32_t number;
  bool granted;
};

// A child that does `work` and writes answers to a pipe.
class Child {
 public:
  template <typename Work>
  explicit Child(Work work) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::close(ends[0]);
      work([&](Answer answer) { return ::write(ends[1], &answer, sizeof answer) == sizeof answer; });
      ::_exit(0);
    }
    ::close(ends[1]);
    answers_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { ::close(answers_); }
  void wait_for_an_answer() const {
    pollfd readable{answers_, POLLIN, 0};
    ::poll(&readable, 1, 30'000);
  }
  void kill() const { ::kill(pid_, SIGKILL); }
  // Everything it said until it ended.
  [[nodiscard]] std::vector<Answer> answers() const {
    std::vector<Answer> all;
    Answer answer{};
    while (::read(answers_, &answer, sizeof answer) == sizeof answer) all.push_back(answer);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return all;
  }

 private:
  pid_t pid_ = -1;
  int answers_ = -1;
};

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

// Each child claims as fast as it can, every third time what is held already, until it is killed.
TEST(SqliteJournalProcesses, AKilledOneLosesNothingThatItWasAnswered) {
  constexpr int kills = 200;
  const TestFolder folder;
  {
    StoredMap stored(folder.file());
    ASSERT_TRUE(claim(stored.map, "holder", "H", list_of({"irq:5"}))->granted);
  }
  std::set<std::string> granted, refused, last_words;  // drivers: one a call
  for (int round = 0; round < kills; ++round) {
    const std::string prefix = "k" + std::to_string(round) + "-";
    const Child child([&](auto say) {
      StoredMap stored(folder.file());
      if (!stored.journal) return;
      for (int i = 0;; ++i) {
        const std::string place = "mem:" + std::to_string((round * 1000 + i + 1) * 4096) + "+4K";
        const auto list = (round + i) % 3 == 2 ? list_of({"irq:5"}) : list_of({place});
        const auto outcome = claim(stored.map, prefix + std::to_string(i), "D", list);
        if (!outcome || !say({i, outcome->granted})) return;
      }
    });
    if (round % 2 == 1) child.wait_for_an_answer();  // the others may die while they open
    ::usleep(static_cast<useconds_t>(1000 + round * 7919 % 15000));
    child.kill();
    int next = 0;
    for (const Answer answer : child.answers()) {
      ASSERT_EQ(answer.number, next++);
      ASSERT_EQ(answer.granted, (round + answer.number) % 3 != 2);
      (answer.granted ? granted : refused).insert(prefix + std::to_string(answer.number));
    }
    last_words.insert(prefix + std::to_string(next));  // may be there, without an answer
  }
  StoredMap after(folder.file());
  ASSERT_TRUE(after.map.refresh());
  EXPECT_TRUE(after.map.consistent());
  std::set<std::string> standing;
  after.map.for_each([&](const claims::StoredList& list) { standing.insert(std::string(list.driver)); });
  std::map<std::string, int> events;
  const auto log = after.map.events().find();
  ASSERT_TRUE(log);
  for (const claims::Event& event : *log) ++events[event.source];
  for (const std::string& driver : granted) EXPECT_TRUE(standing.contains(driver)) << driver;
  for (const std::string& driver : refused) EXPECT_TRUE(events.contains(driver)) << driver;
  for (const std::string& driver : standing)
    EXPECT_TRUE(driver == "holder" || granted.contains(driver) || last_words.contains(driver)) << driver;
  for (const auto& [driver, count] : events) {
    EXPECT_EQ(count, 2) << driver;
    EXPECT_TRUE(refused.contains(driver) || last_words.contains(driver)) << driver;
  }
  EXPECT_GE(granted.size() + refused.size(), std::size_t{kills} / 2);  // they did get to work
  EXPECT_GE(granted.size(), std::size_t{kills} / 8);
  EXPECT_GE(refused.size(), std::size_t{kills} / 8);
}

}  // namespace
}  // namespace resmap::store
