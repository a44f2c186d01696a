// SPDX-License-Identifier: MIT
// Random histories of claimers at once, threads of several processes on one store, against the map of all pairs
// (tests/oracles/plain_claims.h). The journal's order is the order in which things happened: told in that order to the model, every
// answer must be the model's, and a call that ended before another began must stand before it. RESMAP_HISTORIES says how many,
// RESMAP_SEED where they begin.
#include <sched.h>
#include <sys/mman.h>

#include <atomic>
#include <functional>
#include <thread>

#include "resmap/claims/journal_record.h"
#include "resmap/claims/random_claims.h"
#include "resmap/store/child_process.h"
#include "resmap/store/store_test_support.h"

namespace resmap::store {
namespace {

using claims::Dice;
using plain::ClaimedList;

constexpr std::size_t kProcesses = 2, kThreads = 2, kClaimers = kProcesses * kThreads;
constexpr std::size_t kCalls = 3;       // of each claimer in one history
constexpr std::size_t kHistories = 40;  // on one store, each beginning where the last one ended

struct Request {
  ClaimedList list;
  bool override_conflict = false;
};

struct Answered {
  std::uint64_t begin, end;  // nanoseconds
  std::uint64_t meetings;    // a hash of them in words
  bool answered, granted, conflict_detected;
};

// What the processes share.
struct Board {
  std::atomic<std::size_t> arrived;
  Answered answers[kClaimers][kHistories * kCalls];
};

class SharedBoard {
 public:
  SharedBoard()
      : board_(static_cast<Board*>(
            ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  SharedBoard(const SharedBoard&) = delete;
  SharedBoard& operator=(const SharedBoard&) = delete;
  ~SharedBoard() { ::munmap(board_, sizeof(Board)); }
  Board* operator->() const { return board_; }

 private:
  Board* board_;
};

std::uint64_t now() {
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1));
}

std::uint64_t hash_of(const std::vector<plain::ClaimMeeting>& meetings) {
  return std::hash<std::string>()(claims::words_of(meetings));
}

// One store's worth of histories.
class Scene {
 public:
  explicit Scene(std::uint64_t seed) : folder_(TestFolder::Where::memory) {
    Dice dice(seed);
    answers_ = claims::random_answers(dice, policy_);
    layout_ = dice.one_in(2) ? lists::CmLayout::x86 : lists::CmLayout::x64;
    for (std::size_t c = 0; c < kClaimers; ++c) {
      for (std::size_t i = 0; i < kHistories * kCalls; ++i) {
        const bool w2k = dice.one_in(2);
        claims::Names names = claims::random_names(dice, false);
        names.device = device_of(c);  // its own, so that its rows are known; the drivers it shares with the others
        requests_[c].push_back({claims::random_list(dice, names, w2k), dice.one_in(5)});
      }
    }
  }

  void run() {
    {
      const StoredMap make(folder_.file(), {.tidy_on_close = false});
    }
    const auto work = [&](std::size_t process) { return [this, process](auto) { run_process(process); }; };
    const Child one(work(0)), two(work(1));
    static_cast<void>(one.answers());
    static_cast<void>(two.answers());
  }

  // Whether everything was as the model says it; the rows that it saw.
  std::size_t check() {
    plain::PlainMap model(answers_);
    std::size_t next[kClaimers] = {}, rows = 0;
    std::uint64_t latest_begin = 0;
    const auto journal = SqliteJournal::open(folder_.file(), {.tidy_on_close = false});
    const auto row = [&](Bytes bytes) -> Result<void> {
      const auto record = claims::decode_record(bytes);
      const std::size_t c = record ? claimer_of(*record) : kClaimers;
      EXPECT_LT(c, kClaimers) << "a row of nobody";
      if (c >= kClaimers) return {};
      skip_what_changes_nothing(model, c, next[c]);
      EXPECT_LT(next[c], requests_[c].size()) << "a row that nobody asked for";
      if (next[c] >= requests_[c].size()) return {};
      const Answered& answer = board_->answers[c][next[c]];
      EXPECT_GE(answer.end, latest_begin) << "row " << rows + 1 << " stands behind one that began after it had ended";
      latest_begin = std::max(latest_begin, answer.begin);
      EXPECT_EQ(answer.granted, record->kind != claims::JournalRecord::Kind::refusal);
      compare(model, c, next[c]++);
      ++rows;
      return {};
    };
    EXPECT_TRUE((*journal)->read(row));
    for (std::size_t c = 0; c < kClaimers; ++c) {
      skip_what_changes_nothing(model, c, next[c]);
      EXPECT_EQ(next[c], requests_[c].size()) << "an answer without a row";
    }
    claims::ClaimSetup setup;
    setup.policy = policy_;
    const auto again = SqliteJournal::open(folder_.file(), {.tidy_on_close = false});
    setup.journal = again->get();
    claims::ResourceMap map(setup);
    EXPECT_TRUE(map.refresh());
    EXPECT_TRUE(claims::standing_of(map) == claims::standing_of(model, layout_));
    return rows;
  }

