// SPDX-License-Identifier: MIT
#include "resmap/claims/resource_map.h"

#include <gtest/gtest.h>

#include <limits>

#include "resmap/claims/claims_test_support.h"
#include "resmap/claims/rules.h"
#include "tests/support/hex_literal.h"

namespace resmap::claims {
namespace {

using namespace testing_support;

template <std::size_t size>
ByteRow row(const std::array<std::uint8_t, size>& bytes) {
  return {bytes.begin(), bytes.end()};
}

constexpr auto kHeader =
    "00000c00 03005e00 00000000 160004c0 00000000 00000000 00000000 00000000 00000000 00000000"_hex;

// Q150553: a frame buffer driver claims the ports that a sound card's aliases lie in. Both records as the article prints them.
TEST(ResourceMap, LogsTheTwoGoldenRecordsOfARefusedPort) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, R"(\Driver\mvaudio)", R"(\Device\PASWaveOut0)", list_of({"port:0xf388+4"}))->granted);
  const auto refused = claim(map, R"(\Driver\weitekp9)", R"(\Device\Video1)", list_of({"port:0xf000+0xc04"}));
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->granted);
  EXPECT_TRUE(refused->conflict_detected);
  ASSERT_EQ(refused->conflicts.size(), 1U);
  EXPECT_EQ(refused->conflicts[0].common, (AddressRange{0xF388, 0xF38B}));

  const auto events = map.events().find();
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 2U);
  const Event &own = (*events)[0], &other = (*events)[1];
  ByteRow expected = row(kHeader);
  const auto own_dump = "00f00000 00000000 040c0000"_hex, other_dump = "88f30000 00000000 04000000"_hex;
  expected.insert(expected.end(), own_dump.begin(), own_dump.end());
  EXPECT_EQ(own.data, expected);
  EXPECT_EQ(own.source, "weitekp9");
  EXPECT_EQ(own.strings, (std::vector<std::string>{"", "weitekp9", R"(\Device\Video1.Translated)"}));
  EXPECT_EQ(own.code, 0xC0040016);
  EXPECT_EQ(own.id(), 22);
  EXPECT_EQ(own.qualifiers(), 49156);
  EXPECT_EQ(own.level(), EventLevel::error);
  EXPECT_EQ(own.device(), R"(\Device\Video1)");
  expected.resize(kHeader.size());
  expected.insert(expected.end(), other_dump.begin(), other_dump.end());
  EXPECT_EQ(other.data, expected);
  EXPECT_EQ(other.source, "weitekp9");
  EXPECT_EQ(other.strings, (std::vector<std::string>{"", "mvaudio", R"(\Device\PASWaveOut0.Translated)"}));
}

TEST(ResourceMap, TellsSubscribersOfARefusalBeforeTheCallerHearsOfIt) {
  ResourceMap map;
  std::vector<std::string> heard;
  const auto subscription = map.events().subscribe(
      {.source = "b"}, [&](const Event& event) { heard.push_back(event.strings[1] + " " + event.strings[2]); });
  ASSERT_TRUE(subscription);
  ASSERT_TRUE(claim(map, "a", R"(\Device\A)", list_of({"port:0x300+8"}))->granted);
  EXPECT_TRUE(heard.empty());
  ASSERT_FALSE(claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8"}))->granted);
  EXPECT_EQ(heard, (std::vector<std::string>{R"(b \Device\B.Translated)", R"(a \Device\A.Translated)"}));
  ASSERT_FALSE(claim(map, "c", R"(\Device\C)", list_of({"port:0x304+8"}))->granted);
  EXPECT_EQ(heard.size(), 2U);  // another source
  map.events().unsubscribe(*subscription);
  ASSERT_FALSE(claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8"}))->granted);
  EXPECT_EQ(heard.size(), 2U);
}

TEST(ResourceMap, WritesBothValuesUnderTheDriversKey) {
  ResourceMap map;
  const ByteRow list = list_of({"port:0x3f8+8", "irq:4"});
  ASSERT_TRUE(claim(map, R"(\Driver\Serial)", R"(\Device\Serial0)", list)->granted);
  EXPECT_EQ(value_of(map, R"(Other\Serial)", R"(\Device\Serial0.Raw)"), list);
  EXPECT_EQ(value_of(map, R"(Other\Serial)", R"(\Device\Serial0.Translated)"), list);
  EXPECT_EQ(map.size(), 1U);
  EXPECT_TRUE(map.consistent());
}

TEST(ResourceMap, ReplacesInsteadOfAdding) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "a", "d", list_of({"port:0x100+8", "irq:4"}))->granted);
  const ByteRow later = list_of({"port:0x104+8"});
  ASSERT_TRUE(claim(map, "A", "D", later)->granted);  // names are compared without case
  EXPECT_EQ(map.size(), 1U);
  EXPECT_EQ(value_of(map, R"(Other\a)", "d.Raw"), later);
  EXPECT_TRUE(claim(map, "b", "e", list_of({"irq:4", "port:0x100+4"}))->granted);
  EXPECT_FALSE(claim(map, "c", "f", list_of({"port:0x10b+1"}))->granted);
  EXPECT_TRUE(map.consistent());
}

