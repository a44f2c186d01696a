// SPDX-License-Identifier: MIT
#include "resmap/report/verdict.h"

#include <algorithm>
#include <iterator>

#include "resmap/report/gaps.h"
#include "resmap/report/owners.h"
#include "resmap/report/sizes.h"

namespace resmap::report {

namespace {

using pnp::Machine;
using pnp::OverlapClass;

// "port 0x300-0x307 of a and b"
std::string first_conflict(const Machine& machine) {
  for (const pnp::Overlap& overlap : machine.overlaps()) {
    if (overlap.kind != OverlapClass::conflict) continue;
    const pnp::Occupancy& held = machine.held()[overlap.first];
    std::string text = std::string(short_type(held.type)) + " " + range_words(held.type, overlap.common) + " of " +
                       short_owner(machine, held.owner);
    if (overlap.second) text += " and " + short_owner(machine, machine.held()[*overlap.second].owner);
    return text;
  }
  return {};
}

bool has_problem(const snapshot::Device& device) {
  return device.problem && snapshot::is_about_resources(*device.problem) && device.present != snapshot::Known::no;
}

// What is wrong, the gravest first.
std::string complaints(const Machine& machine, const Verdict& verdict) {
  std::string text;
  const auto add = [&](const std::string& complaint) { text += (text.empty() ? "" : "; ") + complaint; };
  if (verdict.conflicts != 0) {
    add(counted(verdict.conflicts, "conflict", "conflicts") + " (" + first_conflict(machine) +
        (verdict.conflicts > 1 ? ", and more)" : ")"));
  }
  if (verdict.unplaced != 0) {
    const auto first = std::find_if(machine.unplaced().begin(), machine.unplaced().end(),
                                    [](const pnp::Unplaced& unplaced) { return !unplaced.spare; });
    std::string what = short_name(machine, first->device) + " " + part_words(*first);
    if (first->length && *first->length != 0) what += ", " + size_words(first->type, *first->length - 1);
    add(counted(verdict.unplaced, "resource", "resources") + " without a place (" + what +
        (verdict.unplaced > 1 ? ", and more)" : ")"));
  }
  if (verdict.problems != 0) {
    const auto& devices = machine.snapshot().devices;
    const auto first = std::find_if(devices.begin(), devices.end(), has_problem);
    add(counted(verdict.problems, "device shows", "devices show") + " a problem with resources (" + short_name(*first) +
        " code " + std::to_string(static_cast<std::uint32_t>(*first->problem)) +
        (verdict.problems > 1 ? ", and more)" : ")"));
  }
  return text;
}

// Whether the sources would show a device that wants more than it has: lists that the registry keeps, resource files of sysfs, what a
// person wrote, BARs in the kernel's log. Lists of what is there alone never do, and a log may say nothing of BARs.
bool says_what_is_wanted(const snapshot::Snapshot& snapshot) {
  const auto kind_of = [&](const snapshot::Resource& resource) {
    return resource.source < snapshot.sources.size() ? snapshot.sources[resource.source].kind
                                                     : snapshot::SourceKind::machine;
  };
  using enum snapshot::SourceKind;
  const auto wants = [&](const snapshot::Resource& resource) {
    const auto kind = kind_of(resource);
    return kind == sysfs || kind == machine || kind == json || (kind == dmesg && resource.bar.has_value());
  };
  return std::any_of(snapshot.devices.begin(), snapshot.devices.end(), [&](const snapshot::Device& device) {
    return !device.configurations.empty() || std::any_of(device.resources.begin(), device.resources.end(), wants);
  });
}

std::string nothing_sentence(const Machine& machine, const Verdict& verdict) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  const bool of_registry = snapshot.platform == snapshot::Platform::windows;
  const bool notes = std::any_of(snapshot.sources.begin(), snapshot.sources.end(),
                                 [](const snapshot::Source& source) { return !source.notes.empty(); });
  std::string text = "nothing to judge: ";
  if (!snapshot.regions.empty() && snapshot.devices.empty())
    return text + "the sources name " + counted(snapshot.regions.size(), "range") + " and no devices";
  if (of_registry) {
    text += verdict.gaps ? "what could be read of Enum names no device with" : "Enum names no device with";
  } else {
    text += verdict.gaps ? "in what could be read no device has" : "no device here has";
  }
  return text + " hardware resources" + (notes ? " (see the note)" : "");
}

std::string sentence_of(const Machine& machine, const Verdict& verdict) {
  std::string end;
  if (verdict.spare_windows != 0) {
    end += "; " + counted(verdict.spare_windows, "window", "windows") +
           " of bridges found no room, and nothing needs " + (verdict.spare_windows == 1 ? "it" : "them");
  }
  // Lines whose routing no source shows are how such sources are; the screen counts them.
  if (const std::size_t unclear = verdict.unknown - verdict.unrouted; unclear != 0)
    end += "; " + counted(unclear, "overlap", "overlaps") + " of which the sources say too little";
  if (verdict.gaps) end += "; something could not be read (see above)";
  switch (verdict.kind) {
    case VerdictKind::nothing: return nothing_sentence(machine, verdict) + end + ".";
    case VerdictKind::sick: return "sick: " + complaints(machine, verdict) + end + ".";
    case VerdictKind::healthy:
    case VerdictKind::partial: break;
  }
  const std::string kind(word_for(verdict.kind));
  if (!says_what_is_wanted(machine.snapshot()))
    return kind + ": nothing conflicts in what these sources show" + end + ".";
  if (!verdict.firmware_view) return kind + ": every device has what it asks for; nothing conflicts" + end + ".";
  std::string text = kind + ": nothing conflicts in what firmware configured";
  if (verdict.without_firmware_resources != 0) {
    text += "; " + counted(verdict.without_firmware_resources, "device gets its", "devices get their") +
            " resources from Windows";
  }
  return text + end + ".";
}

}  // namespace

