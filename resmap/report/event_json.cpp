// SPDX-License-Identifier: MIT
#include "resmap/report/event_json.h"

#include "resmap/base/json_writer.h"
#include "resmap/report/event_words.h"

namespace resmap::report {

namespace {

void range_object(JsonWriter& json, AddressRange range) {
  json.object().address_member("start", range.first).address_member("end", range.last).end_object();
}

void owner_object(JsonWriter& json, const claims::Party& party) {
  json.object().member("driver", std::string_view(party.driver)).member("device", std::string_view(party.device));
  json.member("class", std::string_view(party.class_name)).end_object();
}

}  // namespace

void write_event_record(TextWriter& out, const claims::Event& event) {
  const bool classic = event.provider == claims::Event::Provider::classic;
  JsonWriter json(out);
  json.object().member("record", "event").member("number", event.number).member("id", event.id());
  json.member("source", std::string_view(event.source)).key("strings").array();
  for (const std::string& text : event.strings) json.string(text);
  json.end_array().bytes_member("data", event.data).member("provider", classic ? "classic" : "kernel-pnp");
  json.member("level", word_for(event.level()));
  if (classic) json.address_member("code", event.code);
  if (!event.device().empty()) json.member("device", event.device());
  if (event.unix_ms != 0) json.member("time", std::string_view(utc_words(event.unix_ms)));
  json.end_object();
  out.text("\n");
}

void write_conflict_record(TextWriter& out, const claims::Conflict& conflict) {
  JsonWriter json(out);
  json.object().member("record", "conflict").member("type", claims::word_for(conflict.space));
  json.member("overlap", "conflict").key("ranges").array();
  range_object(json, conflict.claimant.range);
  range_object(json, conflict.holder.range);
  json.end_array().key("owners").array();
  owner_object(json, conflict.claimant);
  owner_object(json, conflict.holder);
  json.end_array().key("common");
  range_object(json, conflict.common);
  json.end_object();
  out.text("\n");
}

}  // namespace resmap::report
