// SPDX-License-Identifier: MIT
// That the judge can say no: every statement holds for what it means and for nothing else.
#include "tests/calibration/judge.h"

#include <gtest/gtest.h>

#include "resmap/import/machine_text.h"

namespace resmap::calibration {
namespace {

using lists::ResourceType;

constexpr char kMachine[] =
    "machine\n"
    "  device a\n"
    "    boot  mem:0x1000-0x1fff port:0x100-0x107 irq:3\n"
    "    wants mem:4K port:8|port:16 irq:any\n"
    "  device 00:01.0 pci-bridge\n"
    "    window mem:0x100000-0x1fffff\n";

const Place kMemory{ResourceType::memory, {0x1000, 0x1FFF}}, kPorts{ResourceType::port, {0x100, 0x107}};
const Place kElsewhere{ResourceType::memory, {0x2000, 0x2FFF}}, kOtherPorts{ResourceType::port, {0x200, 0x207}};

std::vector<std::string> judged(const std::string& said, const Given& given) {
  snapshot::Snapshot machine;
  EXPECT_TRUE(import::read_machine_text(kMachine, 0, machine));
  return differences(read_expected("row choices 1 \"x\"\n  " + said + "\n").rows.at(0), machine, given);
}

bool agrees(const std::string& said, const std::vector<Place>& device, const std::vector<Place>& windows = {}) {
  return judged(said, {{{"a", device}}, {{"00:01.0", windows}}}).empty();
}

TEST(Judge, PlacedIsThisPlaceAndType) {
  EXPECT_TRUE(agrees("placed a mem:0x1000-0x1fff", {kPorts, kMemory}));
  EXPECT_FALSE(agrees("placed a mem:0x1000-0x1fff", {kPorts}));
  EXPECT_FALSE(agrees("placed a mem:0x1000-0x1ffe", {kMemory}));
  EXPECT_FALSE(agrees("placed a port:0x1000-0x1fff", {kMemory}));
  EXPECT_TRUE(agrees("placed a", {kMemory, kPorts})) << "alternatives are one thing";
  EXPECT_FALSE(agrees("placed a", {kMemory}));
}

TEST(Judge, KeptIsWhereFirmwareHadIt) {
  EXPECT_TRUE(agrees("kept a", {kMemory, kPorts}));
  EXPECT_FALSE(agrees("kept a", {kMemory, kOtherPorts}));
  EXPECT_TRUE(agrees("kept a memory", {kMemory, kOtherPorts}));
  EXPECT_FALSE(agrees("kept a io", {kMemory, kOtherPorts}));
  EXPECT_FALSE(agrees("kept 00:01.0", {})) << "it had nothing";
}

TEST(Judge, MovedHasEverythingAndNothingWhereFirmwareHadIt) {
  EXPECT_TRUE(agrees("moved a", {kElsewhere, kOtherPorts}));
  EXPECT_FALSE(agrees("moved a", {kElsewhere, kPorts}));
  EXPECT_FALSE(agrees("moved a", {kElsewhere}));
}

TEST(Judge, WindowsAreOpenOrClosed) {
  const Place plain{ResourceType::memory, {0x100000, 0x1FFFFF}},
      prefetch{ResourceType::memory, {0x100000, 0x1FFFFF}, true};
  EXPECT_TRUE(agrees("window 00:01.0 mem:0x100000-0x1fffff", {}, {plain}));
  EXPECT_FALSE(agrees("window 00:01.0 mem:0x100000-0x1fffff", {}, {prefetch}));
  EXPECT_FALSE(agrees("window 00:01.0 mem:0x100000-0x1fffff", {}, {}));
  EXPECT_TRUE(agrees("closed 00:01.0 io prefetch", {}, {plain}));
  EXPECT_FALSE(agrees("closed 00:01.0 memory", {}, {plain}));
  EXPECT_FALSE(agrees("closed 00:01.0 prefetch", {}, {prefetch}));
  EXPECT_FALSE(agrees("closed 00:01.0 io", {}, {kPorts}));
}

TEST(Judge, NamesWhatDiffers) {
  EXPECT_EQ(judged("placed nobody irq:3", {}), std::vector<std::string>{"nobody is no device of this machine"});
  EXPECT_EQ(judged("placed a irq:3", {{{"a", {kMemory}}}, {}}),
            std::vector<std::string>{"a is not at interrupt:0x3 but has memory:0x1000-0x1fff"});
}

}  // namespace
}  // namespace resmap::calibration
