// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/address_range.h"
#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/import/rules.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::import {

// The texts in which Linux shows its resources; the kernel's log has a header of its own, linux_log.h.
enum class LinuxText : std::uint8_t { iomem, ioports, interrupts, kernel_log };

// Which of them a file is, by what is in it and never by its name; looks at the first 64 KiB. nullopt: none of them (a hive, an
// archive, .reg, JSON, lspci's text, another system's log).
[[nodiscard]] std::optional<LinuxText> recognise_linux_text(Bytes bytes);

// A line of /proc/iomem or /proc/ioports.
struct MapLine {
  AddressRange range{};
  std::string name;
  std::uint32_t depth = 0;  // 0: at the margin; a line that stands further in than the one before it is one deeper
  std::uint32_t line = 0;   // from 1
};

struct AddressMap {
  std::vector<MapLine> lines;
  // Every address is 0: the kernel hides them from plain users. Then nothing is known, and `lines` is empty.
  bool hidden = false;
  std::size_t ranges = 0;         // lines that have the form of a range, hidden ones too
  std::vector<std::string> gaps;  // lines that say nothing, by number
};

// Indentation by blanks or tabs, any width; line ends of any kind; a last line that is cut off is left out with a gap.
// malformed RM5321; out_of_memory.
[[nodiscard]] Result<AddressMap> parse_address_map(std::string_view text);

// A numbered line of /proc/interrupts.
struct InterruptRow {
  std::uint32_t number = 0;
  std::string controller;  // "IO-APIC", "PCI-MSI", "GICv3"
  bool message = false;
  snapshot::Trigger trigger = snapshot::Trigger::unknown;
  std::vector<std::string> users;
  std::uint32_t line = 0;
};

struct InterruptTable {
  std::vector<InterruptRow>
      rows;  // in the text's order; what processors count for themselves (NMI, LOC, IPI0) is left out
  std::vector<std::string> gaps;
};

// From kernel 2.4 to today, x86, ARM and POWER; any number of processors. malformed RM5322; out_of_memory.
[[nodiscard]] Result<InterruptTable> parse_interrupts(std::string_view text);

}  // namespace resmap::import
