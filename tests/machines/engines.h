// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "tests/oracles/plain_first_choice.h"

namespace resmap::machines {

// Stage 1 itself, asked what each device of a small machine gets. Numbers stand at a base of their kind.
//
// first_choice() over arbiters that are kept from machine to machine: fast. What the PnP manager does around it, the
// reservations before and the giving back behind, is done here again; WholeEngine answers for that.
class FastEngine {
 public:
  FastEngine();
  ~FastEngine();
  FastEngine(const FastEngine&) = delete;
  FastEngine& operator=(const FastEngine&) = delete;
  // Throws std::runtime_error where the engine answers with an error.
  [[nodiscard]] plain::Answers answers(const plain::SmallMachine& machine);

 private:
  struct Floor;
  struct Lists {
    plain::Few<plain::Span, 3> order;
    plain::Few<plain::Span, 2> reserved;
    std::unique_ptr<Floor> floor;
  };
  Floor& floor_for(const plain::SmallMachine& machine);
  std::vector<Lists> kept_;
};

// The whole way: a snapshot with the bytes of its lists, Machine, PnpManager.
[[nodiscard]] plain::Answers whole_engine(const plain::SmallMachine& machine);

}  // namespace resmap::machines
