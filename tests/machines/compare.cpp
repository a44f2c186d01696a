// SPDX-License-Identifier: MIT
#include "tests/machines/compare.h"

#include <algorithm>
#include <exception>

namespace resmap::machines {

namespace {

bool equal(const plain::Answers& a, const plain::Answers& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

std::string shown(Family family, std::uint64_t number) {
  const plain::SmallMachine machine = machine_of(family, number);
  FastEngine engine;
  std::string made =
      "machines show " + std::string(family == Family::wide ? "wide " : "counted ") + std::to_string(number) + "\n";
  made += text_of(machine) + "plain reading  " + text_of(plain::first_choice(machine)) + "\n";
  try {
    made += "first_choice   " + text_of(engine.answers(machine)) + "\n";
    made += "PnP manager    " + text_of(whole_engine(machine)) + "\n";
  } catch (const std::exception& error) {
    made += std::string(error.what()) + "\n";
  }
  return made;
}

Tally compare(Family family, std::uint64_t seed, std::uint64_t from, std::uint64_t count) {
  constexpr std::uint64_t kWholeWay = 500;
  Tally tally;
  FastEngine engine;
  for (std::uint64_t i = from; i < from + count; ++i) {
    const std::uint64_t number = family == Family::counted ? i % kCounted : sample(family, seed, i);
    const plain::SmallMachine machine = machine_of(family, number);
    const plain::Answers read = plain::first_choice(machine);
    bool same = false;
    try {
      same = equal(read, engine.answers(machine)) && (i % kWholeWay != 0 || equal(read, whole_engine(machine)));
    } catch (const std::exception&) {  // shown() tells of it
    }
    ++tally.machines;
    if (same) continue;
    if (tally.disagreements++ == 0) tally.first = shown(family, number);
  }
  return tally;
}

std::uint64_t felt_after(plain::Rule turned, std::uint64_t seed, std::uint64_t most) {
  FastEngine engine;
  for (std::uint64_t i = 0; i < most; ++i) {
    const plain::SmallMachine machine = machine_of(Family::wide, sample(Family::wide, seed, i));
    // The plain readings first: they are the cheaper ones.
    const plain::Answers read = plain::first_choice(machine, turned);
    if (equal(read, plain::first_choice(machine))) continue;
    if (!equal(read, engine.answers(machine))) return i;
  }
  return most;
}

}  // namespace resmap::machines
