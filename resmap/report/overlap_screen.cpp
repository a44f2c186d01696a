// SPDX-License-Identifier: MIT
#include <algorithm>
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
using snapshot::Known;

// One row about overlaps: "port 0x2f8-0x2ff", and who meets there.
struct Meeting {
  std::string place;
  std::vector<std::string> parties;
};

// A row for each overlap, or `together`, one for each place with everybody in it.
std::vector<Meeting> meetings_of(const Machine& machine, const std::vector<const Overlap*>& overlaps, bool together) {
  std::vector<Meeting> meetings;
  for (const Overlap* overlap : overlaps) {
    const Occupancy& held = machine.held()[overlap->first];
    std::string place = std::string(short_type(held.type)) + " " + range_words(held.type, overlap->common);
    auto at =
        std::find_if(meetings.begin(), meetings.end(), [&](const Meeting& m) { return together && m.place == place; });
    if (at == meetings.end()) at = meetings.insert(at, {std::move(place), {}});
    const auto add = [&](std::uint32_t party) {
      std::string name = short_owner(machine, machine.held()[party].owner);
      if (std::find(at->parties.begin(), at->parties.end(), name) == at->parties.end())
        at->parties.push_back(std::move(name));
    };
    add(overlap->first);
    if (overlap->second) add(*overlap->second);
  }
  return meetings;
}

struct Section {
  OverlapClass kind;
  std::string_view heading;
  std::string_view meaning;
  Ink ink;
  bool together;  // one row for all that meet in one place
  bool brief;     // a count unless all is asked for
};

constexpr Section kSections[] = {
    {OverlapClass::conflict, "CONFLICT", "they do not share it", Ink::bad, false, false},
    {OverlapClass::unknown, "UNCLEAR", "the source does not say enough", Ink::doubtful, false, false},
    {OverlapClass::firmware, "FIRMWARE", "legal: each has this one place; Windows starts them all", Ink::plain, true,
     false},
    {OverlapClass::sharing, "SHARED", "legal: all say that they share", Ink::plain, true, false},
    {OverlapClass::outside, "OUTSIDE", "no window of its bus reaches it; firmware's own devices often lie so",
     Ink::plain, false, true},
    {OverlapClass::phantom, "PHANTOM", "one of the two is not there", Ink::faint, false, true},
};

// Overlaps of one section, those of the same parties on lines that follow each other put together.
void print_section(TextWriter& out, const Machine& machine, const Paint& paint, const Section& section, bool all) {
  std::vector<const Overlap*> found;
  for (const Overlap& overlap : machine.overlaps()) {
    if (overlap.kind == section.kind) found.push_back(&overlap);
  }
  if (found.empty()) return;
  if (section.brief && !all) {
    paint.write(out, section.ink, section.heading);
    out.text("  ").text(counted(found.size(), "range")).text(": ").text(section.meaning);
    out.text(" (resmap conflicts shows them)\n");
    return;
  }
  Table table({{section.heading, 8}, {"", 40, false, true}, {"", 60}, {"", 80}});
  std::string heading(section.heading);
  for (const Meeting& meeting : meetings_of(machine, found, section.together)) {
    table.add(
        {std::exchange(heading, ""), meeting.place, enumerated(meeting.parties, 12), std::string(section.meaning)}, {},
        section.ink);
  }
  table.print(out, paint, false);
}

}  // namespace

void print_holes(TextWriter& out, const Machine& machine, const Paint& paint) {
  Table table({{"HOLES", 8}, {"", 44, false, true}, {"", 24, false, true}, {"", 60}});
  std::string heading = "HOLES";
  for (const pnp::Window& window : machine.windows()) {
    const Occupancy& held = machine.held()[window.held];
    const snapshot::Device& device = machine.snapshot().devices[held.owner.index];
    if (device.present == Known::no || !lists::is_address(held.type)) continue;
    const std::string where = std::string(short_type(held.type)) + " " + range_words(held.type, held.range);
    std::string largest;
    if (!window.holes.empty()) {
      const auto hole = std::find_if(window.holes.begin(), window.holes.end(),
                                     [&](const AddressRange& h) { return h.last_offset() == window.largest_hole; });
      largest = window.holes.size() == 1 ? "all at " : "largest " + size_words(held.type, window.largest_hole) + " at ";
      largest += range_words(held.type, {hole->first, hole->first});
    }
    table.add({std::exchange(heading, ""), where, free_words(held.type, window),
               largest + (largest.empty() ? "" : ", ") + "in " + short_name(machine, held.owner.index)});
  }
  if (table.empty()) return;
  table.print(out, paint, false);
}

void print_overlaps(TextWriter& out, const Machine& machine, const Paint& paint, bool all) {
  for (const Section& section : kSections) print_section(out, machine, paint, section, all);
}

std::string free_words(lists::ResourceType type, const pnp::Window& window) {
  if (window.holes.empty()) return "full";
  std::uint64_t bytes = 0;
  for (const AddressRange& hole : window.holes) bytes += hole.last_offset() + 1;  // a window is never the whole space
  return size_words(type, bytes - 1) + " free";
}

}  // namespace resmap::report
