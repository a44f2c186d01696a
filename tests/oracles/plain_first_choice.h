// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>

// Stage 1 a second time, the way its rules read: every place of every alternative written down in the order in which it is
// preferred, and the first combination that fits. Written from windows-traces.md 1 and pnp-and-arbiters.md 1.3, 2.4 to 2.8 and 7;
// nothing of resmap/ is included (a test of the house looks), neither arbiters nor the PnP manager.
// Small machines alone: numbers 0 to 7 of each kind, no buses, no aliases.
namespace plain {

// A handful of things, without a heap: millions of machines are read a minute.
template <class T, std::size_t N>
class Few {
 public:
  void add(const T& thing) {
    assert(count_ < N);
    things_[count_++] = thing;
  }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] const T* begin() const { return things_.data(); }
  [[nodiscard]] const T* end() const { return things_.data() + count_; }
  [[nodiscard]] T* begin() { return things_.data(); }
  [[nodiscard]] T* end() { return things_.data() + count_; }
  const T& operator[](std::size_t i) const { return things_[i]; }
  T& operator[](std::size_t i) { return things_[i]; }
  void clear() { count_ = 0; }

 private:
  std::array<T, N> things_{};
  std::size_t count_ = 0;
};

enum class Kind : std::uint8_t { memory, port, line, channel };
inline constexpr Kind kKinds[] = {Kind::memory, Kind::port, Kind::line, Kind::channel};
inline constexpr int kNumbers = 8;

// From first to last, both included; last below first is nothing.
struct Span {
  int first = 0, last = kNumbers - 1;
  friend constexpr bool operator==(const Span&, const Span&) = default;
};

// One descriptor. Lines and channels have length and alignment 1.
struct Wanted {
  Kind kind = Kind::memory;
  Span within = {};
  int length = 1, alignment = 1;
  bool shared = false, preferred = false;
};
using WantedGroup = Few<Wanted, 2>;  // one of them is to be met
using WantedConfiguration = Few<WantedGroup, 2>;

struct BootPlace {
  Kind kind = Kind::memory;
  Span place = {};
  bool shared = false;
};

struct SmallDevice {
  std::optional<BootPlace> boot;
  Few<WantedConfiguration, 3> configurations;
};

// Devices start in the order in which they stand. The lists are those of every kind.
struct SmallMachine {
  Few<SmallDevice, 3> devices;
  Few<Span, 3> order;
  Few<Span, 2> reserved;
  // PCI functions have none before their lists; what firmware gave them is reserved all the same.
  bool boot_configurations_first = true;
};

// Where a group went. `alternative` counts from 0; a group that asks for length 0 takes nothing.
struct Place {
  int alternative = 0;
  bool nothing = false;
  Span at = {};
  friend constexpr bool operator==(const Place& a, const Place& b) {
    return a.alternative == b.alternative && a.nothing == b.nothing && (a.nothing || a.at == b.at);
  }
};

struct Answer {
  static constexpr int kNone = -2, kBoot = -1;
  int configuration = kNone;  // kNone: problem 12; kBoot; or which of its own, from 0
  Few<Place, 2> places;       // by group
  friend bool operator==(const Answer& a, const Answer& b) {
    if (a.configuration != b.configuration || a.places.size() != b.places.size()) return false;
    for (std::size_t i = 0; i < a.places.size(); ++i)
      if (!(a.places[i] == b.places[i])) return false;
    return true;
  }
};
using Answers = Few<Answer, 3>;

// The rules by name, each with what it would be turned round.
enum class Rule : std::uint8_t {
  none,
  boot_configuration_first,          // behind the device's own lists
  configurations_in_list_order,      // the last one first
  devices_one_after_another,         // the last one first
  most_constrained_group_first,      // groups in list order
  preferred_alternative_first,       // what is preferred counts no more than the rest
  preferred_wherever_it_lies,        // preferred, but in a reserved range only behind everything else
  ordering_list_before_position,     // alternatives one after another, each through all windows
  windows_in_order,                  // the last window first
  everything_behind_the_windows,     // what no window holds is never given outside the device's own last pass
  highest_place_first,               // the lowest
  reserved_ranges_last,              // reserved ranges are as good as any
  reserved_ranges_are_reached,       // reserved ranges are never given
  upper_part_before_lower,           // the part below a reserved range first
  alignment,                         // any place
  ends_are_included,                 // the last number is not the device's to have
  sharing,                           // nobody shares
  exclusive_keeps_others_away,       // one sharer is enough
  stepping_back,                     // the first group keeps its first place
  strictly_lower_start,              // the retry lies wholly below the place before (the open arbiter library)
  unusable_alternative_is_skipped,   // its group cannot be met
  length_zero_takes_nothing,         // it cannot be met
  fixed_on_its_own_device,           // a device is in its own way
  firmware_places_are_reserved,      // only what is assigned keeps others away
  own_reservation_is_no_obstacle,    // it is
  boot_rule,                         // a firmware place never stands on another
  boot_rule_last,                    // the boot rule from the beginning
  failed_keeps_its_reservation,      // whoever gets nothing loses it
  moved_gives_its_reservation_back,  // whoever gets another place keeps it
  kinds_are_spaces_of_their_own,     // memory and ports are one space
  count,
};
[[nodiscard]] const char* name_of(Rule rule);

// What each device gets. With `turned` one rule is turned round, for the test that every rule is felt.
[[nodiscard]] Answers first_choice(const SmallMachine& machine, Rule turned = Rule::none);

}  // namespace plain
