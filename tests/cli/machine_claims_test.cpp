// SPDX-License-Identifier: MIT
// claim --machine: what a machine holds, and its buses.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/store_test_support.h"

namespace resmap::cli {
namespace {

constexpr const char* kMachine =
    "machine \"A PC\"\n"
    "  device pci0 host-bridge\n"
    "    window port:0xd00-0xffff\n"
    "    window mem:0x80000000-0xfebfffff\n"
    "    device 00:02.0 \"VGA\"\n"
    "      driver vga\n"
    "      alloc mem:0xfd000000+16M\n"
    "  device COM1 \"Serial port\"\n"
    "    driver serial\n"
    "    boot port:0x3f8+8 irq:4\n"
    "  device LPT1 \"Printer port\"\n"
    "    boot port:0x378+8\n"
    "  device GONE \"Not there\"\n"
    "    present no\n"
    "    boot port:0x278+8\n";

// A HAL that holds the timer, RAM, and COM1's interrupt at vector 0x34.
constexpr const char* kRegistry =
    "REGEDIT4\n\n"
    "[HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP\\Hardware Abstraction Layer\\PC Compatible Eisa/Isa HAL]\n"
    "\".Raw\"=hex(8):01,00,00,00,00,00,00,00,00,00,00,00,01,00,01,00,01,00,00,00,"
    "01,01,01,00,40,00,00,00,00,00,00,00,04,00,00,00\n"
    "\".Translated\"=hex(8):01,00,00,00,00,00,00,00,00,00,00,00,01,00,01,00,01,00,00,00,"
    "01,01,01,00,40,00,00,00,00,00,00,00,04,00,00,00\n\n"
    "[HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP\\System Resources\\Physical Memory]\n"
    "\".Translated\"=hex(8):01,00,00,00,00,00,00,00,00,00,00,00,01,00,01,00,01,00,00,00,"
    "03,01,00,00,00,00,10,00,00,00,00,00,00,00,f0,01\n\n"
    "[HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP\\OtherDrivers\\Serial]\n"
    "\"\\\\Device\\\\Serial0.Raw\"=hex(8):01,00,00,00,01,00,00,00,00,00,00,00,01,00,01,00,01,00,00,00,"
    "02,01,01,00,04,00,00,00,04,00,00,00,ff,ff,ff,ff\n"
    "\"\\\\Device\\\\Serial0.Translated\"=hex(8):01,00,00,00,01,00,00,00,00,00,00,00,01,00,01,00,01,00,00,00,"
    "02,01,01,00,17,00,00,00,34,00,00,00,01,00,00,00\n";

class MachineClaims : public testing::Test {
 protected:
  Outcome claim(Words words) {
    words.insert(words.begin(), {"claim", "--machine", machine_});
    return on(store_, words);
  }
  std::size_t events() { return lines_of(on(store_, {"events", "--json"}).out).size(); }

