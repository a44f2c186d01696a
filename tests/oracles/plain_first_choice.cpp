// SPDX-License-Identifier: MIT
#include "tests/oracles/plain_first_choice.h"

#include <algorithm>

namespace plain {

namespace {

struct Held {
  std::size_t device = 0;
  Kind kind = Kind::memory;
  Span at = {};
  bool shared = false;
  bool firmware = false;  // one place only, and firmware chose it
};

// A place that a group may take, in the order in which places are preferred.
struct Candidate {
  int alternative = 0;
  bool nothing = false;
  bool only_place = false;
  int window = 0;
  Span at = {};
};
using Candidates = Few<Candidate, 80>;
using Windows = Few<Span, 16>;

bool meets(Span a, Span b) { return a.first <= b.last && b.first <= a.last; }
Span common(Span a, Span b) { return {std::max(a.first, b.first), std::min(a.last, b.last)}; }
int numbers(Span span) { return span.last - span.first + 1; }

class Reading {
 public:
  Reading(const SmallMachine& machine, Rule turned) : machine_(machine), turned_(turned), windows_(windows()) {}

  Answers answers() {
    for (std::size_t i = 0; i < machine_.devices.size(); ++i) {
      const auto& boot = machine_.devices[i].boot;
      if (boot && !is(Rule::firmware_places_are_reserved)) held_.add({i, boot->kind, boot->place, boot->shared, true});
    }
    Answers made;
    for (std::size_t i = 0; i < machine_.devices.size(); ++i) made.add({});
    for (std::size_t i = 0; i < machine_.devices.size(); ++i) {
      const std::size_t device = is(Rule::devices_one_after_another) ? machine_.devices.size() - 1 - i : i;
      made[device] = answer(device);
    }
    return made;
  }

 private:
  [[nodiscard]] bool is(Rule rule) const { return turned_ == rule; }

  // 2.5: the ordering list, then everything; reserved ranges cut out of each, the upper part before the lower.
  [[nodiscard]] Windows windows() const {
    Few<Span, 4> order;
    for (const Span window : machine_.order) order.add(window);
    if (!is(Rule::everything_behind_the_windows)) order.add({});
    if (is(Rule::windows_in_order)) std::reverse(order.begin(), order.end());
    Windows made;
    for (const Span window : order) {
      // Number by number: what is not reserved and touches is one part.
      Windows parts;
      for (int number = window.last; number >= window.first; --number) {
        if (is_reserved(number)) continue;
        if (parts.size() > 0 && parts[parts.size() - 1].first == number + 1) {
          parts[parts.size() - 1].first = number;
        } else {
          parts.add({number, number});
        }
      }
      if (is(Rule::upper_part_before_lower)) std::reverse(parts.begin(), parts.end());
      for (const Span part : parts) made.add(part);
    }
    return made;
  }
  [[nodiscard]] bool is_reserved(int number) const {
    if (is(Rule::reserved_ranges_last)) return false;
    return std::any_of(machine_.reserved.begin(), machine_.reserved.end(),
                       [&](Span range) { return meets(range, {number, number}); });
  }

  // 2.4: the boot configuration, then the device's own, in list order; all of them once more with the boot rule.
  Answer answer(std::size_t device) {
    const SmallDevice& asking = machine_.devices[device];
    Few<int, 4> order;
    const bool has_boot = asking.boot && machine_.boot_configurations_first;
    if (has_boot && !is(Rule::boot_configuration_first)) order.add(Answer::kBoot);
    for (std::size_t i = 0; i < asking.configurations.size(); ++i)
      order.add(static_cast<int>(is(Rule::configurations_in_list_order) ? asking.configurations.size() - 1 - i : i));
    if (has_boot && is(Rule::boot_configuration_first)) order.add(Answer::kBoot);

    for (const bool by_boot_rule : {false, true}) {
      if (by_boot_rule && (!asking.boot || is(Rule::boot_rule))) break;
      for (const int which : order) {
        const WantedConfiguration wanted =
            which == Answer::kBoot ? of_boot(*asking.boot) : asking.configurations[static_cast<std::size_t>(which)];
        Answer made;
        if (!met(device, wanted, by_boot_rule || is(Rule::boot_rule_last), made)) continue;
        made.configuration = which;
        take(device, wanted, made);
        return made;
      }
    }
    if (is(Rule::failed_keeps_its_reservation)) give_back(device);
    return {};
  }

  static WantedConfiguration of_boot(const BootPlace& boot) {
    WantedGroup group;
    group.add({boot.kind, boot.place, numbers(boot.place), 1, boot.shared, true});
    WantedConfiguration made;
    made.add(group);
    return made;
  }

