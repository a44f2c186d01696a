// SPDX-License-Identifier: MIT
#include "resmap/claims/journal_record.h"

#include <gtest/gtest.h>

#include "resmap/claims/rules.h"

namespace resmap::claims {
namespace {

const std::vector<std::uint8_t> kRaw = {1, 2, 3}, kTranslated = {4, 5};

JournalRecord sample() {
  JournalRecord record;
  record.kind = JournalRecord::Kind::refusal;
  record.era = Era::w2k;
  record.overrides = true;
  record.class_name = "Class";
  record.driver = "driver";
  record.lists.push_back({.drivers_own = true, .layout = lists::CmLayout::x86, .raw = kRaw, .translated = kTranslated});
  record.lists.push_back({.device = R"(\Device\X)", .erased = true});
  record.lists.push_back({.device = "d", .aliases = true, .raw = kRaw, .translated = {}, .windows = {20, 36}});
  Event& event = record.events.emplace_back();
  event.source = "driver";
  event.code = 0xC0040016;
  event.unix_ms = 1234567890123;
  event.strings = {"", "driver", "d.Translated"};
  event.data = {1, 2, 3, 4};
  return record;
}

TEST(JournalRecord, ComesBackAsItWentIn) {
  const auto bytes = encode(sample());
  const auto back = decode_record(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(encode(*back), bytes);
  EXPECT_EQ(back->kind, JournalRecord::Kind::refusal);
  EXPECT_EQ(back->era, Era::w2k);
  EXPECT_TRUE(back->overrides && !back->boot_only);
  ASSERT_EQ(back->lists.size(), 3U);
  EXPECT_TRUE(back->lists[0].drivers_own);
  EXPECT_EQ(back->lists[0].layout, lists::CmLayout::x86);
  EXPECT_EQ(std::vector<std::uint8_t>(back->lists[0].translated.begin(), back->lists[0].translated.end()), kTranslated);
  EXPECT_TRUE(back->lists[1].erased);
  EXPECT_EQ(back->lists[2].windows, (std::vector<std::uint32_t>{20, 36}));
  EXPECT_EQ(back->events.front().strings[2], "d.Translated");
  EXPECT_EQ(back->events.front().unix_ms, 1234567890123U);
}

TEST(JournalRecord, IsRefusedWhenItIsCutOrGoesOn) {
  auto bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = decode_record(Bytes(bytes).first(size));
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().rule, rule::journal_record) << size;
  }
  bytes.push_back(0);
  EXPECT_EQ(decode_record(bytes).error().rule, rule::journal_record);
}

TEST(JournalRecord, SurvivesEveryChangedByte) {
  const auto bytes = encode(sample());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const std::uint8_t value : {std::uint8_t{0}, std::uint8_t{0x7F}, std::uint8_t{0xFF}}) {
      auto changed = bytes;
      changed[at] = value;
      const auto read = decode_record(changed);
      if (!read) continue;
      EXPECT_EQ(encode(*read).size(), changed.size());
    }
  }
  auto newer = bytes;
  newer[0] = 2;
  EXPECT_EQ(decode_record(newer).error().rule, rule::journal_version);
  EXPECT_EQ(decode_record(newer).error().value, 2U);
}

}  // namespace
}  // namespace resmap::claims
