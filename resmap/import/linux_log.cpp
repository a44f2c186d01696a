// SPDX-License-Identifier: MIT
#include "resmap/import/linux_log.h"

#include <algorithm>

#include "resmap/import/guard.h"
#include "resmap/import/linux_log_state.h"

namespace resmap::import {

namespace {

using lists::ResourceType;

class LogReader {
 public:
  explicit LogReader(std::string_view text) : lines_(text) {}

  Result<LogFacts> read() {
    std::string_view line;
    while (lines_.next(line)) message(kernel_message(line));
    std::move(state_).finish(facts_);
    return std::move(facts_);
  }

 private:
  void message(std::string_view text) {
    std::string_view rest = text;
    if (take(rest, "Linux version ")) return new_boot(take_word(rest));
    if (take(rest, "DMI: ") || take(rest, "Hardware name: ")) return machine(rest);
    if (take(rest, "pci_bus ")) return bus_message(rest);
    if (take(rest, "ACPI: PCI Root Bridge [")) return acpi_root(rest);
    constexpr std::string_view host = "PCI host bridge to bus ";
    if (const std::size_t at = text.find(host); at != std::string_view::npos && at < 64) {
      const auto bus = pci_bus_from(trimmed(text.substr(at + host.size())));
      if (!bus) return;
      // "vmd 0000:00:0e.0: PCI host bridge to bus 10000:e0"
      std::string_view who = text.substr(0, at);
      static_cast<void>(take_word(who));  // the driver
      if (const auto function = pci_function_from(trimmed(who).substr(0, trimmed(who).rfind(':'))))
        state_.root(*bus).behind = function;
      state_.root(*bus);
      return;
    }
    // "<driver> 0000:00:1f.2: <message>"; the driver is "pci" until there is one.
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos || blank > 32) return;
    const std::string_view behind = text.substr(blank + 1);
    const std::size_t end = behind.find(": ");
    if (end == std::string_view::npos || end > 16) return;
    if (const auto place = pci_function_from(behind.substr(0, end)))
      state_.function_message(*place, behind.substr(end + 2), lines_.number());
  }

  void new_boot(std::string_view version) {
    if (!state_.empty()) {
      facts_.gaps.push_back("the log holds more than one boot: only the last one, from line " +
                            std::to_string(lines_.number()) + ", is taken");
      state_.forget();
    }
    facts_.system = "Linux " + std::string(version);
  }

  // "QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.2 04/01/2014", "LENOVO 20KG/20KG, BIOS N23ET83W (1.58 ) 09/28/2022".
  void machine(std::string_view text) {
    const std::size_t bios = text.rfind(", BIOS ");
    if (bios == std::string_view::npos || !facts_.title.empty()) return;
    facts_.title = trimmed(text.substr(0, bios));
    facts_.firmware = trimmed(text.substr(bios + 2));
  }

  // "0000:00: root bus resource [mem 0xc0000000-0xfebfffff window]"
  void bus_message(std::string_view text) {
    const std::size_t end = text.find(": ");
    const auto bus = end == std::string_view::npos ? std::nullopt : pci_bus_from(text.substr(0, end));
    if (!bus) return;
    text.remove_prefix(end + 2);
    if (take(text, "root bus resource ")) {
      if (const auto printed = take_printed_resource(text)) root_resource(*bus, *printed, text);
    } else if (take(text, "resource ")) {
      if (!take_number(text, 10) || !take(text, " ")) return;
      if (const auto printed = take_printed_resource(text)) state_.bus_resource(*bus, *printed);
    } else if (take(text, "busn_res: ")) {
      if (take_printed_resource(text) && text.starts_with(" is released")) state_.released(*bus);
    }
  }

  void root_resource(PciBusName bus, const PrintedResource& printed, std::string_view behind) {
    LogRootBus& root = state_.root(bus);
    if (!printed.range) return;
    if (printed.type == ResourceType::bus_number) {
      if (printed.range->last <= 0xFF) root.buses = printed.range;
      return;
    }
    if (printed.type != ResourceType::port && printed.type != ResourceType::memory) return;
    const bool known = std::any_of(root.windows.begin(), root.windows.end(), [&](const PrintedResource& window) {
      return window.type == printed.type && window.range == printed.range;
    });
    if (!known) root.windows.push_back(printed);
    if (behind.starts_with(" (bus address ")) {
      facts_.gaps.push_back("line " + std::to_string(lines_.number()) + ": on bus " + name_of(bus) +
                            " addresses differ from those of the processor, which alone are kept");
    }
  }

  // "PCI0] (domain 0000 [bus 00-ff])", before 2.6.36 "PCI0] (0000:00)".
  void acpi_root(std::string_view text) {
    const std::size_t at = text.find("] (");
    if (at == std::string_view::npos) return;
    text.remove_prefix(at + 3);
    if (const auto bus = pci_bus_from(text.substr(0, text.find(')')))) {
      state_.root(*bus);
      return;
    }
    if (!take(text, "domain ")) return;
    const auto segment = take_hex(text);
    take_blanks(text);
    const auto buses = take_printed_resource(text);
    if (!segment || *segment > 0xFFFF'FFFF || !buses || !buses->range || buses->range->last > 0xFF) return;
    if (buses->type != ResourceType::bus_number) return;
    LogRootBus& root =
        state_.root({static_cast<std::uint32_t>(*segment), static_cast<std::uint8_t>(buses->range->first)});
    if (!root.buses) root.buses = buses->range;
  }

  LineReader lines_;
  LogState state_;
  LogFacts facts_;
};

}  // namespace

Result<LogFacts> parse_kernel_log(std::string_view text) {
  return guarded([&] { return LogReader(text).read(); });
}

}  // namespace resmap::import
