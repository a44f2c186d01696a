// SPDX-License-Identifier: MIT
#include "resmap/import/guard.h"

#include <gtest/gtest.h>

namespace resmap::import {
namespace {

TEST(Guard, WhatIsThrownInsideComesOutAsAnError) {
  EXPECT_EQ(guarded([]() -> Result<int> { throw std::bad_alloc(); }).error().code, ErrorCode::out_of_memory);
  EXPECT_EQ(guarded([]() -> Result<int> { throw std::length_error("too long"); }).error().code,
            ErrorCode::limit_exceeded);
  EXPECT_EQ(*guarded([]() -> Result<int> { return 7; }), 7);
}

}  // namespace
}  // namespace resmap::import
