// SPDX-License-Identifier: MIT
// The five machines of spec/machines: every BAR and window against two independent readings, that of the kernel's `resource` files
// and that of QEMU's monitor (info-pci.txt), both parsed here with other means than the importer's; and the facts that each machine
// is there for, typed in.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "resmap/import/linux_scan.h"
#include "resmap/import/linux_tree_test_support.h"

namespace resmap::import {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::ResourceType;
using snapshot::Device;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Resource;
using snapshot::Role;
using snapshot::Snapshot;

// Function, number of the resource as Snapshot counts, first, last.
using Placed = std::tuple<std::string, std::uint32_t, std::uint64_t, std::uint64_t>;

std::string folder(const std::string& machine) { return RESMAP_SOURCE_DIR "/spec/machines/" + machine; }

class CapturedMachine : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    auto files = open_files(folder(GetParam()));
    ASSERT_TRUE(files);
    files_.emplace(*std::move(files));
    ASSERT_TRUE(import_linux(*files_, machine_));
  }

  [[nodiscard]] std::set<Placed> imported_places() const {
    std::set<Placed> all;
    for (const Device& device : machine_.devices) {
      for (const Resource& resource : device.resources) {
        if (resource.bar && resource.place)
          all.emplace(device.id, *resource.bar, resource.place->first, resource.place->last);
      }
    }
    return all;
  }

  std::optional<FileSet> files_;
  Snapshot machine_;
};

// Lines 0 to 6 are BARs and ROM, 13 to 15 a bridge's I/O, memory and prefetchable window.
TEST_P(CapturedMachine, EveryBarAndWindowIsThatOfTheResourceFiles) {
  const std::map<int, std::uint32_t> numbers = {{0, 0}, {1, 1}, {2, 2},  {3, 3},  {4, 4},
                                                {5, 5}, {6, 6}, {13, 9}, {14, 7}, {15, 8}};
  std::set<Placed> expected;
  std::size_t functions = 0;
  for (const std::string_view path : files_->under("sys/devices/pci")) {
    if (!path.ends_with("/resource")) continue;
    ++functions;
    const std::string directory(path.substr(0, path.rfind('/')));
    const std::string function = directory.substr(directory.rfind('/') + 1);
    std::istringstream text{std::string(as_text(*files_->find(path)))};
    std::string line;
    for (int number = 0; std::getline(text, line); ++number) {
      unsigned long long first = 0, last = 0, flags = 0;
      ASSERT_EQ(std::sscanf(line.c_str(), "%llx %llx %llx", &first, &last, &flags), 3);
      if (last != 0 && numbers.contains(number)) expected.emplace(function, numbers.at(number), first, last);
    }
  }
  EXPECT_EQ(imported_places(), expected);
  EXPECT_EQ(static_cast<std::size_t>(std::count_if(machine_.devices.begin(), machine_.devices.end(),
                                                   [](const Device& device) { return device.pci.has_value(); })),
            functions);
}

