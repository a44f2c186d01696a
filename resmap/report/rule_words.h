// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "resmap/base/error.h"

namespace resmap::report {

// What breaking a rule means for whoever reads about it.
enum class RuleWeight : std::uint8_t {
  warning,  // unusual
  error,    // wrong, though the rest could be read
  refused,  // nothing could be done with the input
};

struct RuleWords {
  std::uint16_t number;  // NNNN of RMNNNN
  RuleWeight weight;
  std::string_view
      condition;  // when it is broken; {index}, {list}, {offset}, {value}, {value3} (three digits) and {hex} stand for the finding's numbers
  std::string_view advice;  // what to do about it
};

// Every rule that resmap knows, by number. spec/rules.md is this table as a page.
[[nodiscard]] std::span<const RuleWords> all_rules();
// nullptr: no such rule.
[[nodiscard]] const RuleWords* rule_words(std::uint16_t number);

// The numbers that a sentence may name.
struct RuleNumbers {
  std::uint64_t list_index = 0;
  std::uint64_t index = 0;
  std::uint64_t offset = 0;
  std::uint64_t value = 0;
};

// "RM1012": how a rule is cited.
[[nodiscard]] std::string rule_id(std::uint16_t number);
// The condition with its numbers put in; "an unnamed rule" for a number that no rule has.
[[nodiscard]] std::string rule_sentence(std::uint16_t number, const RuleNumbers& numbers);

// One sentence about an error, for a person: the rule's, where it names one; else what its code means and where it happened.
[[nodiscard]] std::string error_sentence(const Error& error);

}  // namespace resmap::report
