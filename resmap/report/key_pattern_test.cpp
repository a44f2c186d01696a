// SPDX-License-Identifier: MIT
#include "resmap/report/key_pattern.h"

#include <gtest/gtest.h>

namespace resmap::report {
namespace {

constexpr char kInHive[] = "ControlSet001\\Enum\\ACPI\\PNP0501\\1\\LogConf";
constexpr char kInText[] = "HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Enum\\ACPI\\PNP0501\\1\\LogConf";
constexpr char kCurrent[] = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\ACPI\\PNP0501\\1\\LogConf";

bool matches(std::string_view pattern, std::string_view key, std::string_view current = {}) {
  return KeyPattern(pattern, current).matches(key);
}

TEST(KeyPattern, FindsAKeyWithItsRootAndWithout) {
  for (const char* pattern :
       {"ControlSet001\\Enum", "HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Enum", "hklm\\system\\controlset001\\enum\\",
        "*\\PNP0501\\*", "*\\PNP0501", "HKLM\\SYSTEM\\*\\Enum", kInHive, kInText, "", "HKLM\\SYSTEM", "*"}) {
    EXPECT_TRUE(matches(pattern, kInHive)) << pattern;
    EXPECT_TRUE(matches(pattern, kInText)) << pattern;
  }
  for (const char* pattern : {"ControlSet002", "Enum", "ControlSet00", "HKLM\\SYSTEM\\Enum", "SYSTEM\\ControlSet001",
                              "HKEY_LOCAL_MACHINE\\HARDWARE", "*\\PNP0501\\1\\LogConf\\x"}) {
    EXPECT_FALSE(matches(pattern, kInHive)) << pattern;
    EXPECT_FALSE(matches(pattern, kInText)) << pattern;
  }
}

TEST(KeyPattern, TheCurrentControlSetIsTheOneThatIsCurrent) {
  for (const char* pattern :
       {"CurrentControlSet", "CurrentControlSet\\Enum", "HKLM\\SYSTEM\\CurrentControlSet\\Enum\\*"}) {
    EXPECT_TRUE(matches(pattern, kInHive, "ControlSet001")) << pattern;
    EXPECT_TRUE(matches(pattern, kInText, "ControlSet001")) << pattern;
    EXPECT_FALSE(matches(pattern, kInHive, "ControlSet002")) << pattern;
    EXPECT_FALSE(matches(pattern, kInHive)) << pattern << ": nobody knows which";
    EXPECT_TRUE(matches(pattern, kCurrent)) << pattern << ": .reg text names it so";
    EXPECT_TRUE(matches(pattern, kCurrent, "ControlSet001")) << pattern;
  }
  EXPECT_FALSE(matches("CurrentControlSets", kInHive, "ControlSet001"));
}

TEST(KeyPattern, AnotherRootIsNoneOfASystemHive) {
  constexpr char hardware[] = "HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP\\Hardware Abstraction Layer";
  EXPECT_TRUE(matches("HKEY_LOCAL_MACHINE\\HARDWARE", hardware));
  EXPECT_FALSE(matches("HARDWARE", hardware));
  EXPECT_FALSE(matches("HKLM\\SYSTEM", hardware));
}

}  // namespace
}  // namespace resmap::report