  void give_back(std::size_t device) {
    Few<Held, 16> kept;
    for (const Held& held : held_)
      if (held.device != device) kept.add(held);
    held_ = kept;
  }

  void take(std::size_t device, const WantedConfiguration& wanted, const Answer& made) {
    if (!is(Rule::moved_gives_its_reservation_back)) give_back(device);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const Place& place = made.places[i];
      if (place.nothing) continue;
      const Wanted& met = wanted[i][static_cast<std::size_t>(place.alternative)];
      held_.add({device, met.kind, place.at, met.shared, is_firmware_place(device, met, place.at)});
    }
  }

  // A requirement with one place that is the place firmware chose.
  [[nodiscard]] bool is_firmware_place(std::size_t device, const Wanted& wanted, Span at) const {
    const auto& boot = machine_.devices[device].boot;
    return boot && boot->kind == wanted.kind && boot->place == at && has_one_place(wanted);
  }

  [[nodiscard]] int lowest(const Wanted& wanted) const {
    int first = wanted.within.first;
    if (!is(Rule::alignment))
      while (first % wanted.alignment != 0) ++first;
    return first;
  }
  [[nodiscard]] int highest(const Wanted& wanted) const {
    return wanted.within.last - (is(Rule::ends_are_included) ? 1 : 0);
  }
  [[nodiscard]] bool has_one_place(const Wanted& wanted) const {
    return highest(wanted) - lowest(wanted) + 1 == wanted.length;
  }
  [[nodiscard]] int step(const Wanted& wanted) const { return is(Rule::alignment) ? 1 : wanted.alignment; }

  // 2.6: in how many places it could be.
  [[nodiscard]] int score(const Wanted& wanted) const {
    int places = 0;
    for (int at = lowest(wanted); at + wanted.length - 1 <= highest(wanted); at += step(wanted)) ++places;
    return places;
  }

  // All groups together, kind by kind: kinds do not meet.
  bool met(std::size_t device, const WantedConfiguration& wanted, bool by_boot_rule, Answer& made) {
    made.places.clear();
    Few<std::size_t, 2> sorted;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      made.places.add({});
      sorted.add(i);
    }
    const auto total = [&](const WantedGroup& group) {
      int sum = 0;
      for (const Wanted& one : group) sum += score(one);
      return sum;
    };
    if (sorted.size() == 2 && !is(Rule::most_constrained_group_first) && total(wanted[1]) < total(wanted[0]))
      std::swap(sorted[0], sorted[1]);
    placed_.clear();
    device_ = device;
    by_boot_rule_ = by_boot_rule;
    return met_from(wanted, sorted, 0, made);
  }

  bool met_from(const WantedConfiguration& wanted, const Few<std::size_t, 2>& sorted, std::size_t from, Answer& made) {
    if (from == sorted.size()) return true;
    const std::size_t group = sorted[from];
    std::optional<Candidate> before;
    for (const Candidate& one : candidates(wanted[group])) {
      const Wanted& asked = wanted[group][static_cast<std::size_t>(one.alternative)];
      if (is(Rule::strictly_lower_start) && before && before->alternative == one.alternative &&
          before->window == one.window && one.at.last >= before->at.first)
        continue;
      if (!one.nothing && !is_free(asked, one)) continue;
      before = one;
      made.places[group] = {one.alternative, one.nothing, one.at};
      const auto placed = placed_;
      if (!one.nothing) placed_.add({device_, asked.kind, one.at, asked.shared, false});
      if (met_from(wanted, sorted, from + 1, made)) return true;
      placed_ = placed;
      if (is(Rule::stepping_back)) return false;
    }
    return false;
  }

  // 2.6, 2.7: preferred alternatives one after another, wherever they lie; then the others, window by window, in each the
  // highest place first; at last each in its own bounds, which is how reserved ranges are reached.
  [[nodiscard]] Candidates candidates(const WantedGroup& group) const {
    Candidates made;
    if (is(Rule::unusable_alternative_is_skipped))
      for (const Wanted& one : group)
        if (one.length > 0 && score(one) == 0) return made;
    const int own_bounds = static_cast<int>(windows_.size());
    const auto is_first = [&](const Wanted& one) { return one.preferred && !is(Rule::preferred_alternative_first); };
    const auto through_all = [&](int alternative, int until) {
      for (int window = 0; window <= until; ++window) add_places(group, alternative, window, made);
    };
    for (const bool first : {true, false}) {
      Few<int, 2> here;
      for (std::size_t i = 0; i < group.size(); ++i)
        if (is_first(group[i]) == first) here.add(static_cast<int>(i));
      if (first || is(Rule::ordering_list_before_position)) {
        const bool split = first && is(Rule::preferred_wherever_it_lies);
        for (const int alternative : here) through_all(alternative, split ? own_bounds - 1 : own_bounds);
        continue;
      }
      for (int window = 0; window <= own_bounds; ++window)
        for (const int alternative : here) add_places(group, alternative, window, made);
    }
    if (is(Rule::preferred_wherever_it_lies))
      for (std::size_t i = 0; i < group.size(); ++i)
        if (is_first(group[i])) add_places(group, static_cast<int>(i), own_bounds, made);
    return made;
  }

