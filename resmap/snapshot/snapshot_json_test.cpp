// SPDX-License-Identifier: MIT
// That what is written is read back to an equal snapshot is shown where it is read: import/json_snapshot.
#include "resmap/snapshot/snapshot_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/failing_memory.h"

namespace resmap::snapshot {
namespace {

std::string written(const Snapshot& snapshot) {
  TextWriter out;
  EXPECT_TRUE(write_json(out, snapshot));
  return std::string(out.view());
}

std::vector<std::string> lines_of(const Snapshot& snapshot) {
  const std::string text = written(snapshot);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

Device named(std::string id) {
  Device device;
  device.id = std::move(id);
  return device;
}

Snapshot with_device(Device device) {
  Snapshot snapshot;
  snapshot.devices.push_back(std::move(device));
  return snapshot;
}

TEST(SnapshotJson, WhatNobodySaidIsNotWritten) {
  EXPECT_EQ(written({}), "{\"record\":\"snapshot\",\"format\":1,\"platform\":\"unknown\"}\n");
  EXPECT_EQ(lines_of(with_device(named("a")))[1],
            R"({"record":"snapshot-device","id":"a","kind":"other","present":"unknown","source":0,)"
            R"("resources":[],"configurations":[]})");
  Device device = named("a");
  device.resources.emplace_back();
  EXPECT_EQ(lines_of(with_device(device))[1],
            R"({"record":"snapshot-device","id":"a","kind":"other","present":"unknown","source":0,)"
            R"("resources":[{"type":"memory","stage":"current","source":0}],"configurations":[]})");
}

TEST(SnapshotJson, AZeroThatASourceSaysIsWritten) {
  Device device = named("a");
  device.parent = 0;
  device.pci_class = 0;
  device.memory_decode = false;
  device.problem = ProblemCode::none;
  Resource& resource = device.resources.emplace_back();
  resource.place = AddressRange{0, 0};
  resource.length = 0;
  resource.flags = 0;
  resource.bar = 0;
  EXPECT_EQ(lines_of(with_device(device))[1],
            R"({"record":"snapshot-device","id":"a","kind":"other","parent":0,"parent_certainty":"stated",)"
            R"("pci_class":"0x0","memory_decode":false,"present":"unknown","problem":0,"source":0,"resources":[)"
            R"({"type":"memory","start":"0x0","end":"0x0","length":"0x0","flags":"0x0","stage":"current","bar":0,)"
            R"("source":0}],"configurations":[]})");
}

TEST(SnapshotJson, EveryFactOfADeviceHasItsMember) {
  Device device = named("PCI\\VEN_8086\\3");
  device.name = "Bridge \"A\"";
  device.driver = "pci";
  device.device_class = "System";
  device.hardware_ids = {"PCI\\VEN_8086", "PCI\\CC_0604"};
  device.compatible_ids = {"PCI\\CC_06"};
  device.location = "PCI bus 0";
  device.firmware_path = "\\_SB.PCI0";
  device.kind = DeviceKind::pci_bridge;
  device.parent = 7;
  device.parent_certainty = Certainty::derived;
  device.pci = PciPlace{0, 0, 0x1C, 0};
  device.pci_class = 0x060400;
  device.subtractive = Known::no;
  device.child_buses = AddressRange{1, 4};
  device.memory_decode = true;
  device.io_decode = false;
  device.present = Known::yes;
  device.problem = ProblemCode::normal_conflict;
  device.source = 2;
  Resource& resource = device.resources.emplace_back();
  resource.type = lists::ResourceType::port;
  resource.place = AddressRange{0xE000, 0xEFFF};
  resource.alignment = 0x1000;
  resource.share = lists::ShareDisposition::shared;
  resource.flags = 0xA1;
  resource.role = Role::window;
  resource.stage = Stage::firmware;
  resource.fixed = Known::yes;
  resource.bar = 9;
  resource.label = "I/O window";
  resource.certainty = Certainty::assumed;
  resource.source = 1;
  Resource& messages = device.resources.emplace_back();
  messages.type = lists::ResourceType::interrupt;
  messages.messages = 4;
  EXPECT_EQ(lines_of(with_device(device))[1],
            R"({"record":"snapshot-device","id":"PCI\\VEN_8086\\3","name":"Bridge \"A\"","driver":"pci",)"
            R"("class":"System","hardware_ids":["PCI\\VEN_8086","PCI\\CC_0604"],"compatible_ids":["PCI\\CC_06"],)"
            R"("location":"PCI bus 0","firmware_path":"\\_SB.PCI0","kind":"pci-bridge","parent":7,)"
            R"("parent_certainty":"derived","pci":"00:1c.0","pci_class":"0x60400","subtractive":"no",)"
            R"("child_buses":[1,4],"memory_decode":true,"io_decode":false,"present":"yes","problem":12,"source":2,)"
            R"("resources":[{"type":"port","start":"0xe000","end":"0xefff","alignment":"0x1000","share":"shared",)"
            R"("flags":"0xa1","role":"window","stage":"firmware","fixed":"yes","bar":9,"label":"I/O window",)"
            R"("certainty":"assumed","source":1},{"type":"interrupt","messages":4,"stage":"current","source":0}],)"
            R"("configurations":[]})");
}

TEST(SnapshotJson, RecordsStandInTheirOrderEachOnALineOfItsOwn) {
  Snapshot snapshot;
  snapshot.title = "A PC";
  snapshot.platform = Platform::linux;
  snapshot.system = "Linux 6.1";
  snapshot.firmware = "SeaBIOS";
  snapshot.control_set = "ControlSet001";
  snapshot.claims.push_back({"PnP Manager", "PnpManager", "\\Device\\1.Raw", {1, 2}, 0});
  snapshot.policy.push_back({"Arbiters\\AllocationOrder", "Root", 10, {}, 0});
  snapshot.interrupts.push_back({9, false, Trigger::level, "IO-APIC", {"acpi", "i801"}, 0});
  snapshot.regions.push_back({lists::ResourceType::memory, {0, 0xFFF}, "Reserved", 1, 0});
  snapshot.devices.push_back(named("a"));
  snapshot.sources.push_back({SourceKind::hive, "SYSTEM", true, {"a page", "a cell"}, {"a note"}});
  const std::vector<std::string> lines = lines_of(snapshot);
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[0], R"({"record":"snapshot","format":1,"platform":"linux","title":"A PC","system":"Linux 6.1",)"
                      R"("firmware":"SeaBIOS","control_set":"ControlSet001"})");
  EXPECT_EQ(
      lines[1],
      R"({"record":"snapshot-source","kind":"hive","name":"SYSTEM","dirty":true,"gaps":["a page","a cell"],"notes":["a note"]})");
  EXPECT_TRUE(lines[2].starts_with(R"({"record":"snapshot-device","id":"a")"));
  EXPECT_EQ(lines[3], R"({"record":"snapshot-region","type":"memory","start":"0x0","end":"0xfff","name":"Reserved",)"
                      R"("depth":1,"source":0})");
  EXPECT_EQ(lines[4], R"({"record":"snapshot-interrupt","number":9,"message":false,"trigger":"level",)"
                      R"("controller":"IO-APIC","users":["acpi","i801"],"source":0})");
  EXPECT_EQ(lines[5], R"({"record":"snapshot-policy","key":"Arbiters\\AllocationOrder","name":"Root",)"
                      R"("registry_type":10,"hex":"","source":0})");
  EXPECT_EQ(lines[6], R"({"record":"snapshot-claim","class":"PnP Manager","driver":"PnpManager",)"
                      R"("name":"\\Device\\1.Raw","hex":"0102","source":0})");
}

TEST(SnapshotJson, AListStandsThereAsBytesAndInWords) {
  Device device = named("a");
  device.configurations.push_back(
      {lists::LogConfType::boot, 8, {1, 0, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0}, 3});
  const std::string line = lines_of(with_device(device))[1];
  EXPECT_NE(line.find(R"({"kind":"BootConfig","registry_type":8,"source":3,)"
                      R"("hex":"010000000f000000000000000100010000000000","list":{"form":"resource-list","layout":20,)"
                      R"("full":[{"interface":"PNPBus","bus":0,"version":1,"revision":1,"descriptors":[]}]}})"),
            std::string::npos)
      << line;
}

// Brackets that match outside strings: what a parser needs first.
bool balanced(std::string_view json) {
  std::string open;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') ++i;
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '{' || c == '[') open += c;
    if (c == '}' || c == ']') {
      if (open.empty() || open.back() != (c == '}' ? '{' : '[')) return false;
      open.pop_back();
    }
  }
  return open.empty() && !in_string;
}