 private:
  static std::string device_of(std::size_t c) { return R"(\Device\C)" + std::to_string(c); }
  static std::size_t claimer_of(const claims::JournalRecord& record) {
    const auto is = [](std::string_view name, std::size_t c) { return name.starts_with(device_of(c)); };
    for (std::size_t c = 0; c < kClaimers; ++c) {
      if (!record.lists.empty() && is(record.lists.front().device, c)) return c;
      if (record.lists.empty() && !record.events.empty() && is(record.events.front().device(), c)) return c;
    }
    return kClaimers;
  }

  void run_process(std::size_t process) {
    const auto journal = SqliteJournal::open(folder_.file(), {.tidy_on_close = false});
    if (!journal) return;
    claims::ClaimSetup setup;
    setup.policy = policy_;
    setup.journal = journal->get();
    claims::ResourceMap map(setup);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < kThreads; ++t)
      threads.emplace_back([&, c = process * kThreads + t] { run_claimer(map, c); });
    for (std::thread& thread : threads) thread.join();
  }

  void run_claimer(claims::ResourceMap& map, std::size_t c) {
    for (std::size_t i = 0; i < requests_[c].size(); ++i) {
      if (i % kCalls == 0) {  // all begin a history together
        ++board_->arrived;
        while (board_->arrived < (i / kCalls + 1) * kClaimers) ::sched_yield();
      }
      const Request& request = requests_[c][i];
      const claims::ByteRow bytes = claims::bytes_of(request.list, layout_);
      Answered& answer = board_->answers[c][i];
      answer.begin = now();
      const auto outcome = map.claim({.class_name = request.list.class_name,
                                      .driver = request.list.driver,
                                      .device = request.list.device,
                                      .device_list = Bytes(bytes),
                                      .override_conflict = request.override_conflict,
                                      .era = request.list.w2k ? claims::Era::w2k : claims::Era::nt4,
                                      .layout = layout_});
      answer.end = now();
      answer.answered = outcome.has_value();
      if (!outcome) continue;
      answer.granted = outcome->granted;
      answer.conflict_detected = outcome->conflict_detected;
      answer.meetings = hash_of(claims::meetings_of(*outcome, false));
    }
  }

  // Erasing what is not there leaves no row. Whether it is there only its claimer changes.
  void skip_what_changes_nothing(plain::PlainMap& model, std::size_t c, std::size_t& next) {
    for (; next < requests_[c].size(); ++next) {
      const ClaimedList& list = requests_[c][next].list;
      if (!list.things.empty()) return;
      for (const ClaimedList& standing : model.standing()) {
        const bool same_class = !answers_.class_separates || standing.class_name == list.class_name;
        if (same_class && standing.driver == list.driver && standing.device == list.device) return;
      }
      compare(model, c, next);
    }
  }

  void compare(plain::PlainMap& model, std::size_t c, std::size_t i) {
    const Request& request = requests_[c][i];
    const Answered& answer = board_->answers[c][i];
    const auto verdict = model.claim({request.list}, request.override_conflict, request.list.w2k);
    EXPECT_TRUE(answer.answered) << "claimer " << c << ", call " << i;
    EXPECT_EQ(answer.granted, verdict.granted) << "claimer " << c << ", call " << i;
    EXPECT_EQ(answer.conflict_detected, verdict.conflict_detected) << "claimer " << c << ", call " << i;
    EXPECT_EQ(answer.meetings, hash_of(verdict.meetings)) << "claimer " << c << ", call " << i;
  }

  TestFolder folder_;
  SharedBoard board_;
  claims::ClaimPolicy policy_;
  plain::ClaimAnswers answers_;
  lists::CmLayout layout_ = lists::CmLayout::x86;
  std::vector<Request> requests_[kClaimers];
};

TEST(Histories, OfManyClaimersAreThoseOfOneAfterTheOther) {
  const std::uint64_t histories = claims::from_environment("RESMAP_HISTORIES", 2000);
  std::uint64_t seed = claims::from_environment("RESMAP_SEED", 1);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  std::size_t rows = 0, done = 0;
  for (; done < histories && !HasFailure(); done += kHistories, ++seed) {
    SCOPED_TRACE("RESMAP_SEED=" + std::to_string(seed));
    Scene scene(seed);
    scene.run();
    rows += scene.check();
  }
  std::printf("%zu histories, %zu rows\n", done, rows);
  EXPECT_GT(rows, done * kClaimers * kCalls / 2);  // they did change things
}

}  // namespace
}  // namespace resmap::store
