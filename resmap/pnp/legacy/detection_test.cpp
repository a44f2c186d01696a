// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/detection.h"

#include "resmap/pnp/legacy/legacy_test_support.h"
#include "resmap/pnp/legacy/root_arbiters_test_support.h"

namespace resmap::pnp {
namespace {

struct W2k {
  claims::ResourceMap map;
  TestRoot root;
  LegacyDoors doors;
  W2k() {
    doors.map = &map;
    doors.root = &root.root;
    doors.era = claims::Era::w2k;
  }
  Result<claims::ClaimOutcome> report(const ByteRow& list, RootResources::DeviceId owner = 1) {
    return report_for_detection(
        doors,
        {.driver = "Drv", .driver_list = {}, .device = R"(\Device\Drv0)", .device_list = Bytes(list), .owner = owner});
  }
};

TEST(Detection, CountsTheDevicesListAlone) {  // R75
  W2k machine;
  const ByteRow device = claims_of({"irq:5"}), driver = claims_of({"irq:7"});
  const auto outcome = report_for_detection(
      machine.doors,
      {.driver = "Drv", .driver_list = Bytes(driver), .device = "d", .device_list = Bytes(device), .owner = 1});
  ASSERT_TRUE(outcome && outcome->granted);
  EXPECT_FALSE(outcome->conflict_detected);
  EXPECT_EQ(machine.map.size(), 1U);
  EXPECT_TRUE(machine.root.interrupt.committed().size() == 1);
}

TEST(Detection, RefusesATruncatedList) {  // R76
  W2k machine;
  ByteRow list = claims_of({"irq:5"});
  list.resize(list.size() - 4);
  const auto outcome = machine.report(list);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(claims::nt_status(outcome, claims::Era::w2k, machine.map.policy()), 0xC0000001U);
  EXPECT_EQ(machine.map.size(), 0U);
}

TEST(Detection, ConflictsWithWhatADeviceOfTheTreeNeeds) {  // R34
  W2k machine;
  machine.root.root.needs(lists::ResourceType::port, {0x300, 0x307});
  const auto outcome = machine.report(claims_of({"port:0x300+8"}));
  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->granted);
  EXPECT_TRUE(outcome->conflict_detected);
  EXPECT_EQ(claims::nt_status(outcome, claims::Era::w2k, machine.map.policy()), 0xC0000018U);
  EXPECT_EQ(machine.map.size(), 0U);
}

TEST(Detection, ReplacesAndReleases) {
  W2k machine;
  ASSERT_TRUE(machine.report(claims_of({"irq:5"}))->granted);
  ASSERT_TRUE(machine.report(claims_of({"irq:7"}))->granted);
  EXPECT_EQ(machine.root.interrupt.committed().size(), 1U);
  EXPECT_EQ(machine.map.size(), 1U);
  ASSERT_TRUE(machine.report({0, 0, 0, 0})->granted);
  EXPECT_EQ(machine.root.interrupt.committed().size(), 0U);
  EXPECT_EQ(machine.map.size(), 0U);
}

TEST(Detection, WhoHoldsItInTheMapRefusesToo) {
  W2k machine;
  const ByteRow held = claims_of({"irq:5"});
  ASSERT_TRUE(machine.map.claim({.driver = "Other", .driver_list = Bytes(held)})->granted);
  const auto outcome = machine.report(held);
  EXPECT_FALSE(outcome->granted);
  EXPECT_EQ(machine.root.interrupt.committed().size(), 0U);
}

TEST(Detection, MakesADeviceWithItsCompatibleIds) {  // R77
  W2k machine;
  const ByteRow list = claims_of({"irq:5"});
  DetectedReport report;
  report.driver = R"(\Driver\Drv)";
  report.bus = lists::InterfaceType::eisa;
  report.resources = Bytes(list);
  const auto made = report_detected_device(machine.doors, report);
  ASSERT_TRUE(made);
  const auto& [id, device] = machine.root.root.detected().at(0);
  EXPECT_EQ(id, *made);
  EXPECT_EQ(device.compatible_ids, (std::vector<std::string>{R"(DETECTEDIsa\Drv)", R"(DETECTED\Drv)"}));
  EXPECT_TRUE(device.started);
  EXPECT_EQ(device.resources, list);
  EXPECT_EQ(machine.root.interrupt.committed().size(), 1U);  // nobody else had claimed them
  EXPECT_EQ(report_detected_device(machine.doors, report).error().code, ErrorCode::conflict);

  report.resources.reset();
  report.resources_assigned = true;
  report.pdo = 42;
  EXPECT_EQ(*report_detected_device(machine.doors, report), 42U);
  EXPECT_EQ(detected_compatible_ids(report, lists::CmLayout::x86).at(0), R"(DETECTEDInternal\Drv)");
  EXPECT_EQ(
      detected_compatible_ids(report, lists::CmLayout::x86, {.detected_bus = LegacyPolicy::DetectedBus::of_caller})
          .at(0),
      R"(DETECTEDEisa\Drv)");
}

}  // namespace
}  // namespace resmap::pnp
