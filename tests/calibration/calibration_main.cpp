// SPDX-License-Identifier: MIT
// Prints how much of what Windows decided on the machines of spec/calibration `resmap assign` decides too. Ends with 1 where a row
// does not hold, and names it.
#include <cstdio>
#include <exception>

#include "tests/calibration/engine.h"
#include "tests/calibration/figure.h"
#include "tests/cli/command.h"

int main() try {
  using namespace resmap;  // NOLINT(google-build-using-namespace)
  const auto machines = calibration::read_machines(RESMAP_SOURCE_DIR "/spec/calibration");
  const auto figure = calibration::measure(machines, [](const calibration::CalibratedMachine& machine) {
    return calibration::given_by_records(cli::run(calibration::assign_words(machine)).out, machine.snapshot);
  });
  for (const std::string& missed : figure.missed) std::printf("%s\n", missed.c_str());
  std::printf("What Windows decided comes out the same: %s.\n", calibration::in_words(figure, machines.size()).c_str());
  return figure.missed.empty() ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
