// SPDX-License-Identifier: MIT
#include "resmap/report/device_lines.h"

#include <gtest/gtest.h>

#include "resmap/report/screen_test_support.h"

namespace resmap::report {
namespace {

using testing_support::device_called;
using testing_support::machine_of;

// One line a device: what stands before its name, the name, and what stands below it.
std::string drawn(const pnp::Machine& machine, std::vector<bool> shown) {
  std::string text;
  for (const DeviceLine& line : device_lines(machine, std::move(shown)))
    text += line.branch + machine.snapshot().devices[line.device].id + "  [" + line.beside + "]\n";
  return text;
}

constexpr char kTree[] =
    "machine\n"
    "  device a\n"
    "    device a1\n"
    "      device a1x\n"
    "    device a2\n"
    "  device b\n"
    "    device b1\n";

TEST(DeviceLines, DrawTheTreeWithItsBranches) {
  const pnp::Machine machine = machine_of(kTree);
  EXPECT_EQ(drawn(machine, std::vector<bool>(6, true)),
            "a  [│ ]\n"
            "├ a1  [│ │ ]\n"
            "│ └ a1x  [│   ]\n"
            "└ a2  [  ]\n"
            "b  [│ ]\n"
            "└ b1  [  ]\n");
}

TEST(DeviceLines, ADeviceBringsAllThatStandsAboveIt) {
  const pnp::Machine machine = machine_of(kTree);
  std::vector<bool> shown(6);
  shown[device_called(machine, "a1x")] = true;
  EXPECT_EQ(drawn(machine, shown), "a  [│ ]\n└ a1  [  │ ]\n  └ a1x  [    ]\n");
}

TEST(DeviceLines, OfNothingAreNone) {
  EXPECT_EQ(drawn(machine_of(kTree), std::vector<bool>(6)), "");
  EXPECT_EQ(drawn(machine_of("machine\n"), {}), "");
}

TEST(DevicesWithResources, AreThoseThatHoldWantMissOrHaveMessages) {
  const pnp::Machine machine = machine_of(
      "machine\n"
      "  device holds\n"
      "    has irq:3\n"
      "  device booted\n"
      "    boot irq:4\n"
      "  device wants\n"
      "    wants irq:any\n"
      "  device misses\n"
      "    lacks mem:4K\n"
      "  device messages\n"
      "    messages 1\n"
      "  device idle\n"
      "    driver disk\n");
  std::string ids;
  const std::vector<bool> found = devices_with_resources(machine);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i]) ids += machine.snapshot().devices[i].id + " ";
  }
  EXPECT_EQ(ids, "holds booted wants misses messages ");
}

std::string held(std::string_view words) {
  const pnp::Machine machine = machine_of("machine\n  device a\n    has " + std::string(words) + "\n");
  std::string text;
  for (const HeldLine& line : held_lines(machine, 0))
    text += std::to_string(line.range.first) + "-" + std::to_string(line.range.last) + " ";
  return text;
}

TEST(HeldLines, LinesThatFollowEachOtherAreOneEntry) {
  EXPECT_EQ(held("irq:3 irq:4 irq:5 irq:7"), "3-5 7-7 ");
  EXPECT_EQ(held("irq:5 irq:4 irq:3"), "5-5 4-4 3-3 ") << "in the order in which the device has them";
}

TEST(HeldLines, LinesThatDifferAreTwo) {
  EXPECT_EQ(held("irq:3,shared irq:4"), "3-3 4-4 ");
  EXPECT_EQ(held("irq:3,edge irq:4,level"), "3-3 4-4 ");
}

TEST(HeldLines, OtherTypesAreNeverPutTogether) {
  EXPECT_EQ(held("port:0-7 port:8-15 dma:1 dma:2"), "0-7 8-15 1-1 2-2 ");
}

TEST(HeldLines, LeadBackToWhatIsHeld) {
  const pnp::Machine machine = machine_of(
      "machine\n"
      "  device a\n"
      "    has irq:9\n"
      "  device b\n"
      "    has port:0x60 irq:3 irq:4\n");
  const std::vector<HeldLine> lines = held_lines(machine, device_called(machine, "b"));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].type, lists::ResourceType::interrupt);
  EXPECT_EQ(&machine.held()[lines[1].index], lines[1].first);
  EXPECT_EQ(lines[1].first->range.first, 3U);
}

}  // namespace
}  // namespace resmap::report
