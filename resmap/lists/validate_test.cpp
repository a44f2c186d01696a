// SPDX-License-Identifier: MIT
#include "resmap/lists/validate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "golden_lists_constants.h"
#include "resmap/lists/clean.h"
#include "resmap/lists/cm_layout.h"
#include "tests/oracles/plain_walker.h"
#include "tests/support/golden.h"

namespace resmap::lists {
namespace {

using testing_support::golden_lists;
using testing_support::GoldenList;

struct Findings final : FindingSink {
  std::vector<Finding> all;
  void found(const Finding& finding) override { all.push_back(finding); }
};

CmForm form_of(const GoldenList& list) {
  return list.registry_type == 8 ? CmForm::resource_list : CmForm::full_descriptor;
}

std::string words(const Finding& finding) {
  return "RM" + std::to_string(finding.rule) + " at " + std::to_string(finding.offset);
}

std::vector<std::string> findings_of(const GoldenList& list) {
  Findings findings;
  const FindingCount count = list.registry_type == 10
                                 ? validate_io(list.bytes, &findings)
                                 : validate_cm(list.bytes, form_of(list),
                                               choose_layout(list.bytes, form_of(list)).layout, CmSide::raw, &findings);
  EXPECT_EQ(count.errors + count.warnings, findings.all.size());
  std::vector<std::string> lines;
  for (const Finding& finding : findings.all) lines.push_back(words(finding));
  return lines;
}

TEST(Validate, EveryMalformedListBreaksTheRulesThatItsFileNamesAndNoOther) {
  for (const GoldenList& list : golden_lists("malformed")) {
    EXPECT_EQ(findings_of(list), list.expected) << list.name;
  }
}

TEST(Validate, NoGoldenListHasAnErrorAndMostHaveNoWarning) {
  for (const GoldenList& list : golden_lists("lists")) {
    std::vector<std::string> expected;
    if (list.name == "cm_x64_slack") expected = {"RM1070 at 40"};
    if (list.name == "io_no_configuration") expected = {"RM1113 at 28"};
    if (list.name == "io_slack_and_garbage") expected = {"RM1023 at 32", "RM1170 at 104", "RM1171 at 136"};
    EXPECT_EQ(findings_of(list), expected) << list.name;
  }
}

// The library's findings and those of the plain walker, one by one; and the fast path says clean exactly when there are none.
void expect_agreement(Bytes bytes, std::uint32_t registry_type, const std::string& what) {
  struct Way {
    CmLayout layout;
    CmSide side;
  };
  const auto compare = [&](const Findings& ours, const plain::Log& plain) {
    ASSERT_EQ(ours.all.size(), plain.count) << what;
    for (std::size_t i = 0; i < ours.all.size() && i < 64; ++i) {
      ASSERT_EQ(ours.all[i].rule, plain.first[i].rule) << what;
      ASSERT_EQ(ours.all[i].offset, plain.first[i].offset) << what;
      ASSERT_LE(ours.all[i].offset, bytes.size()) << what;
    }
  };
  if (registry_type == 10) {
    Findings ours;
    plain::Log plain;
    validate_io(bytes, &ours);
    plain::check_io(bytes.data(), bytes.size(), plain);
    for (const Processor with : {Processor::any, processor()})
      ASSERT_EQ(is_clean_io(bytes, with), plain.count == 0) << what;
    return compare(ours, plain);
  }
  const CmForm form = registry_type == 8 ? CmForm::resource_list : CmForm::full_descriptor;
  for (const Way way : {Way{CmLayout::x64, CmSide::raw}, Way{CmLayout::x64, CmSide::translated},
                        Way{CmLayout::x86, CmSide::raw}, Way{CmLayout::x86, CmSide::translated}}) {
    Findings ours;
    plain::Log plain;
    validate_cm(bytes, form, way.layout, way.side, &ours);
    plain::check_cm(bytes.data(), bytes.size(), static_cast<unsigned>(size_of(way.layout)), registry_type == 8,
                    way.side == CmSide::raw, plain);
    for (const Processor with : {Processor::any, processor()}) {
      ASSERT_EQ(is_clean_cm({bytes, form, way.layout, way.side}, with), plain.count == 0) << what;
    }
    compare(ours, plain);
  }
}

TEST(Validate, EveryPrefixOfEveryListIsJudgedAsByThePlainWalker) {
  for (const char* folder : {"lists", "malformed"})
    for (const GoldenList& list : golden_lists(folder))
      for (std::size_t length = 0; length <= list.bytes.size(); ++length) {
        // A copy of its own size: a read past it is a read past the allocation.
        const std::vector<std::uint8_t> prefix(list.bytes.begin(),
                                               list.bytes.begin() + static_cast<std::ptrdiff_t>(length));
        expect_agreement(prefix, list.registry_type, list.name + " cut to " + std::to_string(length));
      }
}

TEST(Validate, EverySingleBitFlipOfEveryListIsJudgedAsByThePlainWalker) {
  for (const char* folder : {"lists", "malformed"})
    for (const GoldenList& list : golden_lists(folder))
      for (std::size_t bit = 0; bit < list.bytes.size() * 8; ++bit) {
        std::vector<std::uint8_t> flipped = list.bytes;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        expect_agreement(flipped, list.registry_type, list.name + " bit " + std::to_string(bit));
      }
}

// Every value of the words that matter, in every lane of a block: the blocks of AVX2 against the plain walker.
TEST(Validate, EveryLaneOfABlockIsJudgedAsByThePlainWalker) {
  std::uint64_t random = 7;
  const auto next = [&] {
    random = random * 6364136223846793005U + 1442695040888963407U;
    return random >> 33;
  };
  constexpr std::uint64_t words[] = {0,   1,      2,       3,       7,          8,          255,        256,
                                     257, 0xFFFF, 0x10000, 0x10001, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF};
  constexpr std::uint8_t types[] = {0, 1, 2, 3, 4, 6, 7, 8, 127, 128, 129, 132, 133, 255};
  const auto word = [&] { return static_cast<std::uint32_t>(words[next() % std::size(words)]); };
  for (int round = 0; round < 40'000; ++round) {
    const std::size_t count = 1 + next() % 12;
    const bool io = next() % 2 == 0;
    const std::size_t stride = io ? 32 : 20, first = io ? 40 : 20;
    std::vector<std::uint8_t> list(first + count * stride);
    store_le<std::uint32_t>(list.data(), io ? static_cast<std::uint32_t>(list.size()) : 1U);
    if (io) store_le<std::uint32_t>(list.data() + 28, 1);
    store_le<std::uint32_t>(list.data() + first - 4, static_cast<std::uint32_t>(count));
    for (std::size_t i = 0; i < count; ++i) {
      std::uint8_t* d = list.data() + first + i * stride;
      for (std::size_t at = 4; at < stride; at += 4) store_le(d + at, word());
      d[io ? 1 : 0] = next() % 4 == 0 ? types[next() % std::size(types)] : static_cast<std::uint8_t>(1 + next() % 4);
      d[io ? 2 : 1] = static_cast<std::uint8_t>(next() % 16 == 0 ? next() : next() % 4);
      if (io) d[0] = static_cast<std::uint8_t>(next() % 16 == 0 ? next() : next() % 2 * 8);
      store_le(d + (io ? 4 : 2), static_cast<std::uint16_t>(next() % 4 == 0 ? next() : next() % 8));
      if (io && next() % 2 == 0) {  // something that could be met
        store_le<std::uint64_t>(d + 24, ~0ULL >> next() % 40);
        store_le<std::uint32_t>(d + 12, 1U << next() % 32);
      }
    }
    expect_agreement(list, io ? 10 : 8, "round " + std::to_string(round));
    if (HasFatalFailure()) return;
  }
}

// Every type with every share, and every bit of the flags, in a descriptor that is fine otherwise, at the head of a block and in
// its tail: the tables of AVX2 against the plain walker.
TEST(Validate, EveryHeadIsJudgedAsByThePlainWalker) {
  for (const bool io : {false, true}) {
    const std::size_t stride = io ? 32 : 20, first = io ? 40 : 20, count = 9;
    std::vector<std::uint8_t> list(first + count * stride);
    store_le<std::uint32_t>(list.data(), io ? static_cast<std::uint32_t>(list.size()) : 1U);
    if (io) store_le<std::uint32_t>(list.data() + 28, 1);
    store_le<std::uint32_t>(list.data() + first - 4, static_cast<std::uint32_t>(count));
    for (std::size_t i = 0; i < count; ++i) {
      std::uint8_t* d = list.data() + first + i * stride;
      d[io ? 1 : 0] = 1;
      for (std::size_t at = io ? 8 : 4; at < stride; at += 4) store_le(d + at, std::uint32_t{at % 8 == 4});
    }
    ASSERT_TRUE(io ? is_clean_io(list) : is_clean_cm({list, CmForm::resource_list, CmLayout::x64, CmSide::raw}));
    for (const std::size_t place : {std::size_t{0}, std::size_t{4}, count - 1}) {
      std::uint8_t* d = list.data() + first + place * stride;
      const std::vector<std::uint8_t> before(d, d + 8);
      for (unsigned head = 0; head < 0x10000; ++head) {
        store_le(d + (io ? 1 : 0), static_cast<std::uint16_t>(head));
        store_le(d + (io ? 4 : 2), static_cast<std::uint16_t>(1U << head % 16));
        expect_agreement(list, io ? 10 : 8, "place " + std::to_string(place) + ", head " + std::to_string(head));
        if (HasFatalFailure()) return;
      }
      std::copy(before.begin(), before.end(), d);
    }
  }
}

TEST(ValidatePair, ATranslatedPortMayBeMemoryButNothingElseMayChange) {
  const Bytes raw = golden::cm_x64_published;
  std::vector<std::uint8_t> translated(raw.begin(), raw.end());
  EXPECT_TRUE(validate_pair(raw, translated, CmForm::resource_list, CmLayout::x64).clean());
  translated[20] = 3;  // the port
  EXPECT_TRUE(validate_pair(raw, translated, CmForm::resource_list, CmLayout::x64).clean());
  translated[20] = 4;
  Findings findings;
  validate_pair(raw, translated, CmForm::resource_list, CmLayout::x64, &findings);
  ASSERT_EQ(findings.all.size(), 1U);
  EXPECT_EQ(words(findings.all[0]), "RM1081 at 20");
  translated[16] = 3;  // one descriptor less
  findings.all.clear();
  translated[20] = 1;
  translated.resize(translated.size() - 28);
  validate_pair(raw, translated, CmForm::resource_list, CmLayout::x64, &findings);
  ASSERT_EQ(findings.all.size(), 1U);
  EXPECT_EQ(words(findings.all[0]), "RM1080 at 80");
}

}  // namespace
}  // namespace resmap::lists
