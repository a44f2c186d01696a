// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace resmap::report {

// Which registry keys a person means: one key and those below it, * for anything, letters without case.
//
// A hive's keys begin below its root (ControlSet001\Enum\...), those of .reg text with theirs (HKEY_LOCAL_MACHINE\SYSTEM\...).
// One pattern finds both: it may begin with HKEY_LOCAL_MACHINE\SYSTEM, HKLM\SYSTEM or without, and CurrentControlSet also means
// the control set that `current_control_set` names ("ControlSet001"; empty: none is known).
class KeyPattern {
 public:
  // An empty pattern is every key.
  KeyPattern(std::string_view pattern, std::string_view current_control_set);

  [[nodiscard]] bool matches(std::string_view key) const;

 private:
  std::vector<std::string> patterns_;  // each on its own
  bool whole_system_ = false;          // the root alone was named, which a hive's keys do not say
};

}  // namespace resmap::report
