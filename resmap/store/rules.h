// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::store {

// The rules of this floor, RM3150 to RM3159; what each says stands in spec/rules.md. A number, once given, keeps its meaning.
namespace rule {

inline constexpr std::uint16_t no_store = 3150;      // another program's file
inline constexpr std::uint16_t newer_schema = 3151;  // written by a newer resmap
inline constexpr std::uint16_t damaged = 3152;       // its own sums or SQLite's structure are broken
inline constexpr std::uint16_t locked = 3153;        // another writer outlasted our patience
inline constexpr std::uint16_t read_only = 3154;
inline constexpr std::uint16_t full = 3155;         // no room on the disk, or under StoreOptions::max_bytes
inline constexpr std::uint16_t cannot_open = 3156;  // the file, or what SQLite lays beside it
inline constexpr std::uint16_t refused = 3157;      // every other word of SQLite or of the disk

}  // namespace rule

}  // namespace resmap::store
