// SPDX-License-Identifier: MIT
#include "resmap/report/check_json.h"

#include <new>

#include "resmap/base/json_writer.h"
#include "resmap/report/gaps.h"
#include "resmap/report/owners.h"
#include "resmap/report/sizes.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::report {

namespace {

using pnp::Machine;
using pnp::Occupancy;
using pnp::Owner;
using snapshot::Known;

void text_member(JsonWriter& json, std::string_view key, const std::string& text) {
  if (!text.empty()) json.member(key, std::string_view(text));
}

void range_members(JsonWriter& json, AddressRange range) {
  json.address_member("start", range.first).address_member("end", range.last);
}

void owner_object(JsonWriter& json, const Machine& machine, Owner owner) {
  const OwnerNames names = owner_names(machine, owner);
  json.object().member("driver", std::string_view(names.driver)).member("device", std::string_view(names.device));
  json.member("class", std::string_view(names.device_class)).end_object();
}

void held_members(JsonWriter& json, const Occupancy& held) {
  json.member("type", schema_type(held.type));
  range_members(json, held.range);
  if (held.share) json.member("share", lists::word_for(*held.share));
  if (held.flags) json.address_member("flags", *held.flags);
  json.member("role", snapshot::word_for(held.role)).member("stage", snapshot::word_for(held.stage));
  json.member("fixed", snapshot::word_for(held.fixed));
  if (held.bar) json.member("bar", *held.bar);
  text_member(json, "label", held.label);
  if (held.routing_unknown) json.member("routing", "unknown");
}

void unplaced_object(JsonWriter& json, const pnp::Unplaced& unplaced) {
  json.object().member("type", schema_type(unplaced.type)).member("spare", unplaced.spare);
  if (unplaced.length) json.address_member("length", *unplaced.length);
  if (unplaced.alignment) json.address_member("alignment", *unplaced.alignment);
  if (unplaced.flags) json.address_member("flags", *unplaced.flags);
  json.member("role", snapshot::word_for(unplaced.role));
  if (unplaced.bar) json.member("bar", *unplaced.bar);
  text_member(json, "label", unplaced.label);
  json.end_object();
}

void place_member(JsonWriter& json, const snapshot::Device& device) {
  if (!device.pci) return;
  TextWriter text;
  snapshot::print(text, *device.pci);
  json.member("pci", text.view());
}

}  // namespace

