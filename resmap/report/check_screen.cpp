// SPDX-License-Identifier: MIT
#include "resmap/report/check_screen.h"

#include <algorithm>
#include <map>
#include <new>
#include <utility>

#include "resmap/report/device_lines.h"
#include "resmap/report/gaps.h"
#include "resmap/report/owners.h"
#include "resmap/report/sizes.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::report {

namespace {

using lists::ResourceType;
using pnp::DeviceIndex;
using pnp::Machine;
using pnp::Occupancy;
using pnp::Overlap;
using pnp::OverlapClass;
using snapshot::Known;
using snapshot::Role;

// What is asked of every range, gathered once.
class Notes {
 public:
  explicit Notes(const Machine& machine) : machine_(machine), sharers_(machine.held().size()) {
    for (const Overlap& overlap : machine.overlaps()) {
      if (overlap.kind != OverlapClass::sharing || !overlap.second) continue;
      sharers_[overlap.first].push_back(*overlap.second);
      sharers_[*overlap.second].push_back(overlap.first);
    }
    for (const pnp::Window& window : machine.windows()) windows_.emplace(window.held, &window);
  }

  // What to say behind a range: window and room, sharing, doubts. Empty: nothing.
  [[nodiscard]] std::string of(const HeldLine& line) const {
    const Occupancy& held = *line.first;
    std::string note;
    const auto add = [&](const std::string& words) { note += (note.empty() ? "" : ", ") + words; };
    if (held.role == Role::window) {
      add("window");
      const auto window = windows_.find(line.index);
      if (window != windows_.end() && held.type != ResourceType::bus_number)
        add(free_words(held.type, *window->second));
    }
    if (!sharers_[line.index].empty()) add("shared with " + sharers(line.index));
    if (held.routing_unknown) {
      const bool linux = machine_.snapshot().platform == snapshot::Platform::linux;
      add(linux ? "nobody uses it; routing not known" : "as firmware wrote it; routing not known");
    }
    return note;
  }

 private:
  [[nodiscard]] std::string sharers(std::uint32_t held) const {
    constexpr std::size_t named = 3;
    const std::vector<std::uint32_t>& others = sharers_[held];
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(named, others.size()); ++i)
      names.push_back(short_owner(machine_, machine_.held()[others[i]].owner));
    const std::size_t more = others.size() - names.size() + machine_.sharers_left_out(held);
    if (more == 0) return enumerated(names, named);
    std::string words;
    for (const std::string& name : names) words += (words.empty() ? "" : ", ") + name;
    return words + " and " + std::to_string(more) + " more";
  }

  const Machine& machine_;
  std::vector<std::vector<std::uint32_t>> sharers_;  // by held range
  std::map<std::uint32_t, const pnp::Window*> windows_;
};

std::string name_cell(const Machine& machine, DeviceIndex index) {
  const snapshot::Device& device = machine.snapshot().devices[index];
  std::string name = device_words(machine, index);
  if (device.child_buses) {
    name += ", bus " + std::to_string(device.child_buses->first);
    if (device.child_buses->last != device.child_buses->first) name += "-" + std::to_string(device.child_buses->last);
  }
  if (device.present == Known::no) name += " (not present)";
  if (device.problem && *device.problem != snapshot::ProblemCode::none) {
    name += " (problem " + std::to_string(static_cast<std::uint32_t>(*device.problem)) + ")";
  }
  return name;
}

std::string wanted_words(const pnp::Unplaced& unplaced) {
  const std::string part = part_words(unplaced);
  if (unplaced.spare) return part + " without room; nothing behind it needs one";
  return unplaced.label.empty() ? part : unplaced.label;
}

// The rows of one device: what it holds, its messages, what it misses.
void add_device_rows(Table& table, const Machine& machine, const Notes& notes, const DeviceLine& line) {
  std::string first = line.branch + name_cell(machine, line.device);
  const std::string below = line.beside + "  ";  // where a long name goes on
  const auto add = [&](std::string type, std::string where, std::string size, std::string note, Ink ink = Ink::plain) {
    table.add({std::exchange(first, line.beside), std::move(type), std::move(where), std::move(size), std::move(note)},
              below, ink);
  };
  const snapshot::Device& device = machine.snapshot().devices[line.device];
  const Ink ink = device.present == Known::no ? Ink::faint : Ink::plain;
  for (const HeldLine& held : held_lines(machine, line.device)) {
    const bool addresses = lists::is_address(held.type);
    add(std::string(short_type(held.type)), range_words(held.type, held.range),
        addresses ? size_words(held.type, held.range.last_offset()) : "", notes.of(held), ink);
  }
  std::uint32_t messages = 0;
  for (const pnp::Messages& some : machine.messages()) {
    if (some.device == line.device) messages += some.count;
  }
  if (messages != 0) add("irq", counted(messages, "message"), "", "", ink);
  for (const pnp::Unplaced& unplaced : machine.unplaced()) {
    if (unplaced.device != line.device) continue;
    const bool sized = unplaced.length && *unplaced.length != 0;
    add(std::string(short_type(unplaced.type)), "no place",
        sized ? size_words(unplaced.type, *unplaced.length - 1) : "", wanted_words(unplaced),
        unplaced.spare ? Ink::faint : Ink::bad);
  }
  const auto& without = machine.without_firmware_resources();
  if (std::find(without.begin(), without.end(), line.device) != without.end()) {
    add("-", "nothing from firmware", "", "Windows assigns it at start", Ink::faint);
  }
  if (!first.empty() && first != line.beside) table.add({first}, below, ink);
}

