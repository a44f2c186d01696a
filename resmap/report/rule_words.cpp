// SPDX-License-Identifier: MIT
#include "resmap/report/rule_words.h"

#include <algorithm>

#include "resmap/base/text_writer.h"

namespace resmap::report {

namespace {

constexpr RuleWords kRules[] = {
#define RULE(number, weight, condition, advice) {number, RuleWeight::weight, condition, advice},
#include "resmap/report/rule_table.inc"
#undef RULE
};

constexpr bool by_number = [] {
  for (std::size_t i = 1; i < std::size(kRules); ++i) {
    if (kRules[i - 1].number >= kRules[i].number) return false;
  }
  return true;
}();
static_assert(by_number, "each number once, in order");

std::string_view code_sentence(ErrorCode code) {
  switch (code) {
    case ErrorCode::out_of_memory: return "there is not enough memory";
    case ErrorCode::truncated: return "the bytes end too early";
    case ErrorCode::malformed: return "the bytes are malformed";
    case ErrorCode::overflow: return "a range or a size runs past the end of its space";
    case ErrorCode::not_encodable: return "a number does not fit its field";
    case ErrorCode::invalid_argument: return "an argument is not allowed here";
    case ErrorCode::not_found: return "what was asked for is not there";
    case ErrorCode::unsupported: return "this kind of input is not known";
    case ErrorCode::unreadable: return "it could not be read";
    case ErrorCode::limit_exceeded: return "a limit on size, time or number was reached";
    case ErrorCode::conflict: return "somebody else already holds it";
  }
  return "something went wrong";
}

}  // namespace

std::span<const RuleWords> all_rules() { return kRules; }

const RuleWords* rule_words(std::uint16_t number) {
  const auto* found =
      std::lower_bound(std::begin(kRules), std::end(kRules), number,
                       [](const RuleWords& rule, std::uint16_t wanted) { return rule.number < wanted; });
  return found != std::end(kRules) && found->number == number ? found : nullptr;
}

std::string rule_id(std::uint16_t number) {
  TextWriter out;
  out.text("RM").right(std::to_string(number), 4);
  std::string id(out.view());
  std::replace(id.begin(), id.end(), ' ', '0');
  return id;
}

std::string rule_sentence(std::uint16_t number, const RuleNumbers& numbers) {
  const RuleWords* words = rule_words(number);
  if (words == nullptr) return "an unnamed rule";
  TextWriter out;
  std::string_view rest = words->condition;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    out.text(rest.substr(0, open));
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}', open);
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    rest.remove_prefix(close + 1);
    if (name == "index")
      out.decimal(numbers.index);
    else if (name == "list")
      out.decimal(numbers.list_index);
    else if (name == "offset")
      out.decimal(numbers.offset);
    else if (name == "value")
      out.decimal(numbers.value);
    else if (name == "value3")
      out.text(std::string(numbers.value < 10 ? "00" : numbers.value < 100 ? "0" : "")).decimal(numbers.value);
    else
      out.hex(numbers.value);
  }
  return std::string(out.view());
}

std::string error_sentence(const Error& error) {
  if (error.rule != 0) {
    return rule_id(error.rule) + ": " +
           rule_sentence(error.rule, {.index = error.index, .offset = error.offset, .value = error.value});
  }
  return std::string(code_sentence(error.code));
}

}  // namespace resmap::report
