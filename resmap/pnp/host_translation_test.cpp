// SPDX-License-Identifier: MIT
#include "resmap/pnp/host_translation.h"

#include <gtest/gtest.h>

#include "resmap/pnp/machine_test_support.h"
#include "resmap/pnp/pnp_manager.h"

namespace resmap::pnp {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::LogConfType;
using lists::ResourceType;

snapshot::Resource window(const char* word, std::optional<snapshot::Translation> translated) {
  snapshot::Resource made;
  made.type = type_of(word);
  made.place = range_of(word);
  made.role = snapshot::Role::window;
  made.share = lists::ShareDisposition::shared;
  made.translated = translated;
  return made;
}

// 0 a host of which two windows stand elsewhere; 1 a function below it; 2 a host as it is; 3 a function below that.
snapshot::Snapshot machine() {
  snapshot::Snapshot facts;
  for (const char* id : {"pci0", "00:01.0", "pci1", "80:01.0"}) {
    Device device;
    device.id = id;
    device.pci = snapshot::pci_place_from(id);
    device.kind = device.pci ? DeviceKind::pci_function : DeviceKind::host_bridge;
    device.present = snapshot::Known::yes;
    facts.devices.push_back(device);
  }
  facts.devices[1].parent = 0;
  facts.devices[3].parent = 2;
  facts.devices[0].resources = {window("mem:0x0-0xffffff", snapshot::Translation{ResourceType::memory, 0x10'0000'0000}),
                                window("port:0x1000-0x1fff", snapshot::Translation{ResourceType::memory, 0xF800'0000})};
  facts.devices[2].resources = {window("mem:0x80000000-0x80ffffff", std::nullopt)};
  facts.devices[1].configurations = {{LogConfType::basic, 10, io_list({{"mem:4K", "port:0x100"}}), 0}};
  facts.devices[3].configurations = {{LogConfType::basic, 10, io_list({{"mem:4K"}}), 0}};
  return facts;
}

TEST(HostTranslation, ABusForEachHostThatStandsElsewhere) {
  const snapshot::Snapshot facts = machine();
  const auto tree = DeviceTree::from(facts);
  ASSERT_TRUE(tree);
  HostTranslation translation;
  ASSERT_TRUE(translation.read(facts));
  EXPECT_FALSE(translation.empty());
  EXPECT_NE(translation.place_of(*tree, 1), arbiters::BusMap::kRoot);
  EXPECT_EQ(translation.place_of(*tree, 3), arbiters::BusMap::kRoot);
  EXPECT_EQ(translation.place_of(*tree, 0), arbiters::BusMap::kRoot) << "a host itself stands at the root";
}

TEST(HostTranslation, NothingIsTranslatedWhereNoWindowStandsElsewhere) {
  snapshot::Snapshot facts = machine();
  for (snapshot::Resource& resource : facts.devices[0].resources) resource.translated.reset();
  HostTranslation translation;
  ASSERT_TRUE(translation.read(facts));
  EXPECT_TRUE(translation.empty());
}

TEST(HostTranslation, DevicesAreToldBoth) {
  const auto together = Machine::from(machine());
  ASSERT_TRUE(together);
  const auto manager = PnpManager::make(*together, {});
  ASSERT_TRUE(manager);
  ASSERT_TRUE((*manager)->assign_all());
  const Assignment* given = (*manager)->assignment(1);
  ASSERT_TRUE(given != nullptr && given->resources.size() == 2);
  EXPECT_EQ(given->resources[0].raw.view().range(), (AddressRange{0xFFF000, 0xFFFFFF}));
  EXPECT_EQ(given->resources[0].translated.view().range(), (AddressRange{0x10'00FF'F000, 0x10'00FF'FFFF}));
  EXPECT_EQ(given->resources[1].raw.view().type(), ResourceType::port);
  EXPECT_EQ(given->resources[1].raw.view().range(), (AddressRange{0x1F00, 0x1FFF}));
  EXPECT_EQ(given->resources[1].translated.view().type(), ResourceType::memory);
  EXPECT_EQ(given->resources[1].translated.view().range(), (AddressRange{0xF800'0F00, 0xF800'0FFF}));
  const Assignment* other = (*manager)->assignment(3);
  ASSERT_TRUE(other != nullptr && other->resources.size() == 1);
  EXPECT_EQ(other->resources[0].raw, other->resources[0].translated);
}

}  // namespace
}  // namespace resmap::pnp
