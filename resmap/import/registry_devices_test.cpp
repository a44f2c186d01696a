// SPDX-License-Identifier: MIT
// What is read of one device. Parents are in registry_parents_test.cpp.
#include "resmap/import/registry_devices.h"

#include <gtest/gtest.h>

#include "resmap/import/registry_importer.h"
#include "resmap/import/registry_test_support.h"

namespace resmap::import {
namespace {

using namespace snapshot;  // NOLINT(google-build-using-namespace): every noun here is a snapshot's
using lists::LogConfType;
using testing_support::little_endian;
using testing_support::RegistryDraft;
using testing_support::slot_list;

Device only(const RegistryDraft& draft) {
  Snapshot machine;
  EXPECT_TRUE(import_registry(draft.registry(), {}, 0, machine));
  EXPECT_EQ(machine.devices.size(), 1U);
  return machine.devices.empty() ? Device{} : machine.devices[0];
}

const std::string kEnum = RegistryDraft::kEnum;

TEST(RegistryDevices, EachInstanceIsOneWithItsPathAsId) {
  RegistryDraft draft;
  draft.device("ACPI\\PNP0501\\1").device("ACPI\\PNP0501\\2").device("ROOT\\X\\0000");
  draft.key(kEnum + "USB\\VID_1234");
  Snapshot machine;
  ASSERT_TRUE(import_registry(draft.registry(), {}, 0, machine));
  ASSERT_EQ(machine.devices.size(), 3U) << "a device without an instance is none";
  EXPECT_EQ(machine.devices[0].id, "ACPI\\PNP0501\\1");
  EXPECT_EQ(machine.devices[2].id, "ROOT\\X\\0000");
}

TEST(RegistryDevices, TheFriendlyNameCountsBeforeTheDescription) {
  const std::string id = "ACPI\\PNP0501\\1";
  RegistryDraft draft;
  draft.device_text(id, "DeviceDesc", "@msports.inf,%*pnp0501.devicedesc%;Communications Port");
  EXPECT_EQ(only(draft).name, "Communications Port");
  draft.device_text(id, "FriendlyName", "Communications Port (COM1)");
  EXPECT_EQ(only(draft).name, "Communications Port (COM1)");
}

TEST(RegistryDevices, DriverClassIdsAndLocation) {
  const std::string id = "ACPI\\PNP0501\\1";
  RegistryDraft draft;
  draft.device_text(id, "Service", "Serial").device_text(id, "Class", "Ports");
  draft.texts(kEnum + id, "HardwareID", {"ACPI\\PNP0501", "*PNP0501"}).texts(kEnum + id, "CompatibleIDs", {"X"});
  draft.device_text(id, "LocationInformation", "@acpi.inf,%loc%;on the board");
  draft.value(kEnum + id + "\\Properties\\{540b947e-8b40-45bc-a8a2-6a0b894cbda2}\\000A", "", 0xFFFF0012,
              testing_support::utf16("\\_SB.PCI0.COM1"));
  const Device device = only(draft);
  EXPECT_EQ(device.driver, "Serial");
  EXPECT_EQ(device.device_class, "Ports");
  EXPECT_EQ(device.hardware_ids, (std::vector<std::string>{"ACPI\\PNP0501", "*PNP0501"}));
  EXPECT_EQ(device.compatible_ids, std::vector<std::string>{"X"});
  EXPECT_EQ(device.location, "on the board");
  EXPECT_EQ(device.firmware_path, "\\_SB.PCI0.COM1");
}

TEST(RegistryDevices, AClassByItsNumberIsLookedUp) {
  RegistryDraft draft;
  draft.device_text("ACPI\\PNP0501\\1", "ClassGUID", "{4d36e978-e325-11ce-bfc1-08002be10318}");
  EXPECT_EQ(only(draft).device_class, "");
  draft.text("ControlSet001\\Control\\Class\\{4D36E978-E325-11CE-BFC1-08002BE10318}", "Class", "Ports");
  EXPECT_EQ(only(draft).device_class, "Ports");
}

TEST(RegistryDevices, KindIsToldByIds) {
  const auto kind = [](const std::string& id, std::initializer_list<std::string_view> hardware,
                       std::initializer_list<std::string_view> compatible = {}) {
    RegistryDraft draft;
    draft.device(id).texts(kEnum + id, "HardwareID", hardware).texts(kEnum + id, "CompatibleIDs", compatible);
    return only(draft).kind;
  };
  EXPECT_EQ(kind("ACPI\\PNP0A03\\0", {}), DeviceKind::host_bridge);
  EXPECT_EQ(kind("ACPI\\PNP0A08\\0", {}), DeviceKind::host_bridge);
  EXPECT_EQ(kind("ACPI\\INT1234\\0", {"ACPI\\INT1234"}, {"*PNP0A03"}), DeviceKind::host_bridge);
  EXPECT_EQ(kind("ACPI\\PNP0C01\\1", {}), DeviceKind::motherboard);
  EXPECT_EQ(kind("ACPI\\PNP0C02\\1", {}), DeviceKind::motherboard);
  EXPECT_EQ(kind("HTREE\\ROOT\\0", {}), DeviceKind::root);
  EXPECT_EQ(kind("ACPI_HAL\\PNP0C08\\0", {}), DeviceKind::root);
  EXPECT_EQ(kind("Root\\ACPI_HAL\\0000", {}), DeviceKind::root);
  EXPECT_EQ(kind("PCI\\VEN_8086&DEV_1C10\\3&0&E0", {"PCI\\VEN_8086"}, {"PCI\\CC_060400"}), DeviceKind::pci_bridge);
  EXPECT_EQ(kind("PCI\\VEN_8086&DEV_1C10\\3&0&E0", {"PCI\\VEN_8086&CC_0604"}), DeviceKind::pci_bridge);
  EXPECT_EQ(kind("PCI\\VEN_8086&DEV_1C22\\3&0&FB", {"PCI\\VEN_8086&CC_0C05"}), DeviceKind::pci_function);
  EXPECT_EQ(kind("PCIIDE\\IDECHANNEL\\4&0&0", {}), DeviceKind::other);
  EXPECT_EQ(kind("USB\\ROOT_HUB\\4&1", {"USB\\ROOT_HUB"}), DeviceKind::other);
}

TEST(RegistryDevices, OfPciTheLongestClassCounts) {
  const auto pci_class = [](std::initializer_list<std::string_view> ids) {
    RegistryDraft draft;
    draft.texts(kEnum + "PCI\\VEN_1\\0", "CompatibleIDs", ids);
    return only(draft).pci_class;
  };
  EXPECT_EQ(pci_class({"PCI\\VEN_8086", "PCI\\CC_0604", "PCI\\CC_060401"}), 0x060401U);
  EXPECT_EQ(pci_class({"PCI\\CC_0c03"}), 0x0C0300U);
  EXPECT_EQ(pci_class({"PCI\\VEN_8086"}), std::nullopt);
  EXPECT_EQ(pci_class({"PCI\\CC_06"}), std::nullopt) << "two digits say too little";
}

TEST(RegistryDevices, ABridgeOfClass060401IsSubtractive) {
  const auto subtractive = [](std::string_view id) {
    RegistryDraft draft;
    draft.texts(kEnum + "PCI\\VEN_1\\0", "CompatibleIDs", {id});
    return only(draft).subtractive;
  };
  EXPECT_EQ(subtractive("PCI\\CC_060401"), Known::yes);
  EXPECT_EQ(subtractive("PCI\\CC_060400"), Known::no);
  EXPECT_EQ(subtractive("PCI\\CC_0200"), Known::unknown);
}

TEST(RegistryDevices, ThePlaceOfAFunctionIsInItsLocationInAnyLanguage) {
  const auto place = [](std::string_view location) {
    RegistryDraft draft;
    draft.device_text("PCI\\VEN_1\\0", "LocationInformation", location);
    return only(draft).pci;
  };
  EXPECT_EQ(place("PCI bus 2, device 4, function 1"), (PciPlace{0, 2, 4, 1}));
  EXPECT_EQ(place("@System32\\drivers\\pci.sys,#65536;PCI bus %1, device %2, function %3;(0,31,3)"),
            (PciPlace{0, 0, 31, 3}));
  EXPECT_EQ(place("PCI-Bus 255, Einheit 31, Funktion 7"), (PciPlace{0, 255, 31, 7}));
  EXPECT_EQ(place("PCI bus 256, device 4, function 1"), std::nullopt);
  EXPECT_EQ(place("PCI bus 2, device 32, function 1"), std::nullopt);
  EXPECT_EQ(place("PCI bus 2, device 3"), std::nullopt);
  EXPECT_EQ(place(""), std::nullopt);
}

// Source: pnp-and-arbiters.md 1.2: device in bits 0 to 4 of the slot, function in 5 to 7.
TEST(RegistryDevices, WithoutALocationTheRequirementsSayThePlace) {
  RegistryDraft draft;
  const std::string id = "PCI\\VEN_1\\0";
  draft.value(kEnum + id + "\\LogConf", "BasicConfigVector", 10, slot_list(3, 31, 5));
  EXPECT_EQ(only(draft).pci, (PciPlace{0, 3, 31, 5}));
  draft.value(kEnum + id + "\\LogConf", "BasicConfigVector", 10, slot_list(300, 31, 5));
  EXPECT_EQ(only(draft).pci, std::nullopt);
  draft.device_text(id, "LocationInformation", "PCI bus 2, device 4, function 1");
  EXPECT_EQ(only(draft).pci, (PciPlace{0, 2, 4, 1}));
}

TEST(RegistryDevices, PresenceIsToldByArrivalAndRemoval) {
  const auto present = [](std::optional<std::uint64_t> arrival, std::optional<std::uint64_t> removal) {
    RegistryDraft draft;
    draft.device("ROOT\\X\\0");
    if (arrival) draft.property("ROOT\\X\\0", "0066", 0xFFFF0010, little_endian(*arrival));
    if (removal) draft.property("ROOT\\X\\0", "0067", 0xFFFF0010, little_endian(*removal));
    return only(draft).present;
  };
  EXPECT_EQ(present(std::nullopt, std::nullopt), Known::unknown);
  EXPECT_EQ(present(100, std::nullopt), Known::yes);
  EXPECT_EQ(present(100, 50), Known::yes) << "it came back";
  EXPECT_EQ(present(100, 200), Known::no);
  EXPECT_EQ(present(100, 100), Known::no);
  EXPECT_EQ(present(std::nullopt, 100), Known::no);
}

TEST(RegistryDevices, ATimeOfAnotherSizeIsNone) {
  RegistryDraft draft;
  draft.property("ROOT\\X\\0", "0066", 0xFFFF0010, {1, 2, 3, 4});
  EXPECT_EQ(only(draft).present, Known::unknown);
}

TEST(RegistryDevices, FlagsSayWhatTheDeviceManagerWouldShow) {
  const auto problem = [](std::uint32_t flags) {
    RegistryDraft draft;
    draft.number(kEnum + "ROOT\\X\\0", "ConfigFlags", flags);
    return only(draft).problem;
  };
  EXPECT_EQ(problem(0), std::nullopt);
  EXPECT_EQ(problem(0x1), ProblemCode::disabled);
  EXPECT_EQ(problem(0x40), ProblemCode::failed_install);
  EXPECT_EQ(problem(0x41), ProblemCode::disabled);
  EXPECT_EQ(problem(0x400), std::nullopt);
}

TEST(RegistryDevices, ListsStandUnderLogConfAndControl) {
  RegistryDraft draft;
  const std::string device = kEnum + "ROOT\\X\\0";
  draft.value(device + "\\LogConf", "BootConfig", 8, {1}).value(device + "\\LogConf", "BasicConfigVector", 10, {2});
  draft.value(device + "\\LogConf", "ForcedConfig", 8, {3})
      .value(device + "\\LogConf", "OverrideConfigVector", 10, {4});
  draft.value(device + "\\Control", "AllocConfig", 8, {5}).value(device + "\\Control", "FilteredConfigVector", 10, {6});
  draft.value(device + "\\Control", "Linked", 4, {7}).value(device + "\\LogConf", "Other", 8, {8});
  const auto configurations = only(draft).configurations;
  ASSERT_EQ(configurations.size(), 6U);
  const auto has = [&](LogConfType kind, std::uint32_t type, std::uint8_t byte) {
    for (const Configuration& one : configurations) {
      if (one == Configuration{kind, type, {byte}, 0}) return true;
    }
    return false;
  };
  EXPECT_TRUE(has(LogConfType::boot, 8, 1));
  EXPECT_TRUE(has(LogConfType::basic, 10, 2));
  EXPECT_TRUE(has(LogConfType::forced, 8, 3));
  EXPECT_TRUE(has(LogConfType::override_, 10, 4));
  EXPECT_TRUE(has(LogConfType::alloc, 8, 5));
  EXPECT_TRUE(has(LogConfType::filtered, 10, 6));
}

TEST(RegistryDevices, AListOfAnotherTypeIsNone) {
  RegistryDraft draft;
  draft.value(kEnum + "ROOT\\X\\0\\LogConf", "BootConfig", 3, {1});
  EXPECT_TRUE(only(draft).configurations.empty());
}

}  // namespace
}  // namespace resmap::import