TEST(ResourceMap, ErasesWithFourBytes) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "a", "d", list_of({"mem:0xa0000+64K"}))->granted);
  ASSERT_TRUE(claim(map, "a", "d", kNoList)->granted);
  EXPECT_EQ(map.size(), 0U);
  EXPECT_FALSE(value_of(map, R"(Other\a)", "d.Raw"));
  EXPECT_FALSE(value_of(map, R"(Other\a)", "d.Translated"));
  EXPECT_TRUE(claim(map, "b", "e", list_of({"mem:0xa0000+64K"}))->granted);
  EXPECT_TRUE(claim(map, "nobody", "knows", kNoList)->granted);
  EXPECT_TRUE(map.consistent());
}

TEST(ResourceMap, OverridesSilentlyAndTakesNothingAway) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "a", "d", list_of({"dma:2"}))->granted);
  const auto outcome = claim(map, "b", "e", list_of({"dma:2"}), true);
  ASSERT_TRUE(outcome && outcome->granted);
  EXPECT_TRUE(outcome->conflict_detected);
  EXPECT_EQ(map.events().last_number(), 0U);
  const auto third = claim(map, "c", "f", list_of({"dma:2"}));
  ASSERT_EQ(third->conflicts.size(), 2U);
  EXPECT_EQ(third->conflicts[0].holder.driver, "a");
  EXPECT_EQ(third->conflicts[1].holder.driver, "b");
  EXPECT_EQ(map.events().last_number(), 4U);
}

TEST(ResourceMap, TakesBothListsOrNone) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "x", "d", list_of({"irq:5"}))->granted);
  const ByteRow free = list_of({"port:0x100+8"}), taken = list_of({"irq:5"});
  ClaimRequest both{.driver = "a", .driver_list = Bytes(free), .device = "e", .device_list = Bytes(taken)};
  const std::string before = picture_of(map);
  EXPECT_FALSE(map.claim(both)->granted);
  EXPECT_EQ(map.size(), 1U);
  EXPECT_FALSE(value_of(map, R"(Other\a)", ".Raw"));
  const ByteRow other = list_of({"irq:6"});
  both.device_list = Bytes(other);
  EXPECT_TRUE(map.claim(both)->granted);
  EXPECT_EQ(map.size(), 3U);
  EXPECT_TRUE(value_of(map, R"(Other\a)", ".Translated"));
  EXPECT_TRUE(map.consistent());
}

TEST(ResourceMap, RefusesWhatCannotBeRead) {
  ResourceMap map;
  const auto code = [&](const ClaimRequest& request) { return map.claim(request).error(); };
  EXPECT_EQ(code({.driver = "a"}).rule, rule::no_list);
  const ByteRow list = list_of({"irq:5"});
  EXPECT_EQ(code({.driver = "a", .device_list = Bytes(list)}).rule, rule::no_list);  // no device object
  EXPECT_EQ(code({.driver = "a", .driver_list = Bytes()}).rule, rule::no_list);
  EXPECT_EQ(code({.driver = R"(\Driver\)", .driver_list = Bytes(list)}).rule, rule::bad_name);
  EXPECT_EQ(code({.class_name = R"(A\B)", .driver = "a", .driver_list = Bytes(list)}).rule, rule::bad_name);
  ByteRow cut = list;
  cut.pop_back();
  EXPECT_EQ(code({.driver = "a", .driver_list = Bytes(cut)}).code, ErrorCode::truncated);
  const ByteRow three = {0, 0, 0};
  EXPECT_EQ(code({.driver = "a", .driver_list = Bytes(three)}).code, ErrorCode::truncated);
  const ByteRow wraps = list_of({"raw:0301000000f0ffffffffffff00200000"});
  EXPECT_EQ(code({.driver = "a", .driver_list = Bytes(wraps)}).rule, lists::rule::range_wraps);
  EXPECT_EQ(map.size(), 0U);
  EXPECT_EQ(picture_of(map), "[]\n");
}

