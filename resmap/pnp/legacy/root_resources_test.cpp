// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/root_resources.h"

#include "resmap/pnp/legacy/legacy_test_support.h"
#include "resmap/pnp/legacy/root_arbiters_test_support.h"

namespace resmap::pnp {
namespace {

std::vector<lists::CmDescriptor> raw(std::initializer_list<std::string_view> words) {
  std::vector<lists::CmDescriptor> row;
  for (const std::string_view word : words) row.push_back(*lists::parse_claim(word, lists::CmLayout::x86));
  return row;
}

TEST(RootArbiters, ReserveWhollyOrNotAtAll) {
  TestRoot machine;
  EXPECT_TRUE(*machine.root.reserve(1, raw({"port:0x300+8", "irq:5"}), false));
  EXPECT_FALSE(*machine.root.reserve(2, raw({"port:0x400+8", "irq:5"}), false));
  EXPECT_TRUE(*machine.root.reserve(3, raw({"port:0x400+8"}), false));  // nothing of the refused one is left
  EXPECT_TRUE(*machine.root.reserve(1, raw({"irq:7"}), false));         // replaces: its ports are free
  EXPECT_TRUE(*machine.root.reserve(2, raw({"port:0x300+8", "irq:5"}), false));
  ASSERT_TRUE(machine.root.release(2));
  EXPECT_TRUE(*machine.root.reserve(3, raw({"port:0x300+8"}), false));
}

TEST(RootArbiters, ADetectionYieldsToDevicesThatEnumerateThemselves) {  // R33, R34
  TestRoot machine;
  const lists::IoDescriptor boot = ports(8, 1, 0x300, 0x307);
  arbiters::ArbiterEntry entry;
  entry.alternatives = std::span(&boot, 1);
  entry.device = 9;
  ASSERT_EQ(*machine.port.boot_allocation({&entry, 1}), 1U);
  EXPECT_FALSE(*machine.root.reserve(1, raw({"port:0x300+8"}), true));
  EXPECT_TRUE(*machine.root.reserve(1, raw({"port:0x300+8"}), false));
  machine.root.needs(lists::ResourceType::interrupt, {5, 5});
  EXPECT_FALSE(*machine.root.reserve(2, raw({"irq:5"}), true));
  EXPECT_TRUE(*machine.root.reserve(2, raw({"irq:5"}), false));
}

TEST(RootArbiters, AssignTheFirstConfigurationThatFits) {
  TestRoot machine;
  ASSERT_TRUE(*machine.root.reserve(1, raw({"irq:5"}), false));
  const ByteRow list =
      requirements_of({{ports(8, 8, 0x300, 0x307), line(5, 5)}, {ports(8, 8, 0x300, 0x307), line(7, 7)}});
  const auto view = lists::IoRequirementsListView::over(list);
  const auto assigned = machine.root.assign(2, *view, lists::CmLayout::x86);
  ASSERT_TRUE(assigned && *assigned);
  ASSERT_EQ((*assigned)->size(), 2U);
  EXPECT_EQ((**assigned)[1].view().vector(), 7U);
  EXPECT_FALSE(*machine.root.assign(3, *view, lists::CmLayout::x86));
}

TEST(RootArbiters, ADetectedDeviceIsANodeOnlyWhereItsRangesAreFree) {
  TestRoot machine;
  DetectedDevice device;
  device.service = "drv";
  const auto first = machine.root.add_detected(device, raw({"irq:5"}));
  ASSERT_TRUE(first && *first);
  EXPECT_FALSE(*machine.root.add_detected(device, raw({"irq:5"})));
  EXPECT_EQ(machine.root.detected().size(), 1U);
  EXPECT_FALSE(machine.root.is_pnp_device(**first));
  machine.root.add_pnp_device(4);
  EXPECT_TRUE(machine.root.is_pnp_device(4));
}

}  // namespace
}  // namespace resmap::pnp
