// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/import/linux_text.h"

namespace resmap::import {
namespace {

using namespace std::string_view_literals;

std::optional<LinuxText> kind_of(std::string_view text) {
  return recognise_linux_text({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

TEST(Recognise, EachTextByWhatIsInIt) {
  EXPECT_EQ(kind_of("00000000-00000fff : Reserved\n00001000-0009fbff : System RAM\n"), LinuxText::iomem);
  EXPECT_EQ(kind_of("10005000-1000501f : serial\n30000000-31ffffff : System RAM\n"), LinuxText::iomem);
  EXPECT_EQ(kind_of("0000-001f : dma1\n0020-0021 : pic1\n"), LinuxText::ioports);
  EXPECT_EQ(kind_of("00000000-0000ffff : PCI Bus 0000:00\n  00000000-0000001f : dma1\n"), LinuxText::ioports);
  EXPECT_EQ(kind_of("           CPU0\n  0:  228   IO-APIC   2-edge      timer\nERR: 0\n"), LinuxText::interrupts);
  EXPECT_EQ(kind_of("  0:  228   IO-APIC   2-edge      timer\n"), LinuxText::interrupts);
  EXPECT_EQ(kind_of("[    0.000000] Linux version 6.1\n[    0.000000] BIOS-e820: x\n"), LinuxText::kernel_log);
  EXPECT_EQ(kind_of("ACPI: a\nPCI: b\nSCSI subsystem initialized\n"), LinuxText::kernel_log) << "its beginning is lost";
  EXPECT_EQ(kind_of("Dec 07 18:34:02 box kernel: Linux version 6.0\nDec 07 18:34:02 box kernel: PCI: x\n"),
            LinuxText::kernel_log);
}

TEST(Recognise, HiddenMapsToo) {
  EXPECT_EQ(kind_of("00000000-00000000 : Reserved\n00000000-00000000 : System RAM\n"), LinuxText::iomem);
  EXPECT_EQ(kind_of("0000-0000 : PCI Bus 0000:00\n  0000-0000 : dma1\n"), LinuxText::ioports);
}

TEST(Recognise, APromptOrACutLineDoesNotMatter) {
  std::string text = "$ cat /proc/ioports\n";
  for (int i = 0; i < 20; ++i) text += "0000-001f : dma1\n";
  EXPECT_EQ(kind_of(text + "0020-00"), LinuxText::ioports);
}

TEST(Recognise, OtherTextsAreNone) {
  const std::string_view others[] = {"",
                                     "\n\n",
                                     "hello world\n",
                                     "REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\SYSTEM]\n\"a\"=hex(8):00\n",
                                     "Windows Registry Editor Version 5.00\n\n[X]\n",
                                     "{\"record\":\"snapshot\",\"format\":1}\n",
                                     "00:00.0 Host bridge: Intel Corporation\n00:1f.3 SMBus: Intel\n",
                                     "0000:00:00.0 0600: 8086:29c0\n",
                                     "DSDT @ 0x0\n  0000: 44 53 44 54  DSDT\n",
                                     "machine \"A PC\"\n  device pci0\n",
                                     "Linux version 6.1.0-56-cloud-amd64 (builder)\n",
                                     "00400000-0040b000 r-xp 00000000 08:01 1 /bin/cat\n",
                                     "reg00: base=0x000000000 (    0MB), size= 2048MB\n",
                                     "  1: 17\n  2: 18\n",
                                     "[    12.345] (II) Loading X\n[    12.346] (II) y\n[    12.347] z\n",
                                     "---<<BOOT>>---\nACPI: a\nPCI: b\nACPI: c\nCopyright (c) The FreeBSD Project.\n",
                                     "regf\1\0\0\0\1\0\0\0"sv,
                                     "sys/a\0\0\0\0"sv,
                                     "\xFF\xFEW\0i\0n\0"sv,
                                     "processor\t: 0\nvendor_id\t: GenuineIntel\n",
                                     "============ start debug info ============\nlibhd version 21.72\n  0-0 : x\n"};
  for (const std::string_view text : others) EXPECT_EQ(kind_of(text), std::nullopt) << text;
}

TEST(Recognise, OnlyTheFirst64KibAreLookedAt) {
  std::string text;
  while (text.size() < 70'000) text += "0000-001f : dma1\n";
  EXPECT_EQ(kind_of(text + std::string(100'000, '\0')), LinuxText::ioports);
}

}  // namespace
}  // namespace resmap::import
