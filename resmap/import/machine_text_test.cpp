// SPDX-License-Identifier: MIT
// What each word of a machine means. Mistakes are in machine_text_error_test.cpp.
#include "resmap/import/machine_text.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/resource_words.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::import {
namespace {

using namespace snapshot;  // NOLINT(google-build-using-namespace): every noun here is a snapshot's
using lists::LogConfType;
using lists::ResourceType;
using lists::ShareDisposition;

Snapshot read(const std::string& text) {
  Snapshot snapshot;
  const auto done = read_machine_text(text, 0, snapshot);
  EXPECT_TRUE(done) << text << "\nRM" << done.error().rule << " in line " << done.error().index;
  return snapshot;
}

// A machine of one device with these lines.
Device device_with(const std::string& lines, const std::string& head = "device a") {
  std::string text = "machine\n  " + head + "\n    ";
  for (const char c : lines) text += c == '\n' ? "\n    " : std::string(1, c);
  const Snapshot snapshot = read(text + "\n");
  EXPECT_EQ(snapshot.devices.size(), 1U);
  return snapshot.devices.empty() ? Device{} : snapshot.devices[0];
}

// The claims of a list as words, with blanks between.
std::string claims(const Configuration& configuration) {
  EXPECT_EQ(configuration.registry_type, 8U);
  const auto list =
      lists::CmResourceListView::over(configuration.bytes, lists::CmForm::resource_list, lists::CmLayout::x64);
  EXPECT_TRUE(list);
  TextWriter out;
  for (const lists::CmFullDescriptorView full : *list)
    for (const lists::CmDescriptorView view : full) lists::print_claim(out.text(out.size() == 0 ? "" : " "), view);
  return std::string(out.view());
}

// The requirements of a list as words, configurations parted by "or".
std::string requirements(const Configuration& configuration) {
  EXPECT_EQ(configuration.registry_type, 10U);
  const auto list = lists::IoRequirementsListView::over(configuration.bytes);
  EXPECT_TRUE(list);
  TextWriter out;
  bool first = true;
  for (const lists::IoConfigurationView one : *list) {
    if (!first) out.text(" or");
    first = false;
    std::vector<lists::IoDescriptor> group;
    const auto flush = [&] {
      if (!group.empty()) lists::print_requirement(out.text(out.size() == 0 ? "" : " "), group);
      group.clear();
    };
    for (const lists::IoDescriptorView view : one) {
      if (!view.is_alternative()) flush();
      group.emplace_back(view);
    }
    flush();
  }
  return std::string(out.view());
}

TEST(MachineText, AloneIsAMachineWithoutDevices) {
  EXPECT_EQ(read("machine"), Snapshot{});
  EXPECT_EQ(read("# a comment\n\nmachine \"A PC\"\n").title, "A PC");
}

TEST(MachineText, SystemAndFirmwareAreTheirWords) {
  const Snapshot snapshot = read("machine\n  system Windows 10, x64\n  firmware SeaBIOS 1.16\n");
  EXPECT_EQ(snapshot.system, "Windows 10, x64");
  EXPECT_EQ(snapshot.firmware, "SeaBIOS 1.16");
  EXPECT_EQ(snapshot.platform, Platform::windows);
  EXPECT_EQ(read("machine\n  system Linux 6.1\n").platform, Platform::linux);
  EXPECT_EQ(read("machine\n  system FreeBSD 14\n").platform, Platform::unknown);
}

TEST(MachineText, ARegionIsARangeWithAName) {
  const Snapshot snapshot = read(
      "machine\n  region mem:0x0+640K \"System RAM\"\n  region port:0x60 keyboard\n"
      "  region mem:0x100000000+8G \"more RAM\"\n");
  ASSERT_EQ(snapshot.regions.size(), 3U);
  EXPECT_EQ(snapshot.regions[0], (Region{ResourceType::memory, {0, 0x9FFFF}, "System RAM", 0, 0}));
  EXPECT_EQ(snapshot.regions[1], (Region{ResourceType::port, {0x60, 0x60}, "keyboard", 0, 0}));
  EXPECT_EQ(snapshot.regions[2].type, ResourceType::memory) << "whatever its length";
}

TEST(MachineText, ADeviceIsPresentAndOfNoSpecialKind) {
  const Device device = device_with("");
  EXPECT_EQ(device.id, "a");
  EXPECT_EQ(device.kind, DeviceKind::other);
  EXPECT_EQ(device.present, Known::yes);
  EXPECT_EQ(device.parent, std::nullopt);
  EXPECT_EQ(device.pci, std::nullopt);
}

TEST(MachineText, BehindTheIdStandKindAndName) {
  for (const DeviceKind kind : {DeviceKind::other, DeviceKind::root, DeviceKind::host_bridge, DeviceKind::pci_function,
                                DeviceKind::pci_bridge, DeviceKind::motherboard}) {
    const Device device = device_with("", "device a " + std::string(word_for(kind)) + " \"Its name\"");
    EXPECT_EQ(device.kind, kind);
    EXPECT_EQ(device.name, "Its name");
  }
  EXPECT_EQ(device_with("", "device a \"Name\" root").kind, DeviceKind::root) << "in either order";
}

TEST(MachineText, AnIdOfThatFormIsAPciPlace) {
  const Device function = device_with("", "device 00:1f.3");
  EXPECT_EQ(function.pci, (PciPlace{0, 0, 0x1F, 3}));
  EXPECT_EQ(function.kind, DeviceKind::pci_function);
  EXPECT_EQ(device_with("", "device 00:1c.0 pci-bridge").kind, DeviceKind::pci_bridge);
}

TEST(MachineText, WhatHangsFromWhatIsSaidByIndentation) {
  const Snapshot snapshot = read(
      "machine\n"
      "  device a\n"
      "    device b\n"
      "      device c\n"
      "      device d\n"
      "    device e\n"
      "  device f\n");
  const auto parent = [&](std::size_t i) { return snapshot.devices[i].parent; };
  EXPECT_EQ(parent(0), std::nullopt);
  EXPECT_EQ(parent(1), 0U);
  EXPECT_EQ(parent(2), 1U);
  EXPECT_EQ(parent(3), 1U);
  EXPECT_EQ(parent(4), 0U);
  EXPECT_EQ(parent(5), std::nullopt);
}

TEST(MachineText, FactsMayStandBehindChildren) {
  const Snapshot snapshot = read("machine\n  device a\n    device b\n      driver one\n    driver two\n");
  EXPECT_EQ(snapshot.devices[0].driver, "two");
  EXPECT_EQ(snapshot.devices[1].driver, "one");
}

TEST(MachineText, AWholeMachineMayBeIndented) {
  EXPECT_EQ(read("    machine \"x\"\n      device a\n        driver one\n").devices[0].driver, "one");
}

TEST(MachineText, IdentityIsWords) {
  const Device device = device_with(
      "driver my driver\nclass Ports and more\nlocation slot 3\nid PCI\\VEN_8086 \"with blank\"\nid *PNP0501");
  EXPECT_EQ(device.driver, "my driver");
  EXPECT_EQ(device.device_class, "Ports and more");
  EXPECT_EQ(device.location, "slot 3");
  EXPECT_EQ(device.hardware_ids, (std::vector<std::string>{"PCI\\VEN_8086", "with blank", "*PNP0501"}));
}

TEST(MachineText, PresenceAndProblem) {
  EXPECT_EQ(device_with("present no").present, Known::no);
  EXPECT_EQ(device_with("present unknown").present, Known::unknown);
  EXPECT_EQ(device_with("problem 12").problem, ProblemCode::normal_conflict);
  EXPECT_EQ(device_with("problem 0x1c").problem, ProblemCode::failed_install);
}

TEST(MachineText, FactsOfABridge) {
  EXPECT_EQ(device_with("buses 1-4").child_buses, (AddressRange{1, 4}));
  EXPECT_EQ(device_with("buses 7").child_buses, (AddressRange{7, 7}));
  EXPECT_EQ(device_with("subtractive yes").subtractive, Known::yes);
  EXPECT_EQ(device_with("subtractive no").subtractive, Known::no);
}

TEST(MachineText, DecodeBitsAreThoseThatAreNamed) {
  EXPECT_EQ(device_with("").memory_decode, std::nullopt);
  const Device memory = device_with("decode memory"), both = device_with("decode io memory"),
               none = device_with("decode none");
  EXPECT_TRUE(memory.memory_decode == true && memory.io_decode == false);
  EXPECT_TRUE(both.memory_decode == true && both.io_decode == true);
  EXPECT_TRUE(none.memory_decode == false && none.io_decode == false);
}

TEST(MachineText, WhatADeviceHasCouldBeElsewhereAndWhatIsFixedCouldNot) {
  const Device device = device_with("has port:0x3f8+8,16-bit irq:4,shared\nfixed mem:0x1000000000+8G");
  ASSERT_EQ(device.resources.size(), 3U);
  const Resource& port = device.resources[0];
  EXPECT_EQ(port.type, ResourceType::port);
  EXPECT_EQ(port.place, (AddressRange{0x3F8, 0x3FF}));
  EXPECT_EQ(port.share, ShareDisposition::device_exclusive);
  EXPECT_EQ(port.flags, lists::port_flag::io | lists::port_flag::decode_16_bit);
  EXPECT_EQ(port.fixed, Known::no);
  EXPECT_EQ(port.role, Role::use);
  EXPECT_EQ(port.stage, Stage::current);
  EXPECT_EQ(device.resources[1].share, ShareDisposition::shared);
  EXPECT_EQ(device.resources[2].fixed, Known::yes);
  EXPECT_EQ(device.resources[2].type, ResourceType::memory);
}

TEST(MachineText, AWindowIsPassedOnAndShared) {
  const Device device = device_with("window mem:0x80000000+1G bus:0-255");
  ASSERT_EQ(device.resources.size(), 2U);
  for (const Resource& window : device.resources) {
    EXPECT_EQ(window.role, Role::window);
    EXPECT_EQ(window.share, ShareDisposition::shared);
  }
}

TEST(MachineText, WindowsOfAPciBridgeHaveTheirNumbers) {
  const Device bridge = device_with("window mem:0x100000+1M mem:0x200000+1M,prefetchable port:0x1000+4K bus:1",
                                    "device 00:1c.0 pci-bridge");
  ASSERT_EQ(bridge.resources.size(), 4U);
  EXPECT_EQ(bridge.resources[0].bar, 7U);
  EXPECT_EQ(bridge.resources[1].bar, 8U);
  EXPECT_EQ(bridge.resources[2].bar, 9U);
  EXPECT_EQ(bridge.resources[3].bar, std::nullopt);
  EXPECT_EQ(device_with("window mem:0x100000+1M", "device pci0 host-bridge").resources[0].bar, std::nullopt);
}

TEST(MachineText, AWindowMayStandElsewhereForTheSystem) {
  const Device device =
      device_with("window mem:0x0+1G at 0x100000000 port:0x0-0xffff at memory 0xf8000000 mem:0x80000000+1G");
  ASSERT_EQ(device.resources.size(), 3U);
  EXPECT_EQ(device.resources[0].translated, (Translation{ResourceType::memory, 0x100000000}));
  EXPECT_EQ(device.resources[1].translated, (Translation{ResourceType::memory, 0xF8000000}));
  EXPECT_EQ(device.resources[1].type, ResourceType::port);
  EXPECT_EQ(device.resources[2].translated, std::nullopt);
}

TEST(MachineText, PinsAndHowTheyAreWired) {
  EXPECT_EQ(device_with("pin C").interrupt_pin, 2);
  EXPECT_EQ(device_with("").interrupt_pin, std::nullopt);
  const Device device = device_with("route 1f.A gsi 16\nroute 0.D link LNKA");
  ASSERT_EQ(device.routes.size(), 2U);
  EXPECT_EQ(device.routes[0], (InterruptRoute{0x1F, 0, 16, ""}));
  EXPECT_EQ(device.routes[1], (InterruptRoute{0, 3, std::nullopt, "LNKA"}));
}

TEST(MachineText, ListsOfTheArbitersAddUp) {
  const Snapshot snapshot = read(
      "machine\n  allocation-order Root irq:9 irq:16-0xfffeffff\n  reserved Root as PCStandard\n"
      "  allocation-order Root mem:0x100000-0xffffffffffffffff\n  reserved PCStandard port:0x3b0-0x3bb\n");
  ASSERT_EQ(snapshot.policy.size(), 3U);
  EXPECT_EQ(snapshot.policy[0].key, "Arbiters\\AllocationOrder");
  const auto list = lists::IoRequirementsListView::over(snapshot.policy[0].bytes);
  ASSERT_TRUE(list);
  EXPECT_EQ((*list->begin()).size(), 3U);
  EXPECT_EQ(snapshot.policy[1].name, "PCStandard");
  EXPECT_EQ(snapshot.policy[1].key, "Arbiters\\ReservedResources");
  EXPECT_EQ(snapshot.policy[2].name, "Root");
  EXPECT_EQ(snapshot.policy[2].registry_type, 1U) << "a name stands behind the lists";
}

TEST(MachineText, MessagesAreCountedEitherWay) {
  const Device device = device_with("messages 8\nhas msg:3");
  ASSERT_EQ(device.resources.size(), 2U);
  EXPECT_EQ(device.resources[0].messages, 8U);
  EXPECT_EQ(device.resources[0].type, ResourceType::interrupt);
  EXPECT_EQ(device.resources[0].place, std::nullopt);
  EXPECT_EQ(device.resources[1].messages, 3U);
}

TEST(MachineText, WhatADeviceLacksHasASizeAndNoPlace) {
  const Device device = device_with("lacks 2x64G,pref64 port:8@16 irq:3|4,shared");
  ASSERT_EQ(device.resources.size(), 4U);
  for (const Resource& resource : device.resources) EXPECT_EQ(resource.place, std::nullopt);
  EXPECT_EQ(device.resources[0].type, ResourceType::memory);
  EXPECT_EQ(device.resources[1].length, std::uint64_t{64} << 30);
  EXPECT_EQ(device.resources[1].alignment, std::uint64_t{64} << 30);
  EXPECT_EQ(device.resources[2].length, 8U);
  EXPECT_EQ(device.resources[2].alignment, 16U);
  EXPECT_EQ(device.resources[3].type, ResourceType::interrupt) << "alternatives are one thing";
  EXPECT_EQ(device.resources[3].length, std::nullopt);
  EXPECT_EQ(device.resources[3].share, ShareDisposition::shared);
}

TEST(MachineText, ListsAreThoseOfWindows) {
  const Device device = device_with("boot port:0x60 irq:1,latched\nforced port:0x64\nalloc msg:4 private:1/2/3");
  ASSERT_EQ(device.configurations.size(), 3U);
  EXPECT_EQ(device.configurations[0].kind, LogConfType::boot);
  EXPECT_EQ(claims(device.configurations[0]), "port:0x60-0x60 irq:1,latched");
  EXPECT_EQ(device.configurations[1].kind, LogConfType::forced);
  EXPECT_EQ(claims(device.configurations[1]), "port:0x64-0x64");
  EXPECT_EQ(device.configurations[2].kind, LogConfType::alloc);
  EXPECT_EQ(claims(device.configurations[2]), "msg:4 private:0x1/0x2/0x3");
  EXPECT_TRUE(device.resources.empty());
}

TEST(MachineText, AListSpeaksOfTheBusOfItsDevice) {
  const auto bus = [](const std::string& id) {
    const Device device = device_with("boot irq:9", "device " + id);
    const auto list = lists::CmResourceListView::over(device.configurations[0].bytes, lists::CmForm::resource_list,
                                                      lists::CmLayout::x64);
    const auto header = (*(*list).begin()).header();
    return std::pair(header.interface_type, header.bus_number);
  };
  EXPECT_EQ(bus("a"), std::pair(lists::InterfaceType::pnp_bus, 0U));
  EXPECT_EQ(bus("3a:00.0"), std::pair(lists::InterfaceType::pci_bus, 0x3AU));
}

TEST(MachineText, RequirementsAddUpAndOrBeginsTheNextConfiguration) {
  const Device device = device_with("wants port:8/0x300-0x3ff\nwants irq:3|4\nor port:16 irq:any\nor\nwants dma:1");
  ASSERT_EQ(device.configurations.size(), 1U);
  EXPECT_EQ(device.configurations[0].kind, LogConfType::basic);
  EXPECT_EQ(requirements(device.configurations[0]),
            "port:8@8/0x300-0x3ff,exclusive irq:3,exclusive|irq:4,exclusive or port:0x10@0x10/0x0-0xffff,exclusive "
            "irq:any,exclusive or dma:1,exclusive");
}

TEST(MachineText, RequirementsOfAFunctionNameItsSlot) {
  const Device device = device_with("wants irq:any", "device 02:1f.3");
  const auto header = lists::IoRequirementsHeader::read(device.configurations[0].bytes);
  EXPECT_EQ(header.interface_type, lists::InterfaceType::pci_bus);
  EXPECT_EQ(header.bus_number, 2U);
  EXPECT_EQ(header.slot_number, 0x1FU | 3U << 5);
}

TEST(MachineText, RequirementsEndWhereTheirDeviceDoes) {
  const Snapshot snapshot = read(
      "machine\n"
      "  device a\n"
      "    wants irq:3\n"
      "    device b\n"
      "      wants irq:4\n"
      "  device c\n"
      "    wants irq:5\n");
  EXPECT_EQ(requirements(snapshot.devices[0].configurations.at(0)), "irq:3,exclusive");
  EXPECT_EQ(requirements(snapshot.devices[1].configurations.at(0)), "irq:4,exclusive");
  EXPECT_EQ(requirements(snapshot.devices[2].configurations.at(0)), "irq:5,exclusive");
}

TEST(MachineText, AddsToWhatIsThereAndNamesItsSource) {
  Snapshot snapshot;
  snapshot.sources.resize(3);
  snapshot.devices.resize(2);
  ASSERT_TRUE(read_machine_text(
      "machine\n  region mem:0+4K r\n  device a\n    has irq:3\n    boot irq:4\n    device b\n", 2, snapshot));
  ASSERT_EQ(snapshot.devices.size(), 4U);
  EXPECT_EQ(snapshot.devices[2].source, 2U);
  EXPECT_EQ(snapshot.devices[2].resources[0].source, 2U);
  EXPECT_EQ(snapshot.devices[2].configurations[0].source, 2U);
  EXPECT_EQ(snapshot.regions[0].source, 2U);
  EXPECT_EQ(snapshot.devices[3].parent, 2U);
}

TEST(MachineText, IsToldByItsFirstWord) {
  EXPECT_TRUE(looks_like_machine_text("machine"));
  EXPECT_TRUE(looks_like_machine_text("# comment\n\n  machine \"x\"\n"));
  EXPECT_FALSE(looks_like_machine_text("\"machine\""));
  EXPECT_FALSE(looks_like_machine_text("machines"));
  EXPECT_FALSE(looks_like_machine_text("a machine"));
  EXPECT_FALSE(looks_like_machine_text("\"open\nmachine"));
  EXPECT_FALSE(looks_like_machine_text(""));
}

}  // namespace
}  // namespace resmap::import
