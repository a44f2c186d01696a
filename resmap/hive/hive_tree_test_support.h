// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>

#include "resmap/registry/registry.h"

namespace resmap::hive::testing_support {

// What a written hive does not hold of `before`, when read as `after`; empty: nothing, and it holds no more. Keys of one parent may
// stand in another order.
[[nodiscard]] inline std::string difference(const registry::Registry& before, const registry::Registry& after) {
  if (before.key_count() != after.key_count() || before.value_count() != after.value_count())
    return "there are " + std::to_string(after.key_count()) + " keys and " + std::to_string(after.value_count()) +
           " values";
  for (const registry::KeyId key : before.subtree()) {
    const std::string path = *before.path_of(key);
    const auto there = after.find(path);
    if (!there || after.name(*there) != before.name(key)) return "no key " + path;
    auto other = after.values(*there).begin();
    for (const registry::ValueId id : before.values(key)) {
      if (other == after.values(*there).end()) return path + " has fewer values";
      const auto a = before.view(id), b = after.view(*other);
      if (a.name != b.name || a.type != b.type || !std::ranges::equal(a.data, b.data))
        return path + " \"" + std::string(a.name) + "\" differs";
      ++other;
    }
  }
  return {};
}

}  // namespace resmap::hive::testing_support
