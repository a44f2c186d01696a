// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/error.h"
#include "resmap/lists/cm_descriptor_value.h"
#include "resmap/snapshot/problem_code.h"

namespace resmap::pnp {

// Which part of the work found an answer. Their words are those of `assign --json`.
enum class Pass : std::uint8_t { none, boot, first_choice, rebalance, beyond_windows, undecided };
[[nodiscard]] std::string_view word_for(Pass pass);

// How it is known that Windows answers so.
enum class Basis : std::uint8_t {
  documented,  // a public document says it
  observed,    // real machines show it
  model,       // our reading, where neither does
};
[[nodiscard]] std::string_view word_for(Basis basis);

// One descriptor of what a device was given, beside the requirement that it meets.
struct AssignedResource {
  std::uint32_t index = 0;  // which group of the configuration, and which descriptor of both lists
  lists::ResourceType type =
      lists::ResourceType::null;  // as required; the descriptor is Null where a line is not known
  lists::ShareDisposition share = lists::ShareDisposition::undetermined;
  std::uint16_t flags = 0;
  lists::CmDescriptor raw{lists::CmLayout::x64}, translated{lists::CmLayout::x64};
  std::uint32_t alternative = 0;  // of the group
  std::string arbiter;            // empty: nobody hands it out
  Pass pass = Pass::none;         // boot: it is where firmware had it
  Basis basis = Basis::documented;
  bool is_window = false;            // passed on to devices below
  bool unknown_route = false;        // a PCI line that nothing routes
  std::optional<std::uint32_t> tag;  // PCI's number of it
};

// What a device was given, or why it was not.
struct Assignment {
  snapshot::ProblemCode problem = snapshot::ProblemCode::none;
  Pass pass = Pass::none;
  std::optional<std::uint32_t> configuration;           // of its own list; nullopt: the boot configuration, or none
  std::vector<std::uint8_t> raw_list, translated_list;  // whole CM_RESOURCE_LISTs; empty: the device needs nothing
  std::vector<AssignedResource> resources;              // in the order of the lists
  std::optional<Error> refused;  // problem 12: the first refusal, of the configuration tried first
  bool started = false;
};

}  // namespace resmap::pnp
