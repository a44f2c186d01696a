// SPDX-License-Identifier: MIT
// Verbs on a store.
#pragma once

#include <string>
#include <vector>

#include "tests/cli/command.h"

namespace resmap::cli {

using Words = std::vector<std::string>;

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline Words with_store(const std::string& store, Words words) {
  words.insert(words.begin() + 1, {"--store", store});
  return words;
}
inline Outcome on(const std::string& store, const Words& words) { return run(with_store(store, words)); }

}  // namespace resmap::cli
