// SPDX-License-Identifier: MIT
// Our constants against the table that the mingw-w64 headers are held against too. (nt_layout.cpp does the same for layouts.)
#include <gtest/gtest.h>

#include <concepts>
#include <cstdint>

#include "resmap/lists/bus_types.h"
#include "resmap/lists/interrupt_policy.h"
#include "resmap/lists/logical_configuration.h"
#include "resmap/lists/resource_flags.h"
#include "resmap/lists/resource_type.h"

namespace resmap::lists {
namespace {

TEST(NtConstants, EveryConstantOfOursHasTheNumberThatTheTableGives) {
  int rows = 0;
#define RESMAP_CONSTANT(name, ours, value)                                                                      \
  static_assert(static_cast<std::int64_t>(ours) == std::int64_t{value}, "resmap and the table differ: " #name); \
  ++rows;
#define RESMAP_CONSTANT_WINDOWS8 RESMAP_CONSTANT
#define RESMAP_CONSTANT_CFG RESMAP_CONSTANT
#include "resmap/lists/wire/constant_table.inc"
  EXPECT_EQ(rows, 171);
}

}  // namespace
}  // namespace resmap::lists
