// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/slot_resources.h"

#include "resmap/buses/pci_space_test_support.h"
#include "resmap/pnp/legacy/legacy_test_support.h"
#include "resmap/pnp/legacy/root_arbiters_test_support.h"

namespace resmap::pnp {
namespace {

using buses::testing_support::described;
using Words = std::vector<std::string>;

// The two cards of the hive nt4-server; ids and command are those of such cards.
buses::PciFunction bus_logic() {
  return described("00:10.0 104b:1040 io mem bar0=io:1060/20 bar1=mem:febfd000/20 pin=1 line=64").function();
}
buses::PciFunction amd(bool with_pin) {
  return described(std::string("02:00.0 1022:2000 io bar0=io:2000/80") + (with_pin ? " pin=1 line=68" : "")).function();
}

constexpr LegacyPolicy kAsInTheHive = {.pci_places = LegacyPolicy::PciPlaces::locked,
                                       .pci_line = LegacyPolicy::PciLine::by_device_and_pin};

TEST(SlotResources, AskAsTwoRealDriversKeysShow) {
  EXPECT_EQ(*slot_requirements(bus_logic(), {}, kAsInTheHive), bytes_of_hex(kBusLogic));
  // Behind a bridge that is device 17 of bus 0.
  EXPECT_EQ(*slot_requirements(amd(true), arbiters::PciPin{17, 0}, kAsInTheHive), bytes_of_hex(kAmdWithLine));
  EXPECT_EQ(*slot_requirements(amd(false), {}, kAsInTheHive), bytes_of_hex(kAmdWithoutLine));
}

TEST(SlotResources, MayMoveWithoutTheLock) {
  const ByteRow list = *slot_requirements(bus_logic());
  const auto view = lists::IoRequirementsListView::over(list);
  const auto alternative = (*view->begin())[2];
  EXPECT_EQ(alternative.minimum(), 0U);
  EXPECT_EQ(alternative.maximum(), 0xFFFFFFFFU);
  EXPECT_EQ((*view->begin())[0].minimum_vector(), 64U);
}

struct Nt4 {
  claims::ResourceMap map;
  registry::Registry registry;
  LegacyDoors doors;
  Nt4() {
    doors.map = &map;
    doors.registry = &registry;
  }
  Result<SlotOutcome> assign(const buses::PciFunction* function,
                             lists::InterfaceType bus = lists::InterfaceType::pci_bus) {
    SlotRequest request;
    request.assign.registry_path = R"(Services\BusLogic)";
    request.assign.driver = "BusLogic";
    request.assign.device = R"(\Device\ScsiPort0)";
    request.bus = bus;
    request.function = function;
    return hal_assign_slot_resources(doors, request);
  }
};

std::uint32_t written(const buses::PciWrites& writes, std::uint16_t offset) {
  std::uint32_t value = 0xFFFFFFFF;
  for (const buses::PciWrite& each : writes)
    if (each.offset == offset) value = each.value;
  return value;
}

TEST(SlotResources, ProgramTheRegistersWhereTheFunctionStays) {
  Nt4 machine;
  const auto function = bus_logic();
  const auto outcome = machine.assign(&function);
  ASSERT_TRUE(outcome && outcome->assigned.granted);
  EXPECT_EQ(words_of(outcome->assigned.allocated), (Words{"irq:64", "port:1060+20", "mem:febfd000+20"}));
  EXPECT_EQ(written(outcome->writes, 0x10) & ~3U, 0x1060U);
  EXPECT_EQ(written(outcome->writes, 0x14), 0xFEBFD000U);
  EXPECT_EQ(outcome->writes[0].offset, 4U);  // decoding off first
}

TEST(SlotResources, MoveABarThatIsTaken) {
  Nt4 machine;
  const ByteRow held = claims_of({"port:0x1060+32"});
  ASSERT_TRUE(machine.map.claim({.driver = "Other", .driver_list = Bytes(held)})->granted);
  const BusPart part{lists::ResourceType::port, {0, 0xFFFF}};
  machine.doors.bus = {&part, 1};
  const auto function = bus_logic();
  const auto outcome = machine.assign(&function);
  ASSERT_TRUE(outcome && outcome->assigned.granted);
  EXPECT_EQ(words_of(outcome->assigned.allocated).at(1), "port:ffe0+20");
  EXPECT_EQ(written(outcome->writes, 0x10) & ~3U, 0xFFE0U);
  machine.doors.policy.pci_places = LegacyPolicy::PciPlaces::locked;
  const auto locked = machine.assign(&function);
  ASSERT_TRUE(locked);
  EXPECT_FALSE(locked->assigned.granted);
  EXPECT_TRUE(locked->writes.empty());
}

TEST(SlotResources, ServePciAndW2kWantsADevice) {  // R70, R71
  Nt4 machine;
  const auto function = bus_logic();
  EXPECT_EQ(machine.assign(&function, lists::InterfaceType::eisa).error().rule, 6403);
  EXPECT_EQ(machine.assign(nullptr).error().rule, 6404);
  TestRoot root;
  machine.doors.era = claims::Era::w2k;
  machine.doors.root = &root.root;
  SlotRequest request;
  request.assign.driver = "BusLogic";
  request.function = &function;
  const auto refused = hal_assign_slot_resources(machine.doors, request);
  EXPECT_EQ(refused.error().rule, 6402);
  EXPECT_EQ(nt_status(fail(refused.error()), machine.doors), 0xC00000F1U);
}

TEST(SlotResources, TheTreeDecidesInW2k) {
  Nt4 machine;
  TestRoot root;
  machine.doors.era = claims::Era::w2k;
  machine.doors.root = &root.root;
  const auto function = bus_logic();
  SlotRequest request;
  request.assign.driver = "BusLogic";
  request.assign.device = R"(\Device\ScsiPort0)";
  request.assign.device_id = 7;
  request.function = &function;
  const auto outcome = hal_assign_slot_resources(machine.doors, request);
  ASSERT_TRUE(outcome && outcome->assigned.granted);
  EXPECT_EQ(written(outcome->writes, 0x10) & ~3U, 0x1060U);
  EXPECT_EQ(written(outcome->writes, 0x14), 0xFEBFD000U);
  EXPECT_EQ(machine.map.size(), 1U);
  root.root.add_pnp_device(8);
  request.assign.device_id = 8;
  EXPECT_EQ(hal_assign_slot_resources(machine.doors, request).error().rule, 6405);
}

}  // namespace
}  // namespace resmap::pnp
