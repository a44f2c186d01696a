// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace resmap::registry {

// NT compares the names of keys and values without case: both are put into upper case, one UTF-16 unit by one, by a table
// that depends on no language.
//
// Covered: ASCII, Latin-1, Latin Extended-A, the Vietnamese block of Latin Extended Additional, Greek with tonos, Cyrillic,
// Armenian, full-width Latin. Every other character equals only itself; that leaves out Latin Extended-B, IPA, polytonic
// Greek, Coptic, Georgian and Glagolitic, which no name seen in a system hive holds. As in the table, dotless i, long s,
// sharp s and the micro sign have no upper case.
// Source: the recommended up-case table of the exFAT specification, section 7.2.5.1.
[[nodiscard]] char32_t upcase(char32_t c);

// Whether NT takes both for one name. Bytes that are not UTF-8 equal only themselves. Allocates nothing; O(length).
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

// The order in which NT keeps the keys below a key: by the upper case of their UTF-16 units, a shorter name first. Below 0, 0 for what
// is the same_name(), above 0. Bytes that are not UTF-8 come behind all characters. Allocates nothing; O(length).
// Source: M. Suhanov, Windows registry file format specification, "Index leaf".
[[nodiscard]] int compare_names(std::string_view a, std::string_view b);

// The same for any two names that are the same_name().
[[nodiscard]] std::uint32_t name_hash(std::string_view name);

}  // namespace resmap::registry
