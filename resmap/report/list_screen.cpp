// SPDX-License-Identifier: MIT
#include "resmap/report/list_screen.h"

#include <algorithm>

#include "resmap/lists/device_data.h"
#include "resmap/lists/print.h"
#include "resmap/lists/validate.h"
#include "resmap/report/rule_words.h"

namespace resmap::report {

namespace {

using lists::RegistryType;

std::string cell(const auto& print) {
  TextWriter out;
  print(out);
  return std::string(out.view());
}

// The record that DeviceSpecific data are, when the key says it: ...\SerialController\0.
const lists::RecordLayout* record_of(const DecodedValue& value) {
  for (std::int32_t code = 0; code < lists::kMaximumConfigurationType; ++code) {
    const auto type = lists::ConfigurationType{code};
    if (value.key.find("\\" + std::string(lists::name_of(type)) + "\\") == std::string::npos) continue;
    if (const auto* layout = lists::record_layout_for(type)) return layout;
  }
  return nullptr;
}

std::string data_words(const DecodedValue& value, Bytes data) {
  const lists::RecordLayout* layout = record_of(value);
  TextWriter out;
  if (layout == nullptr) {
    out.hex_bytes(data.first(std::min<std::size_t>(data.size(), 64))).text(data.size() > 64 ? "..." : "");
    return std::string(out.view());
  }
  out.text(layout->structure);
  for (const lists::RecordField& field : layout->fields) {
    if (const auto number = lists::record_number(*layout, data, field.name))
      out.text(" ").text(field.name).text(" ").decimal(*number);
  }
  return std::string(out.view());
}

void print_cm_rows(TextWriter& out, const DecodedValue& value, const Paint& paint) {
  lists::CmWalker walk(value.bytes, value.form(), value.layout->layout);
  const std::vector<Table::Column> columns = {{"", 12}, {"", 16}, {"", 44, false, true}, {"", 12}, {"", 60}};
  Table table(columns);
  const auto flush = [&] {
    table.print(out, paint, false);
    table = Table(columns);
  };
  for (auto step = walk.next(); step && step->kind != lists::CmStep::Kind::end; step = walk.next()) {
    if (step->kind == lists::CmStep::Kind::full_descriptor) {
      flush();
      const std::string_view name = lists::name_of(step->header.interface_type);
      out.text("  ");
      if (name.empty()) out.text("interface ").hex(static_cast<std::uint32_t>(step->header.interface_type));
      out.text(name).text(" ").decimal(step->header.bus_number).text("  version ").decimal(step->header.version);
      out.text(".").decimal(step->header.revision).text("\n");
      continue;
    }
    const lists::CmDescriptorView view = step->view();
    table.add({"    [" + std::to_string(step->index) + "]",
               cell([&](TextWriter& t) { lists::print_type(t, view.type()); }),
               cell([&](TextWriter& t) { lists::print_place(t, view, value.side()); }),
               cell([&](TextWriter& t) { lists::print_share(t, view.share()); }),
               cell([&](TextWriter& t) { lists::print_flags(t, view.type(), view.flags()); })});
    if (view.type() == lists::ResourceType::device_specific && !view.device_data().empty())
      table.add({"", "", data_words(value, view.device_data())});
  }
  flush();
}

void print_io_rows(TextWriter& out, const DecodedValue& value, const Paint& paint) {
  if (value.bytes.size() >= lists::IoRequirementsHeader::size) {
    const auto header = lists::IoRequirementsHeader::read(value.bytes);
    const std::string_view name = lists::name_of(header.interface_type);
    out.text("  ");
    if (name.empty()) out.text("interface ").hex(static_cast<std::uint32_t>(header.interface_type));
    out.text(name).text(" ").decimal(header.bus_number).text("  slot ").hex(header.slot_number).text("\n");
  }
  lists::IoWalker walk(value.bytes);
  const std::vector<Table::Column> columns = {{"", 12}, {"", 12}, {"", 16}, {"", 60, false, true}, {"", 12}, {"", 60}};
  Table table(columns);
  const auto flush = [&] {
    table.print(out, paint, false);
    table = Table(columns);
  };
  for (auto step = walk.next(); step && step->kind != lists::IoStep::Kind::end; step = walk.next()) {
    if (step->kind == lists::IoStep::Kind::list) {
      flush();
      out.text("  configuration ").decimal(step->list_index).text("  version ").decimal(step->header.version);
      out.text(".").decimal(step->header.revision).text("\n");
      continue;
    }
    const lists::IoDescriptorView view = step->view();
    std::string option = view.is_alternative() ? "or" : "";
    if (view.is_preferred()) option += option.empty() ? "preferred" : " preferred";
    table.add({"    [" + std::to_string(step->index) + "]", option,
               cell([&](TextWriter& t) { lists::print_type(t, view.type()); }),
               cell([&](TextWriter& t) { lists::print_place(t, view); }),
               cell([&](TextWriter& t) { lists::print_share(t, view.share()); }),
               cell([&](TextWriter& t) { lists::print_flags(t, view.type(), view.flags()); })});
  }
  flush();
}

}  // namespace

void print_value_name(TextWriter& out, const DecodedValue& value, const Paint& paint) {
  out.text(value.key).text(value.key.empty() ? "" : "  ");
  paint.write(out, Ink::heading, value.name.empty() ? "(Default)" : value.name);
  out.text("  ").text(lists::name_of(RegistryType{value.registry_type})).text("  ").decimal(value.bytes.size());
  out.text(value.bytes.size() == 1 ? " byte" : " bytes");
  if (value.layout) out.text(", ").decimal(lists::size_of(value.layout->layout)).text("-byte descriptors");
  out.text("\n");
}

void print_findings(TextWriter& out, const DecodedValue& value, bool warnings, std::string_view indent,
                    const Paint& paint) {
  for (const lists::Finding& finding : value.findings) {
    const bool error = finding.severity == lists::Severity::error;
    if (!error && !warnings) continue;
    out.text(indent);
    paint.write(out, error ? Ink::bad : Ink::doubtful, error ? "error " : "warning ");
    out.text(rule_id(finding.rule)).text(" at byte ").decimal(finding.offset).text(": ");
    out.text(rule_sentence(finding.rule, {finding.list_index, finding.index, finding.offset, finding.value}))
        .text("\n");
    if (const RuleWords* words = rule_words(finding.rule)) out.text(indent).text("  ").text(words->advice).text("\n");
  }
}

void print_value(TextWriter& out, const DecodedValue& value, bool warnings, const Paint& paint) {
  print_value_name(out, value, paint);
  if (value.registry_type == 10) {
    print_io_rows(out, value, paint);
  } else {
    print_cm_rows(out, value, paint);
  }
  print_findings(out, value, warnings, "  ", paint);
}

void print_value_as_debugger(TextWriter& out, const DecodedValue& value) {
  print_value_name(out, value, Paint(false));
  // The findings below say where a list that is not whole ends.
  if (value.registry_type == 10) {
    static_cast<void>(lists::print_io(out, value.bytes));
  } else {
    static_cast<void>(lists::print_cm(out, value.bytes, value.form(), value.layout->layout, value.side()));
  }
}

void print_finding(TextWriter& out, const TextFinding& finding, const Paint& paint) {
  out.text(finding.input).text(": ");
  paint.write(out, finding.is_error ? Ink::bad : Ink::doubtful, finding.is_error ? "error " : "warning ");
  out.text(rule_id(finding.rule))
      .text(": ")
      .text(rule_sentence(finding.rule, {.index = finding.line, .offset = finding.offset}))
      .text("\n");
  if (const RuleWords* words = rule_words(finding.rule)) out.text("  ").text(words->advice).text("\n");
}

}  // namespace resmap::report
