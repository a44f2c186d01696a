// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "resmap/ranges/range_list.h"
#include "tests/cases/vocabulary.h"

// A line about ranges, read: the words that stand first, and the options behind them, in any order.
namespace resmap::cases {

struct RangeLine {
  std::vector<std::string> plain;  // up to the first option

  std::string owner = "nobody";                               // by OWNER
  ranges::OnOverlap on_overlap = ranges::OnOverlap::refuse;   // refuse, share, allow
  std::uint64_t data = 0;                                     // data N
  std::uint8_t attributes = 0;                                // attributes N
  bool shared = false, conflict = false;                      // shared, conflict: of an entry
  std::uint64_t times = 1, step = 0;                          // times N step N
  std::optional<std::size_t> stop;                            // stop N
  std::uint64_t alignment = 1;                                // align N
  AddressRange window{0, ~std::uint64_t{0}};                  // in RANGE
  ranges::Direction direction = ranges::Direction::top_down;  // top-down, bottom-up
  std::optional<std::uint64_t> memory;                        // memory SIZE
  bool passes_nobody = false, passes_shared = false;          // passing nobody, shared,
  std::uint8_t passes_attributes = 0;                         //   attributes N,
  std::optional<std::string> passes_owner;                    //   owner NAME
};

// Throws CaseFailure for an option that is none.
[[nodiscard]] RangeLine read_range_line(const Line& line, std::size_t first_word);

// A number or a size (spec/resource-words.md); `end` is the last number there is.
[[nodiscard]] std::uint64_t number_in(const std::string& text, const Line& line);

// "FIRST-LAST" as it stands, even when it ends before it begins; "FIRST+LENGTH", nullopt when there is no such range; "N".
[[nodiscard]] std::optional<AddressRange> range_in(const std::string& text, const Line& line);
// The same where nothing but a range makes sense.
[[nodiscard]] AddressRange sound_range_in(const std::string& text, const Line& line);

[[nodiscard]] std::string shown(std::uint64_t number);                  // 0x100
[[nodiscard]] std::string shown(AddressRange range);                    // 0x100-0x1ff, or 0x100
[[nodiscard]] std::string shown(const std::vector<AddressRange>& all);  // each behind a blank, or " none"

}  // namespace resmap::cases
