// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "resmap/report/check_screen.h"
#include "resmap/report/owners.h"
#include "resmap/report/sizes.h"

namespace resmap::report {

namespace {

using pnp::Machine;
using pnp::Occupancy;
using pnp::Overlap;
using pnp::OverlapClass;
using pnp::OverlapReason;
using snapshot::Known;

// One row about overlaps: "port 0x2f8-0x2ff", who meets there, and what that means.
struct Meeting {
  std::vector<std::string> places;
  std::vector<std::string> parties;
  std::string_view meaning;
};

enum class Rows : std::uint8_t {
  each,   // one for each overlap
  place,  // one for all that meet in one place
  pair,   // one for all places in which the same two meet
};

std::string_view meaning_of(const Machine& machine, const Overlap& overlap) {
  switch (overlap.kind) {
    case OverlapClass::conflict: return "they do not share it";
    case OverlapClass::sharing: return "legal: all say that they share";
    case OverlapClass::outside: return "no window of its bus reaches it; firmware's own devices often lie so";
    case OverlapClass::firmware:
      return machine.snapshot().platform == snapshot::Platform::windows
                 ? "legal: each has this one place; Windows starts them all"
                 : "legal: each has this one place, and firmware put them all there";
    default: break;
  }
  switch (overlap.reason) {
    case OverlapReason::routing: return "not known: the source does not say how the line is routed";
    case OverlapReason::share: return "not known: the source does not say whether they share it";
    case OverlapReason::presence: return "not known: the source does not say whether all are there";
    case OverlapReason::decoding: return "not known: one is switched off, and its registers may hold anything";
    case OverlapReason::one_place: return "two nodes for one PCI function: one of them is not there";
    case OverlapReason::two_nodes:
      return "two nodes for one device: firmware describes it, and the registry names it again";
    default: return "one of the two is not there";
  }
}

std::vector<Meeting> meetings_of(const Machine& machine, const std::vector<const Overlap*>& overlaps, Rows rows) {
  std::vector<Meeting> meetings;
  std::map<std::string, std::size_t> by_key;
  std::set<std::pair<std::size_t, std::string>> known;  // who is in which meeting
  const auto name = [&](std::uint32_t party) { return short_owner(machine, machine.held()[party].owner); };
  for (const Overlap* overlap : overlaps) {
    const Occupancy& held = machine.held()[overlap->first];
    const std::string place = std::string(short_type(held.type)) + " " + range_words(held.type, overlap->common);
    const std::string key =
        rows == Rows::place || !overlap->second ? place : name(overlap->first) + "\n" + name(*overlap->second);
    const auto [at, is_new] = by_key.try_emplace(key, meetings.size());
    if (is_new || rows == Rows::each) {
      at->second = meetings.size();
      meetings.push_back({{place}, {}, meaning_of(machine, *overlap)});
    } else if (rows == Rows::pair) {
      meetings[at->second].places.push_back(place);
    }
    const auto add = [&](std::uint32_t party) {
      std::string words = name(party);
      if (known.emplace(at->second, words).second) meetings[at->second].parties.push_back(std::move(words));
    };
    add(overlap->first);
    if (overlap->second) add(*overlap->second);
  }
  return meetings;
}

// How a class is shown.
struct Section {
  std::string_view heading;
  Ink ink = Ink::plain;
  Rows rows = Rows::each;
  std::size_t most = ~std::size_t{0};  // rows, unless all is asked for; beyond them they are counted
  std::string_view counted_what = {};  // in these words
  std::string_view counted_as = {};
};

constexpr Section kConflict{"CONFLICT", Ink::bad}, kUnclear{"UNCLEAR", Ink::doubtful},
    kUnrouted{"UNCLEAR",        Ink::doubtful,
              Rows::place,      0,
              "interrupt line", "on which PCI functions may meet others: the source does not say how they are routed"},
    kFirmware{"FIRMWARE", Ink::plain, Rows::place}, kShared{"SHARED", Ink::plain, Rows::place},
    kOutside{"OUTSIDE", Ink::plain, Rows::each,
             3,         "range",    "that no window of a bus reaches; firmware's own devices often lie so"},
    kPhantom{"PHANTOM", Ink::faint, Rows::pair, 3, "pair", "of devices of which one is not there"};

void print_section(TextWriter& out, const Machine& machine, const Paint& paint, const Section& section, bool all,
                   const std::function<bool(const Overlap&)>& belongs) {
  std::vector<const Overlap*> found;
  for (const Overlap& overlap : machine.overlaps()) {
    if (belongs(overlap)) found.push_back(&overlap);
  }
  if (found.empty()) return;
  const std::vector<Meeting> meetings = meetings_of(machine, found, section.rows);
  if (meetings.size() > section.most && !all) {
    paint.write(out, section.ink, section.heading);
    out.text("  ").text(counted(meetings.size(), section.counted_what)).text(" ");
    out.text(section.counted_as).text(" (resmap conflicts shows ").text(meetings.size() == 1 ? "it" : "them");
    out.text(")\n");
    return;
  }
  Table table({{section.heading, 8}, {"", 40, false, true}, {"", 60}, {"", 80}});
  std::string heading(section.heading);
  for (const Meeting& meeting : meetings) {
    table.add({std::exchange(heading, ""), enumerated(meeting.places, 4), enumerated(meeting.parties, 12),
               std::string(meeting.meaning)},
              {}, section.ink);
  }
  table.print(out, paint, false);
}

}  // namespace

void print_holes(TextWriter& out, const Machine& machine, const Paint& paint) {
  // Of a window that is all free or full, the note beside it has said everything.
  std::vector<const pnp::Window*> shown;
  for (const pnp::Window& window : machine.windows()) {
    const Occupancy& held = machine.held()[window.held];
    const bool there = machine.snapshot().devices[held.owner.index].present != Known::no;
    const bool empty = window.holes.size() == 1 && window.holes.front() == held.range;
    if (there && lists::is_address(held.type) && !window.holes.empty() && !empty) shown.push_back(&window);
  }
  if (shown.empty()) return;
  constexpr std::size_t most = 10;
  const std::size_t more = shown.size() > most ? shown.size() - most : 0;
  if (more != 0) {
    // Those with the largest holes, in the order in which they stand.
    std::vector<const pnp::Window*> by_hole = shown;
    std::sort(by_hole.begin(), by_hole.end(), [](const pnp::Window* a, const pnp::Window* b) {
      return a->largest_hole != b->largest_hole ? a->largest_hole > b->largest_hole : a < b;
    });
    const std::set<const pnp::Window*> largest(by_hole.begin(), by_hole.begin() + most);
    std::erase_if(shown, [&](const pnp::Window* window) { return !largest.contains(window); });
  }
  Table table({{"HOLES", 8}, {"", 44, false, true}, {"", 24, false, true}, {"", 60}});
  std::string heading = "HOLES";
  for (const pnp::Window* window : shown) {
    const Occupancy& held = machine.held()[window->held];
    const auto hole = std::find_if(window->holes.begin(), window->holes.end(),
                                   [&](const AddressRange& h) { return h.last_offset() == window->largest_hole; });
    std::string largest =
        window->holes.size() == 1 ? "all at " : "largest " + size_words(held.type, window->largest_hole) + " at ";
    largest += range_words(held.type, {hole->first, hole->first});
    table.add({std::exchange(heading, ""),
               std::string(short_type(held.type)) + " " + range_words(held.type, held.range),
               free_words(held.type, *window), largest + ", in " + short_owner(machine, held.owner)});
  }
  table.print(out, paint, false);
  if (more != 0) out.text("       and ").text(counted(more, "window")).text(" with smaller ones\n");
}

void print_overlaps(TextWriter& out, const Machine& machine, const Paint& paint, bool all) {
  const auto of = [](OverlapClass kind) { return [kind](const Overlap& overlap) { return overlap.kind == kind; }; };
  const auto unclear = [](bool routing) {
    return [routing](const Overlap& overlap) {
      return overlap.kind == OverlapClass::unknown && (overlap.reason == OverlapReason::routing) == routing;
    };
  };
  // The gravest first.
  print_section(out, machine, paint, kConflict, all, of(OverlapClass::conflict));
  print_section(out, machine, paint, kUnclear, all, unclear(false));
  print_section(out, machine, paint, kUnrouted, all, unclear(true));
  print_section(out, machine, paint, kFirmware, all, of(OverlapClass::firmware));
  print_section(out, machine, paint, kShared, all, of(OverlapClass::sharing));
  print_section(out, machine, paint, kOutside, all, of(OverlapClass::outside));
  print_section(out, machine, paint, kPhantom, all, of(OverlapClass::phantom));
}

std::string free_words(lists::ResourceType type, const pnp::Window& window) {
  if (window.holes.empty()) return "full";
  std::uint64_t bytes = 0;
  for (const AddressRange& hole : window.holes) bytes += hole.last_offset() + 1;  // a window is never the whole space
  return size_words(type, bytes - 1) + " free";
}

}  // namespace resmap::report
