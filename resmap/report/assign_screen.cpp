// SPDX-License-Identifier: MIT
#include "resmap/report/assign_screen.h"

#include <algorithm>
#include <new>

#include "resmap/report/owners.h"
#include "resmap/report/rule_words.h"
#include "resmap/report/sizes.h"

namespace resmap::report {

namespace {

using lists::ResourceType;
using pnp::TraceStep;

std::string problem_words(snapshot::ProblemCode problem) {
  return "problem " + std::to_string(static_cast<std::uint32_t>(problem)) + " " +
         std::string(snapshot::name_of(problem));
}

std::string configuration_words(std::optional<std::uint32_t> configuration) {
  return configuration ? "configuration " + std::to_string(*configuration) : "its boot configuration";
}

std::string place_words(const pnp::AssignedResource& resource) {
  if (resource.unknown_route) return "routing not known";
  const auto range = assigned_range(resource.raw.view());
  if (!range) return "nothing";
  if (!resource.raw.view().is_message()) return range_words(resource.type, *range);
  std::string words = "message " + std::to_string(range->first);
  if (range->first != range->last) words += "-" + std::to_string(range->last);
  return words;
}

std::string note_words(const pnp::AssignedResource& resource) {
  std::string words(pnp::word_for(resource.pass));
  words += ", " + std::string(pnp::word_for(resource.basis));
  if (resource.is_window) words += ", window";
  if (resource.translated.view().range() != resource.raw.view().range()) {
    if (const auto seen = assigned_range(resource.translated.view()))
      words += ", the processor's " + range_words(resource.translated.view().type(), *seen);
  }
  return words;
}

}  // namespace

std::optional<AddressRange> assigned_range(const lists::CmDescriptorView& given) {
  if (!given.is_message()) return given.type() == ResourceType::device_specific ? std::nullopt : given.range();
  const std::uint64_t count = std::max<std::uint64_t>(given.raw_message_count(), 1);
  return AddressRange::starting_at(given.vector(), count);
}

std::size_t problems_of(const pnp::PnpManager& manager) {
  const auto order = manager.start_order();
  return static_cast<std::size_t>(std::count_if(order.begin(), order.end(), [&](pnp::DeviceIndex device) {
    const pnp::Assignment* made = manager.assignment(device);
    return made != nullptr && made->problem != snapshot::ProblemCode::none;
  }));
}

Result<void> print_assignments(TextWriter& out, const pnp::PnpManager& manager, const Paint& paint) {
  try {
    Table table({{.heading = "DEVICE", .limit = 44},
                 {.heading = "TYPE", .whole = true},
                 {.heading = "GIVEN", .whole = true},
                 {.heading = "BY", .limit = 26},
                 {.heading = "NOTE"}});
    std::size_t devices = 0;
    for (const pnp::DeviceIndex device : manager.start_order()) {
      if (!manager.has_to_do_with_resources(device)) continue;
      ++devices;
      const pnp::Assignment& made = *manager.assignment(device);
      std::string name = device_words(manager.machine(), device);
      if (made.problem != snapshot::ProblemCode::none) {
        std::string why = made.refused ? error_sentence(*made.refused) : std::string();
        if (made.pass == pnp::Pass::undecided) why = "undecided: the steps ran out; " + why;
        table.add({name, "", problem_words(made.problem), "", why}, "", Ink::bad);
        continue;
      }
      std::size_t shown = 0;
      for (const pnp::AssignedResource& resource : made.resources) {
        if (!lists::is_arbitrated(resource.type)) continue;
        table.add({shown++ == 0 ? name : "", std::string(short_type(resource.type)), place_words(resource),
                   resource.arbiter, note_words(resource)});
      }
      if (shown == 0) table.add({name, "", "nothing", "", std::string(pnp::word_for(made.pass))});
    }
    table.print(out, paint);
    const std::size_t problems = problems_of(manager);
    out.text("\n").text(counted(devices, "device")).text(" with resources, ");
    out.text(problems == 0 ? "none has a problem" : counted(problems, "problem")).text("\n");
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
  RESMAP_TRY(out.finish());
  return {};
}

std::string trace_line(const pnp::Machine& machine, const TraceStep& step) {
  const std::string who = short_name(machine, step.device) + ": ";
  const std::string what = configuration_words(step.configuration) + (step.by_boot_rule ? ", by the boot rule" : "");
  switch (step.kind) {
    case TraceStep::Kind::refused: {
      std::string line = who + what + " cannot be met";
      if (step.group) line += ", requirement " + std::to_string(*step.group);
      if (!step.arbiter.empty()) line += " at " + step.arbiter;
      return line + (step.why ? ": " + error_sentence(*step.why) : "");
    }
    case TraceStep::Kind::chosen: return who + "takes " + what;
    case TraceStep::Kind::opened:
      return who + "opens a window for a device below it" +
             (step.place ? ", " + range_words(step.type, *step.place) : "");
    case TraceStep::Kind::problem:
      return who + problem_words(step.problem) + (step.why ? ": " + error_sentence(*step.why) : "");
    case TraceStep::Kind::nothing: return {};
    case TraceStep::Kind::started: return {};
    case TraceStep::Kind::released: return who + "gives back what it had";
  }
  return {};
}

}  // namespace resmap::report
