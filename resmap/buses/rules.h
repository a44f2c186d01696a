// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::buses {

// The rules of this floor, RM5000 to RM5099. A number, once given, keeps its meaning.
namespace rule {

// Fewer than 64 bytes were handed over: no function has less. Read the whole header.
inline constexpr std::uint16_t config_too_short = 5001;
// More than 4096 bytes: configuration space ends there. Hand over one function at a time.
inline constexpr std::uint16_t config_too_long = 5002;
// The last BAR of the header says that it is 64-bit, but no register follows it for the upper half. The device is broken, or
// the bytes are not configuration space.
inline constexpr std::uint16_t bar_without_upper_half = 5010;
// A pointer of the capability list leads into the header, below byte 64. What stands before it in the list is good.
inline constexpr std::uint16_t capability_pointer = 5020;
// The capability list comes back to a capability that it has already passed. What stands before is good.
inline constexpr std::uint16_t capability_loop = 5021;
// A capability runs over byte 256, where the space that its list may use ends.
inline constexpr std::uint16_t capability_too_long = 5022;
// A pointer of the extended capability list leads below byte 256.
inline constexpr std::uint16_t extended_pointer = 5023;
// The extended capability list comes back to a capability that it has already passed.
inline constexpr std::uint16_t extended_loop = 5024;
// An MSI capability asks for, or has been granted, a number of messages whose code is reserved (6 or 7).
inline constexpr std::uint16_t msi_count_reserved = 5030;

}  // namespace rule

}  // namespace resmap::buses
