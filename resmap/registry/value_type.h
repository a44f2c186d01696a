// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

// The types of registry values by their numbers in winnt.h. A type is any 32-bit number: real hives hold others
// (0xffff0012 marks device properties, a SAM hive keeps account numbers there), and all of them are kept as they are.
namespace resmap::registry::value_type {

inline constexpr std::uint32_t none = 0;
inline constexpr std::uint32_t sz = 1;
inline constexpr std::uint32_t expand_sz = 2;
inline constexpr std::uint32_t binary = 3;
inline constexpr std::uint32_t dword = 4;
inline constexpr std::uint32_t dword_big_endian = 5;
inline constexpr std::uint32_t link = 6;
inline constexpr std::uint32_t multi_sz = 7;
inline constexpr std::uint32_t resource_list = 8;
inline constexpr std::uint32_t full_resource_descriptor = 9;
inline constexpr std::uint32_t resource_requirements_list = 10;
inline constexpr std::uint32_t qword = 11;

}  // namespace resmap::registry::value_type
