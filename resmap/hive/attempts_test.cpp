// SPDX-License-Identifier: MIT
#include "resmap/hive/attempts.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "resmap/hive/hive_fixture_test_support.h"
#include "resmap/hive/hive_walk.h"
#include "resmap/hive/shared_memory.h"

namespace resmap::hive {
namespace {

// Children that misbehave in a way of their own, over a hive that does not matter.
Result<HiveReading> read_with(Walk walk, HiveLimits limits = {}) {
  const auto image = testing_support::hive_of(testing_support::sample_key());
  const auto file = MemoryFile::of(image.size());
  std::copy(image.begin(), image.end(), file->bytes().begin());
  return read_in_children(file->fd(), *read_header(image, image.size()), limits, walk);
}

const WalkJob& job_of(void* job) { return *static_cast<const WalkJob*>(job); }

// Dies on every second of ten values, unless told to step around it.
void die_on_values(void* context) {
  const WalkJob& job = job_of(context);
  StreamWriter out(job.stream);
  (void)out.key(0, "R");
  for (std::uint64_t cell = 1; cell <= 10; ++cell) {
    out.at(HiveStep::value_data, cell);
    const bool skipped =
        std::any_of(job.skipped.begin(), job.skipped.end(), [&](const SkippedStep& each) { return each.cell == cell; });
    if (skipped) {
      (void)out.gap(HivePart::value_data, HiveCause::crashed, 0, {cell, 0, 0});
      continue;
    }
    if (cell % 2 == 0) raise(SIGSEGV);
    (void)out.value(3, "v" + std::to_string(cell), {});
  }
  out.head().finished = 1;
}

TEST(Attempts, AChildThatDiesOnACellIsFollowedByOneThatStepsAroundIt) {
  const auto reading = read_with(die_on_values);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->registry.value_count(), 5U);
  EXPECT_EQ(reading->gap_count, 5U);
  EXPECT_TRUE(reading->damaged);
  for (const HiveGap& gap : reading->gaps) EXPECT_EQ(gap.part, HivePart::value_data);
}

TEST(Attempts, AfterTooManyDeathsTheBestIsKeptAndTheEndIsNamed) {
  const auto reading = read_with(die_on_values, {.crashes = 2});
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->registry.value_count(), 3U);
  ASSERT_FALSE(reading->gaps.empty());
  EXPECT_EQ(reading->gaps.back().part, HivePart::reader);
  EXPECT_EQ(reading->gaps.back().cause, HiveCause::crashed);
  EXPECT_EQ(reading->gaps.back().error_number, SIGSEGV);
  EXPECT_EQ(reading->gaps.back().offset, 6U);
}

TEST(Attempts, AChildThatNeverEndsIsKilledAndWhatItDeliveredIsKept) {
  const auto start = std::chrono::steady_clock::now();
  const auto reading = read_with(
      [](void* job) {
        StreamWriter out(job_of(job).stream);
        (void)out.key(0, "R");
        (void)out.key(1, "A");
        volatile bool forever = true;
        while (forever) continue;
      },
      {.time = std::chrono::milliseconds(200)});
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->registry.find("A"));
  EXPECT_EQ(reading->gaps.back().cause, HiveCause::time_limit);
  EXPECT_EQ(*reading->registry.path_of(reading->gaps.back().key), "A");
}

TEST(Attempts, ChildrenThatDeliverNothingAreAnErrorThatSaysWhy) {
  const auto dead = read_with([](void*) { raise(SIGSEGV); });
  EXPECT_EQ(dead.error().code, ErrorCode::malformed);
  EXPECT_EQ(dead.error().rule, rule::hive_no_root);
  const auto late = read_with([](void*) { pause(); }, {.time = std::chrono::milliseconds(50)});
  EXPECT_EQ(late.error(), (Error{.code = ErrorCode::limit_exceeded, .value = 50}));
  const auto poor =
      read_with([](void* job) { StreamWriter(job_of(job).stream).head().open_errno = ENOMEM; }, {.memory = 77});
  EXPECT_EQ(poor.error(), (Error{.code = ErrorCode::limit_exceeded, .value = 77}));
}

TEST(Attempts, AChildThatLeavesQuietlyInTheMiddleIsNotTakenForFinished) {
  const auto reading = read_with([](void* job) { (void)StreamWriter(job_of(job).stream).key(0, "R"); });
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->damaged);
  EXPECT_EQ(reading->gaps.back().cause, HiveCause::crashed);
}

TEST(Attempts, AChildThatScribblesOverTheStreamIsNotBelieved) {
  const auto reading = read_with([](void* job) {
    const WalkJob& work = job_of(job);
    StreamWriter out(work.stream);
    (void)out.key(0, "R");
    for (std::size_t i = 0; i < work.stream.size(); ++i) work.stream[i] = static_cast<std::uint8_t>(i * 37 + 11);
  });
  EXPECT_TRUE(!reading || reading->damaged);
}

}  // namespace
}  // namespace resmap::hive
