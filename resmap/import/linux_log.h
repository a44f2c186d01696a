// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/address_range.h"
#include "resmap/base/result.h"
#include "resmap/import/linux_scan.h"
#include "resmap/lists/resource_type.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::import {

// A resource as the kernel prints it: "[mem 0xfe000000-0xfe1fffff 64bit pref]", "[io  size 0x1000]", "[bus 00-ff]".
struct PrintedResource {
  lists::ResourceType type = lists::ResourceType::memory;  // port, memory, bus_number, interrupt, dma
  std::optional<AddressRange> range;                       // nullopt: only a size is printed, or the range is empty
  std::optional<std::uint64_t> size;
  bool is_64bit = false;
  bool prefetchable = false;
  bool disabled = false;
};
// Takes it from the front of `text`; nullopt: none stands there, or one of no known type.
[[nodiscard]] std::optional<PrintedResource> take_printed_resource(std::string_view& text);

// Which resource of a function, numbered as Snapshot numbers them, and virtual functions' BARs behind.
namespace log_slot {
inline constexpr std::uint8_t rom = 6, memory_window = 7, prefetchable_window = 8, io_window = 9;
inline constexpr std::uint8_t virtual_bar = 16;  // 16 to 21: VF BAR 0 to 5
}  // namespace log_slot

// The last that the log says of one resource of one function.
struct LogResource {
  snapshot::PciPlace function;
  std::uint8_t slot = 0;
  lists::ResourceType type = lists::ResourceType::memory;
  bool prefetchable = false;
  bool fixed = false;                    // the legacy ports of IDE, a shadowed ROM
  std::optional<AddressRange> firmware;  // where firmware had put it; nullopt: nowhere, or the log does not say
  std::optional<AddressRange> place;     // where it is in the end
  std::optional<std::uint64_t> length;
  bool lost = false;  // the kernel wanted to place it and in the end could not; then `place` is nullopt
  std::string
      words;  // of a lost one, the line that says so: "BAR 2 [mem size 0x1000000000 64bit pref]: can't assign; no space"
  std::uint32_t line = 0;
};

struct LogFunction {
  snapshot::PciPlace place;
  std::optional<std::uint16_t> vendor, device;
  std::optional<std::uint8_t> header;       // "type 01": a bridge
  std::optional<std::uint32_t> class_code;  // 24 bits
  std::optional<AddressRange> child_buses;
  bool subtractive = false;
  bool gone = false;  // its bus was released again: a dock that was pulled out
};

struct LogRootBus {
  PciBusName bus;
  std::optional<snapshot::PciPlace> behind;  // the function whose driver made this bus (Intel VMD)
  std::vector<PrintedResource> windows;      // with a range each
  std::optional<AddressRange> buses;
};

// Ports or memory that a function decodes without a BAR, as a quirk of the kernel found them.
struct LogQuirk {
  snapshot::PciPlace function;
  lists::ResourceType type = lists::ResourceType::port;
  AddressRange range{};
  std::string words;  // "quirk: ICH6 ACPI/GPIO/TCO"
};

struct LogFacts {
  std::string system;                  // "Linux 6.1.0-56-cloud-amd64"
  std::string title;                   // the machine, of the DMI line
  std::string firmware;                // its BIOS
  std::vector<LogRootBus> roots;       // rising
  std::vector<LogFunction> functions;  // rising
  std::vector<LogResource> resources;  // rising by function and slot
  std::vector<LogQuirk> quirks;        // in the log's order
  std::vector<std::string> gaps;
};

// The kernel's log: dmesg in any of its forms (with times, levels, or neither), `journalctl -k`, syslog. Of each resource the last
// word counts: a kernel tries more than once. Where the log holds several boots, the last one is taken.
// A text without any such line gives no facts; it is no error. out_of_memory.
[[nodiscard]] Result<LogFacts> parse_kernel_log(std::string_view text);

// A line without what the log puts before the message: times, levels, the host and "kernel:" of syslog. `timed`: the kernel's own
// time, "[    0.123456]", was among it.
[[nodiscard]] std::string_view kernel_message(std::string_view line, bool* timed = nullptr);

}  // namespace resmap::import
