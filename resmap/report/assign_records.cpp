// SPDX-License-Identifier: MIT
// Tested in assign_screen_test.cpp.
#include "resmap/report/assign_records.h"

#include <new>

#include "resmap/base/json_writer.h"
#include "resmap/report/assign_screen.h"
#include "resmap/report/rule_words.h"
#include "resmap/report/sizes.h"

namespace resmap::report {

namespace {

// What NT names is a word, any other value its number.
void word_member(JsonWriter& json, std::string_view name, std::string_view word, std::uint8_t number) {
  json.key(name);
  if (word.empty()) {
    json.address(number);
  } else {
    json.string(word);
  }
}

void place_member(JsonWriter& json, std::string_view name, const lists::CmDescriptorView& given) {
  json.key(name);
  const auto range = assigned_range(given);
  if (!range) {
    json.null();
    return;
  }
  json.object().address_member("start", range->first).address_member("end", range->last).end_object();
}

}  // namespace

void write_assignment_record(TextWriter& out, const pnp::PnpManager& manager, pnp::DeviceIndex device) {
  const pnp::Assignment* made = manager.assignment(device);
  if (made == nullptr) return;
  JsonWriter json(out);
  json.object().member("record", "device");
  json.member("device", std::string_view(manager.machine().snapshot().devices[device].id));
  json.member("problem", static_cast<std::uint32_t>(made->problem)).member("pass", pnp::word_for(made->pass));
  json.key("configuration");
  if (made->configuration) {
    json.number(*made->configuration);
  } else {
    json.null();
  }
  json.bytes_member("raw_list", made->raw_list).bytes_member("translated_list", made->translated_list);
  json.key("resources").array();
  for (const pnp::AssignedResource& resource : made->resources) {
    json.object().member("index", resource.index);
    word_member(json, "type", schema_type(resource.type), static_cast<std::uint8_t>(resource.type));
    json.address_member("flags", resource.flags);
    word_member(json, "share", lists::word_for(resource.share), static_cast<std::uint8_t>(resource.share));
    place_member(json, "raw", resource.raw.view());
    place_member(json, "translated", resource.translated.view());
    json.member("alternative", resource.alternative).member("arbiter", std::string_view(resource.arbiter));
    json.member("pass", pnp::word_for(resource.pass)).member("basis", pnp::word_for(resource.basis)).end_object();
  }
  json.end_array();
  if (made->refused) json.member("why", std::string_view(error_sentence(*made->refused)));
  json.end_object();
  out.text("\n");
}

Result<void> write_assign_json(TextWriter& out, const pnp::PnpManager& manager) {
  try {
    for (const pnp::DeviceIndex device : manager.start_order())
      if (manager.has_to_do_with_resources(device)) write_assignment_record(out, manager, device);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
  RESMAP_TRY(out.finish());
  return {};
}

}  // namespace resmap::report
