// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "resmap/lists/resource_type.h"

// The Flags word of a descriptor, by resource type (CM_RESOURCE_*). Bits that are not named travel unchanged.
// Source: structures-and-wdf.md 3.4.
namespace resmap::lists {

namespace port_flag {
inline constexpr std::uint16_t memory = 0x0000;  // the port is reached through memory
inline constexpr std::uint16_t io = 0x0001;
inline constexpr std::uint16_t decode_10_bit = 0x0004;
inline constexpr std::uint16_t decode_12_bit = 0x0008;
inline constexpr std::uint16_t decode_16_bit = 0x0010;
inline constexpr std::uint16_t positive_decode = 0x0020;
inline constexpr std::uint16_t passive_decode = 0x0040;  // the device decodes it, its driver does not use it
inline constexpr std::uint16_t window_decode = 0x0080;   // set by the system
inline constexpr std::uint16_t bar = 0x0100;
}  // namespace port_flag

namespace memory_flag {  // Memory and MemoryLarge
inline constexpr std::uint16_t read_write = 0x0000;
inline constexpr std::uint16_t read_only = 0x0001;
inline constexpr std::uint16_t write_only = 0x0002;
inline constexpr std::uint16_t writeability_mask = 0x0003;
inline constexpr std::uint16_t prefetchable = 0x0004;
inline constexpr std::uint16_t combined_write = 0x0008;
inline constexpr std::uint16_t bits_24 = 0x0010;  // must lie below 16 MiB
inline constexpr std::uint16_t cacheable = 0x0020;
inline constexpr std::uint16_t window_decode = 0x0040;
inline constexpr std::uint16_t bar = 0x0080;
inline constexpr std::uint16_t compat_for_inaccessible_range = 0x0100;
// MemoryLarge alone: the stored length (and alignment) counts units of 2^8, 2^16 or 2^32 bytes.
inline constexpr std::uint16_t large_40 = 0x0200;
inline constexpr std::uint16_t large_48 = 0x0400;
inline constexpr std::uint16_t large_64 = 0x0800;
inline constexpr std::uint16_t large_mask = 0x0E00;
}  // namespace memory_flag

namespace interrupt_flag {
inline constexpr std::uint16_t level_sensitive = 0x0000;
inline constexpr std::uint16_t latched = 0x0001;
inline constexpr std::uint16_t message = 0x0002;
inline constexpr std::uint16_t policy_included = 0x0004;      // requirements lists only
inline constexpr std::uint16_t secondary_interrupt = 0x0010;  // Windows 8 and later
inline constexpr std::uint16_t wake_hint = 0x0020;            // Windows 8 and later
inline constexpr std::uint16_t level_latched_bits = 0x0001;   // the mask of the trigger
}  // namespace interrupt_flag

// A vector that names no place: each message takes a number of its own out of the message pool, top down.
inline constexpr std::uint32_t kMessageToken = 0xFFFF'FFFE;
inline constexpr std::uint16_t kAllProcessorGroups = 0xFFFF;

namespace dma_flag {
inline constexpr std::uint16_t bits_8 = 0x0000;
inline constexpr std::uint16_t bits_16 = 0x0001;
inline constexpr std::uint16_t bits_32 = 0x0002;
inline constexpr std::uint16_t bits_8_and_16 = 0x0004;
inline constexpr std::uint16_t bus_master = 0x0008;
inline constexpr std::uint16_t type_a = 0x0010;
inline constexpr std::uint16_t type_b = 0x0020;
inline constexpr std::uint16_t type_f = 0x0040;
inline constexpr std::uint16_t v3 = 0x0080;  // Windows 8 and later: the DmaV3 arm
}  // namespace dma_flag

// DmaV3.TransferWidth is this code, not a number of bits (the page says bits, the header defines 0 to 5).
enum class DmaTransferWidth : std::uint8_t { bits_8, bits_16, bits_32, bits_64, bits_128, bits_256 };

namespace connection_class {
inline constexpr std::uint8_t gpio = 1;
inline constexpr std::uint8_t serial = 2;
inline constexpr std::uint8_t function_config = 3;
}  // namespace connection_class

namespace connection_type {  // within its class
inline constexpr std::uint8_t gpio_io = 2;
inline constexpr std::uint8_t serial_i2c = 1;
inline constexpr std::uint8_t serial_spi = 2;
inline constexpr std::uint8_t serial_uart = 3;
inline constexpr std::uint8_t function_config = 1;
}  // namespace connection_type

struct FlagName {
  std::uint16_t bits;
  std::string_view word;      // for JSON and resource words: "16-bit"
  std::string_view debugger;  // as the debugger prints it: "16_BIT_DECODE"
};

// The named single bits of a type's flags, in rising order; empty for types that have none.
[[nodiscard]] std::span<const FlagName> flag_names(ResourceType type);
// What a type says when the bits that choose it are all clear: "PORT_MEMORY", "READ_WRITE", "LEVEL_SENSITIVE", "8"; else
// empty.
[[nodiscard]] std::string_view debugger_name_of_clear_bits(ResourceType type, std::uint16_t flags);
// The bit that a word of flag_names(type) stands for.
[[nodiscard]] std::optional<std::uint16_t> flag_from(ResourceType type, std::string_view word);

}  // namespace resmap::lists
