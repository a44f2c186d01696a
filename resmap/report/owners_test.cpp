// SPDX-License-Identifier: MIT
#include "resmap/report/owners.h"

#include <gtest/gtest.h>

#include "resmap/report/screen_test_support.h"

namespace resmap::report {
namespace {

using testing_support::machine_of;
using testing_support::snapshot_of;

snapshot::Device device(std::string id, std::string name = {}) {
  snapshot::Device made;
  made.id = std::move(id);
  made.name = std::move(name);
  return made;
}

TEST(Owners, APciFunctionIsCalledByItsPlace) {
  snapshot::Device function = device("PCI\\VEN_8086&DEV_1E22\\3&11583659&0&FB", "SMBus");
  EXPECT_EQ(short_name(function), "VEN_8086&DEV_1E22\\3&11583659&0&FB");
  function.pci = snapshot::PciPlace{0, 0, 0x1F, 3};
  EXPECT_EQ(short_name(function), "00:1f.3");
  EXPECT_EQ(device_words(function), "00:1f.3 SMBus");
}

TEST(Owners, AnInstancePathIsCalledByItsLastParts) {
  const snapshot::Device port = device("ACPI\\PNP0501\\1", "Communications Port (COM1)");
  EXPECT_EQ(short_name(port), "PNP0501\\1");
  EXPECT_EQ(device_words(port), "PNP0501 Communications Port (COM1)");
  EXPECT_EQ(device_words(device("ACPI\\PNP0501\\1")), "PNP0501");
}

TEST(Owners, NamesThatWouldBeTheSameAreShownWhole) {
  snapshot::Snapshot snapshot;
  for (const char* id : {"Root\\A\\0", "X\\A\\0", "X\\A\\1", "PCI\\V&D\\1", "PCI\\V&D\\2", "PCI\\V&E\\3"}) {
    snapshot.devices.push_back(device(id, "Board"));
    if (snapshot.devices.size() > 3) snapshot.devices.back().pci = snapshot::PciPlace{0, 0, 2, 0};
  }
  snapshot.devices[5].name = "Display";
  const pnp::Machine machine = machine_of(std::move(snapshot));
  EXPECT_EQ(short_name(machine, 0), "Root\\A\\0");
  EXPECT_EQ(short_name(machine, 1), "X\\A\\0");
  EXPECT_EQ(short_name(machine, 2), "A\\1") << "no other is called so";
  EXPECT_EQ(device_words(machine, 0), "Root\\A\\0 Board");
  EXPECT_EQ(device_words(machine, 2), "A Board");
  EXPECT_EQ(short_owner(machine, {pnp::Owner::Kind::device, 0}), "Root\\A\\0");
  EXPECT_EQ(owner_words(machine, {pnp::Owner::Kind::device, 1}), "X\\A\\0 Board");
  EXPECT_EQ(short_name(machine, 3), "PCI\\V&D\\1") << "three nodes at one place";
  EXPECT_EQ(device_words(machine, 3), "PCI\\V&D\\1 Board");
  EXPECT_EQ(device_words(machine, 5), "00:02.0 Display") << "its name tells it apart";
}

TEST(Owners, AnotherIdIsKeptWhole) {
  EXPECT_EQ(short_name(device("pnp 00:05")), "pnp 00:05");
  EXPECT_EQ(device_words(device("pci0", "PCI root")), "pci0 PCI root");
  EXPECT_EQ(device_words(device("pci0", "pci0")), "pci0") << "a name that says the same is not said twice";
  EXPECT_EQ(short_name(device("two\\parts")), "two\\parts");
  EXPECT_EQ(short_name(device("\\leading")), "\\leading");
  EXPECT_EQ(short_name(device("")), "");
  EXPECT_EQ(short_name(device("a\\b\\c\\d")), "c\\d");
}

TEST(Owners, RegionsAndClaimsAreCalledByTheirNames) {
  snapshot::Snapshot snapshot = snapshot_of("machine\n  region mem:0x0+640K \"System RAM\"\n");
  snapshot.claims.push_back({"Ports", "Serial", "\\Device\\Serial0.Translated", {}, 0});
  const pnp::Machine machine = machine_of(std::move(snapshot));
  using Kind = pnp::Owner::Kind;
  EXPECT_EQ(owner_words(machine, {Kind::region, 0}), "System RAM");
  EXPECT_EQ(short_owner(machine, {Kind::region, 0}), "System RAM");
  EXPECT_EQ(owner_words(machine, {Kind::claim, 0}), "Serial \\Device\\Serial0.Translated");
}

TEST(Owners, JsonNamesDriverDeviceAndClass) {
  snapshot::Snapshot snapshot = snapshot_of(
      "machine\n"
      "  region mem:0x0+640K \"System RAM\"\n"
      "  device ACPI\\PNP0501\\1 \"COM1\"\n"
      "    driver serial\n"
      "    class Ports\n");
  snapshot.claims.push_back({"Ports", "Serial", "\\Device\\Serial0.Translated", {}, 0});
  snapshot.claims.push_back({"Ports", "Serial", "no side", {}, 0});
  const pnp::Machine machine = machine_of(std::move(snapshot));
  using Kind = pnp::Owner::Kind;
  const auto names = [&](Kind kind, std::uint32_t index) {
    const OwnerNames found = owner_names(machine, {kind, index});
    return found.driver + "|" + found.device + "|" + found.device_class;
  };
  EXPECT_EQ(names(Kind::device, 0), "serial|ACPI\\PNP0501\\1|Ports");
  EXPECT_EQ(names(Kind::region, 0), "|System RAM|region");
  EXPECT_EQ(names(Kind::claim, 0), "Serial|\\Device\\Serial0|Ports");
  EXPECT_EQ(names(Kind::claim, 1), "Serial|no side|Ports");
}

TEST(Owners, TheMissingPartOfADeviceHasAWord) {
  using enum lists::ResourceType;
  const auto part = [](lists::ResourceType type, snapshot::Role role, std::optional<std::uint32_t> bar) {
    pnp::Unplaced unplaced;
    unplaced.type = type;
    unplaced.role = role;
    unplaced.bar = bar;
    return part_words(unplaced);
  };
  EXPECT_EQ(part(memory, snapshot::Role::use, 0), "BAR 0");
  EXPECT_EQ(part(port, snapshot::Role::use, 5), "BAR 5");
  EXPECT_EQ(part(memory, snapshot::Role::use, 6), "ROM");
  EXPECT_EQ(part(memory, snapshot::Role::use, std::nullopt), "mem");
  EXPECT_EQ(part(interrupt, snapshot::Role::use, std::nullopt), "irq");
  EXPECT_EQ(part(port, snapshot::Role::window, 9), "I/O window");
  EXPECT_EQ(part(memory, snapshot::Role::window, 7), "memory window");
  EXPECT_EQ(part(memory, snapshot::Role::window, 8), "prefetchable window");
  EXPECT_EQ(part(memory, snapshot::Role::window, std::nullopt), "memory window");
}

}  // namespace
}  // namespace resmap::report