  void add_places(const WantedGroup& group, int alternative, int window, Candidates& made) const {
    const Wanted& wanted = group[static_cast<std::size_t>(alternative)];
    const bool own_bounds = window == static_cast<int>(windows_.size());
    const Span bounds{lowest(wanted), highest(wanted)};
    if (wanted.length == 0) {
      // It is ranked by the window that it would lie in, as if it took something.
      const bool here = own_bounds || meets(bounds, windows_[static_cast<std::size_t>(window)]);
      if (here && !is(Rule::length_zero_takes_nothing)) made.add({alternative, true, false, window, {}});
      return;
    }
    if (own_bounds && is(Rule::reserved_ranges_are_reached)) return;
    const Span part = own_bounds ? bounds : common(bounds, windows_[static_cast<std::size_t>(window)]);
    Few<int, kNumbers> starts;
    for (int at = part.last - wanted.length + 1; at >= part.first; --at)
      if (at % step(wanted) == 0) starts.add(at);
    if (is(Rule::highest_place_first)) std::reverse(starts.begin(), starts.end());
    for (const int at : starts)
      made.add({alternative, false, has_one_place(wanted), window, {at, at + wanted.length - 1}});
  }

  [[nodiscard]] bool one_space(Kind a, Kind b) const {
    if (a == b) return true;
    const auto is_address = [](Kind kind) { return kind == Kind::memory || kind == Kind::port; };
    return is(Rule::kinds_are_spaces_of_their_own) && is_address(a) && is_address(b);
  }

  // Rules 11, 38, 41, 42: nobody else is there but who shares, or whom the boot rule lets it stand on.
  [[nodiscard]] bool is_free(const Wanted& wanted, const Candidate& one) const {
    const bool on_firmware = by_boot_rule_ && is_firmware_place(device_, wanted, one.at);
    for (const Held& held : held_) {
      if (held.device == device_ && !is(Rule::own_reservation_is_no_obstacle)) continue;
      if (!one_space(held.kind, wanted.kind) || !meets(held.at, one.at)) continue;
      if (!may_share(wanted.shared, held.shared) && !(on_firmware && held.firmware)) return false;
    }
    for (const Held& own : placed_) {
      if (!one_space(own.kind, wanted.kind) || !meets(own.at, one.at)) continue;
      const bool fixed = one.only_place && !is(Rule::fixed_on_its_own_device);
      if (!may_share(wanted.shared, own.shared) && !fixed) return false;
    }
    return true;
  }
  [[nodiscard]] bool may_share(bool one, bool other) const {
    if (is(Rule::sharing)) return false;
    return is(Rule::exclusive_keeps_others_away) ? one || other : one && other;
  }

  const SmallMachine& machine_;
  Rule turned_;
  Windows windows_;
  Few<Held, 16> held_;
  // The configuration being tried.
  std::size_t device_ = 0;
  bool by_boot_rule_ = false;
  Few<Held, 2> placed_;
};

}  // namespace

const char* name_of(Rule rule) {
  static constexpr const char* names[] = {
      "none",
      "boot_configuration_first",
      "configurations_in_list_order",
      "devices_one_after_another",
      "most_constrained_group_first",
      "preferred_alternative_first",
      "preferred_wherever_it_lies",
      "ordering_list_before_position",
      "windows_in_order",
      "everything_behind_the_windows",
      "highest_place_first",
      "reserved_ranges_last",
      "reserved_ranges_are_reached",
      "upper_part_before_lower",
      "alignment",
      "ends_are_included",
      "sharing",
      "exclusive_keeps_others_away",
      "stepping_back",
      "strictly_lower_start",
      "unusable_alternative_is_skipped",
      "length_zero_takes_nothing",
      "fixed_on_its_own_device",
      "firmware_places_are_reserved",
      "own_reservation_is_no_obstacle",
      "boot_rule",
      "boot_rule_last",
      "failed_keeps_its_reservation",
      "moved_gives_its_reservation_back",
      "kinds_are_spaces_of_their_own",
  };
  static_assert(std::size(names) == static_cast<std::size_t>(Rule::count));
  return names[static_cast<std::size_t>(rule)];
}

Answers first_choice(const SmallMachine& machine, Rule turned) { return Reading(machine, turned).answers(); }

}  // namespace plain
