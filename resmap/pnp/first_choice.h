// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "resmap/pnp/arbiter_tree.h"

namespace resmap::pnp {

// Windows of a bridge that had to be opened for a device below it.
struct OpenedBridge {
  DeviceIndex bridge = 0;
  lists::ResourceType type = lists::ResourceType::memory;
  arbiters::OpenedWindows windows;
};

// The configuration that a device gets, with an answer for each of its groups.
struct Chosen {
  struct Answer {
    arbiters::Arbiter* arbiter = nullptr;  // null: nobody hands it out
    arbiters::ArbiterEntry entry;          // borrows the configuration's descriptors
  };
  const LogicalConfiguration* configuration = nullptr;
  bool by_boot_rule = false;  // only where firmware ranges may stand on each other
  std::vector<Answer> answers;
  std::vector<OpenedBridge> opened;
};

// Why there is none.
struct NoChoice {
  snapshot::ProblemCode problem = snapshot::ProblemCode::normal_conflict;
  bool undecided = false;              // the steps ran out somewhere, so "impossible" is not said
  std::optional<Error> first;          // of the configuration tried first
  std::optional<std::uint32_t> group;  // the group of it that found no room
};

// What is told of a search while it goes on.
struct SearchStep {
  const LogicalConfiguration* configuration = nullptr;
  bool by_boot_rule = false;
  std::optional<Error> refused;  // nullopt: it was taken
  std::optional<std::uint32_t> group;
  const arbiters::Arbiter* arbiter = nullptr;  // who refused
};

struct SearchSetup {
  ArbiterTree* arbiters = nullptr;
  const snapshot::Snapshot* snapshot = nullptr;
  std::span<const arbiters::BridgeForwarding> forwarding;  // by device: what each bridge passes on now
  arbiters::StepBudget* budget = nullptr;
  std::function<void(const SearchStep&)> tell;  // may be empty
  bool keeps_place_outside = true;              // PnpPolicy::outside_windows
};

// Stage 1 for one device: its configurations in order, the first whose requirements can all be met; first without, then with the
// boot rule, by which a range that firmware fixed may stand on another one. Inside a configuration one type after another
// (port, interrupt, memory, dma, bus), in each the arbiters' own search. A closed window of the bridge above is opened where a
// requirement needs it. What is found is committed; where nothing is, every arbiter is as before.
// out_of_memory is an error; everything else that refuses is an answer. May throw bad_alloc.
// Source: pnp-and-arbiters.md 2.4 to 2.8, rules 41, 42, 65a; windows-traces.md 1.
[[nodiscard]] Result<std::expected<Chosen, NoChoice>> first_choice(const SearchSetup& setup, DeviceIndex device,
                                                                   const Requirements& requirements);

}  // namespace resmap::pnp
