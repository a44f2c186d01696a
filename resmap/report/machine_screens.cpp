// SPDX-License-Identifier: MIT
#include "resmap/report/machine_screens.h"

#include <algorithm>
#include <new>
#include <utility>

#include "resmap/report/device_lines.h"
#include "resmap/report/list_screen.h"
#include "resmap/report/owners.h"
#include "resmap/report/sizes.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::report {

namespace {

using lists::ResourceType;
using pnp::DeviceIndex;
using pnp::Machine;
using pnp::Occupancy;
using pnp::Owner;

// Runs `write` and turns what it may throw, or the writer have kept, into the result.
template <typename Write>
Result<void> screen(TextWriter& out, const Write& write) {
  try {
    write();
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
  RESMAP_TRY(out.finish());
  return {};
}

// Enclosing ranges before what they hold, and the rest rising.
std::vector<const Occupancy*> rising(const Machine& machine, ResourceType type) {
  std::vector<const Occupancy*> found;
  for (const Occupancy& held : machine.held()) {
    if (held.type == type) found.push_back(&held);
  }
  std::sort(found.begin(), found.end(), [](const Occupancy* a, const Occupancy* b) {
    if (a->range.first != b->range.first) return a->range.first < b->range.first;
    return a->range.last != b->range.last ? a->range.last > b->range.last : a < b;
  });
  return found;
}

std::string_view plural(ResourceType type) {
  switch (type) {
    case ResourceType::port: return "PORTS";
    case ResourceType::interrupt: return "INTERRUPTS";
    case ResourceType::dma: return "DMA CHANNELS";
    case ResourceType::bus_number: return "BUSES";
    default: return "MEMORY";
  }
}

// How many of the open windows and regions still hold a range. Devices that overlap stand side by side.
std::size_t depth_in(std::vector<AddressRange>& open, const Occupancy& held) {
  while (!open.empty() && !open.back().contains(held.range)) open.pop_back();
  const std::size_t depth = open.size();
  if (held.role == snapshot::Role::window || held.owner.kind == Owner::Kind::region) open.push_back(held.range);
  return depth;
}

std::string share_words(const Machine& machine, const Occupancy& held) {
  if (held.owner.kind == Owner::Kind::region) return "";
  const bool by_device = held.owner.kind == Owner::Kind::device;
  if (by_device && machine.snapshot().devices[held.owner.index].present == snapshot::Known::no) return "not present";
  std::string words = held.role == snapshot::Role::window ? "window" : "";
  if (held.share && held.role != snapshot::Role::window) words = lists::word_for(*held.share);
  return words;
}

// A title and its facts, one a line; empty facts are left out.
void fact(TextWriter& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.text("  ").left(name, 12).text(value).text("\n");
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

std::string problem_words(const snapshot::Device& device) {
  if (!device.problem || *device.problem == snapshot::ProblemCode::none) return {};
  const std::string_view name = snapshot::name_of(*device.problem);
  return std::to_string(static_cast<std::uint32_t>(*device.problem)) + (name.empty() ? "" : " " + std::string(name));
}

void print_identity(TextWriter& out, const Machine& machine, DeviceIndex index, const Paint& paint) {
  const snapshot::Device& device = machine.snapshot().devices[index];
  paint.write(out, Ink::heading, device.name.empty() ? device.id : device.name);
  out.text("\n");
  fact(out, "id", device.id);
  fact(out, "kind", std::string(snapshot::word_for(device.kind)));
  if (device.pci) fact(out, "place", short_name(device));
  fact(out, "class", device.device_class);
  fact(out, "driver", device.driver);
  fact(out, "hardware", joined(device.hardware_ids));
  fact(out, "compatible", joined(device.compatible_ids));
  fact(out, "location", device.location);
  fact(out, "firmware", device.firmware_path);
  if (const auto parent = machine.tree().node(index).parent) {
    std::string words = device_words(machine, *parent);
    if (device.parent_certainty != snapshot::Certainty::stated) {
      words += " (" + std::string(snapshot::word_for(device.parent_certainty)) + ")";
    }
    fact(out, "below", words);
  }
  fact(out, "present", std::string(snapshot::word_for(device.present)));
  fact(out, "problem", problem_words(device));
}

void print_held(TextWriter& out, const Machine& machine, DeviceIndex index, const Paint& paint) {
  Table table({{"", 8}, {"", 40, false, true}, {"", 12, true}, {"", 18}, {"", 10}, {"", 40}});
  for (const HeldLine& line : held_lines(machine, index)) {
    const bool addresses = lists::is_address(line.type);
    table.add({"  " + std::string(short_type(line.type)), range_words(line.type, line.range),
               addresses ? size_words(line.type, line.range.last_offset()) : "", share_words(machine, *line.first),
               std::string(snapshot::word_for(line.first->stage)), line.first->label});
  }
  for (const pnp::Unplaced& unplaced : machine.unplaced()) {
    if (unplaced.device != index) continue;
    const std::string size =
        unplaced.length && *unplaced.length != 0 ? size_words(unplaced.type, *unplaced.length - 1) : "";
    table.add({"  " + std::string(short_type(unplaced.type)), "no place", size, "", "",
               unplaced.label.empty() ? part_words(unplaced) : unplaced.label},
              {}, unplaced.spare ? Ink::faint : Ink::bad);
  }
  for (const pnp::Messages& messages : machine.messages()) {
    if (messages.device == index) table.add({"  irq", counted(messages.count, "message")});
  }
  table.print(out, paint, false);
}

}  // namespace

Result<void> print_list(TextWriter& out, const Machine& machine, std::optional<ResourceType> only, const Paint& paint) {
  return screen(out, [&] {
    for (const ResourceType type : {ResourceType::memory, ResourceType::port, ResourceType::interrupt,
                                    ResourceType::dma, ResourceType::bus_number}) {
      if (only && *only != type) continue;
      Table table({{plural(type), 60, false, true}, {"SIZE", 12, true}, {"OWNER", 60}, {"", 16}});
      std::vector<AddressRange> open;
      for (const Occupancy* held : rising(machine, type)) {
        const std::string indent(2 * depth_in(open, *held), ' ');
        table.add({indent + range_words(type, held->range),
                   lists::is_address(type) ? size_words(type, held->range.last_offset()) : "",
                   owner_words(machine, held->owner), share_words(machine, *held)});
      }
      if (table.empty()) continue;
      table.print(out, paint);
      out.text("\n");
    }
  });
}

Result<void> print_tree(TextWriter& out, const Machine& machine, bool all, const Paint& paint) {
  return screen(out, [&] {
    std::vector<bool> shown = devices_with_resources(machine);
    if (all) std::fill(shown.begin(), shown.end(), true);
    Table table({{"DEVICE", 72}, {"DRIVER", 24}, {"ID", 80}});
    for (const DeviceLine& line : device_lines(machine, shown)) {
      const snapshot::Device& device = machine.snapshot().devices[line.device];
      std::string name = line.branch + device_words(machine, line.device);
      if (device.present == snapshot::Known::no) name += " (not present)";
      table.add({name, device.driver, device.id}, line.beside,
                device.present == snapshot::Known::no ? Ink::faint : Ink::plain);
    }
    table.print(out, paint);
  });
}

Result<void> print_show(TextWriter& out, const Machine& machine, std::span<const DeviceIndex> devices,
                        const Paint& paint) {
  return screen(out, [&] {
    bool first = true;
    for (const DeviceIndex index : devices) {
      if (!std::exchange(first, false)) out.text("\n");
      print_identity(out, machine, index, paint);
      print_held(out, machine, index, paint);
      for (const snapshot::Configuration& configuration : machine.snapshot().devices[index].configurations) {
        out.text("\n");
        print_value(out,
                    decode_value({}, std::string(lists::registry_value_name(configuration.kind)),
                                 configuration.registry_type, configuration.bytes),
                    true, paint);
      }
    }
  });
}

Result<void> print_conflicts(TextWriter& out, const Machine& machine, const Verdict& verdict, const Paint& paint) {
  return screen(out, [&] {
    print_overlaps(out, machine, paint, true);
    paint.write(out, verdict.kind == VerdictKind::sick ? Ink::bad : Ink::good, verdict.sentence);
    out.text("\n");
  });
}

}  // namespace resmap::report
