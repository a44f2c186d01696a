// SPDX-License-Identifier: MIT
// Real machines that nobody here made: RESMAP_CORPUS names their folder, and without it these tests are skipped. Facts are compared
// with a reading of the texts by other means, or typed in.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "resmap/import/linux_log.h"
#include "resmap/import/linux_text.h"
#include "resmap/import/linux_tree_test_support.h"

namespace resmap::import {
namespace {

namespace fs = std::filesystem;
using namespace testing_support;  // NOLINT(google-build-using-namespace)
using snapshot::Device;
using snapshot::Resource;
using snapshot::Snapshot;

class LinuxCorpus : public testing::Test {
 protected:
  void SetUp() override {
    const char* const top = std::getenv("RESMAP_CORPUS");
    if (top == nullptr) GTEST_SKIP() << "RESMAP_CORPUS names no folder of real machines";
    top_ = top;
  }

  // linux/<machine>/<file> for every file whose name begins so, in order.
  [[nodiscard]] std::vector<fs::path> texts(const std::string& beginning) const {
    std::vector<fs::path> all;
    for (const auto& entry : fs::recursive_directory_iterator(top_ / "linux")) {
      if (entry.is_regular_file() && entry.path().filename().string().starts_with(beginning))
        all.push_back(entry.path());
    }
    std::sort(all.begin(), all.end());
    EXPECT_FALSE(all.empty());
    return all;
  }
  static std::string content(const fs::path& path) {
    const auto set = open_files(path.string());
    EXPECT_TRUE(set) << path;
    return set ? std::string(as_text(*set->find(*set->under().begin()))) : std::string();
  }
  static Snapshot import_file(const fs::path& path) {
    Snapshot machine;
    const auto set = open_files(path.string());
    EXPECT_TRUE(set && import_linux(*set, machine)) << path;
    EXPECT_TRUE(is_sound(machine)) << path;
    return machine;
  }
  [[nodiscard]] Snapshot machine(const std::string& path) const { return import_file(top_ / "linux" / path); }

