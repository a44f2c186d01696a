// SPDX-License-Identifier: MIT
#include "resmap/report/list_records.h"

#include "resmap/base/json_writer.h"
#include "resmap/lists/json.h"
#include "resmap/report/rule_words.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::report {

void write_value_record(TextWriter& out, const DecodedValue& value) {
  JsonWriter json(out);
  json.object().member("record", "value").member("key", std::string_view(value.key));
  json.member("name", std::string_view(value.name)).member("registry_type", value.registry_type);
  json.member("size", value.bytes.size()).key("layout");
  if (value.layout) {
    json.number(lists::size_of(value.layout->layout));
  } else {
    json.null();
  }
  json.key("list");
  if (value.registry_type == 10) {
    static_cast<void>(lists::write_json_io(json, value.bytes));
  } else {
    static_cast<void>(lists::write_json_cm(json, value.bytes, value.form(), value.layout->layout, value.side()));
  }
  if (!value.whole()) {
    json.bytes_member("hex", value.bytes);
    const lists::Finding& last = value.findings.back();
    json.key("error").object().member("rule", std::string_view(rule_id(last.rule))).member("offset", last.offset);
    json.member("sentence",
                std::string_view(rule_sentence(last.rule, {last.list_index, last.index, last.offset, last.value})));
    json.end_object();
  }
  json.end_object();
  out.text("\n");
}

void write_finding_records(TextWriter& out, const DecodedValue& value, bool warnings) {
  for (const lists::Finding& finding : value.findings) {
    const bool error = finding.severity == lists::Severity::error;
    if (!error && !warnings) continue;
    JsonWriter json(out);
    json.object().member("record", "finding").member("rule", std::string_view(rule_id(finding.rule)));
    json.member("severity", error ? "error" : "warning").member("key", std::string_view(value.key));
    json.member("name", std::string_view(value.name))
        .member("offset", finding.offset)
        .member("list", finding.list_index);
    json.member("descriptor", finding.index).address_member("value", finding.value);
    json.member("sentence", std::string_view(rule_sentence(
                                finding.rule, {finding.list_index, finding.index, finding.offset, finding.value})));
    const RuleWords* words = rule_words(finding.rule);
    json.member("advice", words == nullptr ? std::string_view() : words->advice).end_object();
    out.text("\n");
  }
}

void write_finding_record(TextWriter& out, const TextFinding& finding) {
  JsonWriter json(out);
  json.object().member("record", "finding").member("rule", std::string_view(rule_id(finding.rule)));
  json.member("severity", finding.is_error ? "error" : "warning").member("input", finding.input);
  json.member("line", finding.line).member("offset", finding.offset);
  json.member("sentence",
              std::string_view(rule_sentence(finding.rule, {.index = finding.line, .offset = finding.offset})));
  const RuleWords* words = rule_words(finding.rule);
  json.member("advice", words == nullptr ? std::string_view() : words->advice).end_object();
  out.text("\n");
}

void write_source_record(TextWriter& out, const snapshot::Source& source) {
  JsonWriter json(out);
  json.object().member("record", "source").member("kind", snapshot::word_for(source.kind));
  json.member("name", std::string_view(source.name)).member("dirty", source.dirty).key("gaps").array();
  for (const std::string& gap : source.gaps) json.string(gap);
  json.end_array().end_object();
  out.text("\n");
}

void write_totals_record(TextWriter& out, std::size_t values, std::size_t errors, std::size_t warnings) {
  JsonWriter json(out);
  json.object().member("record", "totals").member("values", values).member("errors", errors);
  json.member("warnings", warnings).end_object();
  out.text("\n");
}

}  // namespace resmap::report