// What QEMU's monitor says: registers as the guest left them.
struct Monitor {
  std::set<Placed> places;
  std::map<std::string, std::string> ids;
  std::map<std::string, unsigned> secondary;
};
Monitor read_monitor(const std::string& path) {
  Monitor monitor;
  std::ifstream in(path);
  std::string line, function;
  while (std::getline(in, line)) {
    unsigned a = 0, b = 0, c = 0;
    unsigned long long first = 0, last = 0;
    const auto at = [&](const char* what) {
      const std::size_t found = line.find(what);
      return found == std::string::npos ? nullptr : line.c_str() + found;
    };
    char name[32];
    if (std::sscanf(line.c_str(), " Bus %u, device %u, function %u:", &a, &b, &c) == 3) {
      std::snprintf(name, sizeof name, "0000:%02x:%02x.%u", a, b, c);
      function = name;
    } else if (const char* const id = at("PCI device ")) {
      std::sscanf(id, "PCI device %x:%x", &a, &b);
      std::snprintf(name, sizeof name, "VEN_%04X&DEV_%04X", a, b);
      monitor.ids[function] = name;
    } else if (std::sscanf(line.c_str(), " secondary bus %u.", &a) == 1) {
      monitor.secondary[function] = a;
    } else if (std::sscanf(line.c_str(), " IO range [%llx, %llx]", &first, &last) == 2) {
      if (first <= last) monitor.places.emplace(function, 9, first, last);
    } else if (std::sscanf(line.c_str(), " memory range [%llx, %llx]", &first, &last) == 2) {
      if (first <= last) monitor.places.emplace(function, 7, first, last);
    } else if (std::sscanf(line.c_str(), " prefetchable memory range [%llx, %llx]", &first, &last) == 2) {
      if (first <= last) monitor.places.emplace(function, 8, first, last);
    } else if (std::sscanf(line.c_str(), " BAR%u:", &a) == 1 && a < 6) {
      if (const char* const place = at(" at 0x");
          place != nullptr && std::sscanf(place, " at %llx [%llx]", &first, &last) == 2)
        monitor.places.emplace(function, a, first, last);
    }
  }
  return monitor;
}

TEST_P(CapturedMachine, QemusMonitorSeesTheSame) {
  const Monitor monitor = read_monitor(folder(GetParam()) + "/info-pci.txt");
  std::set<Placed> expected = monitor.places;
  // The kernel gave this one up, and the register still holds what firmware wrote.
  if (std::string(GetParam()) == "q35-testdev-64g") {
    EXPECT_EQ(expected.erase({"0000:00:02.0", 2, 0x1000000000, 0x1fffffffff}), 1U);
  }
  std::set<Placed> found = imported_places();
  // The monitor shows registers; legacy IDE ports and a shadowed ROM are in none.
  for (const Device& device : machine_.devices) {
    for (const Resource& resource : device.resources) {
      if (resource.fixed == Known::yes && resource.bar)
        found.erase({device.id, *resource.bar, resource.place->first, resource.place->last});
    }
  }
  EXPECT_EQ(found, expected);
  for (const auto& [function, id] : monitor.ids) {
    EXPECT_NE(device(machine_, function)->hardware_ids[0].find(id), std::string::npos) << function;
  }
  for (const auto& [function, bus] : monitor.secondary) {
    EXPECT_EQ(device(machine_, function)->kind, DeviceKind::pci_bridge);
    EXPECT_EQ(device(machine_, function)->child_buses->first, bus);
  }
}

TEST_P(CapturedMachine, RegionsAreTheLinesOfIomemAndIoportsWithTheirDepth) {
  std::vector<std::string> expected, found;
  for (const char* const path : {"proc/iomem", "proc/ioports"}) {
    std::istringstream text{std::string(as_text(*files_->find(path)))};
    for (std::string line; std::getline(text, line);) expected.push_back(line);
  }
  for (const snapshot::Region& region : machine_.regions) {
    const int width = region.type == ResourceType::port ? 4 : 8;
    char line[256];
    std::snprintf(line, sizeof line, "%*s%0*llx-%0*llx : %s", static_cast<int>(region.depth * 2), "", width,
                  static_cast<unsigned long long>(region.range.first), width,
                  static_cast<unsigned long long>(region.range.last), region.name.c_str());
    found.emplace_back(line);
  }
  EXPECT_EQ(found, expected);
}

