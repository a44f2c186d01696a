// SPDX-License-Identifier: MIT
// Tested in linux_log_test.cpp.
#include "resmap/import/linux_log_state.h"

#include <algorithm>

namespace resmap::import {

namespace {

using lists::ResourceType;
using snapshot::PciPlace;

constexpr std::uint8_t kNoSlot = 0xFF;

bool is_address(const PrintedResource& printed) {
  return printed.type == ResourceType::port || printed.type == ResourceType::memory;
}

std::uint8_t window_slot(const PrintedResource& printed) {
  if (printed.type == ResourceType::port) return log_slot::io_window;
  return printed.prefetchable ? log_slot::prefetchable_window : log_slot::memory_window;
}

// "mem pref (size 0x20000)", as kernels of 2.6 and 3.x say what they cannot place.
std::optional<PrintedResource> sized_words(std::string_view text) {
  PrintedResource printed;
  if (take(text, "io")) {
    printed.type = ResourceType::port;
  } else if (!take(text, "mem")) {
    return std::nullopt;
  }
  printed.prefetchable = take(text, " pref");
  if (!take(text, " (size ")) return std::nullopt;
  printed.size = take_0x(text);
  return printed.size ? std::optional(printed) : std::nullopt;
}

}  // namespace

LogFunction& LogState::function(const PciPlace& place) {
  LogFunction& function = functions_[place];
  function.place = place;
  return function;
}

LogRootBus& LogState::root(PciBusName bus) {
  LogRootBus& root = roots_[bus];
  root.bus = bus;
  return root;
}

LogResource& LogState::at(const Saying& saying, std::uint8_t slot) {
  LogResource& resource = resources_[{saying.function, slot}];
  resource.function = saying.function;
  resource.slot = slot;
  resource.line = saying.line;
  return resource;
}

// What the kernel read from the function when it first saw it. Address 0 is what an unset register holds.
void LogState::found(const Saying& saying, std::uint8_t slot, const PrintedResource& printed) {
  if (!is_address(printed) || printed.disabled) return;
  function(saying.function).gone = false;
  LogResource& resource = at(saying, slot);
  resource.type = printed.type;
  resource.prefetchable = printed.prefetchable;
  resource.length = printed.size;
  resource.lost = false;
  const bool is_set = printed.range && printed.range->first != 0;
  resource.firmware = resource.place = is_set ? printed.range : std::nullopt;
}

void LogState::placed(const Saying& saying, std::uint8_t slot, const PrintedResource& printed) {
  if (!is_address(printed) || !printed.range) return;
  function(saying.function).gone = false;
  LogResource& resource = at(saying, slot);
  resource.type = printed.type;
  resource.prefetchable = printed.prefetchable;
  resource.place = printed.range;
  resource.length = printed.size;
  resource.lost = false;
  resource.words.clear();
}

void LogState::lost(const Saying& saying, std::uint8_t slot, const PrintedResource& printed) {
  if (!is_address(printed)) return;
  LogResource& resource = at(saying, slot);
  resource.type = printed.type;
  resource.prefetchable = printed.prefetchable;
  if (printed.size) resource.length = printed.size;
  resource.place.reset();
  // "failed to assign" comes behind the line with the reason and adds nothing to it.
  const bool is_echo = saying.whole.find("failed to assign") != std::string_view::npos;
  if (!is_echo || !resource.lost || resource.words.empty()) resource.words = trimmed(saying.whole);
  resource.lost = true;
}

// Numbers above the ROM's: with virtual functions compiled in, 7 to 12 are theirs and 13 to 15 a bridge's windows; without, 7 to 9
// are the windows. A bridge has no virtual functions.
std::uint8_t LogState::slot_of(const PciPlace& place, std::uint64_t number) {
  constexpr std::uint8_t windows[] = {log_slot::io_window, log_slot::memory_window, log_slot::prefetchable_window};
  if (number <= 6) return static_cast<std::uint8_t>(number);
  if (number >= 13 && number <= 15) return windows[number - 13];
  const LogFunction& function = this->function(place);
  const bool bridge = function.header == 1 || function.child_buses.has_value();
  if (number <= 9 && bridge) return windows[number - 7];
  return number <= 12 ? static_cast<std::uint8_t>(log_slot::virtual_bar + number - 7) : kNoSlot;
}

// Behind "BAR 13: ".
void LogState::old_action(const Saying& saying, std::uint8_t slot, std::string_view action) {
  for (const std::string_view verb : {"assigned ", "reassigned ", "set to "}) {
    std::string_view at = action;
    if (!take(at, verb)) continue;
    if (const auto printed = take_printed_resource(at)) placed(saying, slot, *printed);
    return;
  }
  for (const std::string_view verb : {"no space for ", "failed to assign ", "releasing "}) {
    std::string_view at = action;
    if (!take(at, verb)) continue;
    if (const auto printed = take_printed_resource(at)) lost(saying, slot, *printed);
    return;
  }
  if (take(action, "can't assign ")) {
    const auto printed = action.starts_with('[') ? take_printed_resource(action) : sized_words(action);
    if (printed) lost(saying, slot, *printed);
  }
}

// Behind "BAR 2 [mem ...]".
void LogState::new_action(const Saying& saying, std::uint8_t slot, const PrintedResource& printed,
                          std::string_view action) {
  if (action.empty()) return found(saying, slot, printed);
  if (!take(action, ": ")) return;  // "to [bus 01] add_size 1000": a wish
  if (action.starts_with("assigned") || action.starts_with("reassigned")) return placed(saying, slot, printed);
  if (action.starts_with("legacy IDE quirk")) {
    placed(saying, slot, printed);
    at(saying, slot).fixed = true;
    return;
  }
  if (action.starts_with("contains BAR")) return found(saying, slot, printed);
  for (const std::string_view verb : {"can't assign", "failed to assign", "can't claim", "releasing"}) {
    if (action.starts_with(verb)) return lost(saying, slot, printed);
  }
}

void LogState::about_bar(const Saying& saying, std::string_view rest, bool is_virtual) {
  const auto number = take_number(rest, 10);
  if (!number || *number > 16) return;
  const std::uint8_t slot = !is_virtual
                                ? slot_of(saying.function, *number)
                                : (*number < 6 ? static_cast<std::uint8_t>(log_slot::virtual_bar + *number) : kNoSlot);
  if (slot == kNoSlot) return;
  if (take(rest, ": ")) return old_action(saying, slot, rest);
  about_named(saying, rest, slot);
}

void LogState::about_named(const Saying& saying, std::string_view rest, std::uint8_t slot) {
  take_blanks(rest);
  const auto printed = take_printed_resource(rest);
  if (printed) new_action(saying, slot, *printed, rest);
}

void LogState::about_window(const Saying& saying, std::string_view rest) {
  take_blanks(rest);
  const auto printed = take_printed_resource(rest);
  if (!printed || !is_address(*printed)) return;
  // Of a subtractive bridge the windows of the bus above are listed again: they are not its own.
  if (rest.find("(subtractive decode)") != std::string_view::npos) {
    function(saying.function).subtractive = true;
    return;
  }
  const std::uint8_t slot = window_slot(*printed);
  // The list under "PCI bridge to" tells how windows stand: first as firmware left them, later as they were set up.
  if (rest.empty() && resources_.contains({saying.function, slot})) return placed(saying, slot, *printed);
  new_action(saying, slot, *printed, rest);
}

// Behind "can't claim ": "BAR 0 [mem ...]: no compatible bridge window", "bridge window [...]: address conflict".
void LogState::cannot_claim(const Saying& saying, std::string_view rest) {
  std::uint8_t slot = kNoSlot;
  if (take(rest, "BAR ")) {
    const auto number = take_number(rest, 10);
    if (number) slot = slot_of(saying.function, *number);
  } else if (take(rest, "bridge window")) {
    std::string_view at = trimmed(rest);
    if (const auto printed = take_printed_resource(at)) slot = window_slot(*printed);
  }
  take_blanks(rest);
  const auto printed = take_printed_resource(rest);
  if (slot != kNoSlot && printed) lost(saying, slot, *printed);
}

// Behind "reg ": "0x10: [mem ...]", in older kernels "10: [mem ...]".
void LogState::register_line(const Saying& saying, std::string_view rest, bool legacy_ide) {
  take(rest, "0x");
  const auto offset = take_hex(rest);
  if (!offset || !take(rest, ": ")) return;
  const auto printed = take_printed_resource(rest);
  if (!printed) return;
  const bool is_bar = *offset >= 0x10 && *offset <= 0x24 && *offset % 4 == 0;
  if (!is_bar && *offset != 0x30 && *offset != 0x38) return;  // a virtual function's, which says no number
  const std::uint8_t slot = is_bar ? static_cast<std::uint8_t>((*offset - 0x10) / 4) : log_slot::rom;
  if (!legacy_ide) return found(saying, slot, *printed);
  placed(saying, slot, *printed);
  at(saying, slot).fixed = true;
}

// Behind "VF(n) ": "BAR0 space: [mem ...] (contains BAR0 for 7 VFs)".
void LogState::virtual_space(const Saying& saying, std::string_view rest) {
  if (!take(rest, "BAR")) return;
  const auto number = take_number(rest, 10);
  if (!number || *number > 5 || !take(rest, " space: ")) return;
  if (const auto printed = take_printed_resource(rest))
    found(saying, static_cast<std::uint8_t>(log_slot::virtual_bar + *number), *printed);
}

// Behind "quirk: ": "[io  0x0600-0x067f] claimed by ICH6 ACPI/GPIO/TCO".
void LogState::quirk(const Saying& saying, std::string_view rest) {
  constexpr std::size_t most = 4096;  // real logs have a few; each is looked for among all that its function has
  const auto printed = take_printed_resource(rest);
  if (!printed || !printed->range || !is_address(*printed) || !take(rest, " claimed by ")) return;
  if (quirks_.size() == most) return;
  quirks_.push_back({saying.function, printed->type, *printed->range, "quirk: " + std::string(trimmed(rest))});
}

void LogState::identity(const PciPlace& place, std::string_view rest) {
  const auto vendor = take_hex(rest);
  if (!vendor || *vendor > 0xFFFF || !take(rest, ":")) return;
  const auto device = take_hex(rest);
  if (!device || *device > 0xFFFF || !take(rest, "] type ")) return;
  const auto header = take_hex(rest);
  if (!header || !take(rest, " class ")) return;
  const auto class_code = take_0x(rest);
  if (!class_code) return;
  // The function is seen for the first time, or again: what was said of its resources before is of an earlier time.
  resources_.erase(resources_.lower_bound({place, 0}), resources_.upper_bound({place, 0xFF}));
  LogFunction& function = this->function(place);
  function.vendor = static_cast<std::uint16_t>(*vendor);
  function.device = static_cast<std::uint16_t>(*device);
  function.header = static_cast<std::uint8_t>(*header & 0x7F);
  function.class_code = static_cast<std::uint32_t>(*class_code & 0xFF'FFFF);
  function.gone = false;
}

void LogState::bridge_to(const PciPlace& place, std::string_view rest) {
  const auto buses = take_printed_resource(rest);
  if (!buses || buses->type != ResourceType::bus_number || !buses->range || buses->range->last > 0xFF) return;
  LogFunction& function = this->function(place);
  function.child_buses = buses->range;
  leads_to_[{place.segment, static_cast<std::uint8_t>(buses->range->first)}] = place;
  function.gone = false;
  if (rest.find("(subtractive decode)") != std::string_view::npos) function.subtractive = true;
}

void LogState::function_message(const PciPlace& place, std::string_view message, std::uint32_t line) {
  message = trimmed(message);
  const Saying saying{place, message, line};
  std::string_view rest = message;
  if (take(rest, "[")) return identity(place, rest);
  if (take(rest, "BAR ")) return about_bar(saying, rest, false);
  if (take(rest, "VF BAR ")) return about_bar(saying, rest, true);
  if (take(rest, "ROM ")) return about_named(saying, rest, log_slot::rom);
  if (take(rest, "bridge window")) return about_window(saying, rest);
  if (take(rest, "can't claim ")) return cannot_claim(saying, rest);
  if (take(rest, "reg ")) return register_line(saying, rest, false);
  if (take(rest, "legacy IDE quirk: reg ")) return register_line(saying, rest, true);
  if (take(rest, "PCI bridge to ") || take(rest, "CardBus bridge to ")) return bridge_to(place, rest);
  if (take(rest, "VF(n) ")) return virtual_space(saying, rest);
  if (take(rest, "quirk: ")) return quirk(saying, rest);
  if (take(rest, "Video device with shadowed ROM at ")) {
    const auto printed = take_printed_resource(rest);
    if (!printed) return;
    placed(saying, log_slot::rom, *printed);
    at(saying, log_slot::rom).fixed = true;
  }
}

void LogState::bus_resource(PciBusName bus, const PrintedResource& printed) {
  constexpr std::size_t most = 64;  // of one bus; real ones have a dozen
  std::vector<PrintedResource>& known = bus_resources_[bus];
  const bool again = std::any_of(known.begin(), known.end(), [&](const PrintedResource& one) {
    return one.type == printed.type && one.range == printed.range;
  });
  if (is_address(printed) && printed.range && !again && known.size() < most) known.push_back(printed);
}

void LogState::released(PciBusName bus) {
  const auto first = functions_.lower_bound({bus.segment, bus.bus, 0, 0});
  const auto last = functions_.upper_bound({bus.segment, bus.bus, 31, 7});
  for (auto at = first; at != last; ++at) at->second.gone = true;
  if (const auto bridge = leads_to_.find(bus); bridge != leads_to_.end()) functions_[bridge->second].gone = true;
}

void LogState::finish(LogFacts& into) && {
  for (auto& [bus, resources] : bus_resources_) {
    // No bridge leads to bus 0, so it is a root even where the log's beginning is lost.
    if (bus.bus != 0 && !roots_.contains(bus)) continue;
    LogRootBus& root = this->root(bus);
    if (root.windows.empty()) root.windows = std::move(resources);
  }
  for (auto& [bus, root] : roots_) into.roots.push_back(std::move(root));
  for (auto& [place, function] : functions_) into.functions.push_back(function);
  for (auto& [slot, resource] : resources_) into.resources.push_back(std::move(resource));
  into.quirks = std::move(quirks_);
}

}  // namespace resmap::import
