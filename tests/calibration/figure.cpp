// SPDX-License-Identifier: MIT
#include "tests/calibration/figure.h"

namespace resmap::calibration {

namespace {

void count_places(const Row& row, const snapshot::Snapshot& machine, const Given& given, Figure& figure) {
  for (const Statement& said : row.statements) {
    for (const Place& place : said.places) {
      Row alone{row.file, row.number, row.title, {said}};
      alone.statements.front().places = {place};
      ++figure.places;
      if (differences(alone, machine, given).empty()) ++figure.places_holding;
    }
  }
}

}  // namespace

Figure measure(const std::vector<CalibratedMachine>& machines, const Assigner& assign) {
  Figure figure;
  for (const CalibratedMachine& machine : machines) {
    const Given given = assign(machine);
    for (const Row& row : machine.expected.rows) {
      const std::vector<std::string> found = differences(row, machine.snapshot, given);
      ++figure.rows;
      if (found.empty()) ++figure.rows_holding;
      for (const std::string& what : found) {
        figure.missed.push_back(machine.name + ", " + row.file + " " + std::to_string(row.number) + " (" + row.title +
                                "): " + what);
      }
      if (row.file == "placements") count_places(row, machine.snapshot, given, figure);
    }
  }
  return figure;
}

std::string in_words(const Figure& figure, std::size_t machines) {
  const auto of = [](std::size_t part, std::size_t all) { return std::to_string(part) + " of " + std::to_string(all); };
  return of(figure.rows_holding, figure.rows) + " rows, " + of(figure.places_holding, figure.places) + " places on " +
         std::to_string(machines) + " machines";
}

}  // namespace resmap::calibration
