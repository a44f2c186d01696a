// SPDX-License-Identifier: MIT
// The verbs that read lists as they stand: decode and lint.
#include "apps/resmap/inputs.h"
#include "apps/resmap/output.h"
#include "resmap/report/list_records.h"
#include "resmap/report/list_screen.h"
#include "resmap/report/sizes.h"

namespace resmap::app {

namespace {

using report::DecodedValue;
using report::Paint;

struct Totals {
  std::size_t values = 0, errors = 0, warnings = 0;
  bool gaps = false;
};

// Written piece by piece: a hive may hold more than anyone wants in memory twice.
class Output {
 public:
  TextWriter& text() { return text_; }
  bool flush() {
    const auto whole = text_.finish();
    if (!whole) say("there is not enough memory for the answer");
    good_ = good_ && whole && write_out(*whole);
    text_.clear();
    return good_;
  }

 private:
  TextWriter text_;
  bool good_ = true;
};

void show_bytes(TextWriter& out, Bytes bytes) {
  constexpr std::size_t row = 16;
  for (std::size_t at = 0; at < bytes.size(); at += row) {
    out.text("  ").hex_digits(at, 4).text("  ");
    for (const std::uint8_t byte : bytes.subspan(at, std::min(row, bytes.size() - at)))
      out.hex_digits(byte, 2).text(" ");
    out.text("\n");
  }
}

void decode_value(TextWriter& out, const DecodedValue& value, const Options& options) {
  if (options.json) {
    report::write_value_record(out, value);
    report::write_finding_records(out, value, options.warnings);
    return;
  }
  if (options.debugger) {
    report::print_value_as_debugger(out, value);
    report::print_findings(out, value, options.warnings, "  ", Paint(options.colour, options.width));
  } else {
    report::print_value(out, value, options.warnings, Paint(options.colour, options.width));
  }
  if (options.hex) show_bytes(out, value.bytes);
  out.text("\n");
}

void lint_value(TextWriter& out, const DecodedValue& value, const Options& options) {
  if (options.json) return report::write_finding_records(out, value, true);
  if (value.findings.empty()) return;
  report::print_value_name(out, value, Paint(options.colour, options.width));
  report::print_findings(out, value, true, "  ", Paint(options.colour, options.width));
}

void text_findings(TextWriter& out, const import::RegistryInput& input, const Options& options, bool warnings,
                   Totals& totals) {
  for (const registry::RegFinding& finding : input.findings) {
    const bool error = finding.severity() == registry::RegSeverity::error;
    ++(error ? totals.errors : totals.warnings);
    if (!error && !warnings) continue;
    const report::TextFinding found{input.source.name, finding.rule, finding.line, finding.offset, error};
    if (options.json) {
      report::write_finding_record(out, found);
    } else {
      report::print_finding(out, found, Paint(options.colour, options.width));
    }
  }
}

std::string totals_words(const Totals& totals) {
  using report::counted;
  return counted(totals.values, "value") + ", " + counted(totals.errors, "error") + ", " +
         counted(totals.warnings, "warning");
}

using ShowValue = void (*)(TextWriter&, const DecodedValue&, const Options&);

int over_all_inputs(const Options& options, ShowValue show, bool warnings) {
  Totals totals;
  Output out;
  for (const std::string& name : options.inputs) {
    const auto input = load_lists(name, options);
    if (!input) return input.error();
    if (options.json && input->bytes.empty()) report::write_source_record(out.text(), input->registry.source);
    text_findings(out.text(), input->registry, options, warnings, totals);
    for (const DecodedValue& value : input->values) {
      ++totals.values;
      totals.errors += value.count.errors;
      totals.warnings += value.count.warnings;
      show(out.text(), value, options);
      if (out.text().size() > 65536 && !out.flush()) return unreadable;
    }
    totals.gaps = totals.gaps || !input->registry.source.gaps.empty();
  }
  if (options.json) {
    report::write_totals_record(out.text(), totals.values, totals.errors, totals.warnings);
  } else {
    out.text().text(totals_words(totals)).text("\n");
  }
  if (!out.flush()) return unreadable;
  return exit_code(totals.errors != 0, totals.gaps);
}

}  // namespace

int decode(const Options& options) { return over_all_inputs(options, decode_value, options.warnings); }

int lint(const Options& options) { return over_all_inputs(options, lint_value, true); }

}  // namespace resmap::app
