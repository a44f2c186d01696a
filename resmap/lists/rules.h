// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::lists {

// The rules of this floor, RM1000 to RM1999: what each says, how grave it is and what to do about it stands in spec/rules.md,
// which a test holds against this list. A number, once given, keeps its meaning.
namespace rule {

// The bytes end too early, or their counts cannot be true: what comes after cannot be read.
inline constexpr std::uint16_t cm_too_short = 1001;
inline constexpr std::uint16_t cm_full_header_truncated = 1010;
inline constexpr std::uint16_t cm_descriptor_truncated = 1012;
inline constexpr std::uint16_t cm_device_data_truncated = 1013;

// The list can be read, but breaks a rule of its kind.
inline constexpr std::uint16_t cm_device_specific_not_last = 1014;
inline constexpr std::uint16_t unknown_type = 1020;
inline constexpr std::uint16_t unknown_share = 1021;
inline constexpr std::uint16_t unknown_interface = 1022;
inline constexpr std::uint16_t unusual_version = 1023;
inline constexpr std::uint16_t range_wraps = 1030;
inline constexpr std::uint16_t length_zero = 1031;
inline constexpr std::uint16_t port_beyond_64k = 1032;
inline constexpr std::uint16_t large_bits_wrong = 1033;
inline constexpr std::uint16_t large_bits_stray = 1034;
inline constexpr std::uint16_t message_not_latched = 1040;
inline constexpr std::uint16_t message_count_zero = 1041;
inline constexpr std::uint16_t affinity_zero = 1042;
inline constexpr std::uint16_t bus_beyond_255 = 1051;
inline constexpr std::uint16_t dma_beyond_7 = 1060;
inline constexpr std::uint16_t trailing_bytes = 1070;
inline constexpr std::uint16_t layout_uncertain = 1071;
inline constexpr std::uint16_t pair_count_differs = 1080;
inline constexpr std::uint16_t pair_type_differs = 1081;

// Requirements lists.
inline constexpr std::uint16_t io_too_short = 1101;
inline constexpr std::uint16_t io_list_size_wrong = 1102;
inline constexpr std::uint16_t io_list_header_truncated = 1110;
inline constexpr std::uint16_t io_descriptor_truncated = 1112;
inline constexpr std::uint16_t io_no_alternatives = 1113;
inline constexpr std::uint16_t io_option_unknown = 1120;
inline constexpr std::uint16_t io_alternative_first = 1121;
inline constexpr std::uint16_t io_group_types_differ = 1122;
inline constexpr std::uint16_t io_config_data_not_first = 1123;
inline constexpr std::uint16_t io_device_specific = 1124;
inline constexpr std::uint16_t io_bounds_reversed = 1130;
inline constexpr std::uint16_t io_does_not_fit = 1131;
inline constexpr std::uint16_t io_alignment_odd = 1132;
inline constexpr std::uint16_t io_message_range = 1140;
inline constexpr std::uint16_t io_policy_unknown = 1141;
inline constexpr std::uint16_t io_slack = 1170;
inline constexpr std::uint16_t io_beyond_list_size = 1171;

// Resource words.
inline constexpr std::uint16_t word_syntax = 1200;
inline constexpr std::uint16_t word_unknown_type = 1201;
inline constexpr std::uint16_t word_bad_number = 1202;
inline constexpr std::uint16_t word_bad_range = 1203;
inline constexpr std::uint16_t word_unknown_attribute = 1204;
inline constexpr std::uint16_t word_attribute_clash = 1205;

}  // namespace rule

}  // namespace resmap::lists
