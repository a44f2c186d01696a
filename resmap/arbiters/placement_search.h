// SPDX-License-Identifier: MIT
// Not installed: the inside of Arbiter::test_allocation.
#pragma once

#include "resmap/arbiters/arbiter.h"
#include "resmap/arbiters/placement.h"

namespace resmap::arbiters {

// A place for every entry, depth first: the entries in the arbiter's order, for each its alternatives as their windows rank,
// in each window the highest free place. Where an entry finds none, the one before it moves on.
//
//   entry 0   [window 3: FF00] [window 5] [own bounds]        trials, each with the place where it goes on
//   entry 1   [window 1: -   ] [own bounds: -]                no place left: back to entry 0, below FF00
//
// An entry that has no room even alone ends the search at once; that is the one shortcut, and it loses nothing.
// Source: pnp-and-arbiters.md 2.6, 2.7; rules 32 to 36.
class PlacementSearch {
 public:
  // `occupied` is what is taken before the first entry is placed; at the end it holds their places too.
  PlacementSearch(const Arbiter& arbiter, ranges::RangeList& occupied, const Pool& pool,
                  std::span<ArbiterEntry> entries, StepBudget& budget);

  // Errors as Arbiter::test_allocation; `occupied` is then to be dropped. Results are written into the entries.
  [[nodiscard]] Result<void> run();

 private:
  struct Trial {
    Candidate candidate;
    std::size_t window = 0;  // which ordering window; their count: its own bounds; one more: exhausted
    std::uint8_t tier = 0;   // which of candidate.kinds
    AddressRange limit{0, ~std::uint64_t{0}};  // what backtracking has left of the window
    bool keep_tried = false;
  };
  struct Level {
    std::uint32_t entry;
    std::size_t first_trial, trials;
    std::uint64_t device_order, places, alignment, last_offset;
    std::size_t current = 0;  // the trial that holds the place
    bool entered = false;
    bool kept = false;  // at the place it had before: the windows are still whole
    bool shown_alone = false;
    std::optional<AddressRange> place;
  };

  [[nodiscard]] Result<void> unpack_entries();
  void sort();
  [[nodiscard]] bool before(const Level& a, const Level& b) const;
  void reset(Level& level);

  // Puts an entry at its next place; false: there is none.
  [[nodiscard]] Result<bool> place_next(Level& level);
  [[nodiscard]] Result<bool> attempt(Level& level, Trial& trial);
  [[nodiscard]] Result<bool> settle(Level& level, const Trial& trial, AddressRange place);
  [[nodiscard]] Trial* best_trial(Level& level);
  [[nodiscard]] bool outranks(const Trial& a, const Trial& b) const;
  [[nodiscard]] bool meets_window(const Trial& trial) const;
  void next_window(Trial& trial);
  // Takes an entry back from its place; its next place is a different one. False: it has no other that would help.
  [[nodiscard]] Result<bool> take_back(Level& level);

  [[nodiscard]] bool finds_room(const Level& level, const ranges::RangeList& occupied,
                                std::uint8_t also_passable) const;
  [[nodiscard]] std::unexpected<Error> refuse(const Level& level);

  [[nodiscard]] Placement placement_of(const Level& level, const Trial& trial) const;
  [[nodiscard]] std::size_t window_count() const { return arbiter_.order().windows().size(); }
  [[nodiscard]] AddressRange window_of(const Trial& trial) const;

  const Arbiter& arbiter_;
  ranges::RangeList& occupied_;
  const ranges::RangeList at_first_;
  const Pool& pool_;
  std::span<ArbiterEntry> entries_;
  StepBudget& budget_;
  Array<Trial> trials_;
  Array<Level> levels_;
};

}  // namespace resmap::arbiters
