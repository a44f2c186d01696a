// SPDX-License-Identifier: MIT
// A small hive, cut and changed at every place: whatever happens inside hivex, the reading ends, and what it shows that the
// sound hive does not hold is confessed.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "resmap/hive/child_process.h"
#include "resmap/hive/hive_fixture_test_support.h"
#include "resmap/hive/hive_reader.h"

namespace resmap::hive {
namespace {

using testing_support::HiveFixture;

struct Sample {
  HiveFixture fixture;
  std::vector<std::uint8_t> image;
  std::size_t used;  // bytes in front of the free cell
};

// Two pages, so that pages can be lost and boundaries missed.
Sample make_sample() {
  Sample sample;
  const std::size_t root = sample.fixture.add_key(testing_support::sample_key());
  sample.used = sample.fixture.size();
  sample.image = sample.fixture.finish(root);
  return sample;
}

using Content = std::map<std::pair<std::string, std::string>, std::pair<std::uint32_t, std::vector<std::uint8_t>>>;

// Keys as values without a name that can be: their paths.
Content content_of(const HiveReading& reading) {
  Content all;
  for (const registry::KeyId key : reading.registry.subtree()) {
    const std::string path = *reading.registry.path_of(key);
    all[{path, "\xFFkey"}] = {};
    for (const registry::ValueId id : reading.registry.values(key)) {
      const registry::ValueView value = reading.registry.view(id);
      all[{path, std::string(value.name)}] = {value.type, {value.data.begin(), value.data.end()}};
    }
  }
  return all;
}

class HiveDamage : public testing::Test {
 protected:
  HiveDamage() : sample_(make_sample()), sound_(content_of(*read_hive(sample_.image))) {}

  // Under a sanitizer a child costs ten times as much.
  [[nodiscard]] static std::size_t step(std::size_t plain, std::size_t sanitized) {
    return memory_limit_works() ? plain : sanitized;
  }

  Sample sample_;
  Content sound_;
};

TEST_F(HiveDamage, AByteChangedAnywhereIsAnErrorAGapOrLiesWhereNothingVouchesForIt) {
  ASSERT_EQ(sound_.size(), 13U);
  std::size_t readings = 0, refused = 0, confessed = 0, unseen = 0;
  std::size_t round = 0;
  for (std::size_t at = 0; at < sample_.used; at += at >= 512 && at < header_size ? 64 : 1) {
    for (const int bits : {1, 0x80, 0x24}) {
      if (round++ % step(1, 7) != 0) continue;
      auto bad = sample_.image;
      bad[at] ^= static_cast<std::uint8_t>(bits);
      const auto reading = read_hive(bad);
      ++readings;
      if (!reading) {
        ++refused;
        continue;
      }
      EXPECT_EQ(reading->dirty, at >= 4 && at < 12) << "the sequence numbers differ";
      EXPECT_EQ(reading->damaged, reading->gap_count != 0);
      if (reading->damaged) {
        ++confessed;
        continue;
      }
      if (content_of(*reading) == sound_) continue;
      ++unseen;
      EXPECT_TRUE(sample_.fixture.is_unvouched(at)) << "at " << at << " bits " << bits;
    }
  }
  RecordProperty("readings", static_cast<int>(readings));
  std::printf("%zu readings: %zu refused, %zu with gaps, %zu changed where nothing vouches\n", readings, refused,
              confessed, unseen);
  EXPECT_LT(refused, readings / 20) << "a damaged hive is read as far as it goes";
}

TEST_F(HiveDamage, ACutHiveGivesWhatIsLeftToTheByteAndSaysWhatIsMissing) {
  std::size_t most = 0;
  for (std::size_t size = 0; size < sample_.image.size(); size += step(11, 97)) {
    const auto reading = read_hive(Bytes(sample_.image).first(size));
    if (size < 4) {
      EXPECT_EQ(reading.error().code, ErrorCode::unsupported);
      continue;
    }
    if (size < header_size + page_header_size) {
      EXPECT_EQ(reading.error().code, ErrorCode::truncated) << size;
      continue;
    }
    if (!reading) {
      EXPECT_EQ(reading.error().rule, rule::hive_no_root) << size;
      EXPECT_LT(size, header_size + page_header_size + 88);
      continue;
    }
    EXPECT_TRUE(reading->damaged) << size;
    ASSERT_FALSE(reading->gaps.empty());
    EXPECT_EQ(reading->gaps[0].cause, HiveCause::file_end);
    EXPECT_EQ(reading->gaps[0].count, sample_.image.size() - size);
    const Content left = content_of(*reading);
    for (const auto& [place, value] : left) {
      const auto sound = sound_.find(place);
      ASSERT_TRUE(sound != sound_.end() && sound->second == value) << size << " " << place.first << " " << place.second;
    }
    EXPECT_GE(left.size(), most) << "more bytes give no less";
    most = left.size();
  }
  EXPECT_EQ(most, sound_.size());
}

TEST_F(HiveDamage, ManyRandomChangesNeitherCrashNorHangTheReader) {
  std::uint64_t random = 4711;
  const std::size_t rounds = step(1500, 150);
  for (std::size_t round = 0; round < rounds; ++round) {
    auto bad = sample_.image;
    for (std::size_t i = 0; i <= round % 40; ++i) {
      random = random * 6364136223846793005U + 1442695040888963407U;
      const std::size_t from = round % 3 == 0 ? 4 : header_size;
      bad[from + (random >> 33) % (sample_.used - from)] = static_cast<std::uint8_t>(random >> 24);
    }
    if (round % 2 == 0) store_le(&bad[header_field::checksum], header_checksum(bad));
    const auto reading = read_hive(bad, {.time = std::chrono::seconds(5)});
    EXPECT_TRUE(reading || reading.error().code != ErrorCode::limit_exceeded);
  }
}

}  // namespace
}  // namespace resmap::hive