TEST_P(CapturedMachine, NothingIsMissingAndEverythingHangsTogether) {
  EXPECT_TRUE(is_sound(machine_));
  ASSERT_EQ(machine_.sources.size(), 5U);
  for (const snapshot::Source& source : machine_.sources) {
    EXPECT_EQ(source.name, folder(GetParam()));
    EXPECT_TRUE(source.gaps.empty()) << source.gaps[0];
  }
  EXPECT_EQ(machine_.platform, snapshot::Platform::linux);
  EXPECT_EQ(machine_.system, "Linux 6.1.0-56-cloud-amd64");
  EXPECT_EQ(machine_.title.substr(0, 16), "QEMU Standard PC");
  const Device& host = *device(machine_, "pci0000:00");
  EXPECT_EQ(host.kind, DeviceKind::host_bridge);
  EXPECT_EQ(host.child_buses, (AddressRange{0, 0xff}));
  EXPECT_EQ(host.firmware_path, "\\_SB_.PCI0");
  // Every function but the host bridge's own lies in the windows of the bridges above it.
  for (const Device& at : machine_.devices) {
    if (!at.pci) continue;
    ASSERT_TRUE(at.parent);
    for (const Resource& resource : at.resources) {
      if (!resource.place || !lists::is_address(resource.type) || resource.label == "ROM shadow") continue;
      const auto& windows = machine_.devices[*at.parent].resources;
      EXPECT_TRUE(std::any_of(windows.begin(), windows.end(),
                              [&](const Resource& window) {
                                return window.role == Role::window && window.type == resource.type && window.place &&
                                       window.place->contains(*resource.place);
                              }))
          << at.id << " " << resource.label;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Machines, CapturedMachine,
                         testing::Values("q35-ovmf", "pc-isa", "q35-testdev-64g", "q35-io-exhausted",
                                         "q35-ovmf-io-overlap"),
                         [](const auto& about) {
                           std::string name = about.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

Snapshot captured(const std::string& name) {
  Snapshot machine;
  const auto files = open_files(folder(name));
  EXPECT_TRUE(files && import_linux(*files, machine));
  return machine;
}

// (device, number or -1, type, length) of everything that wants a place and has none.
std::vector<std::string> without_place(const Snapshot& machine) {
  std::vector<std::string> all;
  for (const Device& at : machine.devices) {
    for (const Resource& resource : at.resources) {
      if (resource.place || resource.messages != 0) continue;
      char text[96];
      std::snprintf(text, sizeof text, "%s %d %s 0x%llx", at.id.c_str(),
                    resource.bar ? static_cast<int>(*resource.bar) : -1,
                    std::string(lists::word_for(resource.type)).c_str(),
                    static_cast<unsigned long long>(resource.length.value_or(0)));
      all.emplace_back(text);
    }
  }
  return all;
}

TEST(Captured, The64GibBarIsThereWithoutAPlaceAndItsSizeComesFromTheLog) {
  const Snapshot machine = captured("q35-testdev-64g");
  EXPECT_EQ(without_place(machine), (std::vector<std::string>{"0000:00:02.0 2 memory 0x1000000000"}));
  const Resource& bar = device(machine, "0000:00:02.0")->resources.back();
  EXPECT_EQ(bar.label, "BAR 2 [mem size 0x1000000000 64bit pref]: can't assign; no space");
  EXPECT_EQ(bar.alignment, 0x1000000000U);
}

TEST(Captured, OfTwentyRootPortsSixHaveNoPortsInTheEnd) {
  const Snapshot machine = captured("q35-io-exhausted");
  std::vector<std::string> expected;
  for (int port = 2; port <= 7; ++port) expected.push_back("0000:00:0" + std::to_string(port) + ".0 9 port 0x1000");
  EXPECT_EQ(without_place(machine), expected) << "at first it was 00:10.0 to 00:15.0";
  const Resource& window = device(machine, "0000:00:02.0")->resources.back();
  EXPECT_EQ(window.role, Role::window);
  EXPECT_EQ(window.label, "bridge window [io  size 0x1000]: can't assign; no space");
}

TEST(Captured, TheOthersLackNothing) {
  for (const char* const name : {"q35-ovmf", "pc-isa", "q35-ovmf-io-overlap"})
    EXPECT_TRUE(without_place(captured(name)).empty()) << name;
}

TEST(Captured, DevicesAreCountedAndNamed) {
  const std::pair<const char*, std::size_t> counts[] = {
      {"q35-ovmf", 24}, {"pc-isa", 18}, {"q35-testdev-64g", 14}, {"q35-io-exhausted", 31}, {"q35-ovmf-io-overlap", 12}};
  for (const auto& [name, count] : counts) {
    const Snapshot machine = captured(name);
    std::size_t pnp = 0, hosts = 0;
    for (const Device& at : machine.devices) {
      pnp += at.id.starts_with("pnp ") ? 1U : 0U;
      hosts += at.kind == DeviceKind::host_bridge ? 1U : 0U;
    }
    EXPECT_EQ(hosts, 1U);
    EXPECT_EQ(pnp, std::string(name) == "pc-isa" ? 9U : 6U);
    EXPECT_EQ(machine.devices.size(), count) << name;
  }
  const Snapshot ovmf = captured("q35-ovmf");
  EXPECT_EQ(device(ovmf, "0000:00:02.0")->name, "root port");
  EXPECT_EQ(device(ovmf, "0000:00:03.0")->name, "PCIe to PCI bridge");
  EXPECT_EQ(device(ovmf, "0000:02:00.0")->name, "NVMe controller");
  EXPECT_EQ(device(ovmf, "0000:02:00.0")->driver, "nvme");
  EXPECT_EQ(device(ovmf, "0000:00:1f.2")->name, "AHCI controller");
  EXPECT_EQ(device(ovmf, "0000:00:1f.2")->hardware_ids[0], "PCI\\VEN_8086&DEV_2922&SUBSYS_11001AF4&REV_02");
  EXPECT_EQ(parent_of(ovmf, "0000:02:00.0"), "0000:00:02.1");
  EXPECT_EQ(ovmf.firmware, "EFI Development Kit II / OVMF 0.0.0");
}

// Who uses a line, by number.
std::map<std::uint64_t, std::vector<std::string>> lines_of(const Snapshot& machine) {
  std::map<std::uint64_t, std::vector<std::string>> lines;
  for (const Device& at : machine.devices) {
    for (const Resource& resource : at.resources) {
      if (resource.type == ResourceType::interrupt && resource.place) lines[resource.place->first].push_back(at.id);
    }
  }
  return lines;
}

TEST(Captured, AnOldPcSharesItsInterruptLines) {
  const Snapshot machine = captured("pc-isa");
  const auto lines = lines_of(machine);
  using Ids = std::vector<std::string>;
  EXPECT_EQ(lines.at(3), (Ids{"pnp 00:04", "pnp 00:06"})) << "COM2 and COM4";
  EXPECT_EQ(lines.at(4), (Ids{"pnp 00:05", "pnp 00:07"})) << "COM1 and COM3";
  EXPECT_EQ(lines.at(10), (Ids{"0000:01:01.0", "0000:01:02.0"}));
  EXPECT_EQ(lines.at(6), (Ids{"pnp 00:02"}));
  for (const Resource& resource : device(machine, "0000:01:02.0")->resources) {
    if (resource.type != ResourceType::interrupt) continue;
    EXPECT_EQ(resource.share, lists::ShareDisposition::shared);
  }
  const auto acpi = std::find_if(machine.interrupts.begin(), machine.interrupts.end(),
                                 [](const snapshot::InterruptLine& line) { return line.number == 9; });
  ASSERT_NE(acpi, machine.interrupts.end());
  EXPECT_EQ(acpi->trigger, snapshot::Trigger::level);
  EXPECT_EQ(acpi->users, (Ids{"acpi"}));
}

TEST(Captured, AnOldPcHasItsMainboardDevicesBelowTheIsaBridge) {
  const Snapshot machine = captured("pc-isa");
  const Device& floppy = *device(machine, "pnp 00:02");
  EXPECT_EQ(floppy.name, "floppy controller");
  EXPECT_EQ(parent_of(machine, "pnp 00:02"), "0000:00:01.0");
  ASSERT_EQ(floppy.resources.size(), 4U);
  EXPECT_EQ(floppy.resources[3].type, ResourceType::dma);
  EXPECT_EQ(floppy.resources[3].place, (AddressRange{2, 2}));
  for (const Resource& resource : floppy.resources) EXPECT_EQ(resource.fixed, Known::yes);
  // Ports that registers outside the header decide: no line of the resource file has them.
  const Device& acpi = *device(machine, "0000:00:01.3");
  std::vector<std::string> labels;
  for (const Resource& resource : acpi.resources) {
    if (resource.type == ResourceType::port) labels.push_back(resource.label);
  }
  EXPECT_EQ(labels, (std::vector<std::string>{"quirk: PIIX4 ACPI", "quirk: PIIX4 SMB"}));
  for (std::uint32_t bar = 0; bar < 4; ++bar)
    EXPECT_EQ(device(machine, "0000:00:01.1")->resources[bar].fixed, Known::yes);
  EXPECT_EQ(device(machine, "0000:00:01.1")->resources[4].fixed, Known::no);
}

TEST(Captured, TheEcamBlockOfAQ35BelongsToTheMainboardAndNotToTheHostBridge) {
  const Snapshot machine = captured("q35-ovmf");
  const Device& board = *device(machine, "pnp 00:05");
  EXPECT_EQ(board.kind, DeviceKind::motherboard);
  EXPECT_EQ(parent_of(machine, "pnp 00:05"), "(none)") << "\\_SB_.DRAC is beside \\_SB_.PCI0";
  EXPECT_EQ(board.resources[0].place, (AddressRange{0xb0000000, 0xbfffffff}));
  EXPECT_EQ(board.resources[0].role, Role::use);
}

TEST(Captured, TheKernelMovedWhatFirmwareHadPutUnderABridgesWindow) {
  const Snapshot machine = captured("q35-ovmf-io-overlap");
  EXPECT_EQ(device(machine, "0000:00:1f.2")->resources[0].place, (AddressRange{0x1040, 0x105f}));
  EXPECT_EQ(device(machine, "0000:00:1f.3")->resources[0].place, (AddressRange{0x1000, 0x103f}));
}

TEST(Captured, MessagesAreCounted) {
  const Snapshot machine = captured("q35-ovmf");
  std::map<std::string, std::uint32_t> messages;
  for (const Device& at : machine.devices) {
    for (const Resource& resource : at.resources) {
      if (resource.messages != 0) messages[at.id] = resource.messages;
    }
  }
  EXPECT_EQ(
      messages,
      (std::map<std::string, std::uint32_t>{
          {"0000:00:02.0", 1}, {"0000:00:02.1", 1}, {"0000:00:02.2", 1}, {"0000:01:00.0", 3}, {"0000:02:00.0", 2}}));
}

TEST(Captured, TheSameFactsComeOfTheTextsOfAMachineOneByOne) {
  const auto set = open_files(folder("q35-ovmf"));
  ASSERT_TRUE(set);
  Files loose;
  for (const char* const path : {"proc/iomem", "proc/ioports", "proc/interrupts", "dmesg"})
    loose.emplace_back(std::string(path).substr(std::string(path).rfind('/') + 1),
                       std::string(as_text(*set->find(path))));
  Snapshot together = imported(loose), one_by_one;
  for (const auto& [name, text] : loose) ASSERT_TRUE(import_linux(files({{name, text}}), one_by_one));
  const Snapshot tree = captured("q35-ovmf");
  for (const Snapshot* const machine : {&together, &one_by_one}) {
    EXPECT_TRUE(is_sound(*machine));
    for (const Device& real : tree.devices) {
      if (!real.pci) continue;
      const Device& derived = *device(*machine, real.id);
      EXPECT_EQ(parent_of(*machine, real.id), parent_of(tree, real.id));
      std::set<Placed> expected, found;
      for (const auto& [from, into] : {std::pair(&real, &expected), std::pair(&derived, &found)}) {
        for (const Resource& resource : from->resources) {
          if (resource.place && lists::is_address(resource.type))
            into->emplace("", resource.bar.value_or(99), resource.place->first, resource.place->last);
        }
      }
      EXPECT_EQ(found, expected) << real.id;
    }
  }
}

}  // namespace
}  // namespace resmap::import
