// SPDX-License-Identifier: MIT
// Not installed. Requirements as words, for the tests of this floor.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/arbiters/arbiter.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_words.h"

namespace resmap::arbiters::test {

// One list of requirements, made of words; the entries point into it, so it stays where it is.
class Asked {
 public:
  Asked() = default;
  Asked(DeviceId device, std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) add(device, word);
  }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  ArbiterEntry& add(DeviceId device, std::string_view word) {
    auto& group = groups_.emplace_back();
    EXPECT_TRUE(lists::parse_requirement(word, group)) << word;
    ArbiterEntry entry;
    entry.alternatives = RequirementGroupView(std::span<const lists::IoDescriptor>(group.data(), group.size()));
    entry.device = device;
    return entries.emplace_back(entry);
  }
  ArbiterEntry& operator[](std::size_t i) { return entries[i]; }

  std::vector<ArbiterEntry> entries;

 private:
  std::deque<Array<lists::IoDescriptor>> groups_;
};

// Where each entry begins, one word each: "3f8 - unknown".
inline std::string places(const Asked& asked) {
  std::string text;
  for (const ArbiterEntry& entry : asked.entries) {
    if (!text.empty()) text += ' ';
    if (entry.result == ArbiterResult::unknown_route) {
      text += "unknown";
    } else if (entry.assigned) {
      TextWriter out;
      out.hex_digits(entry.assigned->first);
      text += std::string(out.view());
    } else {
      text += "-";
    }
  }
  return text;
}

// Tests and commits; what went wrong, or where everything is.
inline std::string place(Arbiter& arbiter, Asked& asked, StepBudget budget = {}) {
  const auto tested = arbiter.test_allocation(asked.entries, budget);
  if (!tested) {
    return std::string(name_of(tested.error().code)) + " " + std::to_string(tested.error().rule) + " at " +
           std::to_string(tested.error().index);
  }
  EXPECT_TRUE(arbiter.commit());
  return places(asked);
}
inline std::string place(Arbiter& arbiter, DeviceId device, std::initializer_list<std::string_view> words) {
  Asked asked(device, words);
  return place(arbiter, asked);
}

// "first-last:device" of every committed range, nobody's included, aliases marked with "a".
inline std::string committed(const Arbiter& arbiter) {
  TextWriter out;
  ranges::RangeList::Iterator entries = arbiter.committed().entries();
  while (const ranges::RangeEntry* entry = entries.next()) {
    if (out.size() != 0) out.text(" ");
    out.hex_digits(entry->range.first).text("-").hex_digits(entry->range.last).text(":").decimal(entry->owner);
    if ((entry->attributes & range_attribute::port_alias) != 0) out.text("a");
  }
  return std::string(out.view());
}

// A requirements list of one configuration with these words, as the registry holds it.
inline std::vector<std::uint8_t> list_of(std::initializer_list<std::string_view> words) {
  lists::IoRequirementsHeader header{};
  header.interface_type = lists::InterfaceType::undefined;
  lists::IoRequirementsListBuilder build(header);
  Array<lists::IoDescriptor> groups;
  for (const std::string_view word : words) EXPECT_TRUE(lists::parse_requirement(word, groups)) << word;
  EXPECT_TRUE(build.begin_configuration());
  EXPECT_TRUE(build.add_all({groups.data(), groups.size()}));
  const auto bytes = build.finish();
  return {bytes->begin(), bytes->end()};
}

}  // namespace resmap::arbiters::test
