// SPDX-License-Identifier: MIT
// What Windows decided, and what we decide: every row, asked in this process and on the command line.
#include "tests/calibration/engine.h"

#include <gtest/gtest.h>

#include "tests/calibration/figure.h"
#include "tests/cli/command.h"

namespace resmap::calibration {
namespace {

const std::vector<CalibratedMachine>& machines() {
  static const std::vector<CalibratedMachine> all = read_machines(RESMAP_SOURCE_DIR "/spec/calibration");
  return all;
}

void expect_every_row(const Assigner& assigner) {
  const Figure figure = measure(machines(), assigner);
  EXPECT_EQ(in_words(figure, machines().size()), "41 of 41 rows, 65 of 65 places on 15 machines");
  for (const std::string& missed : figure.missed) ADD_FAILURE() << missed;
}

TEST(Calibration, EveryRowHolds) { expect_every_row(assign); }

TEST(Calibration, EveryRowHoldsOnTheCommandLine) {
  expect_every_row([](const CalibratedMachine& machine) {
    const cli::Outcome outcome = cli::run(assign_words(machine));
    EXPECT_EQ(outcome.code, 0) << machine.name << ": " << outcome.err;
    return given_by_records(outcome.out, machine.snapshot);
  });
}

// The one open switch that the rows decide: functions of which firmware decoded memory alone got their ports afresh, and serial
// ports stayed where firmware had them.
TEST(Calibration, RowsSpeakForBootConfigurationsFirstOfAllButPciFunctions) {
  const auto holding = [](const std::string& value) {
    auto turned = machines();
    for (CalibratedMachine& machine : turned) machine.expected.policy.push_back("boot_configuration_first=" + value);
    return measure(turned, assign).rows_holding;
  };
  EXPECT_EQ(holding("all_but_pci"), 41U);
  EXPECT_EQ(holding("every_device"), 37U);
  EXPECT_EQ(holding("never"), 39U);
}

TEST(Calibration, WithEveryDecodeBitOffNothingIsKept) {
  auto unconfigured = machines();
  for (CalibratedMachine& machine : unconfigured)
    for (snapshot::Device& device : machine.snapshot.devices)
      if (device.memory_decode) device.memory_decode = device.io_decode = false;
  EXPECT_LT(measure(unconfigured, assign).rows_holding, 38U);
}

TEST(Calibration, RecordsThatAreNoneAreToldOf) {
  EXPECT_THROW(static_cast<void>(given_by_records("{\"record\":1}\n", {})), std::runtime_error);
  EXPECT_THROW(static_cast<void>(given_by_records("no device\n", {})), std::runtime_error);
  EXPECT_TRUE(given_by_records("{\"record\":\"totals\"}\n", {}).devices.empty());
}

TEST(Calibration, DevicesThatStartNamesComeLast) {
  CalibratedMachine machine{"x", "x.machine", {}, {}};
  machine.snapshot.devices.resize(3);
  for (int i = 0; i < 3; ++i)
    machine.snapshot.devices[static_cast<std::size_t>(i)].id = std::string(1, static_cast<char>('a' + i));
  machine.expected.start = {"c", "a"};
  machine.expected.policy = {"n=v"};
  EXPECT_EQ(whole_order(machine), (std::vector<std::string>{"b", "c", "a"}));
  EXPECT_EQ(assign_words(machine),
            (std::vector<std::string>{"assign", "--json", "--policy", "n=v", "--order", "b,c,a", "x.machine"}));
}

}  // namespace
}  // namespace resmap::calibration
