// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "resmap/base/bytes.h"
#include "resmap/base/json_writer.h"
#include "resmap/lists/bus_types.h"

// The records that trail a DeviceSpecific descriptor under Hardware\Description, read through the same table that holds
// NT's layouts (wire/layout_table.inc). Which record stands there is said by the key, not by the bytes.
// Source: structures-and-wdf.md 2.6.
namespace resmap::lists {

struct RecordField {
  std::string_view name;  // NT's: "BaudClock"
  std::uint16_t offset;
  std::uint16_t size;  // bytes; 1, 2 and 4 are numbers, everything else an array
};

struct RecordLayout {
  std::string_view structure;  // NT's: "CM_SERIAL_DEVICE_DATA"
  std::uint16_t size;
  std::span<const RecordField> fields;
};

// Every record that NT names, in the order of the table.
[[nodiscard]] std::span<const RecordLayout> record_layouts();
// nullptr: no record has that name.
[[nodiscard]] const RecordLayout* record_layout(std::string_view structure);
// The record that the DeviceSpecific data under a node of this kind hold (a serial controller's: CM_SERIAL_DEVICE_DATA).
// nullptr: nodes of this kind carry none.
[[nodiscard]] const RecordLayout* record_layout_for(ConfigurationType node);

// A number of a record. nullopt: no such field, it is an array, or `data` end before it.
[[nodiscard]] std::optional<std::uint32_t> record_number(const RecordLayout& layout, Bytes data,
                                                         std::string_view field);

// {"structure":"CM_SERIAL_DEVICE_DATA","Version":1,...}: the fields that `data` hold whole; arrays as bytes.
void write_json(JsonWriter& json, const RecordLayout& layout, Bytes data);

// Bits of the EISA records' configuration bytes.
namespace eisa {
inline constexpr std::uint8_t more_entries = 0x80;  // memory, irq, dma and port: another one follows
inline constexpr std::uint8_t memory_read_write = 0x01;
inline constexpr std::uint8_t memory_cached = 0x02;
inline constexpr std::uint8_t memory_type_mask = 0x18;
inline constexpr std::uint8_t memory_shared = 0x20;
inline constexpr std::uint8_t irq_number_mask = 0x0F;
inline constexpr std::uint8_t irq_level_triggered = 0x20;
inline constexpr std::uint8_t irq_shared = 0x40;
inline constexpr std::uint8_t dma_channel_mask = 0x07;
inline constexpr std::uint8_t dma_shared = 0x40;
inline constexpr std::uint8_t dma_transfer_size_mask = 0x0C;  // the second byte
inline constexpr std::uint8_t dma_timing_mask = 0x30;
inline constexpr std::uint8_t port_count_mask = 0x1F;  // ports less one
inline constexpr std::uint8_t port_shared = 0x40;

inline constexpr std::uint8_t function_enabled = 0x80;
inline constexpr std::uint8_t free_form_data = 0x40;
inline constexpr std::uint8_t has_port_init = 0x20;
inline constexpr std::uint8_t has_port_range = 0x10;
inline constexpr std::uint8_t has_dma = 0x08;
inline constexpr std::uint8_t has_irq = 0x04;
inline constexpr std::uint8_t has_memory = 0x02;
inline constexpr std::uint8_t has_type_entry = 0x01;

inline constexpr std::uint8_t invalid_slot = 0x80;  // ReturnCode
inline constexpr std::uint8_t invalid_function = 0x81;
inline constexpr std::uint8_t invalid_configuration = 0x82;
inline constexpr std::uint8_t empty_slot = 0x83;
inline constexpr std::uint8_t invalid_bios_call = 0x86;
}  // namespace eisa

// Bits of CM_PCCARD_DEVICE_DATA.Flags, and its ErrorCode.
namespace pccard {
inline constexpr std::uint8_t map_error = 0x01;
inline constexpr std::uint8_t device_pci = 0x10;
enum class Error : std::uint8_t {
  none,
  scan_disabled,
  map_zero,
  no_timer,
  no_pic,
  no_legacy_base,
  duplicate_legacy_base,
  no_controllers
};
}  // namespace pccard

// Bits of CM_COMPONENT_INFORMATION.Flags (DEVICE_FLAGS).
namespace component_flag {
inline constexpr std::uint32_t failed = 0x01;
inline constexpr std::uint32_t read_only = 0x02;
inline constexpr std::uint32_t removable = 0x04;
inline constexpr std::uint32_t console_in = 0x08;
inline constexpr std::uint32_t console_out = 0x10;
inline constexpr std::uint32_t input = 0x20;
inline constexpr std::uint32_t output = 0x40;
}  // namespace component_flag

}  // namespace resmap::lists
