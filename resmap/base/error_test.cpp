// SPDX-License-Identifier: MIT
#include "resmap/base/error.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "resmap/base/result.h"

namespace resmap {
namespace {

constexpr std::uint16_t kLastCode = static_cast<std::uint16_t>(ErrorCode::conflict);

TEST(Error, EveryCodeHasANameOfItsOwnAndOtherNumbersAreUnknown) {
  std::set<std::string_view> names;
  for (std::uint16_t code = 1; code <= kLastCode; ++code) {
    const std::string_view name = name_of(ErrorCode{code});
    EXPECT_NE(name, "unknown") << code;
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << name;
  }
  EXPECT_EQ(name_of(ErrorCode{0}), "unknown");
  EXPECT_EQ(name_of(ErrorCode{static_cast<std::uint16_t>(kLastCode + 1)}), "unknown");
  EXPECT_EQ(name_of(ErrorCode{0xFFFF}), "unknown");
}

TEST(Error, WhatACodeDoesNotSayIsZero) {
  constexpr Error error{.code = ErrorCode::truncated};
  EXPECT_EQ(error.rule, 0);
  EXPECT_EQ(error.index, 0U);
  EXPECT_EQ(error.offset, 0U);
  EXPECT_EQ(error.value, 0U);
}

TEST(Error, TwoAreEqualWhenEveryFieldIs) {
  constexpr Error error{.code = ErrorCode::malformed, .rule = 1012, .index = 3, .offset = 80, .value = 12};
  static_assert(error == Error{ErrorCode::malformed, 1012, 3, 80, 12});
  EXPECT_NE(error, (Error{ErrorCode::truncated, 1012, 3, 80, 12}));
  EXPECT_NE(error, (Error{ErrorCode::malformed, 1013, 3, 80, 12}));
  EXPECT_NE(error, (Error{ErrorCode::malformed, 1012, 2, 80, 12}));
  EXPECT_NE(error, (Error{ErrorCode::malformed, 1012, 3, 81, 12}));
  EXPECT_NE(error, (Error{ErrorCode::malformed, 1012, 3, 80, 13}));
}

Result<int> positive(int number) {
  if (number > 0) return number;
  return fail({.code = ErrorCode::invalid_argument, .value = 1});
}

Result<std::string> twice(int number) {
  RESMAP_TRY_ASSIGN(const int one, positive(number));
  RESMAP_TRY_ASSIGN(const int other, positive(number));
  RESMAP_TRY(positive(one + other));
  return std::to_string(one + other);
}

TEST(Result, TryHandsTheValueOnAndTheErrorOut) {
  ASSERT_TRUE(twice(4));
  EXPECT_EQ(*twice(4), "8");
  ASSERT_FALSE(twice(-4));
  EXPECT_EQ(twice(-4).error(), (Error{.code = ErrorCode::invalid_argument, .value = 1}));
}

}  // namespace
}  // namespace resmap
