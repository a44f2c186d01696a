// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/lists/rules.h"

namespace resmap::lists {

// error: the list cannot be read whole, or NT would refuse it or read something else than was meant.
// warning: unusual, though healthy machines may show it.
enum class Severity : std::uint8_t { warning, error };

[[nodiscard]] constexpr Severity severity_of(std::uint16_t rule_number) {
  switch (rule_number) {
    case rule::cm_too_short:
    case rule::cm_full_header_truncated:
    case rule::cm_descriptor_truncated:
    case rule::cm_device_data_truncated:
    case rule::cm_device_specific_not_last:
    case rule::unknown_share:
    case rule::range_wraps:
    case rule::large_bits_wrong:
    case rule::io_too_short:
    case rule::io_list_size_wrong:
    case rule::io_list_header_truncated:
    case rule::io_descriptor_truncated:
    case rule::io_alternative_first:
    case rule::io_device_specific: return Severity::error;
    default: return Severity::warning;
  }
}

// One broken rule at one place. Its words are made in report/.
struct Finding {
  std::uint16_t rule = 0;
  Severity severity = Severity::warning;
  std::uint32_t list_index = 0;  // full descriptor or logical configuration
  std::uint32_t index = 0;       // descriptor within it
  std::uint64_t offset = 0;      // bytes from the start of the value, where the offending field begins
  std::uint64_t value = 0;       // that field, or as spec/rules.md says

  friend constexpr bool operator==(const Finding&, const Finding&) = default;
};

// Where a validator puts what it finds, in the order of the bytes. Implemented by the caller.
class FindingSink {
 public:
  virtual void found(const Finding& finding) = 0;

 protected:
  FindingSink() = default;
  ~FindingSink() = default;
  FindingSink(const FindingSink&) = default;
  FindingSink& operator=(const FindingSink&) = default;
};

struct FindingCount {
  std::uint64_t errors = 0;
  std::uint64_t warnings = 0;

  [[nodiscard]] constexpr bool clean() const { return errors == 0 && warnings == 0; }
  friend constexpr bool operator==(const FindingCount&, const FindingCount&) = default;
};

}  // namespace resmap::lists
