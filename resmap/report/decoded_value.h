// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_walker.h"
#include "resmap/lists/finding.h"

namespace resmap::report {

// One registry value of type 8, 9 or 10, with what was found out about it.
struct DecodedValue {
  std::string key;
  std::string name;
  std::uint32_t registry_type = 8;
  Bytes bytes;
  std::optional<lists::CmLayoutChoice> layout;  // of a CM list
  std::vector<lists::Finding> findings;
  lists::FindingCount count;

  [[nodiscard]] bool whole() const;  // the list could be read to its end
  [[nodiscard]] lists::CmForm form() const;
  [[nodiscard]] lists::CmSide side() const;  // a value of the ResourceMap says in its name which one it is of
};

// Reads a value and holds it against the rules. `prefer`: the layout that the rest of its source uses. May throw bad_alloc.
[[nodiscard]] DecodedValue decode_value(std::string key, std::string name, std::uint32_t registry_type, Bytes bytes,
                                        std::optional<lists::CmLayout> prefer = std::nullopt);

// Holds each value X.Raw against the X.Translated of its key (RM1080, RM1081); what parts the two is added to the findings of the
// raw one, whose bytes the offsets count. Both must be whole lists of one kind and layout. May throw bad_alloc.
void check_pairs(std::vector<DecodedValue>& values);

// Something about the text that values were read from, and not about a value.
struct TextFinding {
  std::string_view input;
  std::uint16_t rule = 0;
  std::uint32_t line = 0;  // from 1
  std::uint64_t offset = 0;
  bool is_error = false;
};
}  // namespace resmap::report
