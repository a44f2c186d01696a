// SPDX-License-Identifier: MIT
#include "resmap/import/json_snapshot.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/snapshot/snapshot_json.h"

namespace resmap::import {
namespace {

using namespace snapshot;  // NOLINT(google-build-using-namespace): every noun here is a snapshot's

constexpr char kHead[] = "{\"record\":\"snapshot\",\"format\":1}\n";

std::string written(const Snapshot& snapshot) {
  TextWriter out;
  EXPECT_TRUE(write_json(out, snapshot));
  return std::string(out.view());
}

Snapshot read(const std::string& text) {
  auto snapshot = read_snapshot(text);
  EXPECT_TRUE(snapshot) << text << "\n" << snapshot.error().path;
  return snapshot ? std::move(*snapshot) : Snapshot{};
}

// "RM5102 in line 2, resources[0].type"
std::string refusal(const std::string& text) {
  const auto snapshot = read_snapshot(text);
  if (snapshot) return "read";
  const JsonError& error = snapshot.error();
  return "RM" + std::to_string(error.error.rule) + " in line " + std::to_string(error.error.index) + ", " + error.path;
}

// One of everything, with every member that there is.
Snapshot full_snapshot() {
  Snapshot snapshot;
  snapshot.title = "A \"PC\" of 2009";
  snapshot.platform = Platform::windows;
  snapshot.system = "Windows 7";
  snapshot.firmware = "BIOS ü";
  snapshot.control_set = "ControlSet002";
  snapshot.sources = {{SourceKind::hive, "C:\\SYSTEM", true, {"a page", "a cell"}, {"a note"}},
                      {SourceKind::iomem, "iomem", false, {}}};
  Device device;
  device.id = "PCI\\VEN_8086&DEV_1E10\\3&0&E0";
  device.name = "Root port";
  device.driver = "pci";
  device.device_class = "System";
  device.hardware_ids = {"PCI\\VEN_8086", "PCI\\CC_0604"};
  device.compatible_ids = {"PCI\\CC_06"};
  device.location = "PCI bus 0";
  device.firmware_path = "\\_SB.PCI0";
  device.kind = DeviceKind::pci_bridge;
  device.parent = 1;
  device.parent_certainty = Certainty::derived;
  device.pci = PciPlace{0x10000, 0xFF, 31, 7};
  device.pci_class = 0x060400;
  device.subtractive = Known::no;
  device.child_buses = AddressRange{2, 5};
  device.memory_decode = true;
  device.io_decode = false;
  device.present = Known::yes;
  device.problem = ProblemCode::normal_conflict;
  device.interrupt_pin = 3;
  device.routes = {{0x1F, 0, 16, ""}, {0x1C, 2, std::nullopt, "LNKC"}};
  device.source = 1;
  Resource resource;
  resource.type = lists::ResourceType::port;
  resource.place = AddressRange{0xE000, 0xEFFF};
  resource.length = 0x1000;
  resource.alignment = 0x1000;
  resource.messages = 0;
  resource.share = lists::ShareDisposition::driver_exclusive;
  resource.flags = 0xA1;
  resource.role = Role::window;
  resource.stage = Stage::firmware;
  resource.fixed = Known::no;
  resource.bar = 9;
  resource.label = "I/O window";
  resource.certainty = Certainty::assumed;
  resource.translated = {lists::ResourceType::memory, 0xF800'0000};
  resource.source = 1;
  device.resources = {resource, {}};
  device.resources[1].type = lists::ResourceType::interrupt;
  device.resources[1].messages = 4;
  using enum lists::LogConfType;
  for (const auto kind : {basic, filtered, alloc, boot, forced, override_})
    device.configurations.push_back({kind, kind == basic ? 10U : 8U, {1, 2, 3}, 1});
  snapshot.devices = {device, {}};
  snapshot.devices[1].id = "HTREE\\ROOT\\0";
  snapshot.devices[1].kind = DeviceKind::root;
  snapshot.regions = {{lists::ResourceType::memory, {0, ~0ULL}, "System RAM", 2, 1},
                      {lists::ResourceType::port, {0x60, 0x60}, "keyboard", 0, 0}};
  snapshot.interrupts = {{9, false, Trigger::level, "IO-APIC", {"acpi", "i801"}, 1},
                         {30, true, Trigger::edge, "", {}, 1}};
  snapshot.policy = {{"Arbiters\\AllocationOrder", "Root", 10, {0xAA}, 0}};
  snapshot.claims = {{"PnP Manager", "PnpManager", "\\Device\\1.Raw", {0xBB, 0xCC}, 0}};
  return snapshot;
}

TEST(JsonSnapshot, WhatIsWrittenIsReadBackEqual) {
  EXPECT_EQ(read(written({})), Snapshot{});
  EXPECT_EQ(read(written(full_snapshot())), full_snapshot());
}

TEST(JsonSnapshot, EveryWordOfEveryEnumerationComesBack) {
  for (const SourceKind kind :
       {SourceKind::hive, SourceKind::reg, SourceKind::sysfs, SourceKind::iomem, SourceKind::ioports,
        SourceKind::interrupts, SourceKind::dmesg, SourceKind::machine, SourceKind::json}) {
    Snapshot snapshot = full_snapshot();
    snapshot.sources[0].kind = kind;
    EXPECT_EQ(read(written(snapshot)), snapshot);
  }
  for (const DeviceKind kind : {DeviceKind::other, DeviceKind::root, DeviceKind::host_bridge, DeviceKind::pci_function,
                                DeviceKind::pci_bridge, DeviceKind::motherboard}) {
    Snapshot snapshot = full_snapshot();
    snapshot.devices[0].kind = kind;
    snapshot.devices[0].present = Known::unknown;
    snapshot.devices[0].resources[0].fixed = Known::yes;
    EXPECT_EQ(read(written(snapshot)), snapshot);
  }
}

TEST(JsonSnapshot, LineEndsOfWindowsAndBlankLinesDoNotMatter) {
  std::string text;
  for (const char c : written(full_snapshot())) text += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(read(text), full_snapshot());
  EXPECT_EQ(read(std::string(kHead) + "\n\n"), Snapshot{});
  EXPECT_EQ(read(std::string(kHead, sizeof kHead - 2)), Snapshot{}) << "the last line needs no end";
}

TEST(JsonSnapshot, WhatIsNotKnownIsPassedOver) {
  const std::string text =
      "{\"record\":\"snapshot\",\"format\":1,\"title\":\"x\",\"weather\":\"fine\"}\n"
      "{\"record\":\"snapshot-comment\",\"text\":\"hello\"}\n"
      "{\"record\":\"snapshot-device\",\"id\":\"a\",\"colour\":[1,2,{}]}\n"
      "{\"no\":\"record\"}\n";
  const Snapshot snapshot = read(text);
  EXPECT_EQ(snapshot.title, "x");
  ASSERT_EQ(snapshot.devices.size(), 1U);
  EXPECT_EQ(snapshot.devices[0].id, "a");
}

TEST(JsonSnapshot, AMemberThatIsLeftOutIsAFactThatNobodyStated) {
  const Snapshot snapshot = read(
      std::string(kHead) + "{\"record\":\"snapshot-device\",\"id\":\"a\",\"resources\":[{\"type\":\"memory\"}]}\n");
  Device device;
  device.id = "a";
  device.resources.emplace_back();
  EXPECT_EQ(snapshot.devices[0], device);
}

TEST(JsonSnapshot, AWireOrATranslationThatIsNone) {
  const auto device = [](const std::string& members) {
    return refusal(std::string(kHead) + "{\"record\":\"snapshot-device\",\"id\":\"a\"," + members + "}\n");
  };
  EXPECT_EQ(device("\"interrupt_pin\":\"E\""), "RM5102 in line 2, interrupt_pin");
  EXPECT_EQ(device("\"routes\":[{\"device\":256,\"pin\":\"A\"}]"), "RM5102 in line 2, routes[0].device");
  EXPECT_EQ(device("\"routes\":[{\"device\":1}]"), "RM5102 in line 2, routes[0].pin");
  EXPECT_EQ(device("\"resources\":[{\"type\":\"memory\",\"translated\":{\"type\":\"dma\",\"start\":1}}]"),
            "RM5102 in line 2, resources[0].translated.type");
}

TEST(JsonSnapshot, AnotherFormatOrNoSnapshotAtAllIsRefused) {
  EXPECT_EQ(refusal(""), "RM5103 in line 0, ");
  EXPECT_EQ(refusal("\n\n"), "RM5103 in line 0, ");
  EXPECT_EQ(refusal("{\"record\":\"snapshot\",\"format\":2}\n"), "RM5103 in line 1, format");
  EXPECT_EQ(refusal("{\"record\":\"machine\"}\n"), "RM5103 in line 1, format");
  EXPECT_EQ(refusal("{}\n"), "RM5103 in line 1, format");
  EXPECT_EQ(refusal("{\"record\":\"snapshot\"}\n"), "RM5102 in line 1, format") << "it says no format";
  EXPECT_EQ(refusal("[]\n"), "RM5102 in line 1, ");
}

TEST(JsonSnapshot, TextThatStopsBeingJsonIsNamedWithLineAndByte) {
  const auto snapshot = read_snapshot(std::string(kHead) + "\n{\"record\":\n");
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().error.rule, rule::json_syntax);
  EXPECT_EQ(snapshot.error().error.index, 3U);
  EXPECT_EQ(snapshot.error().error.offset, 11U);
}

TEST(JsonSnapshot, AMistakeIsNamedWithItsPath) {
  const auto device = [](const std::string& members) {
    return refusal(std::string(kHead) + "{\"record\":\"snapshot-source\",\"kind\":\"hive\"}\n" +
                   "{\"record\":\"snapshot-device\",\"id\":\"a\"," + members + "}\n");
  };
  EXPECT_EQ(device("\"kind\":\"bridge\""), "RM5102 in line 3, kind");
  EXPECT_EQ(device("\"parent\":-1"), "RM5102 in line 3, parent");
  EXPECT_EQ(device("\"parent\":4294967296"), "RM5102 in line 3, parent");
  EXPECT_EQ(device("\"pci\":\"00:20.0\""), "RM5102 in line 3, pci");
  EXPECT_EQ(device("\"child_buses\":[1]"), "RM5102 in line 3, child_buses");
  EXPECT_EQ(device("\"child_buses\":[5,1]"), "RM5102 in line 3, child_buses[1]");
  EXPECT_EQ(device("\"memory_decode\":1"), "RM5102 in line 3, memory_decode");
  EXPECT_EQ(device("\"present\":\"maybe\""), "RM5102 in line 3, present");
  EXPECT_EQ(device("\"hardware_ids\":[\"a\",7]"), "RM5102 in line 3, hardware_ids[1]");
  EXPECT_EQ(device("\"source\":1"), "RM5102 in line 3, source") << "there is one source only";
  EXPECT_EQ(device("\"resources\":{}"), "RM5102 in line 3, resources");
  EXPECT_EQ(device("\"resources\":[7]"), "RM5102 in line 3, resources[0]");
  EXPECT_EQ(device("\"resources\":[{}]"), "RM5102 in line 3, resources[0].type");
  EXPECT_EQ(device("\"resources\":[{\"type\":\"private\"}]"), "RM5102 in line 3, resources[0].type");
  EXPECT_EQ(device("\"resources\":[{\"type\":\"port\",\"start\":\"0x60\"}]"), "RM5102 in line 3, resources[0].end");
  EXPECT_EQ(device("\"resources\":[{\"type\":\"port\",\"start\":\"0x60\",\"end\":\"0x5f\"}]"),
            "RM5102 in line 3, resources[0].end");
  EXPECT_EQ(device("\"resources\":[{\"type\":\"port\",\"share\":\"mine\"}]"), "RM5102 in line 3, resources[0].share");
  EXPECT_EQ(device("\"resources\":[{\"type\":\"port\",\"source\":9}]"), "RM5102 in line 3, resources[0].source");
  EXPECT_EQ(device("\"configurations\":[{\"kind\":\"Boot\"}]"), "RM5102 in line 3, configurations[0].kind");
  EXPECT_EQ(device("\"configurations\":[{\"kind\":\"BootConfig\"}]"),
            "RM5102 in line 3, configurations[0].registry_type");
  EXPECT_EQ(device("\"configurations\":[{\"kind\":\"BootConfig\",\"registry_type\":8}]"),
            "RM5102 in line 3, configurations[0].hex");
  EXPECT_EQ(device("\"configurations\":[{\"kind\":\"BootConfig\",\"registry_type\":8,\"hex\":\"0\"}]"),
            "RM5102 in line 3, configurations[0].hex");
}

TEST(JsonSnapshot, AMistakeInAnyRecordIsNamed) {
  const auto record = [](const std::string& line) { return refusal(kHead + line + "\n"); };
  EXPECT_EQ(record("{\"record\":\"snapshot-device\"}"), "RM5102 in line 2, id");
  EXPECT_EQ(record("{\"record\":7}"), "RM5102 in line 2, record");
  EXPECT_EQ(record("{\"record\":\"snapshot-source\",\"kind\":\"tape\"}"), "RM5102 in line 2, kind");
  EXPECT_EQ(record("{\"record\":\"snapshot-source\",\"gaps\":\"all\"}"), "RM5102 in line 2, gaps");
  EXPECT_EQ(record("{\"record\":\"snapshot-region\",\"type\":\"interrupt\",\"start\":1,\"end\":1}"),
            "RM5102 in line 2, type");
  EXPECT_EQ(record("{\"record\":\"snapshot-region\",\"type\":\"memory\",\"start\":2,\"end\":1}"),
            "RM5102 in line 2, end");
  EXPECT_EQ(record("{\"record\":\"snapshot-interrupt\"}"), "RM5102 in line 2, number");
  EXPECT_EQ(record("{\"record\":\"snapshot-interrupt\",\"number\":1,\"trigger\":\"both\"}"),
            "RM5102 in line 2, trigger");
  EXPECT_EQ(record("{\"record\":\"snapshot-policy\"}"), "RM5102 in line 2, registry_type");
  EXPECT_EQ(record("{\"record\":\"snapshot-claim\",\"hex\":\"xy\"}"), "RM5102 in line 2, hex");
}

TEST(JsonSnapshot, IsToldByItsFirstBytes) {
  EXPECT_TRUE(looks_like_snapshot(written({})));
  EXPECT_TRUE(looks_like_snapshot("{\"record\":\"snapshot\",\"format\":9}"));
  EXPECT_FALSE(looks_like_snapshot("{\"record\":\"machine\"}"));
  EXPECT_FALSE(looks_like_snapshot("{\"record\":\"snap"));
  EXPECT_FALSE(looks_like_snapshot(""));
}

}  // namespace
}  // namespace resmap::import
