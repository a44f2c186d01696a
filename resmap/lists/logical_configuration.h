// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

// The kinds of logical configuration that a device can have, and their priorities.
// Source: structures-and-wdf.md 3.5; pnp-and-arbiters.md 1.5.
namespace resmap::lists {

enum class LogConfType : std::uint32_t { basic = 0, filtered = 1, alloc = 2, boot = 3, forced = 4, override_ = 5 };
inline constexpr std::uint32_t kLogConfBits = 7;
inline constexpr std::uint32_t kPriorityEqualFirst = 8;  // before others of the same priority
inline constexpr std::uint32_t kPriorityEqualLast = 0;

// ConfigData.Priority (LCPRI_*): the lower number is tried earlier.
namespace configuration_priority {
inline constexpr std::uint32_t force_config = 0x0000;
inline constexpr std::uint32_t boot_config = 0x0001;
inline constexpr std::uint32_t desired = 0x2000;
inline constexpr std::uint32_t normal = 0x3000;
inline constexpr std::uint32_t last_best_config = 0x3FFF;  // the last of the best ones
inline constexpr std::uint32_t suboptimal = 0x5000;
inline constexpr std::uint32_t last_soft_config = 0x7FFF;  // the last that software alone can apply
inline constexpr std::uint32_t restart = 0x8000;
inline constexpr std::uint32_t reboot = 0x9000;
inline constexpr std::uint32_t power_off = 0xA000;
inline constexpr std::uint32_t hard_reconfig = 0xC000;  // a jumper
inline constexpr std::uint32_t hard_wired = 0xE000;
inline constexpr std::uint32_t impossible = 0xF000;
inline constexpr std::uint32_t disabled = 0xFFFF;
}  // namespace configuration_priority

// The value in which the registry keeps a configuration of this kind ("BootConfig"), under the LogConf or Control key.
[[nodiscard]] std::string_view registry_value_name(LogConfType type);

}  // namespace resmap::lists
