// SPDX-License-Identifier: MIT
// A bridge of which a source shows some windows has the others closed, and one that is opened is the bridge's own from then on.
#include <gtest/gtest.h>

#include "resmap/pnp/machine_test_support.h"
#include "resmap/pnp/pnp_manager.h"
#include "resmap/pnp/stated_requirements.h"

namespace resmap::pnp {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::LogConfType;

Device bridge() {
  Device made;
  made.id = "00:1c.0";
  made.pci = snapshot::pci_place_from(made.id);
  made.kind = DeviceKind::pci_bridge;
  made.present = snapshot::Known::yes;
  snapshot::Resource memory;
  memory.place = AddressRange{0x8010'0000, 0x801F'FFFF};
  memory.role = snapshot::Role::window;
  memory.bar = 7;
  made.resources = {memory};
  return made;
}

TEST(ClosedWindows, AreAskedForWithLength0) {
  const auto wanted = stated_configuration(bridge());
  ASSERT_TRUE(wanted);
  ASSERT_EQ(wanted->groups.size(), 3U);
  EXPECT_EQ(wanted->groups[0].tag, 7U);
  EXPECT_EQ(wanted->groups[1].tag, 8U);
  EXPECT_EQ(wanted->groups[2].tag, 9U);
  for (std::size_t i = 1; i < 3; ++i) EXPECT_EQ(wanted->groups[i].alternatives.front().view().length(), 0U);
}

TEST(ClosedWindows, ASubtractiveBridgeAndAFunctionHaveNone) {
  Device subtractive = bridge();
  subtractive.subtractive = snapshot::Known::yes;
  EXPECT_EQ(stated_configuration(subtractive)->groups.size(), 1U);
  Device function = bridge();
  function.kind = DeviceKind::pci_function;
  EXPECT_EQ(stated_configuration(function)->groups.size(), 1U);
}

TEST(ClosedWindows, OneThatIsOpenedStandsInTheListsOfTheBridge) {
  snapshot::Snapshot facts;
  Device host;
  host.id = "pci0";
  host.kind = DeviceKind::host_bridge;
  host.present = snapshot::Known::yes;
  snapshot::Resource ports;
  ports.type = lists::ResourceType::port;
  ports.place = AddressRange{0xD00, 0xFFFF};
  ports.role = snapshot::Role::window;
  snapshot::Resource memory;
  memory.place = AddressRange{0x8000'0000, 0x8FFF'FFFF};
  memory.role = snapshot::Role::window;
  host.resources = {ports, memory};
  Device function;
  function.id = "01:00.0";
  function.pci = snapshot::pci_place_from(function.id);
  function.kind = DeviceKind::pci_function;
  function.present = snapshot::Known::yes;
  function.configurations = {{LogConfType::basic, 10, io_list({{"port:0x100"}}), 0}};
  facts.devices = {host, bridge(), function};
  facts.devices[1].parent = 0;
  facts.devices[2].parent = 1;
  const auto together = Machine::from(facts);
  ASSERT_TRUE(together);
  const auto manager = PnpManager::make(*together, {});
  ASSERT_TRUE(manager);
  ASSERT_TRUE((*manager)->assign_all());
  const Assignment* passes_on = (*manager)->assignment(1);
  ASSERT_TRUE(passes_on != nullptr && passes_on->resources.size() == 3);
  EXPECT_EQ(passes_on->resources[0].raw.view().range(), (AddressRange{0x8010'0000, 0x801F'FFFF}));
  EXPECT_EQ(passes_on->resources[1].raw.view().range(), std::nullopt) << "nobody asked for prefetchable memory";
  EXPECT_EQ(passes_on->resources[2].raw.view().range(), (AddressRange{0xF000, 0xFFFF}));
  const Assignment* given = (*manager)->assignment(2);
  ASSERT_TRUE(given != nullptr && given->resources.size() == 1);
  EXPECT_EQ(given->resources[0].raw.view().range(), (AddressRange{0xFF00, 0xFFFF}));
}

}  // namespace
}  // namespace resmap::pnp
