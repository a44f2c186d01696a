// SPDX-License-Identifier: MIT
// Not installed: a journal for tests.
#pragma once

#include <mutex>
#include <vector>

#include "resmap/claims/claim_journal.h"

namespace resmap::claims {

// The rows that several journals share: what a store's table is to processes.
struct SharedRows {
  std::mutex writer;  // who has it may append
  std::vector<std::vector<std::uint8_t>> rows;
};

// A journal in memory, which fails where it is told to.
class MemoryJournal final : public ClaimJournal {
 public:
  explicit MemoryJournal(SharedRows& rows) : shared_(rows) {}
  static constexpr std::size_t never = static_cast<std::size_t>(-1);

  std::size_t fail_at = never;  // counts replay, append and sync calls together
  std::size_t steps = 0, syncs = 0;

  Result<void> replay(FunctionRef<Result<void>(Bytes)> apply) override {
    if (fails()) return fail({.code = ErrorCode::unreadable});
    shared_.writer.lock();
    for (; seen_ < shared_.rows.size(); ++seen_) {
      if (const auto applied = apply(shared_.rows[seen_]); !applied) {
        shared_.writer.unlock();
        return applied;
      }
    }
    return {};
  }
  Result<void> append(Bytes record) override {
    if (fails()) return fail({.code = ErrorCode::unreadable});
    shared_.rows.reserve(shared_.rows.size() + batch_.size() + 1);  // here it may fail, in sync() not
    batch_.emplace_back(record.begin(), record.end());
    return {};
  }
  Result<void> sync() override {
    const bool fails_now = fails();
    if (!fails_now) {
      ++syncs;
      for (auto& row : batch_) shared_.rows.push_back(std::move(row));
      seen_ = shared_.rows.size();
    }
    abandon();
    return fails_now ? Result<void>(fail({.code = ErrorCode::unreadable})) : Result<void>();
  }
  void abandon() override {
    batch_.clear();
    shared_.writer.unlock();
  }

 private:
  bool fails() { return steps++ == fail_at; }
  SharedRows& shared_;
  std::size_t seen_ = 0;
  std::vector<std::vector<std::uint8_t>> batch_;
};

}  // namespace resmap::claims
