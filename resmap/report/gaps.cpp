// SPDX-License-Identifier: MIT
#include "resmap/report/gaps.h"

#include <algorithm>

#include "resmap/lists/logical_configuration.h"
#include "resmap/report/owners.h"
#include "resmap/report/rule_words.h"
#include "resmap/report/sizes.h"

namespace resmap::report {

namespace {

using pnp::ListFault;
using pnp::Machine;
using pnp::Owner;
using snapshot::SourceIndex;
using snapshot::SourceKind;

SourceIndex source_of(const Machine& machine, const ListFault& fault) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  if (fault.owner.kind == Owner::Kind::claim) return snapshot.claims[fault.owner.index].source;
  return snapshot.devices[fault.owner.index].configurations[fault.configuration].source;
}

// Where the value stands: its key below the control set, and its name.
std::string value_words(const Machine& machine, const ListFault& fault) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  if (fault.owner.kind == Owner::Kind::claim) {
    const snapshot::ClaimValue& claim = snapshot.claims[fault.owner.index];
    return "ResourceMap\\" + claim.class_key + "\\" + claim.driver_key + ", value " + claim.name;
  }
  const snapshot::Device& device = snapshot.devices[fault.owner.index];
  const snapshot::Configuration& list = device.configurations[fault.configuration];
  const bool registry =
      list.source < snapshot.sources.size() &&
      (snapshot.sources[list.source].kind == SourceKind::hive || snapshot.sources[list.source].kind == SourceKind::reg);
  return (registry ? "Enum\\" : "") + device.id + ", value " + std::string(lists::registry_value_name(list.kind));
}

std::string fault_sentence(const Machine& machine, const ListFault& fault) {
  std::string text = value_words(machine, fault) + ": " + rule_id(fault.first.rule) + " at byte " +
                     std::to_string(fault.first.offset) + ": " +
                     rule_sentence(fault.first.rule,
                                   {fault.first.list_index, fault.first.index, fault.first.offset, fault.first.value});
  if (fault.errors > 1) text += " (and " + std::to_string(fault.errors - 1) + " more)";
  return text;
}

std::string limit_sentence(const pnp::Overlaps::Limit& limit) {
  return "more than " + std::to_string(pnp::kMostPairs) + " pairs of ranges of type " +
         std::string(schema_type(limit.type)) + " meet: from " +
         range_words(limit.type, AddressRange{limit.from, limit.from}) + " on they were not compared";
}

}  // namespace

std::vector<std::string> gaps_of(const Machine& machine, SourceIndex source) {
  std::vector<std::string> gaps = machine.snapshot().sources[source].gaps;
  for (const ListFault& fault : machine.list_faults()) {
    if (source_of(machine, fault) == source) gaps.push_back(fault_sentence(machine, fault));
  }
  // No source's own fault; it is said with the first.
  if (source == 0 && machine.not_compared()) gaps.push_back(limit_sentence(*machine.not_compared()));
  return gaps;
}

bool has_gaps(const Machine& machine) {
  const auto& sources = machine.snapshot().sources;
  return !machine.list_faults().empty() || machine.not_compared() ||
         std::any_of(sources.begin(), sources.end(), [](const snapshot::Source& s) { return !s.gaps.empty(); });
}

}  // namespace resmap::report
