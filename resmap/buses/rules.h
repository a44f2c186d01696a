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
// Fewer than 64 bytes of configuration space as it reads after ones were written.
inline constexpr std::uint16_t ones_too_short = 5003;
// The last BAR of the header says that it is 64-bit, but no register follows it for the upper half. The device is broken, or
// the bytes are not configuration space.
inline constexpr std::uint16_t bar_without_upper_half = 5010;
// The bits of a BAR that took ones are not one row of neighbours: no power of two is its size.
inline constexpr std::uint16_t sizing_has_holes = 5011;
// A BAR's present value has bits where ones did not stay, or is of another kind.
inline constexpr std::uint16_t sizing_contradicts = 5012;
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
// A Resizable BAR capability speaks of a BAR that no header has, or has set a size that it does not offer.
inline constexpr std::uint16_t resizable_bar_wrong = 5031;
// An entry of an Enhanced Allocation capability runs past the end of the address space or of the capability.
inline constexpr std::uint16_t fixed_range_wrong = 5032;

// An assignment names a register that the function does not have.
inline constexpr std::uint16_t assigned_nowhere = 5040;
// An assignment gives ports to a register for memory, or memory to one for ports.
inline constexpr std::uint16_t assigned_wrong_kind = 5041;
// An assigned range is not where the register could hold it: its length, its alignment or its end.
inline constexpr std::uint16_t assigned_wrong_place = 5042;
// An assignment names the same register twice.
inline constexpr std::uint16_t assigned_twice = 5043;
// A BAR has no range, but others of its space have: decoding cannot be switched on for those alone.
inline constexpr std::uint16_t assigned_in_part = 5044;

// A tag of ISA PnP resource data runs past its end, or the data end without an end tag.
inline constexpr std::uint16_t isa_pnp_truncated = 5050;
// A tag has fewer bytes than its kind needs.
inline constexpr std::uint16_t isa_pnp_tag_too_short = 5051;
// The bytes up to the end tag do not sum up to 0. Many cards are so; nobody refuses them.
inline constexpr std::uint16_t isa_pnp_checksum = 5052;
// Dependent functions inside dependent functions, or an end of none.
inline constexpr std::uint16_t isa_pnp_dependent = 5053;
// Resources stand before the first logical device.
inline constexpr std::uint16_t isa_pnp_before_device = 5054;
// The registers hold a range that no descriptor of the device allows.
inline constexpr std::uint16_t isa_pnp_registers = 5056;

}  // namespace rule

}  // namespace resmap::buses
