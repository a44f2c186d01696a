// SPDX-License-Identifier: MIT
#include "resmap/hive/attempts.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "resmap/hive/child_process.h"
#include "resmap/hive/hive_walk.h"
#include "resmap/hive/mend.h"
#include "resmap/hive/shared_memory.h"
#include "resmap/hive/stream_reader.h"

namespace resmap::hive {
namespace {

using Clock = std::chrono::steady_clock;

// What one child left behind.
struct Attempt {
  std::shared_ptr<SharedMemory> stream;
  StreamFacts facts;
  ChildOutcome outcome{ChildEnd::exited, 0};

  [[nodiscard]] bool clean() const { return facts.finished && facts.gaps == 0; }
  [[nodiscard]] std::uint64_t delivered() const { return std::uint64_t{facts.keys} + facts.values; }
};

class Attempts {
 public:
  Attempts(int fd, HiveHeader header, const HiveLimits& limits, Walk walk)
      : fd_(fd), walk_(walk), limits_(limits), deadline_(Clock::now() + limits.time) {
    limits_.depth = std::min(limits_.depth, registry::Registry::max_depth);
    reading_.header = std::move(header);
    reading_.dirty = reading_.header.dirty();
  }

  Result<HiveReading> read() {
    const HiveHeader& header = reading_.header;
    if (header.checksum_good) {
      if (header.major != 1)
        return fail({.code = ErrorCode::unsupported, .rule = rule::hive_version, .value = header.major});
      RESMAP_TRY(attempt(fd_, header.actual_size, false));
      if (best_->clean() && header.declared_size <= header.actual_size) return answer();
    }
    RESMAP_TRY(read_mended());
    return answer();
  }

 private:
  Result<void> read_mended() {
    const HiveHeader& header = reading_.header;
    RESMAP_TRY_ASSIGN(const MemoryFile copy, MemoryFile::of(mended_size(header.actual_size)));
    RESMAP_TRY(read_start(fd_, copy.bytes().first(header.actual_size)));
    std::vector<Mend> mends;
    mend(copy.bytes(), header, mends);
    for (const Mend& each : mends)
      add_gap(reading_, {each.part, each.cause, 0, registry::Registry::root(), {}, each.offset, each.count});
    for (std::uint32_t crashes = 0; crashes <= limits_.crashes && Clock::now() < deadline_; ++crashes) {
      RESMAP_TRY_ASSIGN(const Attempt& last, attempt(copy.fd(), copy.bytes().size(), true));
      // Who was killed outright was too large for the machine, and would be so again.
      const bool died_on_a_cell = last.outcome.end == ChildEnd::killed && last.outcome.signal != SIGKILL &&
                                  !last.facts.finished && last.facts.at_step != HiveStep::open &&
                                  last.facts.at_step != HiveStep::count;
      if (!died_on_a_cell) break;
      skipped_.push_back({last.facts.at_cell, last.facts.at_step});
    }
    return {};
  }

  // Runs one child and keeps its stream when it is the best so far. The reference is good until the next call.
  Result<std::reference_wrapper<const Attempt>> attempt(int fd, std::uint64_t size, bool unsafe) {
    // A cell of 24 bytes is the least that makes a record of 16, and a name grows by a half at most, so no sound hive needs
    // more than this; one whose cells are shared by many owners does.
    const std::uint64_t room = std::min(limits_.delivered, 3 * size + (std::uint64_t{1} << 20));
    RESMAP_TRY_ASSIGN(SharedMemory stream, SharedMemory::of(sizeof(StreamHead) + static_cast<std::size_t>(room)));
    WalkJob job{.stream = stream.bytes(),
                .file_size = size,
                .unsafe = unsafe,
                .max_keys = limits_.keys,
                .max_values = limits_.values,
                .max_depth = limits_.depth,
                .skipped = skipped_};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
    // hivex and the walk each map the file.
    const ChildLimits bounds{.memory = limits_.memory + 2 * size, .time = std::max(left, std::chrono::milliseconds(1))};
    RESMAP_TRY_ASSIGN(last_.outcome, run_in_child(walk_, &job, fd, bounds));
    last_.stream = std::make_shared<SharedMemory>(std::move(stream));
    last_.facts = stream_facts(*last_.stream);
    const bool better = !best_ || last_.delivered() > best_->delivered() ||
                        (last_.delivered() == best_->delivered() && last_.facts.finished && !best_->facts.finished);
    if (better) best_ = last_;
    return std::cref(last_);
  }

  Result<HiveReading> answer() {
    if (!best_ || best_->facts.used == 0) {
      if (best_ && best_->outcome.end == ChildEnd::out_of_time)
        return fail({.code = ErrorCode::limit_exceeded, .value = static_cast<std::uint64_t>(limits_.time.count())});
      if (best_ && best_->facts.open_errno == ENOMEM)
        return fail({.code = ErrorCode::limit_exceeded, .value = limits_.memory});
      return fail({.code = ErrorCode::malformed,
                   .rule = rule::hive_no_root,
                   .offset = reading_.header.root,
                   .value = static_cast<std::uint64_t>(best_ ? best_->facts.open_errno : 0)});
    }
    RESMAP_TRY(read_stream(best_->stream, limits_, reading_));
    if (!best_->facts.finished) add_end();
    reading_.damaged = reading_.gap_count != 0;
    return std::move(reading_);
  }

  // Why the walk did not come to its end, unless it said so itself.
  void add_end() {
    const bool said = !reading_.gaps.empty() && reading_.gaps.back().part == HivePart::reader;
    if (said && best_->outcome.end == ChildEnd::exited) return;
    const bool late = best_->outcome.end == ChildEnd::out_of_time;
    registry::KeyId last = registry::Registry::root();
    for (const registry::KeyId key : reading_.registry.subtree()) last = key;
    add_gap(reading_, {HivePart::reader,
                       late ? HiveCause::time_limit : HiveCause::crashed,
                       late ? 0 : best_->outcome.signal,
                       last,
                       {},
                       best_->facts.at_cell,
                       0});
  }

  int fd_;
  Walk walk_;
  HiveLimits limits_;
  Clock::time_point deadline_;
  HiveReading reading_;
  std::vector<SkippedStep> skipped_;
  Attempt last_;
  std::optional<Attempt> best_;
};

}  // namespace

Result<std::size_t> read_start(int fd, std::span<std::uint8_t> to) {
  std::size_t done = 0;
  while (done < to.size()) {
    const ssize_t count = pread(fd, to.data() + done, to.size() - done, static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail({.code = ErrorCode::unreadable, .value = static_cast<std::uint64_t>(errno)});
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

Result<HiveReading> read_in_children(int fd, HiveHeader header, const HiveLimits& limits, Walk walk) {
  return Attempts(fd, std::move(header), limits, walk).read();
}

}  // namespace resmap::hive