TEST(ResourceMap, KeepsWhatTheListTakesAndRemarksOnTheRest) {
  ResourceMap map;
  const ByteRow list = list_of({"port:0x100+8", "port:0x104+8"});
  ByteRow longer = list;
  longer.resize(longer.size() + 6);
  const auto outcome = claim(map, "a", "d", longer);
  ASSERT_TRUE(outcome && outcome->granted);
  EXPECT_EQ(value_of(map, R"(Other\a)", "d.Raw"), list);
  ASSERT_EQ(outcome->remarks.size(), 2U);
  EXPECT_EQ(outcome->remarks[0], (Remark{lists::rule::trailing_bytes, list.size(), 6}));
  EXPECT_EQ(outcome->remarks[1].rule, rule::overlaps_itself);
}

TEST(ResourceMap, MovesADriverThatComesUnderAnotherClass) {
  ResourceMap map;
  const ByteRow list = list_of({"irq:5"});
  ASSERT_TRUE(claim_driver(map, "a", list, "One")->granted);
  ASSERT_TRUE(claim_driver(map, "a", list, "Two")->granted);
  EXPECT_FALSE(value_of(map, R"(One\a)", ".Raw"));
  EXPECT_TRUE(value_of(map, R"(Two\a)", ".Raw"));
  EXPECT_TRUE(map.consistent());
}

TEST(ResourceMap, EntersWhatIsRecordedWhateverHoldsIt) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "a", "d", list_of({"mem:0x100000+1M"}))->granted);
  ASSERT_TRUE(record(map, "System Resources", "Physical Memory", "", list_of({"mem:0x1000+15M"})));
  EXPECT_EQ(map.size(), 2U);
  const auto refused = claim(map, "cirrus", R"(\Device\Video0)", list_of({"mem:0xa00000+1M"}));
  ASSERT_EQ(refused->conflicts.size(), 1U);
  EXPECT_EQ(refused->conflicts[0].holder.driver, "Physical Memory");
  EXPECT_EQ(refused->conflicts[0].holder.value_name(), ".Translated");
  ASSERT_TRUE(record(map, "System Resources", "Physical Memory", "", kNoList));
  EXPECT_EQ(map.size(), 1U);
  EXPECT_TRUE(map.consistent());
}

TEST(ResourceMap, HandsOutAHandleThatErasesOnlyWhenAsked) {
  ResourceMap map;
  const ByteRow list = list_of({"irq:5"});
  {
    auto granted = map.claim_one({.driver = "a", .device = "d", .device_list = Bytes(list)});
    ASSERT_TRUE(granted && granted->claim);
  }
  EXPECT_EQ(map.size(), 1U);
  auto again = map.claim_one({.driver = "a", .device = "d", .device_list = Bytes(list)});
  ASSERT_TRUE(again && again->claim);
  EXPECT_TRUE(map.release(std::move(*again->claim))->granted);
  EXPECT_EQ(map.size(), 0U);
  EXPECT_EQ(map.claim_one({.driver = "a", .driver_list = Bytes(list), .device = "d", .device_list = Bytes(list)})
                .error()
                .code,
            ErrorCode::invalid_argument);
}

TEST(ResourceMap, AnswersAQueryAsAClaimWouldAndDoesNothing) {
  ResourceMap map;
  const ByteRow list = list_of({"irq:5"});
  ASSERT_TRUE(claim(map, "a", "d", list)->granted);
  const auto other = map.query({.driver = "b", .device = "e", .device_list = Bytes(list)});
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->granted);
  EXPECT_TRUE(other->conflict_detected);
  EXPECT_EQ(other->conflicts.size(), 1U);
  EXPECT_TRUE(map.query({.driver = "a", .device = "d", .device_list = Bytes(list)})->granted);
  EXPECT_TRUE(map.query({.driver = "a", .device = "d", .device_list = Bytes(kNoList)})->granted);
  EXPECT_FALSE(map.query({.driver = "a"}));
  EXPECT_EQ(map.size(), 1U);
  EXPECT_EQ(map.events().last_number(), 0U);
  EXPECT_TRUE(map.consistent());
}

}  // namespace
}  // namespace resmap::claims