// "from sysfs, iomem, ioports: complete"
std::string sources_words(const Machine& machine) {
  std::string kinds;
  bool dirty = false;
  const bool complete = !has_gaps(machine);
  for (const snapshot::Source& source : machine.snapshot().sources) {
    const std::string kind(snapshot::word_for(source.kind));
    if (kinds.find(kind) == std::string::npos) kinds += (kinds.empty() ? "" : ", ") + kind;
    dirty = dirty || source.dirty;
  }
  return "from " + kinds + (complete ? ": complete" : ": in part") + (dirty ? ", dirty" : "");
}

Ink ink_of(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::healthy: return Ink::good;
    case VerdictKind::sick: return Ink::bad;
    default: return Ink::doubtful;
  }
}

// Where the sources name ranges and no device at all, those are who owns what: nested as the source nests them.
void print_regions(TextWriter& out, const Machine& machine, const Paint& paint) {
  Table table({{"REGION", 52}, {"TYPE", 4}, {"WHERE", 40}, {"SIZE", 12, true}});
  for (const snapshot::Region& region : machine.snapshot().regions) {
    const std::string indent(2 * std::min<std::size_t>(region.depth, 8), ' ');
    table.add({indent + region.name, std::string(short_type(region.type)), range_words(region.type, region.range),
               size_words(region.type, region.range.last_offset())});
  }
  table.print(out, paint);
  out.text("\n");
}

}  // namespace

void print_title(TextWriter& out, const Machine& machine, const Paint& paint) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  std::string title = snapshot.title.empty() ? "Unnamed machine" : snapshot.title;
  for (const std::string* part : {&snapshot.firmware, &snapshot.system, &snapshot.control_set}) {
    if (!part->empty()) title += ", " + *part;
  }
  paint.write(out, Ink::heading, title);
  const auto ranges = std::count_if(machine.held().begin(), machine.held().end(),
                                    [](const Occupancy& held) { return held.owner.kind != pnp::Owner::Kind::region; });
  out.text(" · ").text(counted(snapshot.devices.size(), "device")).text(", ");
  out.text(counted(static_cast<std::uint64_t>(ranges), "range"));
  if (snapshot.devices.empty() && !snapshot.regions.empty())
    out.text(", ").text(counted(snapshot.regions.size(), "region"));
  out.text(" · ").text(sources_words(machine)).text("\n\n");
}

void print_devices(TextWriter& out, const Machine& machine, const Paint& paint) {
  const std::vector<bool> shown = devices_with_resources(machine);
  Table table({{"DEVICE", 52}, {"TYPE", 4}, {"WHERE", 40, false, true}, {"SIZE", 12, true}, {"NOTE", 60}});
  const std::vector<DeviceLine> lines = device_lines(machine, shown);
  const Notes notes(machine);
  for (const DeviceLine& line : lines) add_device_rows(table, machine, notes, line);
  if (table.empty()) return;
  table.print(out, paint);
  const std::size_t hidden = machine.snapshot().devices.size() - lines.size();
  if (hidden != 0) {
    out.text("(").text(counted(hidden, "device"));
    out.text(" without hardware resources: resmap tree --all shows them)\n");
  }
  out.text("\n");
}

Result<void> print_check(TextWriter& out, const Machine& machine, const Verdict& verdict, const Paint& paint) {
  try {
    print_title(out, machine, paint);
    print_devices(out, machine, paint);
    if (machine.snapshot().devices.empty() && !machine.snapshot().regions.empty()) print_regions(out, machine, paint);
    print_overlaps(out, machine, paint, false);
    print_holes(out, machine, paint);
    print_remarks(out, machine, verdict, paint);
    paint.write(out, ink_of(verdict.kind), verdict.sentence);
    out.text("\n");
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
  RESMAP_TRY(out.finish());
  return {};
}

}  // namespace resmap::report
