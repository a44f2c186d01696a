// SPDX-License-Identifier: MIT
#include <algorithm>

#include "resmap/import/guard.h"
#include "resmap/import/linux_log.h"
#include "resmap/import/linux_scan.h"
#include "resmap/import/linux_text.h"

namespace resmap::import {

namespace {

constexpr std::size_t kLooksAt = 65536;

bool is_binary(std::string_view text) {
  return text.substr(0, 4096).find('\0') != std::string_view::npos || text.starts_with("\xFF\xFE") ||
         text.starts_with("\xFE\xFF");
}

// The first lines of a text, without the last one if it may be cut off.
std::string_view whole_lines(std::string_view text) {
  if (text.size() <= kLooksAt) return text;
  const std::size_t end = text.rfind('\n', kLooksAt);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

std::size_t lines_with_content(std::string_view text) {
  std::size_t count = 0;
  LineReader lines(text);
  for (std::string_view line; lines.next(line);) count += trimmed(line).empty() ? 0U : 1U;
  return count;
}

bool has_digits(std::string_view text, std::size_t digits) {
  std::string_view at = trimmed(text);
  const std::size_t had = at.size();
  return take_hex(at) && had - at.size() == digits;
}

// Ports and memory have the same form. Where both have four digits or both eight, names and numbers tell them apart.
std::optional<LinuxText> address_map_kind(std::string_view text) {
  const auto map = parse_address_map(text);
  const std::size_t lines = lines_with_content(text);
  if (!map) return std::nullopt;
  if (map->ranges * 8 < lines * 7) return std::nullopt;
  LineReader reader(text);
  std::string_view first;
  while (reader.next(first) && trimmed(first).empty()) {
  }
  if (has_digits(first, 4)) return LinuxText::ioports;
  for (const std::string_view name : {": System RAM", ": Kernel code", ": Local APIC", ": PCI MMCONFIG"}) {
    if (text.find(name) != std::string_view::npos) return LinuxText::iomem;
  }
  for (const std::string_view name : {": PCI conf1", ": dma1", ": pic1"}) {
    if (text.find(name) != std::string_view::npos) return LinuxText::ioports;
  }
  // Ports end at 16 bits on x86; elsewhere they are a few MiB at most, and memory has something above.
  const bool high = std::any_of(map->lines.begin(), map->lines.end(),
                                [](const MapLine& line) { return line.range.last > 0x0FFF'FFFF; });
  return high || map->hidden ? LinuxText::iomem : LinuxText::ioports;
}

bool is_interrupt_table(std::string_view text) {
  const auto table = parse_interrupts(text);
  if (!table || !table->gaps.empty()) return false;
  // A line such as "  1: 17" alone could be anything.
  return text.find("CPU0") != std::string_view::npos ||
         std::any_of(table->rows.begin(), table->rows.end(), [](const InterruptRow& row) {
           return row.controller.find("APIC") != std::string::npos || row.message;
         });
}

bool is_kernel_log(std::string_view text) {
  constexpr std::string_view subsystems[] = {
      "pci 0",     "pci_bus ",    "PCI: ",     "ACPI: ",          "BIOS-e820: ", "e820: ", "pnp: ",
      "PnPBIOS: ", "Linux Plug ", "usbcore: ", "SCSI subsystem ", "pcieport 0",  "DMI: ",  "NET: "};
  std::size_t timed = 0, known = 0;
  bool version = false;
  LineReader lines(text);
  for (std::string_view line; lines.next(line);) {
    // FreeBSD's log has lines of the same subsystems.
    if (line.find("FreeBSD") != std::string_view::npos || line.starts_with("pcib0: ")) return false;
    bool has_time = false;
    const std::string_view message = kernel_message(line, &has_time);
    timed += has_time ? 1U : 0U;
    version = version || message.starts_with("Linux version ");
    for (const std::string_view subsystem : subsystems) known += message.starts_with(subsystem) ? 1U : 0U;
  }
  // /proc/version is one line and no log.
  return (version && (known != 0 || timed != 0)) || timed >= 3 || known >= 3;
}

}  // namespace

std::optional<LinuxText> recognise_linux_text(Bytes bytes) {
  const auto kind = guarded([&]() -> Result<std::optional<LinuxText>> {
    const std::string_view text = whole_lines(as_text(bytes));
    if (text.empty() || is_binary(text)) return std::optional<LinuxText>();
    if (const auto map = address_map_kind(text)) return map;
    if (is_interrupt_table(text)) return std::optional(LinuxText::interrupts);
    if (is_kernel_log(text)) return std::optional(LinuxText::kernel_log);
    return std::optional<LinuxText>();
  });
  return kind ? *kind : std::nullopt;
}

}  // namespace resmap::import