TEST(SnapshotJson, AListThatIsNoListLeavesTheLineWhole) {
  for (std::size_t length = 0; length < 24; ++length) {
    for (const std::uint32_t type : {8U, 10U}) {
      Device device = named("a");
      device.configurations.push_back({lists::LogConfType::basic, type, std::vector<std::uint8_t>(length, 0xFF), 0});
      const std::string line = lines_of(with_device(device))[1];
      EXPECT_TRUE(balanced(line)) << line;
    }
  }
}

TEST(SnapshotJson, TextThatIsNoUtf8IsWrittenAsSomethingThatIs) {
  const std::string line = lines_of(with_device(named("a\xFF\x01\n")))[1];
  EXPECT_NE(line.find("\"id\":\"a\\ufffd\\u0001\\n\""), std::string::npos) << line;
}

TEST(SnapshotJson, RunningOutOfMemoryIsSaid) {
  const Snapshot snapshot = with_device(named(std::string(300, 'x')));
  std::size_t failures = 0;
  for (std::size_t n = 0;; ++n) {
    testing_support::FailingMemory memory(n);
    TextWriter out(memory.source());
    const auto done = write_json(out, snapshot);
    if (done) break;
    EXPECT_EQ(done.error().code, ErrorCode::out_of_memory);
    ++failures;
  }
  EXPECT_GT(failures, 1U);
}

}  // namespace
}  // namespace resmap::snapshot
