// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "tests/oracles/plain_first_choice.h"

namespace resmap::machines {

// Two families of small machines, of three devices over eight numbers each. A number is a machine, always the same one.
//   counted  one configuration of up to two descriptors a device, memory alone: 0 to kCounted - 1 in mixed radix, each once
//   wide     up to three configurations, boot configurations, all four kinds, ordering and reserved lists: the digits of a
//            number are drawn from it with splitmix64, since all of them are more than 2^64
enum class Family : std::uint8_t { counted, wide };

// (12 + 12 * 12 + 12 * 12)^3 devices, under six pairs of lists.
inline constexpr std::uint64_t kCounted = 6ULL * 300 * 300 * 300;

[[nodiscard]] plain::SmallMachine machine_of(Family family, std::uint64_t number);

// The number of sample `index` of a seed.
[[nodiscard]] std::uint64_t sample(Family family, std::uint64_t seed, std::uint64_t index);

// As *.machine text, which a person reads; the lists, for which that language has no words, as comments above.
[[nodiscard]] std::string text_of(const plain::SmallMachine& machine);
[[nodiscard]] std::string text_of(const plain::Answers& answers);

}  // namespace resmap::machines
