// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace resmap::cases {

// A line of a case, with its block when it is a machine.
struct Line {
  std::uint32_t number = 0;  // from 1
  std::vector<std::string> words;
  std::string block;  // the whole text of `machine` and what is indented below it; empty for every other verb

  // The words from `first` on, with blanks between.
  [[nodiscard]] std::string rest(std::size_t first) const;
};

// The lines of a case. A line that is indented further than the one above goes on with it; the block of a machine is kept as
// text. Throws std::runtime_error for a quote that nothing closes.
[[nodiscard]] std::vector<Line> read_case(std::string_view text);

}  // namespace resmap::cases
