// SPDX-License-Identifier: MIT
#include "tests/calibration/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "resmap/import/machine_text.h"
#include "resmap/report/rule_words.h"

namespace resmap::calibration {

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

}  // namespace

std::vector<CalibratedMachine> read_machines(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".machine") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<CalibratedMachine> machines;
  for (std::filesystem::path& path : paths) {
    CalibratedMachine machine{path.stem().string(), path.string(), {}, {}};
    machine.snapshot.sources.push_back({snapshot::SourceKind::machine, path.filename().string(), false, {}});
    const auto read = import::read_machine_text(text_of(path), 0, machine.snapshot);
    if (!read) {
      throw std::runtime_error(path.string() + ", line " + std::to_string(read.error().index) + ": " +
                               report::error_sentence(read.error()));
    }
    path.replace_extension(".expected");
    const std::string expected = text_of(path);
    try {
      machine.expected = read_expected(expected);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(path.string() + ", " + error.what());
    }
    machines.push_back(std::move(machine));
  }
  return machines;
}

}  // namespace resmap::calibration
