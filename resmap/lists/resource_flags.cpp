// SPDX-License-Identifier: MIT
#include "resmap/lists/resource_flags.h"

#include <algorithm>

namespace resmap::lists {

namespace {

constexpr FlagName kPort[] = {
    {port_flag::io, "io", "PORT_IO"},
    {port_flag::decode_10_bit, "10-bit", "10_BIT_DECODE"},
    {port_flag::decode_12_bit, "12-bit", "12_BIT_DECODE"},
    {port_flag::decode_16_bit, "16-bit", "16_BIT_DECODE"},
    {port_flag::positive_decode, "positive", "POSITIVE_DECODE"},
    {port_flag::passive_decode, "passive", "PASSIVE_DECODE"},
    {port_flag::window_decode, "window", "WINDOW_DECODE"},
    {port_flag::bar, "bar", "PORT_BAR"},
};
constexpr FlagName kMemory[] = {
    {memory_flag::read_only, "read-only", "READ_ONLY"},
    {memory_flag::write_only, "write-only", "WRITE_ONLY"},
    {memory_flag::prefetchable, "prefetchable", "PREFETCHABLE"},
    {memory_flag::combined_write, "combined-write", "COMBINEDWRITE"},
    {memory_flag::bits_24, "24-bit", "MEMORY_24"},
    {memory_flag::cacheable, "cacheable", "CACHEABLE"},
    {memory_flag::window_decode, "window", "WINDOW_DECODE"},
    {memory_flag::bar, "bar", "MEMORY_BAR"},
    {memory_flag::compat_for_inaccessible_range, "compat", "COMPAT_FOR_INACCESSIBLE_RANGE"},
    {memory_flag::large_40, "large-40", "LARGE_40"},
    {memory_flag::large_48, "large-48", "LARGE_48"},
    {memory_flag::large_64, "large-64", "LARGE_64"},
};
constexpr FlagName kInterrupt[] = {
    {interrupt_flag::latched, "latched", "LATCHED"},
    {interrupt_flag::message, "message", "MESSAGE"},
    {interrupt_flag::policy_included, "policy", "POLICY_INCLUDED"},
    {interrupt_flag::secondary_interrupt, "secondary", "SECONDARY_INTERRUPT"},
    {interrupt_flag::wake_hint, "wake", "WAKE_HINT"},
};
constexpr FlagName kDma[] = {
    {dma_flag::bits_16, "16-bit", "DMA_16"},
    {dma_flag::bits_32, "32-bit", "DMA_32"},
    {dma_flag::bits_8_and_16, "8-and-16-bit", "DMA_8_AND_16"},
    {dma_flag::bus_master, "bus-master", "BUS_MASTER"},
    {dma_flag::type_a, "type-a", "TYPE_A"},
    {dma_flag::type_b, "type-b", "TYPE_B"},
    {dma_flag::type_f, "type-f", "TYPE_F"},
    {dma_flag::v3, "v3", "DMA_V3"},
};

}  // namespace

std::span<const FlagName> flag_names(ResourceType type) {
  switch (type) {
    case ResourceType::port: return kPort;
    case ResourceType::memory:
    case ResourceType::memory_large: return kMemory;
    case ResourceType::interrupt: return kInterrupt;
    case ResourceType::dma: return kDma;
    default: return {};
  }
}

std::string_view debugger_name_of_clear_bits(ResourceType type, std::uint16_t flags) {
  switch (type) {
    case ResourceType::port: return (flags & port_flag::io) == 0 ? "PORT_MEMORY" : "";
    case ResourceType::memory:
    case ResourceType::memory_large: return (flags & memory_flag::writeability_mask) == 0 ? "READ_WRITE" : "";
    case ResourceType::interrupt: return (flags & interrupt_flag::level_latched_bits) == 0 ? "LEVEL_SENSITIVE" : "";
    case ResourceType::dma:
      return (flags & (dma_flag::bits_16 | dma_flag::bits_32 | dma_flag::bits_8_and_16)) == 0 ? "DMA_8" : "";
    default: return {};
  }
}

std::optional<std::uint16_t> flag_from(ResourceType type, std::string_view word) {
  const auto names = flag_names(type);
  const auto found = std::find_if(names.begin(), names.end(), [&](const FlagName& name) { return name.word == word; });
  if (found == names.end()) return std::nullopt;
  return found->bits;
}

}  // namespace resmap::lists