  Folder folder_;
  std::string machine_ = folder_.write("pc.machine", kMachine);
  std::string store_ = folder_.path("pc.store");
};

TEST_F(MachineClaims, MeetTheMachinesDevicesByName) {
  const Outcome refused = claim({"--driver", "mouse", "--device", "\\Device\\Mouse0", "port:0x3f8+8", "irq:4"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.out,
            "conflict: port 0x3f8-0x3ff is held by PnP Manager\\PnpManager for COM1\n"
            "conflict: interrupt 0x4 is held by PnP Manager\\PnpManager for COM1\nrefused\n");
  EXPECT_TRUE(has(on(store_, {"events", "--json"}).out, "\"strings\":[\"\",\"PnpManager\",\"COM1.Translated\"]"));
  EXPECT_EQ(claim({"--driver", "lpt", "port:0x278+8"}).out, "granted\n");  // that device is not there
}

TEST_F(MachineClaims, MayStandInAWindowButNotOnWhatLiesInIt) {
  EXPECT_EQ(claim({"--driver", "card", "--interface", "PCIBus", "mem:0xfe000000+1M"}).code, 0);
  EXPECT_EQ(claim({"--driver", "other", "--interface", "PCIBus", "mem:0xfd000000+1M"}).code, 1);
}

TEST_F(MachineClaims, AreRefusedWithTheResourceWhereABusDoesNotReachItAndWriteNothing) {
  const Outcome outside = claim({"--driver", "card", "--interface", "PCIBus", "port:0xe00+16", "mem:0xfec00000+4K"});
  EXPECT_EQ(outside.code, 3);
  EXPECT_EQ(outside.out, "");
  EXPECT_EQ(lines_of(outside.err).size(), 1U);
  EXPECT_TRUE(has(outside.err, "\"mem:0xfec00000+4K\": RM2130")) << outside.err;
  EXPECT_FALSE(std::filesystem::exists(store_));
  const Outcome nowhere = claim({"--driver", "card", "--interface", "PCIBus", "--bus", "9", "mem:0xfe000000+1M"});
  EXPECT_TRUE(has(nowhere.err, "RM2131")) << nowhere.err;
  const Outcome drivers = claim({"--driver", "card", "--device", "\\Device\\C", "--driver-list", "dma:1 port:0x10",
                                 "--interface", "PCIBus", "port:0xe00+16"});
  EXPECT_TRUE(has(drivers.err, "\"port:0x10\": RM2130")) << drivers.err;
  EXPECT_FALSE(std::filesystem::exists(store_));
}

TEST_F(MachineClaims, EnterAMachineOnce) {
  EXPECT_EQ(claim({"--driver", "a", "dma:1"}).code, 0);
  const std::string once = on(store_, {"claims", "--json"}).out;
  const Outcome again = claim({"--driver", "a", "dma:1"});
  EXPECT_EQ(again.code, 0);
  EXPECT_EQ(on(store_, {"claims", "--json"}).out, once);
  EXPECT_EQ(events(), 0U);
  EXPECT_EQ(on(store_, {"claim", "--driver", "b", "port:0x3f8"}).code, 1);  // and it stays, in the journal
}

TEST_F(MachineClaims, HaveWhatNoDriverStartedInW2kOnly) {
  EXPECT_EQ(claim({"--driver", "lpt", "port:0x378+8"}).code, 1);
  EXPECT_EQ(claim({"--era", "w2k", "--driver", "lpt", "port:0x378+8"}).code, 0);
  EXPECT_EQ(claim({"--era", "w2k", "--driver", "mouse", "port:0x3f8+8"}).code, 1);
  EXPECT_EQ(claim({"--era", "w2k", "--policy", "boot_configuration=always_holds", "--driver", "b", "port:0x378"}).code,
            1);
}

TEST_F(MachineClaims, MeetTheHalAndRamAndInterruptsWhereTheyAreRouted) {
  machine_ = folder_.write("map.reg", kRegistry);
  EXPECT_TRUE(has(claim({"--driver", "timer", "port:0x42"}).out,
                  "is held by Hardware Abstraction Layer\\PC Compatible Eisa/Isa HAL\n"));
  EXPECT_TRUE(has(claim({"--driver", "video", "mem:0x200000+64K"}).out, "System Resources\\Physical Memory\n"));
  EXPECT_TRUE(has(claim({"--driver", "mouse", "irq:4"}).out,
                  "conflict: interrupt 0x34 is held by OtherDrivers\\Serial for \\Device\\Serial0\n"));
  EXPECT_EQ(claim({"--driver", "mouse", "irq:5"}).code, 0);
}

TEST_F(MachineClaims, MeetTheRegionsOfALinuxMachine) {
  machine_ = "spec/machines/pc-isa";
  EXPECT_TRUE(has(claim({"--driver", "a", "mem:0x100000+1M"}).out, "System Resources\\Physical Memory\n"));
  EXPECT_TRUE(has(claim({"--driver", "a", "port:0x20"}).out, "System Resources\\Reserved for pic1\n"));
  EXPECT_TRUE(has(claim({"--driver", "a", "port:0x2f8+8"}).out, "for pnp 00:06\n"));
  const Outcome shown = on(store_, {"claims", "--type", "port"});
  EXPECT_TRUE(has(shown.out, "pci0000:00")) << shown.out;
  EXPECT_TRUE(has(shown.out, "window")) << shown.out;
  EXPECT_FALSE(has(shown.out, "MEMORY"));
}

// A window whose descriptor does not say I/O is one of ports all the same: real host bridges have such.
TEST_F(MachineClaims, TakePortsForPortsWhateverTheirFlags) {
  machine_ =
      folder_.write("flags.machine", "machine\n  device COM1\n    alloc port:0x3f8+8,memory\n    driver serial\n");
  EXPECT_EQ(claim({"--driver", "a", "mem:0x3f8+8"}).code, 0);
  EXPECT_TRUE(has(claim({"--driver", "b", "port:0x3f8+8"}).out, "conflict: port 0x3f8-0x3ff is held by PnP Manager"));
}

TEST_F(MachineClaims, SayWhatIsWrongWithAMachine) {
  machine_ = folder_.path("missing");
  const Outcome missing = claim({"--driver", "a", "dma:1"});
  EXPECT_EQ(missing.code, 3);
  EXPECT_TRUE(has(missing.err, "missing")) << missing.err;
  EXPECT_FALSE(std::filesystem::exists(store_));
}

}  // namespace
}  // namespace resmap::cli
