// SPDX-License-Identifier: MIT
#include "resmap/snapshot/snapshot_json.h"

#include "resmap/base/json_writer.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/lists/json.h"

namespace resmap::snapshot {

namespace {

void text_member(JsonWriter& json, std::string_view key, const std::string& text) {
  if (!text.empty()) json.member(key, std::string_view(text));
}

void texts_member(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json.key(key).array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

void place_member(JsonWriter& json, std::string_view key, const PciPlace& place) {
  TextWriter text;
  print(text, place);
  json.member(key, text.view());
}

void range_members(JsonWriter& json, AddressRange range) {
  json.address_member("start", range.first).address_member("end", range.last);
}

void write_resource(JsonWriter& json, const Resource& resource) {
  json.object().member("type", lists::word_for(resource.type));
  if (resource.place) range_members(json, *resource.place);
  if (resource.length) json.address_member("length", *resource.length);
  if (resource.alignment) json.address_member("alignment", *resource.alignment);
  if (resource.messages != 0) json.member("messages", resource.messages);
  if (resource.share) json.member("share", lists::word_for(*resource.share));
  if (resource.flags) json.address_member("flags", *resource.flags);
  if (resource.role != Role::use) json.member("role", word_for(resource.role));
  json.member("stage", word_for(resource.stage));
  if (resource.fixed != Known::unknown) json.member("fixed", word_for(resource.fixed));
  if (resource.bar) json.member("bar", *resource.bar);
  text_member(json, "label", resource.label);
  if (resource.certainty != Certainty::stated) json.member("certainty", word_for(resource.certainty));
  if (resource.translated) {
    json.key("translated").object().member("type", lists::word_for(resource.translated->type));
    json.address_member("start", resource.translated->first).end_object();
  }
  json.member("source", resource.source).end_object();
}

// The bytes, which are the truth, and beside them the list for whoever reads the file. The reader takes the bytes.
void write_configuration(JsonWriter& json, const Configuration& configuration) {
  json.object().member("kind", lists::registry_value_name(configuration.kind));
  json.member("registry_type", configuration.registry_type).member("source", configuration.source);
  json.bytes_member("hex", configuration.bytes).key("list");
  if (configuration.registry_type == 10) {
    static_cast<void>(lists::write_json_io(json, configuration.bytes));
  } else {
    const auto layout = lists::choose_layout(configuration.bytes, lists::CmForm::resource_list).layout;
    static_cast<void>(
        lists::write_json_cm(json, configuration.bytes, lists::CmForm::resource_list, layout, lists::CmSide::raw));
  }
  json.end_object();
}

void write_routes(JsonWriter& json, const std::vector<InterruptRoute>& routes) {
  if (routes.empty()) return;
  json.key("routes").array();
  for (const InterruptRoute& route : routes) {
    json.object().member("device", route.device).member("pin", word_for_pin(route.pin));
    if (route.gsi) json.member("gsi", *route.gsi);
    text_member(json, "link", route.link);
    json.end_object();
  }
  json.end_array();
}

void write_device(JsonWriter& json, const Device& device) {
  json.object().member("record", "snapshot-device").member("id", std::string_view(device.id));
  text_member(json, "name", device.name);
  text_member(json, "driver", device.driver);
  text_member(json, "class", device.device_class);
  texts_member(json, "hardware_ids", device.hardware_ids);
  texts_member(json, "compatible_ids", device.compatible_ids);
  text_member(json, "location", device.location);
  text_member(json, "firmware_path", device.firmware_path);
  json.member("kind", word_for(device.kind));
  if (device.parent)
    json.member("parent", *device.parent).member("parent_certainty", word_for(device.parent_certainty));
  if (device.pci) place_member(json, "pci", *device.pci);
  if (device.pci_class) json.address_member("pci_class", *device.pci_class);
  if (device.subtractive != Known::unknown) json.member("subtractive", word_for(device.subtractive));
  if (device.child_buses) {
    json.key("child_buses").array().number(device.child_buses->first).number(device.child_buses->last).end_array();
  }
  if (device.memory_decode) json.member("memory_decode", *device.memory_decode);
  if (device.io_decode) json.member("io_decode", *device.io_decode);
  if (device.interrupt_pin) json.member("interrupt_pin", word_for_pin(*device.interrupt_pin));
  write_routes(json, device.routes);
  json.member("present", word_for(device.present));
  if (device.problem) json.member("problem", static_cast<std::uint32_t>(*device.problem));
  json.member("source", device.source);
  json.key("resources").array();
  for (const Resource& resource : device.resources) write_resource(json, resource);
  json.end_array().key("configurations").array();
  for (const Configuration& configuration : device.configurations) write_configuration(json, configuration);
  json.end_array().end_object();
}

void write_head(JsonWriter& json, const Snapshot& snapshot) {
  json.object().member("record", "snapshot").member("format", 1).member("platform", word_for(snapshot.platform));
  text_member(json, "title", snapshot.title);
  text_member(json, "system", snapshot.system);
  text_member(json, "firmware", snapshot.firmware);
  text_member(json, "control_set", snapshot.control_set);
  json.end_object();
}

void write_source(JsonWriter& json, const Source& source) {
  json.object().member("record", "snapshot-source").member("kind", word_for(source.kind));
  json.member("name", std::string_view(source.name)).member("dirty", source.dirty);
  texts_member(json, "gaps", source.gaps);
  texts_member(json, "notes", source.notes);
  json.end_object();
}

void write_region(JsonWriter& json, const Region& region) {
  json.object().member("record", "snapshot-region").member("type", lists::word_for(region.type));
  range_members(json, region.range);
  json.member("name", std::string_view(region.name)).member("depth", region.depth).member("source", region.source);
  json.end_object();
}

void write_interrupt(JsonWriter& json, const InterruptLine& line) {
  json.object().member("record", "snapshot-interrupt").member("number", line.number).member("message", line.message);
  json.member("trigger", word_for(line.trigger));
  text_member(json, "controller", line.controller);
  texts_member(json, "users", line.users);
  json.member("source", line.source).end_object();
}

void write_policy(JsonWriter& json, const PolicyValue& value) {
  json.object().member("record", "snapshot-policy").member("key", std::string_view(value.key));
  json.member("name", std::string_view(value.name)).member("registry_type", value.registry_type);
  json.bytes_member("hex", value.bytes).member("source", value.source).end_object();
}

void write_claim(JsonWriter& json, const ClaimValue& value) {
  json.object().member("record", "snapshot-claim").member("class", std::string_view(value.class_key));
  json.member("driver", std::string_view(value.driver_key)).member("name", std::string_view(value.name));
  json.bytes_member("hex", value.bytes).member("source", value.source).end_object();
}

}  // namespace

Result<void> write_json(TextWriter& out, const Snapshot& snapshot) {
  const auto line = [&](const auto& write, const auto& what) {
    JsonWriter json(out);
    write(json, what);
    out.text("\n");
  };
  line(write_head, snapshot);
  for (const Source& source : snapshot.sources) line(write_source, source);
  for (const Device& device : snapshot.devices) line(write_device, device);
  for (const Region& region : snapshot.regions) line(write_region, region);
  for (const InterruptLine& interrupt : snapshot.interrupts) line(write_interrupt, interrupt);
  for (const PolicyValue& value : snapshot.policy) line(write_policy, value);
  for (const ClaimValue& value : snapshot.claims) line(write_claim, value);
  RESMAP_TRY(out.finish());
  return {};
}

}  // namespace resmap::snapshot
