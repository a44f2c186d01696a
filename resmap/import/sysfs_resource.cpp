// SPDX-License-Identifier: MIT
#include "resmap/import/sysfs_resource.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "resmap/import/linux_scan.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::import {

namespace {

using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Certainty;
using snapshot::Known;
using snapshot::Resource;
using snapshot::Role;
using snapshot::SourceIndex;

constexpr std::uint32_t kRom = 6, kMemoryWindow = 7, kPrefetchableWindow = 8, kIoWindow = 9;
constexpr std::size_t kFirstVirtual = 7, kFirstWindow = 13, kFirstWindowWithoutVirtual = 7;

std::uint16_t flags_of(ResourceType type, bool is_window, bool is_rom, bool prefetchable) {
  namespace port = lists::port_flag;
  namespace memory = lists::memory_flag;
  if (type == ResourceType::port) {
    // What Windows writes for a PCI port: 0x131 (pnp-and-arbiters.md 4.1).
    const unsigned base = port::io | port::decode_16_bit | port::positive_decode;
    return static_cast<std::uint16_t>(base | (is_window ? port::window_decode : port::bar));
  }
  const unsigned kind = is_window ? memory::window_decode : memory::bar;
  return static_cast<std::uint16_t>(kind | (prefetchable ? memory::prefetchable : 0U) |
                                    (is_rom ? memory::read_only : 0U));
}

std::optional<ResourceType> type_of(std::uint64_t flags) {
  if ((flags & kernel_flag::memory) != 0) return ResourceType::memory;
  if ((flags & kernel_flag::io) != 0) return ResourceType::port;
  return std::nullopt;
}

// Before 2.6.39 bit 0x1000 meant what 0x2000 means since.
bool is_prefetchable(const ResourceLine& line, std::size_t index) {
  if (index == kRom) return (line.flags & 0x3000) != 0;
  return (line.flags & 0x08) != 0;  // the register's own bit stands in the low four
}

// Gives a resource the line's place. False: the line says neither a place nor a want.
bool place(Resource& resource, const ResourceLine& line) {
  if (line.last < line.first || (line.last == 0 && line.first == 0)) return false;
  // Without a place the kernel keeps a resource as 0 to length - 1.
  const bool is_set = line.first != 0 && (line.flags & kernel_flag::unset) == 0;
  if (is_set) {
    resource.place = AddressRange{line.first, line.last};
  } else if (line.last - line.first != UINT64_MAX) {
    resource.length = line.last - line.first + 1;
    resource.alignment = resource.length;
  }
  return true;
}

class LineReading {
 public:
  LineReading(const std::vector<ResourceLine>& lines, const buses::PciConfigView* config, SourceIndex source)
      : lines_(lines), config_(config), source_(source) {}

  void bars(std::size_t count) {
    for (std::size_t i = 0; i <= kRom; ++i) {
      if (i < count || i == kRom) bar(i);
    }
  }

  void virtual_bars(bool in_use) {
    for (std::size_t i = 0; i < 6; ++i) {
      const ResourceLine line = at(kFirstVirtual + i);
      const auto type = type_of(line.flags);
      if (!type) continue;
      Resource resource = virtual_bar_resource(*type, static_cast<std::uint32_t>(i), (line.flags & 0x08) != 0, source_);
      if (in_use) resource.role = Role::window;
      add(std::move(resource), line);
    }
  }

  void windows(std::size_t from) {
    constexpr std::uint32_t order[] = {kIoWindow, kMemoryWindow, kPrefetchableWindow};
    for (std::size_t i = 0; i < std::size(order); ++i) {
      const ResourceLine line = at(from + i);
      const auto type = type_of(line.flags);
      if (type) add(bar_resource(*type, order[i], order[i] == kPrefetchableWindow, source_), line);
    }
  }

  void cardbus_windows(std::size_t from) {
    constexpr std::array<const char*, 4> labels = {"I/O window 0", "I/O window 1", "memory window 0",
                                                   "memory window 1"};
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const ResourceLine line = at(from + i);
      const auto type = type_of(line.flags);
      if (!type) continue;
      Resource resource = bar_resource(*type, i < 2 ? kIoWindow : kMemoryWindow, false, source_);
      resource.bar.reset();
      resource.label = labels[i];
      add(std::move(resource), line);
    }
  }

  [[nodiscard]] std::vector<Resource> take() { return std::move(resources_); }

 private:
  [[nodiscard]] ResourceLine at(std::size_t index) const {
    return index < lines_.size() ? lines_[index] : ResourceLine();
  }

  bool add(Resource resource, const ResourceLine& line) {
    if (!place(resource, line)) return false;
    resources_.push_back(std::move(resource));
    return true;
  }

  void bar(std::size_t index) {
    const ResourceLine line = at(index);
    const auto number = static_cast<std::uint32_t>(index);
    if (const auto type = type_of(line.flags)) {
      Resource resource = bar_resource(*type, number, is_prefetchable(line, index), source_);
      if (is_fixed(line, index)) resource.fixed = Known::yes;
      if (index == kRom && (line.flags & kernel_flag::rom_shadow) != 0) resource.label = "ROM shadow";
      if (add(std::move(resource), line)) return;
    }
    // A ROM register is often left as it was found by sizing it: it says nothing.
    if (index != kRom && line.first == 0 && line.last == 0) lost_bar(number);
  }

