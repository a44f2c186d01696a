// SPDX-License-Identifier: MIT
// Tested in pnp_manager_test.cpp.
#include "resmap/pnp/assignment.h"

namespace resmap::pnp {

std::string_view word_for(Pass pass) {
  switch (pass) {
    case Pass::none: return "none";
    case Pass::boot: return "boot";
    case Pass::first_choice: return "first choice";
    case Pass::rebalance: return "rebalance";
    case Pass::beyond_windows: return "beyond Windows";
    case Pass::undecided: return "undecided";
  }
  return {};
}

std::string_view word_for(Basis basis) {
  switch (basis) {
    case Basis::documented: return "documented";
    case Basis::observed: return "observed";
    case Basis::model: return "model";
  }
  return {};
}

}  // namespace resmap::pnp
