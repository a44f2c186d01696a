// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "resmap/hive/child_process.h"
#include "resmap/hive/hive_fixture_test_support.h"
#include "resmap/hive/stream_reader.h"

namespace resmap::hive {
namespace {

using testing_support::hive_of;
using testing_support::sample_key;

struct Walked {
  StreamFacts facts;
  HiveReading reading;
};

// One child over one image, with the limits of `job`.
Walked walk(const std::vector<std::uint8_t>& image, WalkJob job = {}) {
  auto stream = std::make_shared<SharedMemory>(*SharedMemory::of(std::size_t{1} << 20));
  const auto file = MemoryFile::of(image.size());
  std::copy(image.begin(), image.end(), file->bytes().begin());
  job.stream = stream->bytes();
  job.file_size = image.size();
  if (job.max_keys == 0) job.max_keys = 1000;
  if (job.max_values == 0) job.max_values = 1000;
  if (job.max_depth == 0) job.max_depth = 512;
  EXPECT_TRUE(run_in_child(walk_hive, &job, file->fd(), {std::uint64_t{64} << 20, std::chrono::seconds(10)}));
  Walked out;
  out.facts = stream_facts(*stream);
  if (out.facts.used != 0) {
    EXPECT_TRUE(read_stream(stream, {}, out.reading));
  }
  return out;
}

void expect_gap(const Walked& walked, HivePart part, HiveCause cause) {
  EXPECT_TRUE(std::any_of(walked.reading.gaps.begin(), walked.reading.gaps.end(),
                          [&](const HiveGap& gap) { return gap.part == part && gap.cause == cause; }));
}

TEST(HiveWalk, ASoundHiveIsWalkedToItsEndWithoutAGap) {
  const Walked walked = walk(hive_of(sample_key()));
  EXPECT_TRUE(walked.facts.finished);
  EXPECT_EQ(walked.facts.gaps, 0U);
  EXPECT_EQ(walked.facts.keys, 6U);
  EXPECT_EQ(walked.facts.values, 7U);
}

TEST(HiveWalk, WhyAHiveCannotBeOpenedIsHandedOver) {
  auto image = hive_of(sample_key());
  image[509] ^= 1;
  const Walked walked = walk(image);
  EXPECT_EQ(walked.facts.open_errno, EINVAL);
  EXPECT_FALSE(walked.facts.finished);
  EXPECT_EQ(walked.facts.used, 0U);
}

TEST(HiveWalk, EachLimitEndsTheWalkOrLeavesTheBranchOutWithAGap) {
  WalkJob job;
  job.max_keys = 3;
  Walked walked = walk(hive_of(sample_key()), job);
  EXPECT_EQ(walked.facts.keys, 3U);
  expect_gap(walked, HivePart::reader, HiveCause::limit);
  job = {};
  job.max_values = 2;
  walked = walk(hive_of(sample_key()), job);
  EXPECT_EQ(walked.facts.values, 2U);
  expect_gap(walked, HivePart::reader, HiveCause::limit);
  job = {};
  job.max_depth = 1;
  walked = walk(hive_of(sample_key()), job);
  EXPECT_TRUE(walked.facts.finished);
  EXPECT_TRUE(walked.reading.registry.find("Select"));
  EXPECT_FALSE(walked.reading.registry.find(R"(ControlSet001\Enum)"));
  expect_gap(walked, HivePart::children, HiveCause::limit);
}

TEST(HiveWalk, AStepThatKilledAnEarlierChildIsLeftOutAndSaid) {
  testing_support::HiveFixture fixture;
  const std::size_t root = fixture.add_key({"R", {{"a", 3, {1}}, {"b", 3, {2}}}, {{"C", {}, {}}}});
  const auto image = fixture.finish(root);
  const std::size_t value = root + 88;  // behind the root's own cell
  const SkippedStep cases[] = {{root, HiveStep::key_name},
                               {root, HiveStep::values},
                               {root, HiveStep::children},
                               {value, HiveStep::value_name},
                               {value, HiveStep::value_data}};
  const HivePart parts[] = {HivePart::key_name, HivePart::values, HivePart::children, HivePart::value_name,
                            HivePart::value_data};
  for (std::size_t i = 0; i < std::size(cases); ++i) {
    WalkJob job;
    job.skipped = {&cases[i], 1};
    const Walked walked = walk(image, job);
    EXPECT_TRUE(walked.facts.finished);
    EXPECT_EQ(walked.reading.gaps.size(), 1U) << i;
    expect_gap(walked, parts[i], HiveCause::crashed);
  }
}

}  // namespace
}  // namespace resmap::hive
