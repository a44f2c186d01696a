// SPDX-License-Identifier: MIT
// Claims that answer when they are on disk. The disk drifts, so each round asks everybody in turn, and a row shows the median
// of the ratios of its rounds.
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

#include "bench/claims/rivals.h"
#include "bench/claims/rows.h"
#include "resmap/store/sqlite_journal.h"

namespace resmap::bench {

namespace {

// A map on a store, and numbers that nobody has claimed in it.
class StoredMap {
 public:
  StoredMap(const std::string& path, std::uint64_t first_free)
      : journal_(std::move(store::SqliteJournal::open(path)).value()),
        map_({.journal = journal_.get()}),
        next_(first_free) {
    expect(map_.refresh().has_value(), "the store is replayed");
  }
  void claim_next() {
    const auto outcome = map_.claim(DeviceClaim(next_++).request());
    expect(outcome && outcome->granted, "a claim is granted");
  }

 private:
  std::unique_ptr<store::SqliteJournal> journal_;
  claims::ResourceMap map_;
  std::atomic<std::uint64_t> next_;
};

// Seconds for each call of `act`, `each` calls in each of `threads`.
double timed(unsigned threads, unsigned each, const std::function<void()>& act) {
  const double before = seconds(CLOCK_MONOTONIC);
  std::vector<std::thread> others;
  for (unsigned t = 0; t < threads; ++t) {
    others.emplace_back([&] {
      for (unsigned i = 0; i < each; ++i) act();
    });
  }
  for (std::thread& other : others) other.join();
  return (seconds(CLOCK_MONOTONIC) - before) / threads / each;
}

// Processes that claim on one store when they are told.
class Claimers {
 public:
  Claimers(const std::string& path, std::uint64_t standing, unsigned processes) {
    for (unsigned i = 0; i < processes; ++i) {
      int orders[2], answers[2];
      expect(::pipe(orders) == 0 && ::pipe(answers) == 0, "a pipe opens");
      const pid_t child = ::fork();
      expect(child >= 0, "a process starts");
      if (child == 0) {
        for (const int other : {orders[1], answers[0]}) ::close(other);
        for (const int other : orders_) ::close(other);
        StoredMap map(path, standing + 16 + (std::uint64_t{i} + 1) * 1000000);
        unsigned each = 0;
        while (::read(orders[0], &each, sizeof each) == sizeof each) {
          for (unsigned k = 0; k < each; ++k) map.claim_next();
          expect(::write(answers[1], &each, sizeof each) == sizeof each, "a process answers");
        }
        ::_exit(0);
      }
      ::close(orders[0]);
      ::close(answers[1]);
      orders_.push_back(orders[1]);
      answers_.push_back(answers[0]);
      children_.push_back(child);
    }
  }
  ~Claimers() {
    for (const int order : orders_) ::close(order);
    for (const pid_t child : children_) ::waitpid(child, nullptr, 0);
    for (const int answer : answers_) ::close(answer);
  }
  Claimers(const Claimers&) = delete;
  Claimers& operator=(const Claimers&) = delete;
  double timed(unsigned each) {
    const double before = seconds(CLOCK_MONOTONIC);
    for (const int order : orders_) expect(::write(order, &each, sizeof each) == sizeof each, "a process is told");
    for (const int answer : answers_) {
      unsigned done = 0;
      expect(::read(answer, &done, sizeof done) == sizeof done, "a process has claimed");
    }
    return (seconds(CLOCK_MONOTONIC) - before) / static_cast<double>(orders_.size()) / each;
  }

 private:
  std::vector<int> orders_, answers_;
  std::vector<pid_t> children_;
};

// Times a side, and holds that what claims to be durable one by one has asked for a sync each time.
double synced(unsigned each, const std::function<void()>& act) {
  const std::uint64_t before = syncs;
  const double took = timed(1, each, act);
  expect(syncs - before >= each, "each write is synced");
  return took;
}

struct Side {
  std::string name;
  std::function<double()> run;
  std::vector<double> took = {};
};

}  // namespace

void durable_rows(Report& report, const std::string& folder) {
  constexpr std::uint64_t few = 1000, many = 100000, million = 1000000;
  make_store(folder + "/shared", few);
  make_store(folder + "/few", few);
  make_store(folder + "/many", many);
  make_store(folder + "/million", million);
  Claimers processes(folder + "/shared", few, 8);  // forked while this process has one thread
  std::uint64_t number = 0;
  std::atomic<std::uint64_t> rocks_number = 0;
  PlainFile file(folder + "/plain");
  PlainSqlite sqlite(folder + "/sqlite");
  RocksStore rocks(folder + "/rocks");
  std::filesystem::copy_file(folder + "/million", folder + "/million-claimed");
  StoredMap at_few(folder + "/few", few), at_many(folder + "/many", many),
      at_million(folder + "/million-claimed", million);
  const auto claim = [](StoredMap& map) { return [&map] { map.claim_next(); }; };

  enum : std::size_t { ref, plain, one_few, one_many, one_million, eight, all, all_million, rocks_all, apart };
  std::vector<Side> sides = {
      {"pwrite+fdatasync", [&] { return synced(64, [&] { file.write(number++); }); }},
      {"SQLite, one row", [&] { return synced(64, [&] { sqlite.write(number++); }); }},
      {"", [&] { return synced(64, claim(at_few)); }},
      {"", [&] { return synced(64, claim(at_many)); }},
      {"", [&] { return synced(64, claim(at_million)); }},
      {"", [&] { return timed(8, 32, claim(at_few)); }},
      {"", [&] { return timed(64, 32, claim(at_few)); }},
      {"", [&] { return timed(64, 32, claim(at_million)); }},
      {"RocksDB, 64 threads", [&] { return timed(64, 32, [&] { rocks.write(rocks_number++); }); }},
      {"", [&] { return processes.timed(16); }},
  };
  const unsigned rounds = report.full() ? 41 : 7;
  for (unsigned round = 0; round < rounds; ++round)
    for (Side& side : sides) side.took.push_back(side.run() * 1e6);

  const auto row = [&](const std::string& name, std::uint64_t n, std::size_t ours, std::size_t theirs,
                       const std::string& rival, std::optional<double> goal = std::nullopt) {
    if (!goal && !report.full()) return;
    std::vector<double> ratios;
    for (unsigned i = 0; i < rounds; ++i) ratios.push_back(sides[ours].took[i] / sides[theirs].took[i]);
    const double base = median(sides[theirs].took);
    report.add({name, n, rival, base * median(ratios), base, "us", goal});
  };
  row("durable, 1 claimer", few, one_few, ref, sides[ref].name, 1.15);
  row("durable, 1 claimer", many, one_many, ref, sides[ref].name, 1.15);
  row("durable, 1 claimer", million, one_million, ref, sides[ref].name, 1.15);
  row("durable, 1 claimer", few, one_few, plain, sides[plain].name);
  row("durable, 8 claimers", few, eight, ref, sides[ref].name);
  row("durable, 64 claimers", few, all, rocks_all, sides[rocks_all].name, 0.5);
  row("durable, 64 claimers", million, all_million, rocks_all, sides[rocks_all].name, 0.5);
  row("durable, 64 claimers", few, all, ref, sides[ref].name);
  row("durable, 8 processes", few, apart, one_few, "one process", 1.1);
}

}  // namespace resmap::bench
