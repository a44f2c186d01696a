// SPDX-License-Identifier: MIT
#include "resmap/import/importer.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "resmap/import/device_merge.h"
#include "resmap/import/guard.h"
#include "resmap/import/import_linux.h"
#include "resmap/import/json_snapshot.h"
#include "resmap/import/live.h"
#include "resmap/import/machine_text.h"
#include "resmap/import/registry_importer.h"
#include "resmap/import/registry_input.h"
#include "resmap/import/text_lines.h"

namespace resmap::import {

namespace {

using snapshot::Snapshot;
using snapshot::SourceIndex;

std::unexpected<ImportFailure> failure(const Error& error, std::string_view input) {
  return std::unexpected(ImportFailure{error, std::string(input), {}});
}

constexpr std::string_view standard_input_name = "standard input";

std::string_view as_characters(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

// A file of a set that is read on its own, with the kind that it is.
struct Found {
  std::string path;
  InputKind kind;
};

// The files of an archive or a directory that are whole inputs: a hive in a zip, texts side by side. A tree of Linux is one input,
// and what lies deep belongs to somebody else.
std::vector<Found> inputs_in(const FileSet& files) {
  std::vector<Found> found;
  for (const std::string_view path : files.under()) {
    const bool deep = std::count(path.begin(), path.end(), '/') > 2;
    if (deep || path.starts_with("sys/") || path.starts_with("proc/") || path.starts_with("dev/")) continue;
    const auto head = files.head(path, recognition_size);
    const auto kind = head ? recognise(*head) : std::nullopt;
    if (kind && *kind != InputKind::linux) found.push_back({std::string(path), *kind});
  }
  return found;
}

// Snapshots number their sources and devices from 0: moved behind what is there already.
void append(Snapshot from, Snapshot& into) {
  const auto sources = static_cast<SourceIndex>(into.sources.size());
  for (std::string Snapshot::* text :
       {&Snapshot::title, &Snapshot::system, &Snapshot::firmware, &Snapshot::control_set}) {
    if ((into.*text).empty()) into.*text = std::move(from.*text);
  }
  if (into.platform == snapshot::Platform::unknown) into.platform = from.platform;
  const auto move_all = [&](auto& source, auto& destination) {
    for (auto& element : source) {
      element.source += sources;
      destination.push_back(std::move(element));
    }
  };
  for (snapshot::Source& source : from.sources) into.sources.push_back(std::move(source));
  for (snapshot::Device& device : from.devices) {
    device.source += sources;
    for (snapshot::Resource& resource : device.resources) resource.source += sources;
    for (snapshot::Configuration& list : device.configurations) list.source += sources;
  }
  add_devices(std::move(from.devices), into);
  move_all(from.regions, into.regions);
  move_all(from.interrupts, into.interrupts);
  move_all(from.policy, into.policy);
  move_all(from.claims, into.claims);
}

// Whether `as` speaks of one file; Linux alone can be a tree.
bool is_kind_of_one(std::optional<InputKind> as) { return as && *as != InputKind::linux; }

// Several files cannot all be what `as` says of one.
ImportResult<void> check_kind(const FileSet& files, std::optional<InputKind> as, const std::string& name) {
  if (!is_kind_of_one(as) || files.is_single_file() || files.size() == 1) return {};
  return failure({.code = ErrorCode::invalid_argument, .rule = rule::kind_of_many, .value = files.size()}, name);
}

// What an archive could not deliver is missing from what was read out of it.
void add_gaps_of(const FileSet& files, RegistryInput& input) {
  input.source.gaps.insert(input.source.gaps.end(), files.gaps().begin(), files.gaps().end());
}

class Import {
 public:
  explicit Import(const ImportOptions& options) : options_(options) {}

  // One input after the other; the first says what system the machine runs.
  ImportResult<void> add(const std::string& input) {
    const snapshot::Platform before = machine_.platform;
    machine_.platform = snapshot::Platform::unknown;
    const std::size_t first_source = machine_.sources.size();
    if (auto added = add_input(input); !added) return added;
    const snapshot::Platform now = std::exchange(machine_.platform, before);
    if (before == snapshot::Platform::unknown) machine_.platform = now;
    const bool differs = now != snapshot::Platform::unknown && now != machine_.platform;
    if (differs && first_source < machine_.sources.size()) {
      const auto name = [](snapshot::Platform platform) {
        return std::string(platform == snapshot::Platform::windows ? "Windows" : "Linux");
      };
      machine_.sources[first_source].notes.push_back("these files are of two systems, " + name(before) + " and " +
                                                     name(now) +
                                                     ": what both say is put together as if it were one machine");
    }
    return {};
  }

  [[nodiscard]] Snapshot finish() && { return std::move(machine_); }

 private:
  ImportResult<void> add_input(const std::string& input) {
    const std::string name = input == "-" ? std::string(standard_input_name) : input;
    const auto files = input == "live" ? open_live(options_.limits)
                       : input == "-"  ? open_bytes(options_.standard_input, standard_input_name, options_.limits)
                                       : open_files(input, options_.limits);
    if (!files) return failure(files.error(), name);
    if (auto fits = check_kind(*files, options_.as, name); !fits) return fits;
    if (files->is_single_file() || is_kind_of_one(options_.as)) {
      const std::string path(*files->under().begin());
      const auto bytes = files->read(path);
      if (!bytes) return failure(bytes.error(), name);
      const auto kind = options_.as ? options_.as : recognise(*bytes);
      if (!kind) return failure({.code = ErrorCode::unsupported, .rule = rule::unknown_input}, name);
      return add_file(*files, *bytes, *kind, name);
    }
    std::vector<Found> found;
    if (!options_.as || *options_.as != InputKind::linux) found = inputs_in(*files);
    const std::size_t first_source = machine_.sources.size();
    if (found.empty()) {
      if (auto added = add_linux(*files, name); !added) return added;
    }
    for (const Found& file : found) {
      const std::string path = name + "/" + file.path;
      const auto bytes = files->read(file.path);
      if (!bytes) return failure(bytes.error(), path);
      if (auto added = add_file(*files, *bytes, file.kind, path); !added) return added;
    }
    std::error_code none;
    const bool is_folder = std::filesystem::is_directory(input, none);
    if (is_folder && first_source < machine_.sources.size())
      note_unread(*files, !found.empty(), machine_.sources[first_source]);
    return {};
  }

  // A folder may hold more than what was read, and who gave it may believe that all of it counts.
  static void note_unread(const FileSet& files, bool whole_inputs, snapshot::Source& source) {
    constexpr std::size_t named = 3;
    std::string names;
    std::size_t count = 0;
    for (const std::string_view path : files.under()) {
      const std::string_view name = path.substr(path.rfind('/') + 1);
      const bool of_tree = path.starts_with("sys/") || path.starts_with("proc/") || path.starts_with("dev/");
      if (of_tree || std::count(path.begin(), path.end(), '/') > 1 || name == "capture.txt" ||
          name.starts_with("README"))
        continue;
      const auto head = files.head(path, recognition_size);
      const auto kind = head ? recognise(*head) : std::nullopt;
      if (!head || (kind && (*kind != InputKind::linux || !whole_inputs))) continue;
      if (++count <= named) names += (count == 1 ? "" : ", ") + std::string(path);
    }
    if (count == 0) return;
    if (count > named) names += " and " + std::to_string(count - named) + " more";
    source.notes.push_back("not read: " + names +
                           (whole_inputs ? ""
                                         : "; kinds known are iomem, ioports, interrupts, the kernel's log, hives, "
                                           ".reg text, *.machine and .machine.json"));
  }

  ImportResult<void> add_file(const FileSet& files, Bytes bytes, InputKind kind, const std::string& name) {
    switch (kind) {
      case InputKind::hive:
      case InputKind::reg: return add_registry(files, bytes, kind, name);
      case InputKind::linux: return add_linux(files, name);
      case InputKind::machine: return add_machine_text(bytes, name);
      case InputKind::json: return add_snapshot(bytes, name);
    }
    return {};
  }

  ImportResult<void> add_registry(const FileSet& files, Bytes bytes, InputKind kind, const std::string& name) {
    auto input = read_registry(bytes, kind, name);
    if (!input) return failure(input.error(), name);
    add_gaps_of(files, *input);
    for (const registry::RegFinding& finding : input->findings) {
      if (finding.severity() != registry::RegSeverity::error) continue;
      input->source.gaps.push_back("line " + std::to_string(finding.line) + " of the text could not be read");
    }
    const auto source = static_cast<SourceIndex>(machine_.sources.size());
    machine_.sources.push_back(std::move(input->source));
    const auto added = import_registry(input->registry, {options_.control_set}, source, machine_);
    if (!added && !is_lost_in_damage(added.error(), source)) return failure(added.error(), name);
    return {};
  }

  // Of a registry that could be read in part only, the control set may be in the part that is missing: then the damage is what there
  // is to say, and not that it is no SYSTEM hive.
  bool is_lost_in_damage(const Error& error, SourceIndex source) {
    std::vector<std::string>& gaps = machine_.sources[source].gaps;
    if (gaps.empty() || error.code != ErrorCode::not_found) return false;
    gaps.push_back(error.rule == rule::no_such_control_set
                       ? control_set_name(static_cast<std::uint32_t>(error.value)) + " is not in what could be read"
                       : "no control set is in what could be read");
    machine_.platform = snapshot::Platform::windows;
    return true;
  }

  ImportResult<void> add_linux(const FileSet& files, const std::string& name) {
    const auto added = import_linux(files, machine_);
    if (!added) return failure(added.error(), name);
    return {};
  }

  ImportResult<void> add_machine_text(Bytes bytes, const std::string& name) {
    const auto source = static_cast<SourceIndex>(machine_.sources.size());
    machine_.sources.push_back({snapshot::SourceKind::machine, name, false, {}});
    const auto added = read_machine_text(as_characters(bytes), source, machine_);
    if (added) return {};
    const std::string_view word = word_at(as_characters(bytes), added.error().offset);
    return std::unexpected(ImportFailure{added.error(), name, {}, added.error().index, std::string(word)});
  }

  ImportResult<void> add_snapshot(Bytes bytes, const std::string& name) {
    auto read = read_snapshot(as_characters(bytes));
    if (!read) {
      JsonError& wrong = read.error();
      return std::unexpected(
          ImportFailure{wrong.error, name, std::move(wrong.path), wrong.error.index, std::move(wrong.word)});
    }
    if (read->sources.empty()) read->sources.push_back({snapshot::SourceKind::json, name, false, {}});
    append(std::move(*read), machine_);
    return {};
  }

  const ImportOptions& options_;
  Snapshot machine_;
};

ImportResult<RegistryInput> registry_of(Bytes bytes, const std::string& name, const ImportOptions& options) {
  const auto kind = options.as ? options.as : recognise(bytes);
  if (!kind) return failure({.code = ErrorCode::unsupported, .rule = rule::unknown_input}, name);
  if (*kind != InputKind::hive && *kind != InputKind::reg)
    return failure({.code = ErrorCode::unsupported, .rule = rule::wrong_kind}, name);
  auto input = read_registry(bytes, *kind, name);
  if (!input) return failure(input.error(), name);
  return std::move(*input);
}

// The one hive or .reg text in what was opened.
ImportResult<RegistryInput> registry_in(const FileSet& files, const std::string& name, const ImportOptions& options) {
  std::string path;
  if (auto fits = check_kind(files, options.as, name); !fits) return std::unexpected(fits.error());
  if (files.is_single_file() || is_kind_of_one(options.as)) {
    path = *files.under().begin();
  } else {
    for (const Found& file : inputs_in(files)) {
      if (path.empty() && (file.kind == InputKind::hive || file.kind == InputKind::reg)) path = file.path;
    }
    if (path.empty()) return failure({.code = ErrorCode::unsupported, .rule = rule::wrong_kind}, name);
  }
  const auto bytes = files.read(path);
  if (!bytes) return failure(bytes.error(), name);
  auto input = registry_of(*bytes, name, options);
  if (input) add_gaps_of(files, *input);
  return input;
}

template <typename Function>
auto guarded_import(const std::string& name, Function&& function) -> decltype(function()) {
  try {
    return function();
  } catch (const std::bad_alloc&) {
    return failure({.code = ErrorCode::out_of_memory}, name);
  } catch (const std::length_error&) {
    return failure({.code = ErrorCode::limit_exceeded}, name);
  }
}

}  // namespace

ImportResult<Snapshot> import_machine(std::span<const std::string> inputs, const ImportOptions& options) {
  return guarded_import(inputs.empty() ? "" : inputs.front(), [&]() -> ImportResult<Snapshot> {
    Import import(options);
    for (const std::string& input : inputs) {
      if (auto added = import.add(input); !added) return std::unexpected(added.error());
    }
    return std::move(import).finish();
  });
}

ImportResult<RegistryInput> open_registry(const std::string& input, const ImportOptions& options) {
  return guarded_import(input, [&]() -> ImportResult<RegistryInput> {
    const auto files = open_files(input, options.limits);
    if (!files) return failure(files.error(), input);
    return registry_in(*files, input, options);
  });
}

ImportResult<RegistryInput> open_registry(Bytes bytes, const std::string& name, const ImportOptions& options) {
  return guarded_import(name, [&]() -> ImportResult<RegistryInput> {
    const auto files = open_bytes(bytes, name, options.limits);
    if (!files) return failure(files.error(), name);
    return registry_in(*files, name, options);
  });
}

}  // namespace resmap::import
