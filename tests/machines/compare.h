// SPDX-License-Identifier: MIT
#pragma once

#include "tests/machines/engines.h"
#include "tests/machines/small_machines.h"

namespace resmap::machines {

struct Tally {
  std::uint64_t machines = 0, disagreements = 0;
  std::string first;  // the first disagreement, as shown() writes it
};

// One machine in full: its number, its text, and the answers of both sides.
[[nodiscard]] std::string shown(Family family, std::uint64_t number);

// `count` machines from `from` on: of the counted family those numbers themselves, round and round, of the wide one samples of the
// seed. Every 500th goes the whole way through the PnP manager as well.
[[nodiscard]] Tally compare(Family family, std::uint64_t seed, std::uint64_t from, std::uint64_t count);

// How many machines it takes until a plain reading with that rule turned round disagrees with stage 1; `most`: none did.
[[nodiscard]] std::uint64_t felt_after(plain::Rule turned, std::uint64_t seed, std::uint64_t most);

}  // namespace resmap::machines
