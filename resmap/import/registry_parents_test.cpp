// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/import/registry_importer.h"
#include "resmap/import/registry_test_support.h"

namespace resmap::import {
namespace {

using snapshot::Certainty;
using snapshot::Snapshot;
using testing_support::RegistryDraft;

// "ACPI\PNP0A08\0 derived", or "none".
std::string parent_of(const RegistryDraft& draft, std::string_view id) {
  Snapshot machine;
  EXPECT_TRUE(import_registry(draft.registry(), {}, 0, machine));
  for (const snapshot::Device& device : machine.devices) {
    if (device.id != id) continue;
    if (!device.parent) return "none";
    static constexpr const char* words[] = {" stated", " derived", " assumed"};
    return machine.devices[*device.parent].id + words[static_cast<std::size_t>(device.parent_certainty)];
  }
  return "no such device";
}

const std::string kBridge = "ACPI\\PNP0A08\\0";

RegistryDraft with_host_bridge() {
  RegistryDraft draft;
  draft.device("HTREE\\ROOT\\0").device(kBridge);
  return draft;
}

void pci(RegistryDraft& draft, const std::string& id, std::string_view location, bool bridge = false) {
  draft.device_text(id, "LocationInformation", location);
  if (bridge) draft.texts(RegistryDraft::kEnum + id, "CompatibleIDs", {"PCI\\CC_0604"});
}

TEST(RegistryParents, APropertyStatesTheParent) {
  RegistryDraft draft = with_host_bridge();
  draft.parent(kBridge, "HTREE\\ROOT\\0");
  EXPECT_EQ(parent_of(draft, kBridge), "HTREE\\ROOT\\0 stated");
  EXPECT_EQ(parent_of(draft, "HTREE\\ROOT\\0"), "none");
  draft.parent(kBridge, "htree\\Root\\0");
  EXPECT_EQ(parent_of(draft, kBridge), "HTREE\\ROOT\\0 stated") << "letters without case";
}

TEST(RegistryParents, AParentThatIsNotThereLeavesTheOtherWays) {
  RegistryDraft draft = with_host_bridge();
  pci(draft, "PCI\\VEN_1\\3&0&10", "PCI bus 0, device 2, function 0");
  draft.parent("PCI\\VEN_1\\3&0&10", "ACPI\\GONE\\0");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_1\\3&0&10"), kBridge + " derived");
}

TEST(RegistryParents, BeforeWindows8APrefixOfTheInstanceNamesIt) {
  RegistryDraft draft;
  draft.device_text("ACPI\\PNP0A03\\0", "ParentIdPrefix", "3&11583659&0");
  draft.device_text("PCI\\VEN_1\\3&11583659&0&E0", "ParentIdPrefix", "4&2509f6e&0");
  draft.device("PCI\\VEN_2\\4&2509F6E&0&00E0").device("PCI\\VEN_3\\5&9999999&0&00E0").device("ROOT\\X\\3&11583659&0");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_1\\3&11583659&0&E0"), "ACPI\\PNP0A03\\0 derived");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_2\\4&2509F6E&0&00E0"), "PCI\\VEN_1\\3&11583659&0&E0 derived");
  EXPECT_EQ(parent_of(draft, "ROOT\\X\\3&11583659&0"), "ACPI\\PNP0A03\\0 derived") << "the prefix alone will do";
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_3\\5&9999999&0&00E0"), "none");
}

// Source: pnp-and-arbiters.md 1.2: the chain of places ends an instance's name, the child's first.
TEST(RegistryParents, TheChainOfPlacesLeadsToTheBridgeAbove) {
  RegistryDraft draft = with_host_bridge();
  pci(draft, "PCI\\VEN_1\\3&0&E0", "PCI bus 0, device 28, function 0", true);
  pci(draft, "PCI\\VEN_2\\4&1&0&00E0", "PCI bus 2, device 0, function 0");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_2\\4&1&0&00E0"), "PCI\\VEN_1\\3&0&E0 derived");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_1\\3&0&E0"), kBridge + " derived");
}

TEST(RegistryParents, AChainThatFitsTwoBridgesLeadsNowhere) {
  RegistryDraft draft = with_host_bridge();
  pci(draft, "PCI\\VEN_1\\3&0&E0", "PCI bus 0, device 28, function 0", true);
  pci(draft, "PCI\\VEN_1\\3&1&E0", "PCI bus 5, device 28, function 0", true);
  pci(draft, "PCI\\VEN_2\\4&1&0&00E0", "PCI bus 2, device 0, function 0");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_2\\4&1&0&00E0"), "none");
}

TEST(RegistryParents, AnInstanceThatIsNoChainIsTakenForNone) {
  for (const char* instance : {"0123456789ABCDEF", "4&1&0&00E", "4&1&0&00XY", "4&1&0&E0"}) {
    RegistryDraft draft = with_host_bridge();
    pci(draft, "PCI\\VEN_1\\3&0&E0", "PCI bus 0, device 28, function 0", true);
    const std::string id = std::string("PCI\\VEN_2\\") + instance;
    pci(draft, id, "PCI bus 2, device 0, function 0");
    EXPECT_EQ(parent_of(draft, id), "none") << instance;
  }
}

TEST(RegistryParents, AFunctionOfBus0HangsFromTheOneHostBridge) {
  RegistryDraft draft = with_host_bridge();
  pci(draft, "PCI\\VEN_1\\serial", "PCI bus 0, device 2, function 0");
  pci(draft, "PCI\\VEN_2\\serial", "PCI bus 1, device 2, function 0");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_1\\serial"), kBridge + " derived");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_2\\serial"), "none") << "which bridge carries bus 1 is not said";
  draft.device("ACPI\\PNP0A03\\1");
  EXPECT_EQ(parent_of(draft, "PCI\\VEN_1\\serial"), "none") << "of two host bridges either could be meant";
}

TEST(RegistryParents, WhatTheBoardCarriesIsAssumedToHangFromTheOneHostBridge) {
  RegistryDraft draft = with_host_bridge();
  const std::string with_lists = "ACPI\\PNP0501\\1", without = "ACPI\\PNP0C0A\\1", elsewhere = "ROOT\\X\\0000";
  draft.device(without).value(RegistryDraft::kEnum + with_lists + "\\LogConf", "BootConfig", 8, {1});
  draft.value(RegistryDraft::kEnum + elsewhere + "\\LogConf", "BootConfig", 8, {1});
  draft.value(RegistryDraft::kEnum + kBridge + "\\LogConf", "BootConfig", 8, {1});
  EXPECT_EQ(parent_of(draft, with_lists), kBridge + " assumed");
  EXPECT_EQ(parent_of(draft, without), "none") << "it has nothing that a window could pass on";
  EXPECT_EQ(parent_of(draft, elsewhere), "none");
  EXPECT_EQ(parent_of(draft, kBridge), "none") << "it is not below itself";
}

TEST(RegistryParents, TwoNodesAtOnePlaceHangFromTheSameBridge) {
  RegistryDraft draft = with_host_bridge();
  for (const char* id : {"PCI\\VEN_1&DEV_1\\3&0&10", "PCI\\VEN_1&DEV_2\\3&0&10"}) {
    pci(draft, id, "PCI bus 0, device 2, function 0");
    EXPECT_EQ(parent_of(draft, id), kBridge + " derived");
  }
}

}  // namespace
}  // namespace resmap::import
