// SPDX-License-Identifier: MIT
#include "resmap/pnp/wiring.h"

#include <gtest/gtest.h>

#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::LogConfType;

// 0 host; 1 bridge 1c.0; 2 function 01:02.0 pin D; 3 function 1f.3 pin A; 4 link; 5 another host; 6 a function below it.
snapshot::Snapshot machine() {
  snapshot::Snapshot facts;
  const auto add = [&](const char* id, DeviceKind kind, std::optional<DeviceIndex> parent,
                       std::optional<std::uint8_t> pin) {
    Device device;
    device.id = id;
    device.kind = kind;
    device.parent = parent;
    device.pci = snapshot::pci_place_from(id);
    device.interrupt_pin = pin;
    facts.devices.push_back(device);
  };
  add("pci0", DeviceKind::host_bridge, std::nullopt, std::nullopt);
  add("00:1c.0", DeviceKind::pci_bridge, 0, 0);
  add("01:02.0", DeviceKind::pci_function, 1, 3);
  add("00:1f.3", DeviceKind::pci_function, 0, 0);
  add("LNKA", DeviceKind::other, 0, std::nullopt);
  add("pci1", DeviceKind::host_bridge, std::nullopt, std::nullopt);
  add("80:00.0", DeviceKind::pci_function, 5, 0);
  facts.devices[4].configurations = {{LogConfType::basic, 10, io_list({{"irq:5|10-11,level,shared"}}), 0},
                                     {LogConfType::boot, 8, cm_list({"irq:11"}), 0}};
  facts.devices[0].routes = {{0x1C, 1, 17, ""}, {0x1F, 0, std::nullopt, "LNKA"}, {3, 0, std::nullopt, "nobody"}};
  facts.devices[5].routes = {{0, 0, 99, ""}};
  return facts;
}

std::optional<arbiters::PciPin> pin_of(const snapshot::Snapshot& facts, DeviceIndex device) {
  Wiring wiring;
  wiring.read(facts);
  return wiring.pin_of(facts, *DeviceTree::from(facts), device);
}

TEST(Wiring, RoutesAreThoseOfTheFirstHostThatHasAny) {
  const snapshot::Snapshot facts = machine();
  Wiring wiring;
  wiring.read(facts);
  ASSERT_EQ(wiring.view().pins.size(), 2U) << "the link device \"nobody\" is not there";
  EXPECT_EQ(wiring.view().pins[0].pin, (arbiters::PciPin{0x1C, 1}));
  EXPECT_EQ(wiring.view().pins[0].gsi, 17U);
  EXPECT_EQ(wiring.view().pins[0].link, std::nullopt);
  EXPECT_EQ(wiring.view().pins[1].link, std::uint16_t{0});
}

TEST(Wiring, ALinkDeviceHasTheLinesThatItAsksForAndTheOneThatFirmwareSet) {
  const snapshot::Snapshot facts = machine();
  Wiring wiring;
  wiring.read(facts);
  ASSERT_EQ(wiring.view().links.size(), 1U);
  const arbiters::LinkDevice& link = wiring.view().links[0];
  EXPECT_EQ(std::vector<std::uint32_t>(link.possible.begin(), link.possible.end()),
            (std::vector<std::uint32_t>{5, 10, 11}));
  EXPECT_EQ(link.current, 11U);
}

TEST(Wiring, APinIsRotatedByTheDeviceOfEachFunctionBelowABridge) {
  EXPECT_EQ(pin_of(machine(), 3), (arbiters::PciPin{0x1F, 0}));
  EXPECT_EQ(pin_of(machine(), 2), (arbiters::PciPin{0x1C, (2 + 3) % 4}));
}

TEST(Wiring, WithoutAPinOrBelowAnotherHostNothingIsKnown) {
  EXPECT_EQ(pin_of(machine(), 0), std::nullopt);
  EXPECT_EQ(pin_of(machine(), 6), std::nullopt);
  snapshot::Snapshot facts = machine();
  facts.devices[3].interrupt_pin.reset();
  EXPECT_EQ(pin_of(facts, 3), std::nullopt);
  facts = machine();
  facts.devices[0].routes.clear();
  facts.devices[5].routes.clear();
  EXPECT_EQ(pin_of(facts, 3), std::nullopt);
}

}  // namespace
}  // namespace resmap::pnp
