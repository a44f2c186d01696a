// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/import/linux_text.h"

namespace resmap::import {
namespace {

using snapshot::Trigger;

// One row, under a heading of so many processors.
InterruptRow row(const std::string& line, int processors = 1) {
  std::string text;
  for (int i = 0; i < processors; ++i) text += "       CPU" + std::to_string(i);
  const auto table = parse_interrupts(text + "\n" + line + "\n");
  EXPECT_TRUE(table && table->rows.size() == 1 && table->gaps.empty()) << line;
  return table && !table->rows.empty() ? table->rows[0] : InterruptRow();
}

using Users = std::vector<std::string>;

struct Form {
  std::string line;
  int processors;
  std::uint32_t number;
  std::string controller;
  Trigger trigger;
  bool message;
  Users users;
};

// Lines as kernels of 25 years and three architectures write them.
const Form kForms[] = {
    {"  0:     699965    IO-APIC-edge  timer", 1, 0, "IO-APIC", Trigger::edge, false, {"timer"}},
    {"  3:       2315   IO-APIC-level  ohci_hcd", 1, 3, "IO-APIC", Trigger::level, false, {"ohci_hcd"}},
    {"  1:         10          XT-PIC  i8042", 1, 1, "XT-PIC", Trigger::unknown, false, {"i8042"}},
    {"  2:          0    XT-PIC-XT        cascade", 1, 2, "XT-PIC", Trigger::unknown, false, {"cascade"}},
    {" 17: 286856 0   IR-IO-APIC-fasteoi   ehci_hcd:usb2",
     2,
     17,
     "IR-IO-APIC",
     Trigger::level,
     false,
     {"ehci_hcd:usb2"}},
    {" 40:          0   DMAR_MSI-edge      dmar0", 1, 40, "DMAR_MSI", Trigger::edge, true, {"dmar0"}},
    {" 47: 2505228 0  IR-PCI-MSI-edge      fglrx[0]@PCI:1:0:0",
     2,
     47,
     "IR-PCI-MSI",
     Trigger::edge,
     true,
     {"fglrx[0]@PCI:1:0:0"}},
    {" 11: 0 153   IO-APIC  11-fasteoi   virtio3, uhci_hcd:usb1",
     2,
     11,
     "IO-APIC",
     Trigger::level,
     false,
     {"virtio3", "uhci_hcd:usb1"}},
    {" 24: 0   PCI-MSI 32768-edge      PCIe PME, aerdrv",
     1,
     24,
     "PCI-MSI",
     Trigger::edge,
     true,
     {"PCIe PME", "aerdrv"}},
    {" 27: 10   PCI-MSI-0000:00:1f.2    0-edge      ahci[0000:00:1f.2]",
     1,
     27,
     "PCI-MSI-0000:00:1f.2",
     Trigger::edge,
     true,
     {"ahci[0000:00:1f.2]"}},
    {" 13: 4 5     GICv3  27 Level     arch_timer", 2, 13, "GICv3", Trigger::level, false, {"arch_timer"}},
    {" 44: 0 0   ITS-MSI 524288 Edge      nvme0q0", 2, 44, "ITS-MSI", Trigger::edge, true, {"nvme0q0"}},
    {" 16: 1 2      XICS   2 Level     IPI", 2, 16, "XICS", Trigger::level, false, {"IPI"}},
    {" 19: 9 9  XIVE-IRQ 16777216 Edge      IPI-0", 2, 19, "XIVE-IRQ", Trigger::edge, false, {"IPI-0"}},
    {" 20: 0 0  OPAL EVT   0 Edge      opal-power", 2, 20, "OPAL EVT", Trigger::edge, false, {"opal-power"}},
    {" 55: 0  gpio-mxc  21 Edge      2194000.mmc cd", 1, 55, "gpio-mxc", Trigger::edge, false, {"2194000.mmc cd"}},
    {" 36: 0      INTC  36  serial", 1, 36, "INTC", Trigger::unknown, false, {"serial"}},
    {"  9: 0   IO-APIC   9-fasteoi", 1, 9, "IO-APIC", Trigger::level, false, {}},
    {" 60: 0      None", 1, 60, "None", Trigger::unknown, false, {}},
    {"  5: 0", 1, 5, "", Trigger::unknown, false, {}},
};

TEST(Interrupts, EveryKernelsFormIsUnderstood) {
  for (const Form& form : kForms) {
    const InterruptRow found = row(form.line, form.processors);
    EXPECT_EQ(found.number, form.number) << form.line;
    EXPECT_EQ(found.controller, form.controller) << form.line;
    EXPECT_EQ(found.trigger, form.trigger) << form.line;
    EXPECT_EQ(found.message, form.message) << form.line;
    EXPECT_EQ(found.users, form.users) << form.line;
  }
}

TEST(Interrupts, WithoutAHeadingTheLeadingNumbersAreTheCounts) {
  const auto table = parse_interrupts(" 11: 0 153   IO-APIC  11-fasteoi   virtio3\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows[0].controller, "IO-APIC");
}

TEST(Interrupts, WhatProcessorsCountForThemselvesIsLeftOutSilently) {
  const auto table = parse_interrupts(
      "  CPU0\n  4: 1 IO-APIC 4-edge ttyS0\nNMI: 0 Non-maskable interrupts\nIPI0: 7 x\nERR: 0\nMIS: 0\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows.size(), 1U);
  EXPECT_TRUE(table->gaps.empty());
}

TEST(Interrupts, ALastLineThatIsCutOffIsSaid) {
  const auto table = parse_interrupts("  CPU0 CPU1\r\n  4: 1 2 IO-APIC 4-edge ttyS0\r\n  8: 1");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows.size(), 1U);
  EXPECT_EQ(table->gaps, (std::vector<std::string>{"line 3 is cut off: passed over"}));
}

TEST(Interrupts, LinesOfAnotherTextAreSaidByNumber) {
  const auto table = parse_interrupts("$ cat /proc/interrupts\n  CPU0\n  4: 1 IO-APIC 4-edge ttyS0\n\nwhat is this\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->gaps,
            (std::vector<std::string>{"line 1 is no interrupt: passed over", "line 5 is no interrupt: passed over"}));
}

TEST(Interrupts, ATextWithoutAnyIsMalformed) {
  for (const char* const text : {"", "  CPU0\n", "NMI: 0\n", "99999999999: 1 IO-APIC 1-edge x\n"})
    EXPECT_EQ(parse_interrupts(text).error(),
              (Error{.code = ErrorCode::malformed, .rule = rule::no_interrupts, .index = 1}));
}

}  // namespace
}  // namespace resmap::import