  fs::path top_;
};

TEST_F(LinuxCorpus, EveryLineOfEveryAddressMapIsARegionInItsPlace) {
  for (const std::string kind : {"iomem", "ioports"}) {
    for (const fs::path& path : texts(kind)) {
      const Snapshot found = import_file(path);
      ASSERT_EQ(found.sources.size(), 1U) << path;
      EXPECT_EQ(snapshot::SourceKind::iomem == found.sources[0].kind, kind == "iomem") << path;
      EXPECT_TRUE(found.sources[0].gaps.empty()) << path;
      std::istringstream text(content(path));
      std::size_t count = 0;
      for (std::string line; std::getline(text, line); ++count) {
        ASSERT_LT(count, found.regions.size()) << path;
        const snapshot::Region& region = found.regions[count];
        EXPECT_EQ(region.depth * 2, line.find_first_not_of(' ')) << path << ": " << line;
        unsigned long long first = 0, last = 0;
        EXPECT_EQ(std::sscanf(line.c_str(), " %llx-%llx", &first, &last), 2);
        EXPECT_EQ(region.range, (AddressRange{first, last}));
        EXPECT_EQ(region.name, line.substr(line.find(" : ") + 3));
        // What stands further in lies inside.
        const bool inside = count != 0 && region.depth > found.regions[count - 1].depth;
        EXPECT_TRUE(!inside || found.regions[count - 1].range.contains(region.range)) << path << ": " << line;
      }
      EXPECT_EQ(found.regions.size(), count) << path;
    }
  }
}

TEST_F(LinuxCorpus, EveryFunctionThatAMapNamesHoldsThoseRanges) {
  for (const std::string kind : {"iomem", "ioports"}) {
    for (const fs::path& path : texts(kind)) {
      const Snapshot found = import_file(path);
      std::multiset<std::string> expected, held;
      for (const snapshot::Region& region : found.regions) {
        char text[96];
        unsigned a = 0, b = 0, c = 0, d = 0;
        if (std::sscanf(region.name.c_str(), "%4x:%2x:%2x.%1x", &a, &b, &c, &d) != 4) continue;
        std::snprintf(text, sizeof text, "%s %llx-%llx", region.name.c_str(),
                      static_cast<unsigned long long>(region.range.first),
                      static_cast<unsigned long long>(region.range.last));
        expected.insert(text);
      }
      for (const Device& at : found.devices) {
        if (!at.pci) continue;
        for (const Resource& resource : at.resources) {
          char text[96];
          std::snprintf(text, sizeof text, "%s %llx-%llx", at.id.c_str(),
                        static_cast<unsigned long long>(resource.place->first),
                        static_cast<unsigned long long>(resource.place->last));
          held.insert(text);
        }
      }
      EXPECT_EQ(held, expected) << path;
    }
  }
}

TEST_F(LinuxCorpus, EveryNumberedInterruptIsALine) {
  for (const fs::path& path : texts("interrupts")) {
    const Snapshot found = import_file(path);
    std::istringstream text(content(path));
    std::size_t count = 0;
    for (std::string line; std::getline(text, line);) {
      unsigned number = 0;
      char colon = 0;
      if (std::sscanf(line.c_str(), " %u%c", &number, &colon) != 2 || colon != ':') continue;
      ASSERT_LT(count, found.interrupts.size());
      const snapshot::InterruptLine& at = found.interrupts[count++];
      EXPECT_EQ(at.number, number);
      ASSERT_FALSE(at.users.empty()) << line;
      EXPECT_NE(line.find(at.users.front()), std::string::npos);
      EXPECT_TRUE(line.ends_with(at.users.back())) << line;
      EXPECT_NE(line.find(at.controller), std::string::npos);
      EXPECT_EQ(at.message, line.find("MSI") != std::string::npos);
      EXPECT_EQ(at.trigger == snapshot::Trigger::edge, line.find("edge") != std::string::npos) << line;
      EXPECT_EQ(at.trigger == snapshot::Trigger::level, line.find("edge") == std::string::npos) << line;
    }
    EXPECT_EQ(found.interrupts.size(), count) << path;
  }
}

// FreeBSD's logs stand in the same folder. They are none of ours, and nothing is made up from them.
TEST_F(LinuxCorpus, EveryLogOfLinuxIsReadAndNoOther) {
  for (const std::string kind : {"dmesg", "journal"}) {
    for (const fs::path& path : texts(kind)) {
      const auto set = open_files(path.string());
      ASSERT_TRUE(set);
      Snapshot found;
      const auto done = import_linux(*set, found);
      if (path.string().find("freebsd") != std::string::npos) {
        EXPECT_EQ(done.error().rule, rule::nothing_of_linux);
        continue;
      }
      EXPECT_TRUE(done) << path;
      EXPECT_TRUE(is_sound(found)) << path;
    }
  }
}

// What an independent reading takes as the last word about one resource: the last line of the log that says assigned, or that it
// was not.
TEST_F(LinuxCorpus, OfEachResourceThatTheKernelTriedToPlaceTheLastWordCounts) {
  std::size_t checked = 0, lost = 0;
  for (const std::string kind : {"dmesg", "journal"}) {
    for (const fs::path& path : texts(kind)) {
      const std::string text = content(path);
      if (text.find("FreeBSD") != std::string::npos) continue;
      std::map<std::string, std::string> last;  // "0000:00:1c.0 io" or "0000:00:1c.0 BAR 2" -> the line
      std::istringstream in(text);
      for (std::string line; std::getline(in, line);) {
        const bool assigned =
            line.find(": assigned [") != std::string::npos || line.find("]: assigned") != std::string::npos;
        const bool refused = line.find("no space for [") != std::string::npos ||
                             line.find("]: can't assign; no space") != std::string::npos;
        if (!assigned && !refused) continue;
        const std::size_t name = line.find('.', line.find(':', line.find("pci")));
        const std::string function = line.substr(line.rfind(' ', name) + 1, name + 2 - line.rfind(' ', name) - 1);
        const bool window = line.find("bridge window") != std::string::npos ||
                            line.find("BAR 13") != std::string::npos || line.find("BAR 14") != std::string::npos ||
                            line.find("BAR 15") != std::string::npos;
        std::string slot;
        if (window) {
          slot = line.find("[io") != std::string::npos     ? "io"
                 : line.find("pref]") != std::string::npos ? "pref"
                                                           : "mem";
        } else if (const std::size_t bar = line.find("BAR "); bar != std::string::npos) {
          slot = line.substr(bar, 5);
        } else {
          slot = "BAR 6";
        }
        if (line.find("VF BAR") != std::string::npos || (slot > "BAR 6" && !window)) continue;
        last[std::string(function).append(" ").append(slot)] = line;
      }
      const Snapshot found = import_file(path);
      const std::map<std::string, std::uint32_t> windows = {{"mem", 7}, {"pref", 8}, {"io", 9}};
      for (const auto& [key, line] : last) {
        const std::string function = key.substr(0, key.find(' ')), slot = key.substr(key.find(' ') + 1);
        const std::uint32_t bar =
            windows.contains(slot) ? windows.at(slot) : static_cast<std::uint32_t>(slot.back() - '0');
        const Device& at = *device(found, function);
        const auto resource =
            std::find_if(at.resources.begin(), at.resources.end(), [&](const Resource& one) { return one.bar == bar; });
        ASSERT_NE(resource, at.resources.end()) << path << ": " << line;
        unsigned long long first = 0, end = 0;
        if (line.find(" size 0x") != std::string::npos) {
          ++lost;
          EXPECT_EQ(resource->place, std::nullopt) << path << ": " << line;
          std::sscanf(line.c_str() + line.find(" size 0x"), " size %llx", &first);
          EXPECT_EQ(resource->length, first) << line;
        } else {
          ASSERT_EQ(std::sscanf(line.c_str() + line.find("0x", line.find('[', line.find(function))), "%llx-%llx",
                                &first, &end),
                    2);
          ASSERT_TRUE(resource->place) << path << ": " << line;
          // A window may have been set up wider since (POWER).
          EXPECT_TRUE(resource->place->contains({first, end})) << path << ": " << line;
        }
        ++checked;
      }
    }
  }
  EXPECT_GT(checked, 70U);
  EXPECT_GT(lost, 10U);
}

TEST_F(LinuxCorpus, ADockThatWasPulledOutIsNotThereAnyMore) {
  const Snapshot found = machine("lenovo-x1c6-dock/journal-kernel-fail.txt");
  for (const char* const gone : {"0000:05:00.0", "0000:06:00.0", "0000:06:01.0", "0000:06:02.0", "0000:06:04.0"})
    EXPECT_EQ(device(found, gone)->present, snapshot::Known::no) << gone;
  EXPECT_EQ(device(found, "0000:00:1d.0")->present, snapshot::Known::yes);
}

TEST_F(LinuxCorpus, OnPowerOnlyTheProcessorsAddressesAreKeptAndItIsSaid) {
  const Snapshot found = machine("raptor-talos2-power9/dmesg.log");
  EXPECT_EQ(found.sources[0].gaps.size(), 10U);
  const Device& vga = *device(found, "0005:02:00.0");
  EXPECT_EQ(vga.resources[0].place, (AddressRange{0x600c280000000, 0x600c280ffffff}));
  EXPECT_EQ(vga.resources[2].place, std::nullopt);
  EXPECT_EQ(vga.resources[2].length, 0x80U);
  EXPECT_EQ(parent_of(found, "0005:02:00.0"), "0005:01:00.0");
}

TEST_F(LinuxCorpus, AServerWithEightRootBusesHasThemAll) {
  const Snapshot found = machine("supermicro-as4125gs/dmesg.txt.xz");
  std::set<std::string> hosts;
  for (const Device& at : found.devices) {
    if (at.kind == snapshot::DeviceKind::host_bridge) hosts.insert(at.id);
  }
  EXPECT_EQ(hosts, (std::set<std::string>{"pci0000:00", "pci0000:20", "pci0000:40", "pci0000:60", "pci0000:80",
                                          "pci0000:a0", "pci0000:c0", "pci0000:e0"}));
  EXPECT_EQ(device(found, "pci0000:60")->child_buses, (AddressRange{0x60, 0x7f}));
  EXPECT_EQ(parent_of(found, "0000:62:00.0"), "0000:61:00.0");
  EXPECT_EQ(found.title, "Supermicro AS -4125GS-TNRT/H13DSG-O-CPU");
}

TEST_F(LinuxCorpus, FilesOfOneMachineGoTogether) {
  const Snapshot found = machine("csci442-desktop");
  EXPECT_EQ(found.sources.size(), 3U);
  EXPECT_EQ(found.regions.size(), 115U);
  EXPECT_EQ(found.interrupts.size(), 14U);
  EXPECT_EQ(parent_of(found, "0000:01:00.0"), "PCI Bus 0000:01");
  EXPECT_EQ(device(found, "0000:00:1f.2")->driver, "ahci");
}

// The value of a member of a flat JSON object, without its escapes but \n.
std::string member(const std::string& line, const std::string& name) {
  const std::size_t at = line.find("\"" + name + "\": \"");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 5;
  std::string value = line.substr(begin, line.find('"', begin) - begin);
  for (std::size_t n = value.find("\\n"); n != std::string::npos; n = value.find("\\n", n)) value.replace(n, 2, "\n");
  return value;
}

TEST_F(LinuxCorpus, EveryBarOfThePackedMachinesIsThatOfItsResourceFile) {
  std::size_t functions = 0, places = 0;
  for (const char* const name : {"hwloc-2s-xeon-mic", "hwloc-pci-domain32"}) {
    std::ifstream in(top_ / "lspci" / name / "pci-sysfs.jsonl");
    Files tree;
    std::map<std::string, std::string> resource_of;
    for (std::string line; std::getline(in, line);) {
      const std::string directory = "sys/devices/" + member(line, "sysfs") + "/", hex = member(line, "config");
      std::string bytes;
      for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
      tree.emplace_back(directory + "config", bytes);
      for (const char* const file :
           {"resource", "class", "vendor", "device", "irq", "subsystem_vendor", "subsystem_device"})
        tree.emplace_back(directory + file, member(line, file));
      const std::string path = member(line, "sysfs");
      resource_of[path.substr(path.rfind('/') + 1)] = member(line, "resource");
    }
    const Snapshot found = imported(tree);
    EXPECT_TRUE(is_sound(found));
    for (const auto& [function, text] : resource_of) {
      ++functions;
      const Device& at = *device(found, function);
      std::istringstream lines(text);
      std::set<std::tuple<std::string, unsigned long long, unsigned long long>> expected, held;
      int number = 0;
      for (std::string line; std::getline(lines, line); ++number) {
        unsigned long long first = 0, last = 0, flags = 0;
        ASSERT_EQ(std::sscanf(line.c_str(), "%llx %llx %llx", &first, &last, &flags), 3);
        if (last == 0) continue;
        const std::string what = number < 7     ? std::to_string(number)
                                 : number < 13  ? "VF BAR " + std::to_string(number - 7)
                                 : number == 13 ? "9"
                                 : number == 14 ? "7"
                                                : "8";
        expected.emplace(what, first, last);
      }
      for (const Resource& resource : at.resources) {
        if (!lists::is_address(resource.type)) continue;
        ASSERT_TRUE(resource.place) << function << " " << resource.label;
        held.emplace(resource.bar ? std::to_string(*resource.bar) : resource.label, resource.place->first,
                     resource.place->last);
      }
      EXPECT_EQ(held, expected) << function;
      places += held.size();
    }
    // Config was read up to byte 64; beside that only a bridge whose registers differ would be said.
    for (const std::string& gap : found.sources[0].gaps) EXPECT_NE(gap.find("byte 64"), std::string::npos) << gap;
  }
  EXPECT_EQ(functions, 146U);
  EXPECT_GT(places, 60U);
}

}  // namespace
}  // namespace resmap::import
