// SPDX-License-Identifier: MIT
#include "resmap/import/pci_names.h"

#include <algorithm>

namespace resmap::import {

namespace {

// Codes as the PCI Code and ID Assignment Specification gives them; the words are ours. The first line that fits counts.
struct ClassName {
  std::uint32_t bits;
  std::uint32_t mask;
  std::string_view name;
};
constexpr std::uint32_t kWhole = 0xFFFFFF, kSubclass = 0xFFFF00, kBase = 0xFF0000;

constexpr ClassName kClasses[] = {
    {0x000100, kSubclass, "VGA controller"},
    {0x010000, kSubclass, "SCSI controller"},
    {0x010100, kSubclass, "IDE controller"},
    {0x010200, kSubclass, "floppy controller"},
    {0x010400, kSubclass, "RAID controller"},
    {0x010500, kSubclass, "ATA controller"},
    {0x010601, kWhole, "AHCI controller"},
    {0x010600, kSubclass, "SATA controller"},
    {0x010700, kSubclass, "SAS controller"},
    {0x010802, kWhole, "NVMe controller"},
    {0x010800, kSubclass, "non-volatile memory controller"},
    {0x010000, kBase, "storage controller"},
    {0x020000, kSubclass, "Ethernet controller"},
    {0x020700, kSubclass, "InfiniBand controller"},
    {0x020000, kBase, "network controller"},
    {0x030000, kSubclass, "VGA controller"},
    {0x030200, kSubclass, "3D controller"},
    {0x030000, kBase, "display controller"},
    {0x040300, kSubclass, "HD audio controller"},
    {0x040100, kSubclass, "audio controller"},
    {0x040000, kBase, "multimedia controller"},
    {0x050000, kBase, "memory controller"},
    {0x060000, kSubclass, "host bridge"},
    {0x060100, kSubclass, "ISA bridge"},
    {0x060401, kWhole, "subtractive PCI bridge"},
    {0x060400, kSubclass, "PCI bridge"},
    {0x060700, kSubclass, "CardBus bridge"},
    {0x060000, kBase, "bridge"},
    {0x070000, kSubclass, "serial port"},
    {0x070100, kSubclass, "parallel port"},
    {0x070300, kSubclass, "modem"},
    {0x070000, kBase, "communication controller"},
    {0x080020, kWhole, "I/O APIC"},
    {0x080000, kSubclass, "interrupt controller"},
    {0x080100, kSubclass, "DMA controller"},
    {0x080200, kSubclass, "timer"},
    {0x080500, kSubclass, "SD host controller"},
    {0x080600, kSubclass, "IOMMU"},
    {0x080000, kBase, "system peripheral"},
    {0x090000, kBase, "input controller"},
    {0x0A0000, kBase, "docking station"},
    {0x0B0000, kBase, "processor"},
    {0x0C0000, kSubclass, "FireWire controller"},
    {0x0C0300, kWhole, "USB controller (UHCI)"},
    {0x0C0310, kWhole, "USB controller (OHCI)"},
    {0x0C0320, kWhole, "USB controller (EHCI)"},
    {0x0C0330, kWhole, "USB controller (xHCI)"},
    {0x0C0340, kWhole, "USB4 host interface"},
    {0x0C0300, kSubclass, "USB controller"},
    {0x0C0500, kSubclass, "SMBus controller"},
    {0x0C0700, kSubclass, "IPMI interface"},
    {0x0C0000, kBase, "serial bus controller"},
    {0x0D0000, kBase, "wireless controller"},
    {0x0F0000, kBase, "satellite controller"},
    {0x100000, kBase, "encryption controller"},
    {0x110000, kBase, "signal processing controller"},
    {0x120000, kBase, "processing accelerator"},
    {0x130000, kBase, "instrumentation"},
};

struct IdName {
  std::string_view id;
  std::string_view name;
};
constexpr IdName kPnpIds[] = {
    {"PNP0000", "interrupt controller"},
    {"PNP0100", "system timer"},
    {"PNP0103", "HPET"},
    {"PNP0200", "DMA controller"},
    {"PNP0303", "PS/2 keyboard"},
    {"PNP0400", "parallel port"},
    {"PNP0401", "parallel port (ECP)"},
    {"PNP0500", "serial port"},
    {"PNP0501", "serial port"},
    {"PNP0700", "floppy controller"},
    {"PNP0800", "PC speaker"},
    {"PNP0A03", "PCI host bridge"},
    {"PNP0A08", "PCI host bridge"},
    {"PNP0B00", "real-time clock"},
    {"PNP0C01", "system board"},
    {"PNP0C02", "motherboard resources"},
    {"PNP0C04", "numeric coprocessor"},
    {"PNP0C09", "embedded controller"},
    {"PNP0F03", "PS/2 mouse"},
    {"PNP0F13", "PS/2 mouse"},
};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::string_view pci_function_name(std::uint32_t class_code, std::optional<buses::PciePort> port) {
  if (port && (class_code & kSubclass) == 0x060400) {
    switch (*port) {
      case buses::PciePort::root_port: return "root port";
      case buses::PciePort::upstream_port: return "switch upstream port";
      case buses::PciePort::downstream_port: return "switch downstream port";
      case buses::PciePort::express_to_pci_bridge: return "PCIe to PCI bridge";
      case buses::PciePort::pci_to_express_bridge: return "PCI to PCIe bridge";
      default: break;
    }
  }
  const auto* const found = std::find_if(std::begin(kClasses), std::end(kClasses), [&](const ClassName& entry) {
    return (class_code & entry.mask) == entry.bits;
  });
  return found == std::end(kClasses) ? "PCI device" : found->name;
}

std::string_view pnp_device_name(std::string_view id) {
  const auto* const found = std::find_if(std::begin(kPnpIds), std::end(kPnpIds), [&](const IdName& entry) {
    return std::equal(id.begin(), id.end(), entry.id.begin(), entry.id.end(),
                      [](char a, char b) { return upper(a) == b; });
  });
  return found == std::end(kPnpIds) ? std::string_view() : found->name;
}

}  // namespace resmap::import
