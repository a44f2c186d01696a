// SPDX-License-Identifier: MIT
// The verbs that look at a machine: check, list, tree, show, conflicts, import.
#include "apps/resmap/inputs.h"
#include "apps/resmap/output.h"
#include "resmap/report/check_json.h"
#include "resmap/report/device_lines.h"
#include "resmap/report/machine_screens.h"
#include "resmap/report/rule_words.h"
#include "resmap/report/selector.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::app {

namespace {

using report::Paint;

// Writes what a screen printed; without memory for it, or without a reader, that is said instead.
int finish(const Result<void>& printed, const TextWriter& out, int code) {
  const auto text = out.finish();
  if (!printed || !text) {
    say("there is not enough memory for the answer");
    return unreadable;
  }
  return write_out(*text) ? code : unreadable;
}

// For verbs that only show: what could not be read makes the answer partial, what is wrong with the machine does not matter.
int shown(const report::Verdict& verdict) { return verdict.gaps ? partial : fine; }

}  // namespace

int check(const Options& options) {
  const auto machine = load_machine(options);
  if (!machine) return machine.error();
  const report::Verdict verdict = report::verdict_of(*machine);
  TextWriter out;
  const auto printed = options.json ? report::write_check_json(out, *machine, verdict)
                                    : report::print_check(out, *machine, verdict, Paint(options.colour, options.width));
  return finish(printed, out, verdict.exit_code());
}

int list(const Options& options) {
  const auto machine = load_machine(options);
  if (!machine) return machine.error();
  std::optional<lists::ResourceType> only;
  if (!options.type.empty()) only = lists::resource_type_from(options.type);
  TextWriter out;
  Result<void> printed;
  if (options.json) {
    for (const pnp::Occupancy& held : machine->held()) {
      if (!only || held.type == *only) report::write_range_record(out, *machine, held);
    }
  } else {
    printed = report::print_list(out, *machine, only, Paint(options.colour, options.width));
  }
  return finish(printed, out, shown(report::verdict_of(*machine)));
}

int tree(const Options& options) {
  const auto machine = load_machine(options);
  if (!machine) return machine.error();
  TextWriter out;
  Result<void> printed;
  if (options.json) {
    const std::vector<bool> with_resources = report::devices_with_resources(*machine);
    for (const report::DeviceLine& line : report::device_lines(
             *machine, options.all ? std::vector<bool>(with_resources.size(), true) : with_resources)) {
      report::write_device_record(out, *machine, line.device);
    }
  } else {
    printed = report::print_tree(out, *machine, options.all, Paint(options.colour, options.width));
  }
  return finish(printed, out, shown(report::verdict_of(*machine)));
}

int show(const Options& options) {
  const auto selector = report::Selector::parse(options.selector);
  if (options.selector.empty()) {
    say("an empty selector selects nothing; resmap show --help shows what one can be");
    return usage;
  }
  if (!selector) {
    say("\"" + options.selector + "\" selects nothing: " + report::error_sentence(selector.error()));
    return usage;
  }
  const auto machine = load_machine(options);
  if (!machine) return machine.error();
  const std::vector<pnp::DeviceIndex> devices = selector->devices(*machine);
  if (devices.empty()) {
    say("no device " + std::string(selector->is_name() ? "here is \"" : "matches \"") + options.selector +
        "\"; resmap tree --all shows those there are");
    return selector->is_name() ? usage : shown(report::verdict_of(*machine));
  }
  TextWriter out;
  Result<void> printed;
  if (options.json) {
    for (const pnp::DeviceIndex device : devices) report::write_device_record(out, *machine, device);
  } else {
    printed = report::print_show(out, *machine, devices, Paint(options.colour, options.width));
  }
  return finish(printed, out, shown(report::verdict_of(*machine)));
}

int conflicts(const Options& options) {
  const auto machine = load_machine(options);
  if (!machine) return machine.error();
  const report::Verdict verdict = report::verdict_of(*machine);
  TextWriter out;
  Result<void> printed;
  if (options.json) {
    for (const pnp::Overlap& overlap : machine->overlaps()) report::write_conflict_record(out, *machine, overlap);
    report::write_verdict_record(out, verdict);
  } else {
    printed = report::print_conflicts(out, *machine, verdict, Paint(options.colour, options.width));
  }
  return finish(printed, out, verdict.gaps ? partial : verdict.conflicts != 0 ? findings : fine);
}

int import(const Options& options) {
  if (!options.store.empty()) return import_into_store(options);
  const auto facts = load_snapshot(options);
  if (!facts) return facts.error();
  TextWriter out;
  const auto written = snapshot::write_json(out, *facts);
  if (!written || !out.finish()) return finish(written, out, fine);
  bool gaps = false;
  for (const snapshot::Source& source : facts->sources) gaps = gaps || !source.gaps.empty();
  return write_to(options.output, out.view()) ? exit_code(false, gaps) : unreadable;
}

}  // namespace resmap::app