int Verdict::exit_code() const {
  if (gaps) return 4;
  return kind == VerdictKind::sick ? 1 : 0;
}

std::string_view word_for(VerdictKind kind) {
  static constexpr std::string_view words[] = {"healthy", "sick", "partial", "nothing"};
  return words[static_cast<std::size_t>(kind)];
}

Verdict verdict_of(const Machine& machine) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  Verdict verdict;
  for (const pnp::Overlap& overlap : machine.overlaps()) {
    verdict.conflicts += overlap.kind == OverlapClass::conflict;
    verdict.unknown += overlap.kind == OverlapClass::unknown;
    verdict.unrouted += overlap.kind == OverlapClass::unknown && overlap.reason == pnp::OverlapReason::routing;
  }
  verdict.pairs_left_out = machine.pairs_left_out();
  for (const pnp::Unplaced& unplaced : machine.unplaced())
    ++(unplaced.spare ? verdict.spare_windows : verdict.unplaced);
  verdict.problems =
      static_cast<std::size_t>(std::count_if(snapshot.devices.begin(), snapshot.devices.end(), has_problem));
  verdict.without_firmware_resources = machine.without_firmware_resources().size();
  for (const snapshot::Source& source : snapshot.sources) {
    verdict.dirty = verdict.dirty || source.dirty;
  }
  verdict.gaps = has_gaps(machine);
  bool any_current = false, any_device = false;
  for (const pnp::Occupancy& held : machine.held()) {
    if (held.owner.kind == pnp::Owner::Kind::region) continue;
    any_device = true;
    any_current = any_current || held.stage == snapshot::Stage::current;
  }
  any_device =
      any_device || !machine.messages().empty() || verdict.unplaced != 0 || verdict.without_firmware_resources != 0;
  verdict.firmware_view = any_device && !any_current && snapshot.platform == snapshot::Platform::windows;
  if (verdict.conflicts + verdict.unplaced + verdict.problems != 0) {
    verdict.kind = VerdictKind::sick;
  } else if (!any_device) {
    verdict.kind = VerdictKind::nothing;
  } else if (verdict.gaps) {
    verdict.kind = VerdictKind::partial;
  }
  verdict.sentence = sentence_of(machine, verdict);
  return verdict;
}

}  // namespace resmap::report
