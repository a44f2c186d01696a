// SPDX-License-Identifier: MIT
#include "resmap/report/machine_screens.h"

#include <gtest/gtest.h>

#include "resmap/report/screen_test_support.h"

namespace resmap::report {
namespace {

using testing_support::device_called;
using testing_support::expect_golden;
using testing_support::golden_snapshot;
using testing_support::machine_of;
using testing_support::written;

const Paint kPlain(false);

std::string list(const pnp::Machine& machine, std::optional<lists::ResourceType> only = std::nullopt) {
  return written([&](TextWriter& out) { EXPECT_TRUE(print_list(out, machine, only, kPlain)); });
}
std::string tree(const pnp::Machine& machine, bool all = false) {
  return written([&](TextWriter& out) { EXPECT_TRUE(print_tree(out, machine, all, kPlain)); });
}
std::string show(const pnp::Machine& machine, std::initializer_list<std::string_view> ids) {
  std::vector<pnp::DeviceIndex> devices;
  for (const std::string_view id : ids) devices.push_back(device_called(machine, id));
  return written([&](TextWriter& out) { EXPECT_TRUE(print_show(out, machine, devices, kPlain)); });
}

TEST(ListScreenOfAMachine, ShowsEveryRangeByTypeAsReviewed) {
  for (const char* name : {"healthy", "sick", "wide"})
    expect_golden(std::string(name) + ".list.txt", list(machine_of(golden_snapshot(name))));
}

TEST(ListScreenOfAMachine, OfOneTypeShowsThatAlone) {
  const pnp::Machine machine = machine_of(golden_snapshot("healthy"));
  const std::string lines = list(machine, lists::ResourceType::interrupt);
  EXPECT_TRUE(lines.starts_with("INTERRUPTS")) << lines;
  EXPECT_EQ(lines.find("MEMORY"), std::string::npos);
  EXPECT_EQ(list(machine_of("machine\n"), lists::ResourceType::interrupt), "");
}

TEST(ListScreenOfAMachine, WindowsAndRegionsEncloseAndDevicesStandSideBySide) {
  const std::string text =
      list(machine_of("machine\n"
                      "  region mem:0x1000-0x3fff \"PCI Bus 0000:00\"\n"
                      "  device pci0 host-bridge\n"
                      "    window mem:0x1000-0x2fff\n"
                      "    device a\n"
                      "      has mem:0x1000-0x1fff,shared\n"
                      "    device b\n"
                      "      has mem:0x1000-0x1fff,shared\n"
                      "    device c\n"
                      "      has mem:0x3000-0x3fff\n"));
  EXPECT_EQ(text,
            "MEMORY               SIZE  OWNER\n"
            "0x1000-0x3fff      12 KiB  PCI Bus 0000:00\n"
            "  0x1000-0x2fff     8 KiB  pci0             window\n"
            "    0x1000-0x1fff   4 KiB  a                shared\n"
            "    0x1000-0x1fff   4 KiB  b                shared\n"
            "  0x3000-0x3fff     4 KiB  c                exclusive\n"
            "\n");
}

TEST(TreeScreen, ShowsHowDevicesAreConnectedAsReviewed) {
  expect_golden("healthy.tree.txt", tree(machine_of(golden_snapshot("healthy"))));
  expect_golden("healthy.tree-all.txt", tree(machine_of(golden_snapshot("healthy")), true));
  expect_golden("wide.tree.txt", tree(machine_of(golden_snapshot("wide"))));
}

TEST(ShowScreen, ShowsEverythingAboutDevicesAsReviewed) {
  expect_golden("hive.show.txt", show(machine_of(golden_snapshot("hive")),
                                      {"00:1c.0", "02:00.0", "ACPI\\PNP0303\\0", "00:1b.0", "ACPI\\PNP0A08\\0"}));
  expect_golden("sick.show.txt", show(machine_of(golden_snapshot("sick")), {"00:02.0", "00:03.0", "scanner"}));
}

TEST(ShowScreen, OfNoDeviceIsEmpty) { EXPECT_EQ(show(machine_of(golden_snapshot("sick")), {}), ""); }

TEST(ShowScreen, SaysHowAParentIsKnownWhenNoSourceSaysIt) {
  snapshot::Snapshot snapshot = testing_support::snapshot_of("machine\n  device a \"A\"\n    device b\n");
  snapshot.devices[1].parent_certainty = snapshot::Certainty::derived;
  EXPECT_NE(show(machine_of(snapshot), {"b"}).find("  below       a A (derived)\n"), std::string::npos);
  snapshot.devices[1].parent_certainty = snapshot::Certainty::stated;
  EXPECT_NE(show(machine_of(snapshot), {"b"}).find("  below       a A\n"), std::string::npos);
}

TEST(ConflictsScreen, ShowsEveryOverlapByClassAsReviewed) {
  for (const char* name : {"healthy", "sick", "hive"}) {
    const pnp::Machine machine = machine_of(golden_snapshot(name));
    expect_golden(std::string(name) + ".conflicts.txt", written([&](TextWriter& out) {
                    EXPECT_TRUE(print_conflicts(out, machine, verdict_of(machine), kPlain));
                  }));
  }
}

}  // namespace
}  // namespace resmap::report
