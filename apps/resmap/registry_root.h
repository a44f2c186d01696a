// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace resmap::app {

// The key that --root names, in the words of .reg text: HKLM is HKEY_LOCAL_MACHINE, and so on. nullopt, with a sentence said: it is
// no key below one of those.
[[nodiscard]] std::optional<std::string> whole_root(const std::string& root);

// What of a whole key is the hive and what stands in it: HKEY_LOCAL_MACHINE\SOFTWARE, and resmap. Windows keeps one hive for each
// key below HKEY_LOCAL_MACHINE and HKEY_USERS. nullopt, with a sentence said: the key is below another.
struct HivePath {
  std::string_view hive;
  std::string_view below;  // empty: the hive's root
};
[[nodiscard]] std::optional<HivePath> hive_path(std::string_view key);

// Whether Windows makes the key anew at each boot: all of HKEY_LOCAL_MACHINE\HARDWARE (claims-and-hal.md 4.1, R5).
[[nodiscard]] bool is_volatile(std::string_view key);

}  // namespace resmap::app