void write_machine_record(TextWriter& out, const Machine& machine) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  JsonWriter json(out);
  bool dirty = false;
  for (const snapshot::Source& source : snapshot.sources) dirty = dirty || source.dirty;
  json.object().member("record", "machine").member("title", std::string_view(snapshot.title));
  json.member("platform", snapshot::word_for(snapshot.platform));
  text_member(json, "system", snapshot.system);
  text_member(json, "firmware", snapshot.firmware);
  text_member(json, "control_set", snapshot.control_set);
  json.member("dirty", dirty).key("sources").array();
  for (snapshot::SourceIndex index = 0; index < snapshot.sources.size(); ++index) {
    const snapshot::Source& source = snapshot.sources[index];
    json.object().member("kind", snapshot::word_for(source.kind)).member("name", std::string_view(source.name));
    json.member("dirty", source.dirty).key("gaps").array();
    for (const std::string& gap : gaps_of(machine, index)) json.string(gap);
    json.end_array();
    if (!source.notes.empty()) {
      json.key("notes").array();
      for (const std::string& note : source.notes) json.string(note);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array().end_object();
  out.text("\n");
}

void write_device_record(TextWriter& out, const Machine& machine, pnp::DeviceIndex index) {
  const snapshot::Device& device = machine.snapshot().devices[index];
  JsonWriter json(out);
  json.object().member("record", "device").member("device", std::string_view(device.id));
  text_member(json, "name", device.name);
  text_member(json, "driver", device.driver);
  text_member(json, "class", device.device_class);
  json.member("kind", snapshot::word_for(device.kind));
  place_member(json, device);
  if (const auto parent = machine.tree().node(index).parent) {
    json.member("parent", std::string_view(machine.snapshot().devices[*parent].id));
    json.member("parent_certainty", snapshot::word_for(device.parent_certainty));
  }
  json.member("present", snapshot::word_for(device.present));
  if (device.problem) json.member("problem", static_cast<std::uint32_t>(*device.problem));
  json.key("resources").array();
  for (const Occupancy& held : machine.held_by(index)) {
    json.object();
    held_members(json, held);
    json.end_object();
  }
  json.end_array();
  std::uint64_t messages = 0;
  for (const pnp::Messages& some : machine.messages()) messages += some.device == index ? some.count : 0;
  json.member("messages", messages).key("unplaced").array();
  for (const pnp::Unplaced& unplaced : machine.unplaced()) {
    if (unplaced.device == index) unplaced_object(json, unplaced);
  }
  json.end_array().end_object();
  out.text("\n");
}

void write_conflict_record(TextWriter& out, const Machine& machine, const pnp::Overlap& overlap) {
  JsonWriter json(out);
  const auto held = machine.held();
  json.object().member("record", "conflict").member("type", schema_type(held[overlap.first].type));
  json.member("overlap", pnp::word_for(overlap.kind)).key("ranges").array();
  const auto range = [&](const Occupancy& one) {
    json.object();
    range_members(json, one.range);
    json.end_object();
  };
  range(held[overlap.first]);
  if (overlap.second) range(held[*overlap.second]);
  json.end_array().key("owners").array();
  owner_object(json, machine, held[overlap.first].owner);
  if (overlap.second) owner_object(json, machine, held[*overlap.second].owner);
  json.end_array().key("common").object();
  range_members(json, overlap.common);
  json.end_object();
  if (overlap.reason != pnp::OverlapReason::none) json.member("reason", pnp::word_for(overlap.reason));
  json.end_object();
  out.text("\n");
}

void write_window_record(TextWriter& out, const Machine& machine, const pnp::Window& window) {
  const Occupancy& held = machine.held()[window.held];
  JsonWriter json(out);
  json.object().member("record", "window").key("owner");
  owner_object(json, machine, held.owner);
  held_members(json, held);
  json.key("holes").array();
  for (const AddressRange& hole : window.holes) {
    json.object();
    range_members(json, hole);
    json.end_object();
  }
  json.end_array().end_object();
  out.text("\n");
}

void write_range_record(TextWriter& out, const Machine& machine, const Occupancy& held) {
  JsonWriter json(out);
  json.object().member("record", "range").key("owner");
  owner_object(json, machine, held.owner);
  held_members(json, held);
  json.end_object();
  out.text("\n");
}

void write_verdict_record(TextWriter& out, const Verdict& verdict) {
  JsonWriter json(out);
  json.object().member("record", "verdict").member("verdict", word_for(verdict.kind));
  json.member("conflicts", verdict.conflicts).member("unplaced", verdict.unplaced);
  json.member("spare_windows", verdict.spare_windows).member("problems", verdict.problems);
  json.member("unknown", verdict.unknown).member("unrouted", verdict.unrouted);
  json.member("pairs_left_out", verdict.pairs_left_out);
  json.member("without_firmware_resources", verdict.without_firmware_resources);
  json.member("firmware_view", verdict.firmware_view).member("dirty", verdict.dirty).member("complete", !verdict.gaps);
  json.member("exit_code", verdict.exit_code()).member("sentence", std::string_view(verdict.sentence)).end_object();
  out.text("\n");
}

Result<void> write_check_json(TextWriter& out, const Machine& machine, const Verdict& verdict) {
  try {
    write_machine_record(out, machine);
    for (const pnp::DeviceIndex device : machine.tree().in_order()) write_device_record(out, machine, device);
    for (const pnp::Window& window : machine.windows()) write_window_record(out, machine, window);
    for (const pnp::Overlap& overlap : machine.overlaps()) write_conflict_record(out, machine, overlap);
    write_verdict_record(out, verdict);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
  RESMAP_TRY(out.finish());
  return {};
}

}  // namespace resmap::report
