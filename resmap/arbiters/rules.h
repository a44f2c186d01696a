// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::arbiters {

// Why an arbiter refuses, RM2100 to RM2149: Error::rule of its answers. Words stand in spec/rules.md.
namespace rule {

// The list itself.
inline constexpr std::uint16_t alternative_leads_group = 2100;  // a configuration begins with an alternative
inline constexpr std::uint16_t wrong_type = 2101;  // a requirement of a type that this arbiter does not hand out
inline constexpr std::uint16_t no_usable_alternative = 2102;  // in no alternative does the length fit its own bounds
inline constexpr std::uint16_t too_many_windows = 2103;       // ordering and reserved lists make more than 1024 windows

// What stands in the way.
inline constexpr std::uint16_t outside_every_window = 2110;  // no alternative meets a window of this bus
inline constexpr std::uint16_t no_room_alone =
    2111;  // there is no room even without the other requirements of the list
inline constexpr std::uint16_t no_room_together = 2112;      // each finds room, all together do not
inline constexpr std::uint16_t only_ecam_in_the_way = 2113;  // nothing but PCI Express configuration space is there
inline constexpr std::uint16_t place_taken = 2114;           // a place that was given is not free

// The order of calls.
inline constexpr std::uint16_t transaction_open = 2120;  // a test stands uncommitted
inline constexpr std::uint16_t no_transaction = 2121;    // nothing was tested
inline constexpr std::uint16_t nothing_selected = 2122;  // a retest of an entry that no test has answered

// Translation.
inline constexpr std::uint16_t not_translatable = 2130;  // the resource does not reach through this bus
inline constexpr std::uint16_t no_such_bus = 2131;       // no bus of that interface type and number

}  // namespace rule

}  // namespace resmap::arbiters
