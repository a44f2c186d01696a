// SPDX-License-Identifier: MIT
#include "tests/machines/small_machines.h"

#include <algorithm>
#include <utility>

namespace resmap::machines {

namespace {

using plain::BootPlace;
using plain::Few;
using plain::Kind;
using plain::SmallDevice;
using plain::SmallMachine;
using plain::Span;
using plain::Wanted;
using plain::WantedConfiguration;
using plain::WantedGroup;

// Digits by division: each machine has one number.
class Counted {
 public:
  explicit Counted(std::uint64_t number) : left_(number) {}
  int digit(int radix) {
    const auto found = static_cast<int>(left_ % static_cast<std::uint64_t>(radix));
    left_ /= static_cast<std::uint64_t>(radix);
    return found;
  }

 private:
  std::uint64_t left_;
};

std::uint64_t splitmix64(std::uint64_t& state) {
  std::uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// Digits drawn from the number.
class Drawn {
 public:
  explicit Drawn(std::uint64_t number) : state_(number) {}
  int digit(int radix) { return static_cast<int>(splitmix64(state_) % static_cast<std::uint64_t>(radix)); }
  bool one_in(int many) { return digit(many) == 0; }

 private:
  std::uint64_t state_;
};

// What a device of the counted family may ask for.
constexpr Wanted kMenu[12] = {
    {Kind::memory, {0, 7}, 1, 1, false, false}, {Kind::memory, {0, 7}, 2, 1, false, false},
    {Kind::memory, {0, 7}, 4, 4, false, false}, {Kind::memory, {2, 5}, 2, 2, false, true},
    {Kind::memory, {6, 7}, 2, 1, false, true},  {Kind::memory, {1, 5}, 4, 1, false, false},
    {Kind::memory, {3, 7}, 3, 2, false, false}, {Kind::memory, {0, 7}, 2, 2, true, false},
    {Kind::memory, {4, 6}, 1, 1, true, true},   {Kind::memory, {4, 5}, 2, 1, true, false},
    {Kind::memory, {5, 6}, 2, 4, false, false}, {Kind::memory, {0, 3}, 0, 1, false, false},
};

void set_lists(SmallMachine& machine, int order, int reserved) {
  static constexpr Span orders[][2] = {{{4, 7}, {0, 3}}, {{0, 3}, {4, 7}}, {{2, 5}, {0, 7}}, {{5, 7}, {1, 3}}};
  if (order > 0)
    for (const Span window : orders[order - 1]) machine.order.add(window);
  static constexpr Span holes[][2] = {{{3, 4}, {3, 4}}, {{7, 7}, {7, 7}}, {{0, 1}, {5, 5}}};
  if (reserved == 0) return;
  machine.reserved.add(holes[reserved - 1][0]);
  if (!(holes[reserved - 1][1] == holes[reserved - 1][0])) machine.reserved.add(holes[reserved - 1][1]);
}

// One descriptor; two of their own; one and its alternative.
WantedConfiguration shaped(bool two, bool alternative, const Wanted& one, const Wanted& other) {
  WantedConfiguration made;
  WantedGroup group;
  group.add(one);
  if (two && alternative) group.add(other);
  made.add(group);
  if (two && !alternative) {
    WantedGroup second;
    second.add(other);
    made.add(second);
  }
  return made;
}

SmallMachine counted(std::uint64_t number) {
  Counted digits(number);
  SmallMachine machine;
  const int lists = digits.digit(6);
  set_lists(machine, lists % 3, lists / 3);
  for (int i = 0; i < 3; ++i) {
    SmallDevice device;
    const int shape = digits.digit(300);
    const int pair = (shape - 12) % 144;
    device.configurations.add(shape < 12 ? shaped(false, false, kMenu[shape], {})
                                         : shaped(true, shape >= 156, kMenu[pair % 12], kMenu[pair / 12]));
    machine.devices.add(device);
  }
  return machine;
}

Kind drawn_kind(Drawn& digits, int kinds) { return plain::kKinds[kinds < 4 ? kinds : digits.digit(4)]; }

Wanted drawn_wanted(Drawn& digits, Kind kind, const std::optional<BootPlace>& boot) {
  Wanted made;
  made.kind = kind;
  made.shared = digits.one_in(3);
  made.preferred = digits.one_in(3);
  const bool as_boot = digits.one_in(6), fixed = digits.one_in(4), unusable = digits.one_in(16),
             empty = digits.one_in(16);
  const int length = 1 + digits.digit(4), alignment = 1 << digits.digit(3), first = digits.digit(8);
  const int last = first + digits.digit(8 - first), shorter = digits.digit(3);
  const bool numbered = kind == Kind::line || kind == Kind::channel;
  if (as_boot && boot && boot->kind == kind) {
    made.within = boot->place;
    made.length = boot->place.last - boot->place.first + 1;
    return made;
  }
  if (!numbered) {
    made.length = empty ? 0 : length;
    made.alignment = alignment;
  }
  made.within = {first, last};
  if (made.length == 0) {
    made.alignment = 1;
    return made;
  }
  // Most that are drawn at random fit nowhere: give them room.
  if (fixed) made.within.last = std::min(7, first + made.length - 1);
  if (!fixed && !unusable) made.within.last = std::max(made.within.last, std::min(7, first + made.length + shorter));
  if (unusable && !numbered) made.within.last = first + made.length - 2;
  return made;
}

SmallMachine wide(std::uint64_t number) {
  Drawn digits(number);
  SmallMachine machine;
  const int order = digits.digit(5), reserved = digits.digit(4), kinds = digits.digit(6);
  set_lists(machine, order, reserved);
  machine.boot_configurations_first = !digits.one_in(4);
  for (int i = 0; i < 3; ++i) {
    SmallDevice device;
    if (digits.one_in(2)) {
      BootPlace boot;
      boot.kind = drawn_kind(digits, kinds);
      boot.shared = digits.one_in(3);
      const bool numbered = boot.kind == Kind::line || boot.kind == Kind::channel;
      boot.place.first = digits.digit(8);
      boot.place.last = numbered ? boot.place.first : std::min(7, boot.place.first + digits.digit(3));
      device.boot = boot;
    }
    const int configurations = 1 + digits.digit(3);
    for (int c = 0; c < configurations; ++c) {
      const int shape = digits.digit(3);
      const Kind kind = drawn_kind(digits, kinds);
      const Kind second = shape == 2 ? kind : drawn_kind(digits, kinds);
      const Wanted one = drawn_wanted(digits, kind, device.boot);
      device.configurations.add(shaped(shape > 0, shape == 2, one, drawn_wanted(digits, second, device.boot)));
    }
    machine.devices.add(device);
  }
  return machine;
}

const char* word_of(Kind kind) {
  static constexpr const char* words[] = {"mem", "port", "irq", "dma"};
  return words[static_cast<int>(kind)];
}
std::string words_of(Span span) { return std::to_string(span.first) + "-" + std::to_string(span.last); }
// As resource words: alternatives behind the first name no kind.
std::string words_of(const Wanted& wanted, bool alternative) {
  std::string made = alternative ? "|" : " " + std::string(word_of(wanted.kind)) + ":";
  if (wanted.kind == Kind::memory || wanted.kind == Kind::port)
    made += std::to_string(wanted.length) + "@" + std::to_string(wanted.alignment) + "/";
  made += words_of(wanted.within);
  if (wanted.shared) made += ",shared";
  if (wanted.preferred) made += ",preferred";
  return made;
}

}  // namespace

SmallMachine machine_of(Family family, std::uint64_t number) {
  return family == Family::counted ? counted(number) : wide(number);
}

std::uint64_t sample(Family family, std::uint64_t seed, std::uint64_t index) {
  std::uint64_t state = seed + index * 0x9E3779B97F4A7C15;
  const std::uint64_t drawn = splitmix64(state);
  return family == Family::counted ? drawn % kCounted : drawn;
}

std::string text_of(const SmallMachine& machine) {
  std::string made;
  for (const Span window : machine.order) made += "# order " + words_of(window) + "\n";
  for (const Span range : machine.reserved) made += "# reserved " + words_of(range) + "\n";
  if (!machine.boot_configurations_first) made += "# boot_configuration_first=never\n";
  made += "machine\n";
  int index = 0;
  for (const SmallDevice& device : machine.devices) {
    made += "  device " + std::string(1, static_cast<char>('a' + index++)) + "\n";
    if (device.boot) {
      made += "    boot  " + std::string(word_of(device.boot->kind)) + ":" + words_of(device.boot->place);
      made += device.boot->shared ? ",shared\n" : "\n";
    }
    const char* lead = "    wants";
    for (const WantedConfiguration& configuration : device.configurations) {
      made += std::exchange(lead, "    or   ");
      for (const WantedGroup& group : configuration) {
        made += words_of(group[0], false);
        if (group.size() > 1) made += words_of(group[1], true);
      }
      made += "\n";
    }
  }
  return made;
}

std::string text_of(const plain::Answers& answers) {
  std::string made;
  for (const plain::Answer& answer : answers) {
    if (!made.empty()) made += "; ";
    made += answer.configuration == plain::Answer::kNone   ? "none"
            : answer.configuration == plain::Answer::kBoot ? "boot"
                                                           : "configuration " + std::to_string(answer.configuration);
    for (const plain::Place& place : answer.places)
      made +=
          " " + (place.nothing ? std::string("nothing") : words_of(place.at)) + "/" + std::to_string(place.alternative);
  }
  return made;
}

}  // namespace resmap::machines
