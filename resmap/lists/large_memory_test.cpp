// SPDX-License-Identifier: MIT
#include "resmap/lists/large_memory.h"

#include <gtest/gtest.h>

namespace resmap::lists {
namespace {

constexpr auto kMemory = ResourceType::memory, kLarge = ResourceType::memory_large, kPort = ResourceType::port;

// The published vectors: structures-and-wdf.md 4.
TEST(LargeMemory, EachPublishedLengthTakesItsSmallestForm) {
  struct Row {
    std::uint64_t length;
    EncodedLength form;
  };
  const Row rows[] = {
      {0x1000, {kMemory, 0, 0x1000}},
      {0xFFFFFFFF, {kMemory, 0, 0xFFFFFFFF}},
      {0x100000000, {kLarge, 0x200, 0x01000000}},
      {0x100000100, {kLarge, 0x200, 0x01000001}},
      {0xFFFFFFFF00, {kLarge, 0x200, 0xFFFFFFFF}},
      {0x10000000000, {kLarge, 0x400, 0x01000000}},
      {0xFFFFFFFF0000, {kLarge, 0x400, 0xFFFFFFFF}},
      {0x1000000000000, {kLarge, 0x800, 0x00010000}},
      {0xFFFFFFFF00000000, {kLarge, 0x800, 0xFFFFFFFF}},
  };
  for (const Row& row : rows) {
    for (const ResourceType hint : {kMemory, kLarge}) {
      const auto form = encode_length(hint, row.length);
      ASSERT_TRUE(form) << std::hex << row.length;
      EXPECT_EQ(*form, row.form) << std::hex << row.length;
      EXPECT_EQ(decoded_length(form->type, form->large_bits, form->stored), row.length);
    }
  }
  for (const std::uint64_t length : {0x100000001ULL, 0x10000000100ULL, 0xFFFFFFFF00000001ULL}) {
    EXPECT_EQ(encode_length(kMemory, length).error().code, ErrorCode::not_encodable) << std::hex << length;
  }
}

TEST(LargeMemory, APortBeyond32BitsAndAnotherTypeAreTheCallersFault) {
  EXPECT_EQ(encode_length(kPort, 0xFFFFFFFF)->stored, 0xFFFFFFFF);
  EXPECT_EQ(encode_length(kPort, 0x100000000).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(encode_length(ResourceType::interrupt, 1).error().code, ErrorCode::invalid_argument);
}

TEST(LargeMemory, TheClosestEncodableLengthIsThePublishedOne) {
  EXPECT_EQ(closest_encodable_length(0x100000001), 0x100000100);
  EXPECT_EQ(closest_encodable_length(0xFFFFFFFF01), 0x10000000000);
  EXPECT_EQ(closest_encodable_length(0x10000000100), 0x10000010000);
  EXPECT_EQ(closest_encodable_length(0xFFFFFFFF0100), 0x1000000000000);
  EXPECT_EQ(closest_encodable_length(0xFFFFFFFF00000001).error().code, ErrorCode::not_encodable);
  EXPECT_EQ(closest_encodable_length(7), 7);
}

TEST(LargeMemory, EveryEncodableLengthIsItsOwnClosestOne) {
  for (unsigned shift = 0; shift < 64; ++shift)
    for (std::uint64_t step : {0ULL, 1ULL, 0xFFULL, 0x100ULL, 0x10000ULL, 0x100000000ULL}) {
      const std::uint64_t length = (std::uint64_t{1} << shift) + step;
      const auto closest = closest_encodable_length(length);
      if (!closest) continue;
      EXPECT_GE(*closest, length);
      EXPECT_TRUE(encode_length(kMemory, *closest));
      EXPECT_EQ(encode_length(kMemory, length).has_value(), *closest == length);
    }
}

TEST(LargeMemory, AnAlignmentIsRoundedUpToTheUnitOfItsLength) {
  EXPECT_EQ(*encode_requirement(kMemory, 0x100000000, 0x1000), (EncodedRequirement{{kLarge, 0x200, 0x01000000}, 0x10}));
  EXPECT_EQ(*encode_requirement(kMemory, 0x10000000000, 0x1000), (EncodedRequirement{{kLarge, 0x400, 0x01000000}, 1}));
  EXPECT_EQ(*encode_requirement(kMemory, 0x1000, 0), (EncodedRequirement{{kMemory, 0, 0x1000}, 0}));
  EXPECT_EQ(encode_requirement(kPort, 8, 0x100000000).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(encode_requirement(kMemory, 8, 0x100000000).error().code, ErrorCode::not_encodable);
  EXPECT_EQ(encode_requirement(kMemory, 0x1000000000000, 3)->stored_alignment, 3U);
}

TEST(LargeMemory, UnderTheOtherPolicyAnAlignmentBelowTheUnitIsRefused) {
  const ListPolicy refuse{.large_alignment = ListPolicy::LargeAlignment::refuse};
  EXPECT_EQ(encode_requirement(kMemory, 0x100000000, 0x1000, refuse)->stored_alignment, 0x10U);
  EXPECT_EQ(encode_requirement(kMemory, 0x10000000000, 0x1000, refuse).error().code, ErrorCode::not_encodable);
}

TEST(LargeMemory, SeveralLargeBitsAreReadAsTheSmallestAndNoneAsLengthZero) {
  EXPECT_EQ(decoded_length(kLarge, memory_flag::large_40 | memory_flag::large_64, 1), 0x100U);
  EXPECT_EQ(decoded_length(kLarge, memory_flag::large_48 | memory_flag::large_64, 1), 0x10000U);
  EXPECT_EQ(decoded_length(kLarge, 0, 1), 0U);
  EXPECT_EQ(decoded_length(kMemory, memory_flag::large_40, 1), 1U) << "a plain Memory length is never scaled";
}

}  // namespace
}  // namespace resmap::lists
