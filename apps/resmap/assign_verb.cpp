// SPDX-License-Identifier: MIT
// The verb that decides: assign.
#include <fstream>
#include <sstream>

#include "apps/resmap/inputs.h"
#include "apps/resmap/output.h"
#include "resmap/pnp/pnp_manager.h"
#include "resmap/report/assign_records.h"
#include "resmap/report/assign_screen.h"
#include "resmap/report/policy_words.h"
#include "resmap/report/rule_words.h"
#include "resmap/report/selector.h"
#include "resmap/report/verdict.h"

namespace resmap::app {

namespace {

std::string known_values(std::string_view name) {
  std::string words;
  for (const report::PolicySwitch& known : report::policy_switches()) {
    if (!name.empty() && known.name != name) continue;
    if (name.empty()) {
      words += (words.empty() ? "" : ", ") + std::string(known.name);
      continue;
    }
    for (const std::string_view value : known.values) words += (words.empty() ? "" : ", ") + std::string(value);
  }
  return words;
}

bool set_policies(const Options& options, pnp::Policy& policy) {
  std::vector<std::string> all = options.policy;
  if (!options.os.empty()) all.insert(all.begin(), "os=" + options.os);
  for (const std::string& one : all) {
    const std::size_t at = one.find('=');
    const std::string name = one.substr(0, at), value = at == std::string::npos ? "" : one.substr(at + 1);
    const auto set = report::set_policy(policy, name, value);
    if (set) continue;
    if (set.error().code == ErrorCode::not_found) {
      say("there is no switch " + name + "; switches are " + known_values(""));
    } else {
      say("the switch " + name + " has no value \"" + value + "\"; values are " + known_values(name));
    }
    return false;
  }
  return true;
}

// The words of --order: the lines of a file of that name, else devices with commas between.
std::vector<std::string> order_words(const std::string& order) {
  std::vector<std::string> words;
  std::ifstream file(order);
  std::istringstream list(order);
  std::istream& from = file.is_open() ? static_cast<std::istream&>(file) : list;
  for (std::string word; std::getline(from, word, file.is_open() ? '\n' : ',');) {
    while (!word.empty() && (word.back() == '\r' || word.back() == ' ')) word.pop_back();
    if (!word.empty() && word.front() != '#') words.push_back(word);
  }
  return words;
}

bool read_order(const Options& options, const pnp::Machine& machine, std::vector<pnp::DeviceIndex>& into) {
  for (const std::string& word : order_words(options.order)) {
    const auto selector = report::Selector::parse(word);
    const auto devices = selector ? selector->devices(machine) : std::vector<pnp::DeviceIndex>{};
    if (devices.empty()) {
      say("--order: no device here is \"" + word + "\"; resmap tree --all shows those there are");
      return false;
    }
    into.insert(into.end(), devices.begin(), devices.end());
  }
  return true;
}

}  // namespace

int assign(const Options& options) {
  pnp::AssignSetup setup;
  if (!set_policies(options, setup.policy)) return usage;
  const auto machine = load_machine(options);
  if (!machine) return machine.error();
  if (!read_order(options, *machine, setup.order)) return usage;
  setup.ignore_boot = options.ignore_boot;
  TextWriter trace;
  if (options.trace) {
    setup.trace = [&](const pnp::TraceStep& step) {
      const std::string line = report::trace_line(*machine, step);
      if (!line.empty()) trace.text(line).text("\n");
    };
  }
  auto manager = pnp::PnpManager::make(*machine, setup);
  if (!manager) {
    say("the machine cannot be assigned: " + report::error_sentence(manager.error()));
    return unreadable;
  }
  const auto assigned = (*manager)->assign_all();
  if (!assigned) {
    say("the machine cannot be assigned: " + report::error_sentence(assigned.error()));
    return unreadable;
  }
  // With records on standard output the words of the trace go beside them.
  if (options.trace && options.json) say("trace\n" + std::string(trace.view()));
  TextWriter out;
  if (options.trace && !options.json) out.text(trace.view()).text("\n");
  const auto printed = options.json
                           ? report::write_assign_json(out, **manager)
                           : report::print_assignments(out, **manager, report::Paint(options.colour, options.width));
  const auto text = out.finish();
  if (!printed || !text) {
    say("there is not enough memory for the answer");
    return unreadable;
  }
  if (!write_out(*text)) return unreadable;
  return exit_code(report::problems_of(**manager) != 0, report::verdict_of(*machine).gaps);
}

}  // namespace resmap::app
