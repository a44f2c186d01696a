// SPDX-License-Identifier: MIT
#include "apps/resmap/registry_root.h"

#include "apps/resmap/output.h"
#include "resmap/registry/name_case.h"

namespace resmap::app {

namespace {

struct Root {
  std::string_view name, shorter;
};
constexpr Root kRoots[] = {{"HKEY_LOCAL_MACHINE", "HKLM"},
                           {"HKEY_USERS", "HKU"},
                           {"HKEY_CURRENT_USER", "HKCU"},
                           {"HKEY_CLASSES_ROOT", "HKCR"},
                           {"HKEY_CURRENT_CONFIG", "HKCC"}};

}  // namespace

std::optional<std::string> whole_root(const std::string& root) {
  const std::size_t first = root.find('\\');
  for (const Root& known : kRoots) {
    const std::string_view word = std::string_view(root).substr(0, first);
    if (!registry::same_name(word, known.name) && !registry::same_name(word, known.shorter)) continue;
    const std::string below = first == std::string::npos ? "" : root.substr(first);
    if (below.size() < 2 || below.back() == '\\' || below.find("\\\\") != std::string::npos) break;
    return std::string(known.name) + below;
  }
  say("\"" + root + "\" is no key for a ResourceMap: --root takes one like HKLM\\SOFTWARE\\resmap");
  return std::nullopt;
}

std::optional<HivePath> hive_path(std::string_view key) {
  const std::size_t first = key.find('\\');
  const std::string_view root = key.substr(0, first);
  if (root != "HKEY_LOCAL_MACHINE" && root != "HKEY_USERS") {
    say(std::string(root) + " holds no hives: a hive takes a --root below HKLM or HKU");
    return std::nullopt;
  }
  const std::size_t second = key.find('\\', first + 1);
  if (second == std::string_view::npos) return HivePath{key, {}};
  return HivePath{key.substr(0, second), key.substr(second + 1)};
}

bool is_volatile(std::string_view key) {
  constexpr std::string_view hardware = "HKEY_LOCAL_MACHINE\\HARDWARE";
  return registry::same_name(key.substr(0, hardware.size()), hardware) &&
         (key.size() == hardware.size() || key[hardware.size()] == '\\');
}

}  // namespace resmap::app
