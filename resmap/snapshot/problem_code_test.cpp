// SPDX-License-Identifier: MIT
#include "resmap/snapshot/problem_code.h"

#include <gtest/gtest.h>

#include <set>

namespace resmap::snapshot {
namespace {

TEST(ProblemCode, EachOfThe57HasANameOfItsOwnAndNoOtherNumberHasOne) {
  std::set<std::string_view> names;
  for (std::uint32_t code = 1; code <= kLastProblemCode; ++code) {
    const std::string_view name = name_of(ProblemCode{code});
    EXPECT_TRUE(names.insert(name).second) << code;
    EXPECT_EQ(name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"), std::string_view::npos) << name;
  }
  EXPECT_FALSE(names.contains(""));
  EXPECT_TRUE(name_of(ProblemCode::none).empty());
  EXPECT_TRUE(name_of(ProblemCode{kLastProblemCode + 1}).empty());
  EXPECT_TRUE(name_of(ProblemCode{0xFFFF'FFFF}).empty());
}

// Numbers and names as structures-and-wdf.md 3.9 pairs them.
TEST(ProblemCode, NumbersAndNamesBelongTogether) {
  struct Row {
    std::uint32_t number;
    ProblemCode code;
    std::string_view name;
  };
  for (const Row& row : {
           Row{5, ProblemCode::lacked_arbitrator, "LACKED_ARBITRATOR"},
           Row{6, ProblemCode::boot_config_conflict, "BOOT_CONFIG_CONFLICT"},
           Row{10, ProblemCode::failed_start, "FAILED_START"},
           Row{12, ProblemCode::normal_conflict, "NORMAL_CONFLICT"},
           Row{16, ProblemCode::partial_log_conf, "PARTIAL_LOG_CONF"},
           Row{22, ProblemCode::disabled, "DISABLED"},
           Row{29, ProblemCode::hardware_disabled, "HARDWARE_DISABLED"},
           Row{33, ProblemCode::translation_failed, "TRANSLATION_FAILED"},
           Row{36, ProblemCode::irq_translation_failed, "IRQ_TRANSLATION_FAILED"},
           Row{45, ProblemCode::phantom, "PHANTOM"},
           Row{57, ProblemCode::guest_assignment_failed, "GUEST_ASSIGNMENT_FAILED"},
       }) {
    EXPECT_EQ(static_cast<std::uint32_t>(row.code), row.number);
    EXPECT_EQ(name_of(row.code), row.name);
  }
}

TEST(ProblemCode, AboutResourcesAreThoseThatTheReferenceGroupsSo) {
  const std::set<std::uint32_t> about_resources = {5, 6, 10, 12, 14, 16, 17, 27, 29, 30, 33, 34, 35, 36};
  for (std::uint32_t code = 0; code <= kLastProblemCode + 1; ++code)
    EXPECT_EQ(is_about_resources(ProblemCode{code}), about_resources.contains(code)) << code;
}

}  // namespace
}  // namespace resmap::snapshot
