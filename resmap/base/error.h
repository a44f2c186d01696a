// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace resmap {

// What went wrong, in one word. The words for a person are made in report/; every function says beside its declaration
// which codes it returns and when.
enum class ErrorCode : std::uint16_t {
  out_of_memory = 1,     // a MemorySource returned null; nothing was changed
  truncated = 2,         // the bytes end before what their own counts promise
  malformed = 3,         // the bytes break a rule that makes the rest unreadable
  overflow = 4,          // a range or a size runs past the end of its 64-bit space
  not_encodable = 5,     // the value has no form in the layout that was asked for
  invalid_argument = 6,  // the caller broke the contract of the function
  not_found = 7,         // what was asked for is not there
  unsupported = 8,       // recognised, but outside what this function reads
  unreadable = 9,        // a file, a pipe or a library refused the bytes
  limit_exceeded = 10,   // a bound on memory, time, depth or count was reached
  conflict = 11,         // somebody else already holds what was asked for
};

// An error is a value: no string, no allocation, trivially copyable. The fields that say nothing for a code are 0.
struct Error {
  ErrorCode code;
  std::uint16_t rule = 0;    // NNNN of the rule id RMNNNN that was broken (spec/rules.md), 0 when none is named
  std::uint32_t index = 0;   // which element: descriptor, line, configuration; counted from 0 within its container
  std::uint64_t offset = 0;  // where: bytes from the start of the value or text that was read
  std::uint64_t value = 0;   // the offending value, or how many bytes were there

  friend constexpr bool operator==(const Error&, const Error&) = default;
};

static_assert(sizeof(Error) <= 32 && std::is_trivially_copyable_v<Error>);

// The code's own name, as written above: for logs and JSON. A value outside the enumeration is "unknown".
[[nodiscard]] std::string_view name_of(ErrorCode code);

}  // namespace resmap
