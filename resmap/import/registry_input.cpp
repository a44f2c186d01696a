// SPDX-License-Identifier: MIT
#include "resmap/import/registry_input.h"

#include <utility>

#include "resmap/hive/hive_reader.h"
#include "resmap/import/guard.h"

namespace resmap::import {

namespace {

std::string part_words(const hive::HiveGap& gap) {
  const std::string value = gap.value_name.empty() ? "a value" : "value " + std::string(gap.value_name);
  switch (gap.part) {
    case hive::HivePart::header: return "the header";
    case hive::HivePart::page: return "a page";
    case hive::HivePart::cell: return "a cell";
    case hive::HivePart::key_name: return "a key's name";
    case hive::HivePart::values: return "the values";
    case hive::HivePart::value_name: return "the name of " + value;
    case hive::HivePart::value_data: return value;
    case hive::HivePart::children: return "subkeys";
    case hive::HivePart::reader: return "all that follows";
  }
  return "something";
}

std::string cause_words(const hive::HiveGap& gap) {
  const std::string count = std::to_string(gap.count);
  switch (gap.cause) {
    case hive::HiveCause::refused: return "could not be read";
    case hive::HiveCause::cut: return "is cut: fewer than its " + count + " bytes are there";
    case hive::HiveCause::missing:
      return gap.part == hive::HivePart::page ? "is none: " + count + " bytes were passed over"
                                              : "lead nowhere: " + count + " of them";
    case hive::HiveCause::uncounted: return "are there though their count is 0";
    case hive::HiveCause::reached_twice: return "was reached twice";
    case hive::HiveCause::wrong: return "contradicts the rest of the file and was set right";
    case hive::HiveCause::file_end: return "is missing: the file ends " + count + " bytes early";
    case hive::HiveCause::limit: return "was not read: a limit of " + count + " was reached";
    case hive::HiveCause::crashed: return "could not be read: the hive reader failed there";
    case hive::HiveCause::time_limit: return "was not read: the time for it was used up";
    case hive::HiveCause::memory_limit: return "was not read: the memory for it was used up";
  }
  return "is missing";
}

RegistryInput from_hive(hive::HiveReading reading, std::string name) {
  RegistryInput input;
  input.source = {snapshot::SourceKind::hive, std::move(name), reading.dirty, {}};
  for (const hive::HiveGap& gap : reading.gaps) input.source.gaps.push_back(gap_sentence(gap, reading.registry));
  if (reading.gap_count > reading.gaps.size()) {
    input.source.gaps.push_back(std::to_string(reading.gap_count - reading.gaps.size()) +
                                " more places could not be read");
  }
  input.registry = std::move(reading.registry);
  return input;
}

RegistryInput from_text(registry::RegText text, std::string name) {
  RegistryInput input;
  input.source = {snapshot::SourceKind::reg, std::move(name), false, {}};
  input.registry = std::move(text.registry);
  input.findings = std::move(text.findings);
  return input;
}

}  // namespace

std::string gap_sentence(const hive::HiveGap& gap, const registry::Registry& registry) {
  if (gap.part == hive::HivePart::header && gap.cause == hive::HiveCause::file_end)
    return "the file ends " + std::to_string(gap.count) + " bytes early: its header says that it is longer";
  std::string sentence = part_words(gap);
  const auto path = registry.path_of(gap.key);
  if (path && !path->empty()) sentence += " of " + *path;
  sentence += " " + cause_words(gap);
  if (gap.offset != 0) sentence += " (byte " + std::to_string(gap.offset) + " of the file)";
  return sentence;
}

Result<RegistryInput> read_registry(Bytes bytes, InputKind kind, std::string name) {
  return guarded([&]() -> Result<RegistryInput> {
    if (kind == InputKind::hive) {
      RESMAP_TRY_ASSIGN(hive::HiveReading reading, hive::read_hive(bytes));
      return from_hive(std::move(reading), std::move(name));
    }
    RESMAP_TRY_ASSIGN(registry::RegText text, registry::read_reg_text(bytes));
    return from_text(std::move(text), std::move(name));
  });
}

}  // namespace resmap::import
