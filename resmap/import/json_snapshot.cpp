// SPDX-License-Identifier: MIT
#include "resmap/import/json_snapshot.h"

#include "resmap/import/json_walk.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::import {

namespace {

using namespace snapshot;  // NOLINT(google-build-using-namespace): every noun here is a snapshot's

template <typename Enumeration>
Enumeration word_of(const JsonView& view, const char* key, Enumeration absent) {
  if (!view.has(key)) return absent;
  const JsonView member = view.at(key);
  const auto known = from_word<Enumeration>(member.text());
  if (!known) member.fail_here();
  return *known;
}

template <typename Word>
std::optional<Word> optional_number(const JsonView& view, const char* key) {
  if (!view.has(key)) return std::nullopt;
  return view.number_of<Word>(key);
}

std::optional<bool> optional_boolean(const JsonView& view, const char* key) {
  if (!view.has(key)) return std::nullopt;
  return view.at(key).boolean();
}

AddressRange range_of(const JsonView& view) {
  const AddressRange range{view.at("start").number(), view.at("end").number()};
  if (range.last < range.first) view.at("end").fail_here();
  return range;
}

// A type whose resources have places; memory has one type whatever its length.
lists::ResourceType type_of(const JsonView& view) {
  const JsonView type = view.at("type");
  const auto known = lists::resource_type_from(type.text());
  if (!known || !lists::is_arbitrated(*known) || *known == lists::ResourceType::memory_large) type.fail_here();
  return *known;
}

// Which source says it: one of those that stand above in the file.
SourceIndex source_of(const JsonView& view, const Snapshot& snapshot) {
  const auto source = view.number_of<SourceIndex>("source", 0);
  if (source != 0 && source >= snapshot.sources.size()) view.at("source").fail_here();
  return source;
}

std::vector<std::string> texts_of(const JsonView& view, const char* key) {
  std::vector<std::string> texts;
  for (const JsonView& text : view.elements_of(key)) texts.emplace_back(text.text());
  return texts;
}

Resource read_resource(const JsonView& view, const Snapshot& snapshot) {
  Resource resource;
  resource.type = type_of(view);
  if (view.has("start")) resource.place = range_of(view);
  resource.length = optional_number<std::uint64_t>(view, "length");
  resource.alignment = optional_number<std::uint64_t>(view, "alignment");
  resource.messages = view.number_of<std::uint32_t>("messages", 0);
  if (view.has("share")) {
    const JsonView share = view.at("share");
    resource.share = lists::share_disposition_from(share.text());
    if (!resource.share) share.fail_here();
  }
  resource.flags = optional_number<std::uint16_t>(view, "flags");
  resource.role = word_of(view, "role", Role::use);
  resource.stage = word_of(view, "stage", Stage::current);
  resource.fixed = word_of(view, "fixed", Known::unknown);
  resource.bar = optional_number<std::uint32_t>(view, "bar");
  resource.label = view.text_of("label");
  resource.certainty = word_of(view, "certainty", Certainty::stated);
  if (view.has("translated")) {
    const JsonView translated = view.at("translated");
    resource.translated = Translation{type_of(translated), translated.at("start").number()};
    if (!lists::is_address(resource.translated->type)) translated.at("type").fail_here();
  }
  resource.source = source_of(view, snapshot);
  return resource;
}

Configuration read_configuration(const JsonView& view, const Snapshot& snapshot) {
  using enum lists::LogConfType;
  Configuration configuration;
  const JsonView kind = view.at("kind");
  bool known = false;
  for (const lists::LogConfType type : {basic, filtered, alloc, boot, forced, override_}) {
    if (lists::registry_value_name(type) != kind.text()) continue;
    configuration.kind = type;
    known = true;
  }
  if (!known) kind.fail_here();
  configuration.registry_type = view.number_of<std::uint32_t>("registry_type");
  configuration.bytes = view.at("hex").bytes();
  configuration.source = source_of(view, snapshot);
  return configuration;
}

std::uint8_t pin_of(const JsonView& view) {
  const auto pin = pin_from_word(view.text());
  if (!pin) view.fail_here();
  return *pin;
}

InterruptRoute read_route(const JsonView& view) {
  InterruptRoute route;
  route.device = view.number_of<std::uint8_t>("device");
  route.pin = pin_of(view.at("pin"));
  route.gsi = optional_number<std::uint32_t>(view, "gsi");
  route.link = view.text_of("link");
  return route;
}

Device read_device(const JsonView& view, const Snapshot& snapshot) {
  Device device;
  device.id = view.at("id").text();
  device.name = view.text_of("name");
  device.driver = view.text_of("driver");
  device.device_class = view.text_of("class");
  device.hardware_ids = texts_of(view, "hardware_ids");
  device.compatible_ids = texts_of(view, "compatible_ids");
  device.location = view.text_of("location");
  device.firmware_path = view.text_of("firmware_path");
  device.kind = word_of(view, "kind", DeviceKind::other);
  device.parent = optional_number<std::uint32_t>(view, "parent");
  device.parent_certainty = word_of(view, "parent_certainty", Certainty::stated);
  if (view.has("pci")) {
    device.pci = pci_place_from(view.at("pci").text());
    if (!device.pci) view.at("pci").fail_here();
  }
  device.pci_class = optional_number<std::uint32_t>(view, "pci_class");
  device.subtractive = word_of(view, "subtractive", Known::unknown);
  if (view.has("child_buses")) {
    const auto buses = view.elements_of("child_buses");
    if (buses.size() != 2) view.at("child_buses").fail_here();
    device.child_buses = AddressRange{buses[0].number(), buses[1].number()};
    if (device.child_buses->last < device.child_buses->first) buses[1].fail_here();
  }
  device.memory_decode = optional_boolean(view, "memory_decode");
  device.io_decode = optional_boolean(view, "io_decode");
  if (view.has("interrupt_pin")) device.interrupt_pin = pin_of(view.at("interrupt_pin"));
  for (const JsonView& route : view.elements_of("routes")) device.routes.push_back(read_route(route));
  device.present = word_of(view, "present", Known::unknown);
  if (view.has("problem")) device.problem = static_cast<ProblemCode>(view.number_of<std::uint32_t>("problem"));
  device.source = source_of(view, snapshot);
  for (const JsonView& resource : view.elements_of("resources"))
    device.resources.push_back(read_resource(resource, snapshot));
  for (const JsonView& list : view.elements_of("configurations"))
    device.configurations.push_back(read_configuration(list, snapshot));
  return device;
}

void read_head(const JsonView& view, Snapshot& snapshot) {
  snapshot.platform = word_of(view, "platform", Platform::unknown);
  snapshot.title = view.text_of("title");
  snapshot.system = view.text_of("system");
  snapshot.firmware = view.text_of("firmware");
  snapshot.control_set = view.text_of("control_set");
}

void read_record(const JsonView& view, std::string_view kind, Snapshot& snapshot) {
  if (kind == "snapshot-source") {
    const bool dirty = view.has("dirty") && view.at("dirty").boolean();
    snapshot.sources.push_back({word_of(view, "kind", SourceKind::machine), view.text_of("name"), dirty,
                                texts_of(view, "gaps"), texts_of(view, "notes")});
  } else if (kind == "snapshot-device") {
    snapshot.devices.push_back(read_device(view, snapshot));
  } else if (kind == "snapshot-region") {
    const lists::ResourceType type = type_of(view);
    if (!lists::is_address(type)) view.at("type").fail_here();
    snapshot.regions.push_back({type, range_of(view), view.text_of("name"), view.number_of<std::uint32_t>("depth", 0),
                                source_of(view, snapshot)});
  } else if (kind == "snapshot-interrupt") {
    snapshot.interrupts.push_back({view.number_of<std::uint32_t>("number"),
                                   view.has("message") && view.at("message").boolean(),
                                   word_of(view, "trigger", Trigger::unknown), view.text_of("controller"),
                                   texts_of(view, "users"), source_of(view, snapshot)});
  } else if (kind == "snapshot-policy") {
    snapshot.policy.push_back({view.text_of("key"), view.text_of("name"),
                               view.number_of<std::uint32_t>("registry_type"), view.bytes_of("hex"),
                               source_of(view, snapshot)});
  } else if (kind == "snapshot-claim") {
    snapshot.claims.push_back({view.text_of("class"), view.text_of("driver"), view.text_of("name"),
                               view.bytes_of("hex"), source_of(view, snapshot)});
  }
}

}  // namespace

JsonResult<Snapshot> read_snapshot(std::string_view text) {
  Snapshot snapshot;
  bool headed = false;
  std::uint32_t line_number = 0;
  while (!text.empty()) {
    ++line_number;
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty()) continue;
    auto read = read_json(line, [&](const JsonView& view) {
      const std::string kind = view.text_of("record");
      if (!headed) {
        const bool ours = kind == "snapshot" && view.number_of<std::uint32_t>("format") == 1;
        if (!ours) throw JsonFailure{{{.code = ErrorCode::unsupported, .rule = rule::snapshot_format}, "format"}};
        read_head(view, snapshot);
        headed = true;
      } else {
        read_record(view, kind, snapshot);
      }
      return true;
    });
    if (!read) {
      read.error().error.index = line_number;
      return std::unexpected(std::move(read.error()));
    }
  }
  if (!headed) return std::unexpected(JsonError{{.code = ErrorCode::unsupported, .rule = rule::snapshot_format}, {}});
  return snapshot;
}

bool looks_like_snapshot(std::string_view text) { return text.starts_with("{\"record\":\"snapshot\""); }

}  // namespace resmap::import
