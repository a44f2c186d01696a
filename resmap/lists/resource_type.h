// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace resmap::lists {

// What a descriptor describes: CmResourceType*. Bit 0x80 says that no arbiter hands it out.
// Bytes from outside may hold any value; one that is not named here is kept and travels opaque.
// Source: structures-and-wdf.md 3.1.
enum class ResourceType : std::uint8_t {
  null = 0,  // a placeholder that keeps its position
  port = 1,
  interrupt = 2,
  memory = 3,
  dma = 4,
  device_specific = 5,  // CM lists only, last in its list, followed by data
  bus_number = 6,
  memory_large = 7,   // memory whose length does not fit 32 bits
  config_data = 128,  // the priority of a logical configuration; 128 is NonArbitrated too
  device_private = 129,
  pc_card_config = 130,
  mf_card_config = 131,
  connection = 132,  // GPIO, I2C, SPI, UART; Windows 8 and later
};

inline constexpr std::uint8_t kNonArbitrated = 0x80;

[[nodiscard]] constexpr bool is_known(ResourceType type) {
  const auto code = static_cast<std::uint8_t>(type);
  return code <= 7 || (code >= 128 && code <= 132);
}
[[nodiscard]] constexpr bool is_memory(ResourceType type) {
  return type == ResourceType::memory || type == ResourceType::memory_large;
}
// Whether places of both lie in one space: the same type, or both memory.
[[nodiscard]] constexpr bool same_space(ResourceType a, ResourceType b) {
  return a == b || (is_memory(a) && is_memory(b));
}
// Port, Memory and MemoryLarge: the types whose place is an address and whose size is a length.
[[nodiscard]] constexpr bool is_address(ResourceType type) { return type == ResourceType::port || is_memory(type); }
// The types that arbiters hand out (MemoryLarge through the memory arbiter).
[[nodiscard]] constexpr bool is_arbitrated(ResourceType type) {
  const auto code = static_cast<std::uint8_t>(type);
  return code >= 1 && code <= 7 && type != ResourceType::device_specific;
}

// The word for JSON and for resource words ("port", "memory", "interrupt", ...); empty for a type that is not named above.
[[nodiscard]] std::string_view word_for(ResourceType type);
[[nodiscard]] std::optional<ResourceType> resource_type_from(std::string_view word);
// The name that the debugger prints ("Port", "DevicePrivate", ...); empty likewise.
[[nodiscard]] std::string_view debugger_name(ResourceType type);

// The number that user-mode code gives the same type (ResType_* of cfgmgr32): 1 to 5 differ, the rest agree, and bit 0x80
// becomes bit 0x8000.
[[nodiscard]] constexpr std::uint32_t user_mode_type(ResourceType type) {
  switch (type) {
    case ResourceType::port: return 2;
    case ResourceType::interrupt: return 4;
    case ResourceType::memory: return 1;
    case ResourceType::dma: return 3;
    case ResourceType::device_specific: return 0xFFFF;
    default: {
      const std::uint32_t code = static_cast<std::uint8_t>(type);
      return (code & kNonArbitrated) != 0 ? 0x8000U | (code & 0x7FU) : code;
    }
  }
}

// Who else may use the same place: CmResourceShare*. Source: structures-and-wdf.md 3.2.
enum class ShareDisposition : std::uint8_t {
  undetermined = 0,  // reserved; arbitrated as exclusive
  device_exclusive = 1,
  driver_exclusive = 2,  // devices of one driver may share
  shared = 3,
};

[[nodiscard]] constexpr bool is_known(ShareDisposition share) { return static_cast<std::uint8_t>(share) <= 3; }
[[nodiscard]] std::string_view word_for(ShareDisposition share);
[[nodiscard]] std::optional<ShareDisposition> share_disposition_from(std::string_view word);
[[nodiscard]] std::string_view debugger_name(ShareDisposition share);

// IO_RESOURCE_DESCRIPTOR.Option, bits. A descriptor without `alternative` begins a group; those with it that follow are
// other ways to meet the same requirement. Source: structures-and-wdf.md 3.3.
namespace io_option {
inline constexpr std::uint8_t required = 0x00;
inline constexpr std::uint8_t preferred = 0x01;
inline constexpr std::uint8_t default_ = 0x02;  // documented as unused
inline constexpr std::uint8_t alternative = 0x08;
inline constexpr std::uint8_t all = preferred | default_ | alternative;
}  // namespace io_option

// The registry value types whose data are such lists. Source: structures-and-wdf.md 3.5.
enum class RegistryType : std::uint32_t {
  resource_list = 8,             // REG_RESOURCE_LIST: CM_RESOURCE_LIST
  full_resource_descriptor = 9,  // REG_FULL_RESOURCE_DESCRIPTOR: CM_FULL_RESOURCE_DESCRIPTOR, without the outer count
  requirements_list = 10,        // REG_RESOURCE_REQUIREMENTS_LIST: IO_RESOURCE_REQUIREMENTS_LIST
};

[[nodiscard]] constexpr bool is_resource_value(std::uint32_t registry_type) {
  return registry_type >= 8 && registry_type <= 10;
}
[[nodiscard]] std::string_view name_of(RegistryType type);  // "REG_RESOURCE_LIST"; empty for another number

}  // namespace resmap::lists