  // The legacy ports of an IDE function belong to it whatever its registers hold; older kernels give no flag for that.
  [[nodiscard]] bool is_fixed(const ResourceLine& line, std::size_t index) const {
    if ((line.flags & kernel_flag::pci_fixed) != 0) return true;
    if (config_ == nullptr || (config_->class_code() & 0xFFFF00) != 0x010100 || index > 3) return false;
    constexpr std::uint64_t legacy[] = {0x1F0, 0x3F6, 0x170, 0x376};
    const bool compatible = (config_->class_code() & (index < 2 ? 0x01U : 0x04U)) == 0;
    return compatible && line.first == legacy[index];
  }

  void lost_bar(std::uint32_t index) {
    if (config_ == nullptr) return;
    const auto bar = config_->bar(static_cast<std::uint8_t>(index));
    if (!bar) return;
    const ResourceType type = bar->kind == buses::PciBarKind::io ? ResourceType::port : ResourceType::memory;
    Resource resource = bar_resource(type, index, bar->prefetchable, source_);
    resource.certainty = Certainty::derived;
    resources_.push_back(std::move(resource));
  }

  const std::vector<ResourceLine>& lines_;
  const buses::PciConfigView* config_;
  SourceIndex source_;
  std::vector<Resource> resources_;
};

std::string shown(const std::optional<AddressRange>& range) {
  if (!range) return "nothing";
  char text[64];
  std::snprintf(text, sizeof text, "0x%llx-0x%llx", static_cast<unsigned long long>(range->first),
                static_cast<unsigned long long>(range->last));
  return text;
}

}  // namespace

std::vector<ResourceLine> parse_resource_file(std::string_view text, std::vector<std::uint32_t>& bad) {
  std::vector<ResourceLine> lines;
  LineReader reader(text);
  for (std::string_view line; reader.next(line);) {
    if (trimmed(line).empty()) continue;
    const auto first = whole_hex(take_word(line)), last = whole_hex(take_word(line)),
               flags = whole_hex(take_word(line));
    const bool good = first && last && flags && take_word(line).empty();
    if (!good) bad.push_back(reader.number());
    lines.push_back(good ? ResourceLine{*first, *last, *flags} : ResourceLine());
  }
  return lines;
}

Resource bar_resource(ResourceType type, std::uint32_t bar, bool prefetchable, SourceIndex source) {
  constexpr const char* windows[] = {"memory window", "prefetchable window", "I/O window"};
  const bool is_window = bar >= kMemoryWindow;
  Resource resource;
  resource.type = type;
  resource.share = ShareDisposition::device_exclusive;
  resource.flags = flags_of(type, is_window, bar == kRom, prefetchable);
  resource.role = is_window ? Role::window : Role::use;
  resource.fixed = Known::no;
  resource.bar = bar;
  resource.label = is_window ? windows[bar - kMemoryWindow] : bar == kRom ? "ROM" : "BAR " + std::to_string(bar);
  resource.source = source;
  return resource;
}

Resource virtual_bar_resource(ResourceType type, std::uint32_t number, bool prefetchable, SourceIndex source) {
  Resource resource = bar_resource(type, number, prefetchable, source);
  resource.bar.reset();
  resource.label = "VF BAR " + std::to_string(number);
  return resource;
}

std::vector<Resource> resources_of(const std::vector<ResourceLine>& lines, const buses::PciConfigView* config,
                                   bool is_bridge, bool has_virtual_functions, SourceIndex source) {
  LineReading reading(lines, config, source);
  const bool is_cardbus = config != nullptr && config->header() == buses::PciHeader::cardbus;
  reading.bars(is_cardbus ? 1 : is_bridge ? 2 : 6);
  const bool with_virtual = lines.size() >= kFirstWindow;
  if (with_virtual && !is_bridge) reading.virtual_bars(has_virtual_functions);
  const std::size_t from = with_virtual ? kFirstWindow : kFirstWindowWithoutVirtual;
  if (is_cardbus) {
    reading.cardbus_windows(from);
  } else if (is_bridge) {
    reading.windows(from);
  }
  return reading.take();
}

std::vector<std::string> window_differences(const std::vector<Resource>& resources,
                                            const buses::PciConfigView& config) {
  std::vector<std::string> sentences;
  const std::pair<std::uint32_t, Result<buses::PciWindow>> windows[] = {
      {kIoWindow, config.io_window()},
      {kMemoryWindow, config.memory_window()},
      {kPrefetchableWindow, config.prefetchable_window()}};
  for (const auto& [bar, window] : windows) {
    if (!window || window->state == buses::PciWindow::State::zero) continue;
    const auto open = window->state == buses::PciWindow::State::open ? std::optional(window->range) : std::nullopt;
    std::optional<AddressRange> listed;
    for (const Resource& resource : resources) {
      if (resource.bar == bar) listed = resource.place;
    }
    if (listed == open) continue;
    sentences.push_back(bar_resource(ResourceType::memory, bar, false, 0).label + ": the resource file says " +
                        shown(listed) + ", the registers say " + shown(open));
  }
  return sentences;
}

}  // namespace resmap::import
