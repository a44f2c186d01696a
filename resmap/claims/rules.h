// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::claims {

// The rules of this floor, RM4000 to RM4099; what each says stands in spec/rules.md. A number, once given, keeps its meaning.
namespace rule {

// The request is refused before anything is compared.
inline constexpr std::uint16_t no_list = 4001;         // neither a driver list nor a device list with its device
inline constexpr std::uint16_t bad_name = 4002;        // a name that no key or value can have
inline constexpr std::uint16_t unnamed_device = 4003;  // a device without a name, where the policy refuses those

// The request is taken, with a remark.
inline constexpr std::uint16_t device_without_name = 4010;  // its values are the driver's own
inline constexpr std::uint16_t overlaps_itself = 4011;      // two descriptors of one list meet
inline constexpr std::uint16_t alias_collides = 4012;       // an alias that is not compared meets somebody's ports

// The journal.
inline constexpr std::uint16_t journal_record = 4020;   // a record that is none of ours, or damaged
inline constexpr std::uint16_t journal_version = 4021;  // a record of a newer version

// A ResourceMap in the registry of a machine (registry_image.h).
inline constexpr std::uint16_t image_name = 4030;          // a value whose name is that of no list
inline constexpr std::uint16_t image_type = 4031;          // a value that is no REG_RESOURCE_LIST
inline constexpr std::uint16_t image_place = 4032;         // a value or a key where a map has none
inline constexpr std::uint16_t image_second_class = 4033;  // a driver's device in a second class
inline constexpr std::uint16_t image_lone_value = 4035;    // taken: one of the two values is not there
inline constexpr std::uint16_t image_empty_list = 4036;    // left out: a list with Count 0

}  // namespace rule

}  // namespace resmap::claims
