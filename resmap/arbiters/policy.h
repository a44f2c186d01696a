// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::arbiters {

// What no public source settles about arbiters: one switch a question, each with its line in CAVEATS.md. No logic here.
struct ArbiterPolicy {
  // In which order the alternatives of one requirement are tried.
  enum class AlternativeOrder : std::uint8_t {
    documented,  // preferred ones in list order, wherever they lie; then the others as the ordering list ranks their windows
    by_window,  // preferred ones from the last ordering window backwards, but reserved ranges after everything else (ARB)
  };
  AlternativeOrder alternative_order = AlternativeOrder::documented;

  // How far a requirement steps back when a later one finds no room.
  enum class Retry : std::uint8_t {
    lower_start,  // to the next lower start: misses no solution
    below,        // wholly below the place it had (ARB)
  };
  Retry retry = Retry::lower_start;

  // What an ISA alias, at which a card answers without meaning to, collides with.
  enum class AliasConflict : std::uint8_t {
    with_real_ports,  // only with ports that somebody really uses
    with_everything,  // with other cards' aliases too
    never,            // it is entered and shown, and stands in nobody's way
  };
  AliasConflict alias_conflict = AliasConflict::with_real_ports;

  // Whether level-triggered and latched requirements that both share may meet on one line.
  enum class MixedTrigger : std::uint8_t {
    allowed,  // the trigger plays no part, as in the claim path
    refused,
  };
  MixedTrigger mixed_trigger = MixedTrigger::allowed;

  // From which end of its window a range of bus numbers is taken.
  enum class BusNumberDirection : std::uint8_t { top_down, bottom_up };
  BusNumberDirection bus_number_direction = BusNumberDirection::top_down;

  // Where prefetchable memory that fits both kinds of bridge window goes.
  enum class PrefetchPlacement : std::uint8_t {
    prefetch_window_first,  // the memory window only when the prefetch window has no room
    highest_address,        // the highest free place of both
  };
  PrefetchPlacement prefetch_placement = PrefetchPlacement::prefetch_window_first;
};

}  // namespace resmap::arbiters
