// SPDX-License-Identifier: MIT
// Which control set is read, and what is read beside devices. Those are in registry_devices_test.cpp.
#include "resmap/import/registry_importer.h"

#include <gtest/gtest.h>

#include "resmap/import/registry_test_support.h"

namespace resmap::import {
namespace {

using snapshot::Snapshot;
using testing_support::RegistryDraft;

// "ControlSet001", or "RM5202 (3)".
std::string chosen(const RegistryDraft& draft, std::optional<std::uint32_t> control_set = std::nullopt) {
  Snapshot snapshot;
  snapshot.title = "as it was";
  const Snapshot before = snapshot;
  const auto done = import_registry(draft.registry(), {control_set}, 0, snapshot);
  if (done) return snapshot.control_set;
  EXPECT_EQ(snapshot, before);
  EXPECT_EQ(done.error().code, ErrorCode::not_found);
  return "RM" + std::to_string(done.error().rule) + " (" + std::to_string(done.error().value) + ")";
}

Snapshot imported(const RegistryDraft& draft) {
  Snapshot snapshot;
  EXPECT_TRUE(import_registry(draft.registry(), {}, 0, snapshot));
  return snapshot;
}

RegistryDraft three_sets() {
  RegistryDraft draft;
  for (const char* set : {"ControlSet001", "ControlSet002", "ControlSet003"}) draft.key(set);
  return draft;
}

TEST(ControlSet, IsTheOneThatSelectNames) {
  RegistryDraft draft = three_sets();
  draft.number("Select", "Current", 2).number("Select", "Default", 3);
  EXPECT_EQ(chosen(draft), "ControlSet002");
}

TEST(ControlSet, ThatWasAskedForCountsMore) {
  RegistryDraft draft = three_sets();
  draft.number("Select", "Current", 2);
  EXPECT_EQ(chosen(draft, 3), "ControlSet003");
  EXPECT_EQ(chosen(draft, 4), "RM5202 (4)");
  EXPECT_EQ(chosen(draft, 0), "RM5202 (0)");
}

TEST(ControlSet, ThatSelectNamesAndIsNotThereIsAnError) {
  RegistryDraft draft = three_sets();
  draft.number("Select", "Current", 7);
  EXPECT_EQ(chosen(draft), "RM5202 (7)");
}

TEST(ControlSet, OfARunningMachineIsTheCurrentOne) {
  RegistryDraft draft;
  draft.number("HKEY_LOCAL_MACHINE\\SYSTEM\\Select", "Current", 7);
  draft.key("HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet");
  EXPECT_EQ(chosen(draft), "CurrentControlSet");
  EXPECT_EQ(chosen(draft, 1), "RM5202 (1)") << "who asks for a number means it";
}

TEST(ControlSet, WithoutSelectIsTheCurrentOneOrTheFirst) {
  RegistryDraft draft = three_sets();
  EXPECT_EQ(chosen(draft), "ControlSet001");
  draft.key("CurrentControlSet");
  EXPECT_EQ(chosen(draft), "CurrentControlSet");
  RegistryDraft damaged = three_sets();
  damaged.value("Select", "Current", 3, {2, 0, 0, 0});
  EXPECT_EQ(chosen(damaged), "ControlSet001") << "a number of another type is none";
}

TEST(ControlSet, StandsWhereverTheTextHasTheSystemKey) {
  for (const char* root : {"HKEY_LOCAL_MACHINE\\SYSTEM", "HKLM\\SYSTEM", "SYSTEM", "hkey_local_machine\\system"}) {
    RegistryDraft draft;
    draft.key(std::string(root) + "\\ControlSet001");
    EXPECT_EQ(chosen(draft), "ControlSet001") << root;
    EXPECT_TRUE(system_root(draft.registry())) << root;
  }
}

TEST(ControlSet, OfAnotherHiveIsNone) {
  RegistryDraft draft;
  EXPECT_EQ(chosen(draft), "RM5201 (0)");
  draft.key("Microsoft\\Windows NT");
  draft.key("ControlSet1");
  draft.key("ControlSetABC");
  draft.key("Select");
  EXPECT_EQ(chosen(draft), "RM5201 (0)");
  EXPECT_FALSE(system_root(draft.registry()));
}

TEST(RegistryImporter, SaysWhatMachineItIs) {
  RegistryDraft draft;
  draft.text("ControlSet001\\Control\\SystemInformation", "SystemManufacturer", "Contoso");
  draft.text("ControlSet001\\Control\\SystemInformation", "SystemProductName", "Laptop 5");
  draft.text("ControlSet001\\Control\\SystemInformation", "BIOSVersion", "V1.07");
  draft.text("ControlSet001\\Control\\Session Manager\\Environment", "PROCESSOR_ARCHITECTURE", "AMD64");
  const Snapshot machine = imported(draft);
  EXPECT_EQ(machine.title, "Contoso Laptop 5");
  EXPECT_EQ(machine.firmware, "V1.07");
  EXPECT_EQ(machine.system, "Windows, AMD64");
  EXPECT_EQ(machine.platform, snapshot::Platform::windows);
}

TEST(RegistryImporter, WithoutMakerAndModelTheMachineHasTheNameThatItsOwnerGaveIt) {
  RegistryDraft draft;
  draft.text("ControlSet001\\Control\\ComputerName\\ComputerName", "ComputerName", "FRONTDESK");
  EXPECT_EQ(imported(draft).title, "FRONTDESK");
  draft.text("ControlSet001\\Control\\SystemInformation", "SystemProductName", "Laptop 5");
  EXPECT_EQ(imported(draft).title, "Laptop 5");
}

// As NT 4 keeps them: what its drivers asked for stands below Services.
TEST(RegistryImporter, ListsThatBelongToNoDeviceAreCounted) {
  RegistryDraft draft;
  draft.value("ControlSet001\\Services\\AMDPCN1\\Parameters", "RequestedSystemResources", 10, {1, 2});
  draft.value("ControlSet001\\Services\\BusLogic", "ResourceList", 8, {1, 2});
  draft.value("ControlSet001\\Control\\Arbiters\\AllocationOrder", "Root", 10, {1, 2});
  draft.value("ControlSet001\\Enum\\ACPI\\X\\1\\LogConf", "BootConfig", 8, {1, 2});
  draft.value("ControlSet002\\Services\\Other", "ResourceList", 8, {1, 2});
  Snapshot machine;
  machine.sources.push_back({snapshot::SourceKind::hive, "SYSTEM", false, {}});
  ASSERT_TRUE(import_registry(draft.registry(), {1}, 0, machine));
  ASSERT_EQ(machine.sources[0].notes.size(), 1U);
  EXPECT_EQ(machine.sources[0].notes[0], "2 resource values belong to no device of Enum: resmap decode shows them");
  EXPECT_TRUE(machine.sources[0].gaps.empty());
}

TEST(RegistryImporter, SaysOnlyWhatNobodySaidBefore) {
  RegistryDraft draft;
  draft.text("ControlSet001\\Control\\SystemInformation", "SystemProductName", "Laptop 5");
  draft.text("ControlSet001\\Control\\Session Manager\\Environment", "PROCESSOR_ARCHITECTURE", "AMD64");
  Snapshot machine;
  machine.title = "Bench";
  ASSERT_TRUE(import_registry(draft.registry(), {}, 0, machine));
  ASSERT_TRUE(import_registry(draft.registry(), {}, 0, machine));
  EXPECT_EQ(machine.title, "Bench");
  EXPECT_EQ(machine.system, "Windows, AMD64") << "said once, though two files say it";
}

TEST(RegistryImporter, KeepsThePolicyOfArbiters) {
  RegistryDraft draft;
  draft.value("ControlSet001\\Control\\Arbiters\\AllocationOrder", "Root", 10, {1, 2});
  draft.text("ControlSet001\\Control\\Arbiters\\ReservedResources", "Pci", "PCStandard");
  draft.number("ControlSet001\\Control\\SystemResources\\BusValues", "1", 5);
  draft.number("ControlSet001\\Control\\Elsewhere", "x", 5);
  const auto policy = imported(draft).policy;
  ASSERT_EQ(policy.size(), 3U);
  EXPECT_EQ(policy[0], (snapshot::PolicyValue{"Arbiters\\AllocationOrder", "Root", 10, {1, 2}, 0}));
  EXPECT_EQ(policy[1].key, "Arbiters\\ReservedResources");
  EXPECT_EQ(policy[1].registry_type, 1U);
  EXPECT_EQ(policy[2].key, "SystemResources\\BusValues");
}

TEST(RegistryImporter, TakesClaimsOutOfTheResourceMap) {
  for (const char* root : {"HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP", "HARDWARE\\RESOURCEMAP", "RESOURCEMAP"}) {
    RegistryDraft draft;
    const std::string map = root;
    draft.value(map + "\\PnP Manager\\PnpManager", "\\Device\\1.Raw", 8, {1});
    draft.value(map + "\\PnP Manager\\PnpManager", "\\Device\\1.Translated", 8, {2});
    draft.value(map + "\\PnP Manager\\PnpManager", "comment", 1, {3});
    draft.value(map + "\\Hardware Abstraction Layer\\ACPI HAL", ".Raw", 8, {4});
    const auto claims = imported(draft).claims;
    ASSERT_EQ(claims.size(), 3U) << root;
    EXPECT_EQ(claims[0], (snapshot::ClaimValue{"PnP Manager", "PnpManager", "\\Device\\1.Raw", {1}, 0}));
    EXPECT_EQ(claims[1].name, "\\Device\\1.Translated");
    EXPECT_EQ(claims[2].class_key, "Hardware Abstraction Layer");
  }
}

TEST(RegistryImporter, TakesControlSetAndResourceMapOfOneText) {
  RegistryDraft draft;
  draft.key("HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\ROOT\\X\\0000");
  draft.value("HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP\\A\\B", "C.Raw", 8, {1});
  const Snapshot machine = imported(draft);
  EXPECT_EQ(machine.devices.size(), 1U);
  EXPECT_EQ(machine.claims.size(), 1U);
}

TEST(RegistryImporter, AddsBehindWhatIsThere) {
  RegistryDraft draft;
  draft.device("ROOT\\X\\0000").device("ROOT\\Y\\0000").parent("ROOT\\Y\\0000", "ROOT\\X\\0000");
  Snapshot machine;
  machine.devices.resize(3);
  ASSERT_TRUE(import_registry(draft.registry(), {}, 2, machine));
  ASSERT_EQ(machine.devices.size(), 5U);
  EXPECT_EQ(machine.devices[4].parent, 3U);
  EXPECT_EQ(machine.devices[4].source, 2U);
}

TEST(ControlSet, HasAName) {
  RegistryDraft draft = three_sets();
  EXPECT_EQ(current_control_set(draft.registry()), "ControlSet001");
  draft.value("Select", "Current", 4, testing_support::little_endian(std::uint32_t{2}));
  EXPECT_EQ(current_control_set(draft.registry()), "ControlSet002");
  EXPECT_EQ(current_control_set(RegistryDraft().registry()), "");
}

}  // namespace
}  // namespace resmap::import
